"""Hold a question as somebody is writing it: plain values that may still be wrong, and what is wrong with them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.datastructures import MultiDict

from surveyapp.console.editing.shapes import Shape, shape_of
from surveyapp.formats.native.reader import sentence_of
from surveyapp.formats.native.writer import plain
from surveyapp.questionnaire.answer_types import KINDS
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.condition_text import ConditionError
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.web.limits import clean

LONGEST: Final = 200_000
"""Characters of one field: designs and columns are written as one."""
MOST_ROWS: Final = 2_000
SOURCES: Final = ("rows", "choices")
MARKS: Final = ("exclusive", "other", "comment", "apart", "fixed")
_CHOICES: Final = TypeAdapter(tuple[Choice, ...])
_NUMBER: Final = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?\Z")
Plain = dict[str, Any]
Form = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that cannot be kept as it was written; `position` counts characters of a condition from 1."""

    text: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """`question` is in the native format; `rows` are the choices by field, whether its own or of a shared list.

    A row of choices or checks says under `row` which one it was when the form was drawn, "" where it is new.
    """

    question: Plain
    rows: Mapping[str, list[Plain]]
    mistakes: Mapping[str, Mistake] = field(default_factory=dict)

    @property
    def answer(self) -> Plain:
        answer: Plain = self.question["answer"]
        return answer


@dataclass(frozen=True, slots=True)
class Written:
    """A draft without mistakes: the question, and the shared lists it changes."""

    question: Question
    lists: Mapping[str, tuple[Choice, ...]]


def draft_of(questionnaire: Questionnaire, question: Question) -> Draft:
    """Begin with a question as it is kept."""
    sources = question.answer.sources()
    rows = {
        name: _numbered([plain(choice) for choice in questionnaire.choices_of(source)])
        for name, source in sources.items()
    }
    begun = plain(question)
    return Draft(begun | ({"checks": _numbered(begun["checks"])} if "checks" in begun else {}), rows)


def draft_from(form: Form, begun: Draft, languages: tuple[str, ...]) -> Draft:
    """Put what a form says in the place of what stood there; wording of other languages stays."""
    question, answer = dict(begun.question), dict(begun.answer)
    for name in ("text", "hint"):
        _put_words(question, name, form, name, languages)
    _put_ticks(question, form, ("locked", "fixed"))
    _put(question, "show_if", _line(form, "show_if"), default="")
    if KINDS[answer["kind"]].asks:
        _put_ticks(question, form, ("required", "comment"))
        _put(question, "sensitivity", _line(form, "sensitivity"), default="")
        chosen, before = form.getlist("missing"), begun.question.get("missing", [])
        ways = [*(kind for kind in before if kind in chosen), *(kind for kind in chosen if kind not in before)]
        _put(question, "missing", ways, default=[])
        _put(question, "checks", _checks(form, begun.question.get("checks", []), languages), default=[])
    for name, shape in shapes_of(answer["kind"]).items():
        _put_setting(answer, name, shape, form, languages)
    question["answer"] = answer
    rows = {name: _rows(form, name, begun.rows[name], languages) for name in begun.rows}
    return Draft(question, rows)


def shapes_of(kind: str) -> Mapping[str, Shape]:
    """Return the settings of a kind that have a control of their own, in the order of its model."""
    fields = KINDS[kind].model_fields
    return {name: shape_of(one) for name, one in fields.items() if name not in ("kind", *SOURCES)}


def written(draft: Draft) -> Written | Draft:
    """Return what a draft says, or the draft with everything that is wrong with it."""
    mistakes: dict[str, Mistake] = {}
    lists: dict[str, tuple[Choice, ...]] = {}
    own: dict[str, list[Plain]] = {}
    for name, found in draft.rows.items():
        if not isinstance(draft.answer.get(name), str):
            own[name] = _without_numbers(found)
            continue
        try:
            lists[draft.answer[name]] = _CHOICES.validate_python(_without_numbers(found))
        except ValidationError as error:
            mistakes |= _mistakes(error, f"answer.{name}.")
    checks = _without_numbers(draft.question.get("checks", []))
    try:
        question = Question.model_validate({**draft.question, "answer": {**draft.answer, **own}, "checks": checks})
    except ValidationError as error:
        mistakes |= _mistakes(error, "")
    return Draft(draft.question, draft.rows, mistakes) if mistakes else Written(question, lists)


def _mistakes(error: ValidationError, before: str) -> dict[str, Mistake]:
    found: dict[str, Mistake] = {}
    for one in error.errors(include_url=False):
        found.setdefault(before + _place(one["loc"]), _mistake(one))
    return found


def _mistake(error: ErrorDetails) -> Mistake:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, ConditionError):
        return Mistake(cause.told, cause.position + 1)
    return Mistake(sentence_of(error))


def _place(location: tuple[int | str, ...]) -> str:
    """Return the place in a draft: pydantic puts the kind behind `answer`, and names of union members behind fields."""
    steps = [str(step) for step in location]
    if steps[:1] == ["answer"]:
        del steps[1:2]
    return ".".join(step for step in steps if "[" not in step and step not in ("str", "int", "float"))


def _numbered(rows: list[Plain]) -> list[Plain]:
    return [{**row, "row": str(at)} for at, row in enumerate(rows)]


def _without_numbers(rows: list[Plain]) -> list[Plain]:
    return [{name: value for name, value in row.items() if name != "row"} for row in rows]


def _before(rows: list[Plain], was: str) -> Plain:
    """Return a row as it was when the form was drawn, with its number; a new one is empty."""
    found = rows[int(was)] if was.isdecimal() and int(was) < len(rows) else {"text": {}}
    return {**found, "row": was}


def _line(form: Form, name: str) -> str:
    return clean(form.get(name, ""))[:LONGEST]


def _put(into: Plain, name: str, value: Any, *, default: Any) -> None:
    """Write a value down where it is not what holds anyway."""
    into.pop(name, None)
    if value != default:
        into[name] = value


def _put_ticks(question: Plain, form: Form, names: tuple[str, ...]) -> None:
    for name in names:
        _put(question, name, name in form, default=Question.model_fields[name].default)


def _put_words(into: Plain, name: str, form: Form, control: str, languages: tuple[str, ...]) -> None:
    words = dict(into.get(name) or {})
    for tag in languages:
        if f"{control}.{tag}" in form:
            _put(words, tag, _line(form, f"{control}.{tag}"), default="")
    _put(into, name, words, default=None if name == "text" else {})


def _put_setting(answer: Plain, name: str, shape: Shape, form: Form, languages: tuple[str, ...]) -> None:
    control = f"answer.{name}"
    if shape.form == "words":
        _put_words(answer, name, form, control, languages)
    elif shape.form == "tick":
        _put(answer, name, control in form, default=shape.default)
    elif control in form:
        value = _read(shape, _line(form, control))
        if value is None:
            value = "" if shape.required else None if shape.nullable else shape.default
        _put(answer, name, value, default=shape.default)


def _read(shape: Shape, line: str) -> Any:
    if line == "":
        return None
    if shape.form == "number" and _NUMBER.match(line):
        return float(line.replace(",", ".")) if re.search("[.,]", line) else int(line)
    if shape.form == "json":
        try:
            return json.loads(line)
        except ValueError:
            return line
    return line


def _numbers(form: Form, name: str) -> list[str]:
    """Return the numbers of the rows in the order in which they were sent."""
    found = re.compile(rf"{re.escape(name)}\.([0-9]{{1,5}})\.row\Z")
    return [match[1] for key in form if (match := found.match(key))][:MOST_ROWS]


def _rows(form: Form, name: str, before: list[Plain], languages: tuple[str, ...]) -> list[Plain]:
    rows = []
    for number in _numbers(form, name):
        control = f"{name}.{number}"
        row = _before(before, form.get(f"{control}.row", ""))
        row["code"] = _line(form, f"{control}.code")
        _put_words(row, "text", form, f"{control}.text", languages)
        for mark in MARKS:
            _put(row, mark, f"{control}.{mark}" in form, default=False)
        _put(row, "show_if", _line(form, f"{control}.show_if"), default="")
        rows.append(row)
    return rows


def _checks(form: Form, before: list[Plain], languages: tuple[str, ...]) -> list[Plain]:
    checks = []
    for number in _numbers(form, "checks"):
        control = f"checks.{number}"
        check = _before(before, form.get(f"{control}.row", ""))
        check["condition"] = _line(form, f"{control}.condition")
        _put(check, "severity", _line(form, f"{control}.severity"), default="hard")
        _put_words(check, "text", form, f"{control}.text", languages)
        if check["condition"] or any(check["text"].values()):
            checks.append(check)
    return checks

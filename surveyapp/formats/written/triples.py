"""Write the definition of a Triple-S 2.0 data set (sss): the variables of a questionnaire with labels and codes.

The data that belong to it are a CSV file with one header line and a field for each variable, in the order of the
definition. Names and types are those of the data package: a question with several answers is one variable with a
figure a category, and a variable for each box where that would not say everything. Dates and times are texts, since a
missing code may stand in their place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from surveyapp.formats.result import Ledger
from surveyapp.formats.written.account import lose_unsaid, said
from surveyapp.formats.written.markup import LANGUAGE, add, legal, printed
from surveyapp.formats.written.triples_terms import category_numbers, have_numbers, plain_names
from surveyapp.questionnaire.answer_types import Number, OpenText, sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.codebook import MISSING_CODES, Variable, variables_of
from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question, Questionnaire

DOCTYPE = (
    '<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">\n'
)
_SAID = said(
    Questionnaire="format id languages title lists pages missing_texts",
    Page="questions",
    Question="id text answer missing comment",
    Choice="code text other other_id comment",
    Number="kind minimum maximum decimals",
    OpenText="kind lines max_length",
    One="kind choices layout",
    Several="kind choices",
    Ranking="kind choices top",
    Grid="kind rows choices cell columns",
    GridColumn="code text answer",
    Sum="kind choices unit",
    Date="kind",
    Month="kind",
    Time="kind",
    DateTime="kind",
    Duration="kind",
    Consent="kind purpose",
    Calculated="kind",
    BestWorst="kind choices",
)
_REASONS = {
    "Information": "a note has no data",
    "Question.show_if": "a data set does not say to whom a question was put",
    "Page.show_if": "a data set does not say to whom a page was shown",
    "Page.id": "a data set has variables, not pages",
    "Page.title": "a data set has variables, not pages",
    "Page.ends_section": "a data set has variables, not pages",
    "Page.section": "a data set has variables, not pages",
    "Question.hint": "a variable has one label",
}
_AMOUNTS = frozenset({"number", "sum", "duration"})
_SIZES = {"date": 10, "month": 7, "time": 5, "datetime": 16}
_FURTHEST = 10**9


@dataclass(frozen=True, slots=True)
class _Field:
    """One variable of the definition; `codes` with their labels where it is chosen from."""

    name: str
    label: Text
    type: str
    codes: tuple[tuple[str, Text], ...] = ()
    size: int = 0
    limits: tuple[str, str] | None = None


def write_triples(questionnaire: Questionnaire, ledger: Ledger) -> bytes:
    """Return the definition in every language; what it cannot say is listed."""
    root = Element("sss", {"version": "2.0", "languages": " ".join(questionnaire.languages)})
    add(root, "origin", "surveyapp")
    survey = SubElement(root, "survey")
    add(survey, "name", questionnaire.id)
    _label(survey, "title", questionnaire.title, questionnaire.languages)
    record = add(survey, "record", ident="A", format="csv", skip="1")
    fields = list(_fields(questionnaire, ledger))
    names = plain_names(field.name for field in fields)
    for number, field in enumerate(fields, start=1):
        _write(record, number, replace(field, name=names[field.name]), questionnaire.languages)
    lose_unsaid(questionnaire, _SAID, _REASONS, ledger)
    return printed(root, DOCTYPE)


def _fields(questionnaire: Questionnaire, ledger: Ledger) -> Iterator[_Field]:
    for (name, boxes), group in groupby(variables_of(questionnaire), _question_of):
        variables = list(group)
        question = questionnaire.question_by_id.get(variables[0].question)
        if question is None:
            yield _without_question(variables[0], ledger)
        elif boxes:
            yield _multiple(name, variables)
            if not _is_whole(questionnaire, question, variables):
                yield from (_box(questionnaire, question, variable) for variable in variables)
        else:
            yield from (_field(questionnaire, question, variable) for variable in variables)


def _question_of(variable: Variable) -> tuple[str, bool]:
    boxes = variable.kind == "several" and variable.choice is not None
    return (variable.name.removesuffix(f"__{variable.choice}") if boxes else variable.name, boxes)


def _without_question(variable: Variable, ledger: Ledger) -> _Field:
    """Return the field of what a repeat counts, or of what was drawn by lot."""
    if variable.kind == "number":
        return _Field(variable.name, variable.text, "quantity", limits=("0", str(_FURTHEST)))
    ledger.lose(variable.name, "what was drawn by lot", "its codes are not listed by the questionnaire")
    return _Field(variable.name, variable.text, "character", size=255)


def _multiple(name: str, variables: Sequence[Variable]) -> _Field:
    numbers = category_numbers([str(variable.choice) for variable in variables])
    codes = tuple((str(numbers[str(one.choice)]), one.label or {}) for one in variables)
    return _Field(name, variables[0].text, "multiple", codes)


def _is_whole(questionnaire: Questionnaire, question: Question, variables: Sequence[Variable]) -> bool:
    """Say whether one variable says all that boxes can: each is offered and answered wherever the question is."""
    choices = [one for source in sources_of(question.answer).values() for one in questionnaire.choices_of(source)]
    offered = all(choice.show_if == ALWAYS for choice in choices) and getattr(question.answer, "only_in", None) is None
    answered = question.required and not question.missing
    return offered and answered and have_numbers([str(variable.choice) for variable in variables])


def _box(questionnaire: Questionnaire, question: Question, variable: Variable) -> _Field:
    codes = (("0", {"en": "no", "vi": "không"}), ("1", {"en": "yes", "vi": "có"}), *_missing(questionnaire, question))
    return _Field(variable.name, _joined(variable.text, variable.label), "single", codes)


def _field(questionnaire: Questionnaire, question: Question, variable: Variable) -> _Field:
    label = _joined(variable.text, variable.label)
    answer = question.answer
    if variable.values and not (variable.place or "").endswith(".shown"):
        return _Field(variable.name, label, "single", _codes(variable.values, questionnaire, question))
    if variable.kind in _AMOUNTS:
        limits = _limits(answer) if isinstance(answer, Number) else ("0", str(_FURTHEST))
        return _Field(variable.name, label, "quantity", tuple(_missing(questionnaire, question)), limits=limits)
    longest = answer.max_length if isinstance(answer, OpenText) and variable.kind == "text" else 1000
    return _Field(variable.name, label, "character", size=_SIZES.get(variable.kind, longest))


def _limits(answer: Number) -> tuple[str, str]:
    decimals = min(answer.decimals, 6)
    known = [limit for limit in (answer.minimum, answer.maximum) if limit is not None]
    least = min([-_FURTHEST, *known]) if answer.minimum is None else answer.minimum
    most = max([_FURTHEST, *known]) if answer.maximum is None else answer.maximum
    return f"{least:.{decimals}f}", f"{most:.{decimals}f}"


def _codes(
    choices: tuple[Choice, ...], questionnaire: Questionnaire, question: Question
) -> tuple[tuple[str, Text], ...]:
    own = {choice.code for choice in choices}
    missing = (way for way in _missing(questionnaire, question) if way[0] not in own)
    return (*((choice.code, choice.text) for choice in choices), *missing)


def _missing(questionnaire: Questionnaire, question: Question) -> Iterator[tuple[str, Text]]:
    yield from ((MISSING_CODES[way], questionnaire.missing_texts.get(way, {})) for way in question.missing)
    yield MISSING_CODES["unanswered"], {"en": "unanswered"}


def _write(record: Element, number: int, field: _Field, languages: Sequence[str]) -> None:
    """Write one variable, which is the field of that number."""
    literal = {"format": "literal"} if field.type == "single" else {}
    found = add(record, "variable", ident=str(number), type=field.type, **literal)
    add(found, "name", field.name)
    _label(found, "label", field.label, languages)
    add(found, "position", start=str(number))
    if field.size:
        add(found, "size", str(field.size))
    if field.limits or field.codes:
        values = SubElement(found, "values")
        if field.limits:
            add(values, "range", from_=field.limits[0], to=field.limits[1])
        for code, text in field.codes:
            _label(values, "value", text, languages).set("code", legal(code))


def _label(parent: Element, tag: str, text: Text, languages: Sequence[str]) -> Element:
    """Write a label: the base language as its text, every other language as a `text` of its own within it."""
    base, *others = languages
    found = add(parent, tag, text.get(base) or next(iter(text.values()), ""))
    for language in others:
        if text.get(language):
            add(found, "text", text[language]).set(LANGUAGE, language)
    return found


def _joined(text: Text, label: Text | None) -> Text:
    if not label or label == text:
        return text
    return {tag: f"{text[tag]} – {label[tag]}" for tag in text if tag in label} or text

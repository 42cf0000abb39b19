"""Every kind of defect, put into the bundled questionnaire wherever it can stand, is reported at its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from surveyapp.formats.native.writer import plain
from surveyapp.instruments import bundled
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.stability import unstable_codes

Document = dict[str, Any]
Mutants = Iterator[tuple[Document, str, str]]
"""A questionnaire with one defect, the code it must be reported with, and the place."""
MOST = 3
"""Places tried of each kind of defect, evenly over the questionnaire."""


@cache
def source() -> str:
    return json.dumps(plain(bundled()))


def document() -> Document:
    found: Document = json.loads(source())
    return found


def questions(whole: Document) -> list[Document]:
    return [question for page in whole["pages"] for question in page["questions"]]


def with_own_choices(whole: Document) -> list[int]:
    """Return where questions stand that list choices of their own."""
    return [
        at
        for at, question in enumerate(questions(whole))
        if question["answer"]["kind"] in ("one", "several")
        and isinstance(question["answer"].get("choices"), list)
        and len(question["answer"]["choices"]) > 1
    ]


def evenly(places: list[int]) -> list[int]:
    return places[:: max(1, len(places) // MOST)][:MOST]


def changed(at: int, change: Callable[[Document], None]) -> Document:
    whole = document()
    change(questions(whole)[at])
    return whole


def asked_before(whole: Document, at: int) -> Document:
    """Return the nearest single choice with codes of its own before a question."""
    return next(questions(whole)[one] for one in reversed(with_own_choices(whole)) if one < at)


def behind_the_gates(whole: Document) -> list[int]:
    first = with_own_choices(whole)[0]
    gates = {question["id"] for page in whole["pages"] if page.get("gate") for question in page["questions"]}
    return [at for at, question in enumerate(questions(whole)) if at > first and question["id"] not in gates]


def conditions(make: Callable[[Document, Document, Document], str], code: str) -> Mutants:
    """Put a condition on questions; it is made of the question, one before it and the last of all."""
    whole = document()
    for at in evenly(behind_the_gates(whole)[:-1]):
        question, before, last = questions(whole)[at], asked_before(whole, at), questions(whole)[-1]
        condition = make(question, before, last)
        yield changed(at, lambda one, told=condition: one.update(show_if=told)), code, f"{question['id']}.show_if"


def code_of(question: Document, at: int = 0) -> str:
    return str(question["answer"]["choices"][at]["code"])


def forward_references() -> Mutants:
    yield from conditions(lambda one, before, last: f"`{last['id']}` is not missing", "forward-reference")


def references_to_itself() -> Mutants:
    yield from conditions(lambda one, before, last: f"`{one['id']}` is not missing", "forward-reference")


def unknown_references() -> Mutants:
    yield from conditions(lambda one, before, last: "NOBODY == 1", "unknown-reference")


def unknown_codes() -> Mutants:
    yield from conditions(lambda one, before, last: f"'no such code' in `{before['id']}`", "unknown-code")


def contradictions() -> Mutants:
    def make(one: Document, before: Document, last: Document) -> str:
        name = f"`{before['id']}`"
        return f"'{code_of(before)}' in {name} and {name} is missing"

    yield from conditions(make, "never-shown")


def conditions_that_decide_nothing() -> Mutants:
    def make(one: Document, before: Document, last: Document) -> str:
        return f"`{before['id']}` is missing or `{before['id']}` is not missing"

    yield from conditions(make, "always-shown")


def unreachable_pages() -> Mutants:
    whole = document()
    first = questions(whole)[with_own_choices(whole)[0]]
    for at in evenly([at for at, page in enumerate(whole["pages"]) if not page.get("gate")]):
        mutant = document()
        mutant["pages"][at]["show_if"] = (
            f"`{first['id']}` == '{code_of(first)}' and `{first['id']}` == '{code_of(first, 1)}'"
        )
        yield mutant, "never-shown", f"pages.{mutant['pages'][at]['id']}.show_if"


def duplicate_ids() -> Mutants:
    whole = document()
    for at in evenly(list(range(1, len(questions(whole))))):
        other = questions(whole)[at - 1]["id"]
        yield changed(at, lambda one, told=other: one.update(id=told)), "duplicate-id", other


def duplicate_codes() -> Mutants:
    whole = document()
    for at in evenly(with_own_choices(whole)):
        question = questions(whole)[at]

        def repeat(one: Document) -> None:
            one["answer"]["choices"][1]["code"] = one["answer"]["choices"][0]["code"]

        yield changed(at, repeat), "duplicate-code", f"{question['id']}.choices"


def choices_missing_in_a_language() -> Mutants:
    whole = document()
    for number, at in enumerate(evenly(with_own_choices(whole))):
        question = questions(whole)[at]
        tag = [tag for tag in whole["languages"] if "-" not in tag][1 + number % 8]

        def forget(one: Document, tag: str = tag) -> None:
            one["answer"]["choices"][0]["text"].pop(tag)

        yield changed(at, forget), "missing-translation", f"{question['id']}.choices.{code_of(question)}"


def choices_alike_in_a_language() -> Mutants:
    whole = document()
    for number, at in enumerate(evenly(with_own_choices(whole))):
        question = questions(whole)[at]
        tag = [tag for tag in whole["languages"] if "-" not in tag][number % 9]

        def copy(one: Document, tag: str = tag) -> None:
            first, second = one["answer"]["choices"][:2]
            second["text"][tag] = first["text"][tag]

        yield changed(at, copy), "choices-alike", f"{question['id']}.choices.{code_of(question, 1)}"


def wording_missing_everywhere() -> Mutants:
    whole = document()
    asking = [at for at, question in enumerate(questions(whole)) if question["answer"]["kind"] != "calculated"]
    for at in evenly(asking):
        yield (
            changed(at, lambda one: one.update(text={})),
            "missing-wording",
            f"{questions(whole)[at]['id']}.text",
        )


def plural_forms_missing() -> Mutants:
    whole = document()
    number = next(question["id"] for question in questions(whole) if question["answer"]["kind"] == "number")
    first = [question["id"] for question in questions(whole)].index(number)
    for tag in ("ru", "pl", "ar", "cs"):
        for at in evenly(list(range(first + 1, len(questions(whole)))))[:1]:

            def count(one: Document, tag: str = tag) -> None:
                for known in one["text"]:
                    forms = "other {#}" if known == tag else "zero {#} one {#} two {#} few {#} many {#} other {#}"
                    one["text"][known] += " {" + f"{number}, plural, {forms}" + "}"

            yield changed(at, count), "plural-form-missing", f"{questions(whole)[at]['id']}.text"


def piping_that_differs() -> Mutants:
    whole = document()
    for number, at in enumerate(evenly(behind_the_gates(whole))):
        before = asked_before(whole, at)["id"]
        tag = [tag for tag in whole["languages"] if "-" not in tag][number % 9]

        def pipe(one: Document, tag: str = tag, before: str = before) -> None:
            one["text"][tag] += " {" + before + "}"

        yield changed(at, pipe), "piping-differs", f"{questions(whole)[at]['id']}.text"


def untagged() -> Mutants:
    whole = document()
    for at, question in enumerate(questions(whole)):
        if question["answer"]["kind"] == "text":
            yield changed(at, lambda one: one.pop("sensitivity")), "sensitivity-missing", question["id"]


def wide_grids() -> Mutants:
    whole = document()
    for at, question in enumerate(questions(whole)):
        answer = question["answer"]
        if answer["kind"] == "grid" and isinstance(answer.get("choices"), list | str):

            def widen(one: Document) -> None:
                words = one["text"]
                points = [{"code": str(n), "text": dict.fromkeys(words, f"{n}")} for n in range(1, 10)]
                one["answer"]["choices"] = points

            yield changed(at, widen), "grid-too-wide", question["id"]


def crossed_limits() -> Mutants:
    whole = document()
    for at, question in enumerate(questions(whole)):
        if question["answer"]["kind"] == "number":
            yield changed(at, lambda one: one["answer"].update(minimum=9, maximum=3)), "limits-crossed", question["id"]


KINDS = [
    forward_references,
    references_to_itself,
    unknown_references,
    unknown_codes,
    contradictions,
    conditions_that_decide_nothing,
    unreachable_pages,
    duplicate_ids,
    duplicate_codes,
    choices_missing_in_a_language,
    choices_alike_in_a_language,
    wording_missing_everywhere,
    plural_forms_missing,
    piping_that_differs,
    untagged,
    wide_grids,
    crossed_limits,
]


def test_the_questionnaire_has_none_of_them() -> None:
    assert problems_in(bundled()) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_defect_is_reported_at_its_place(kind: Callable[[], Mutants]) -> None:
    tried, missed = 0, []
    for mutant, code, place in kind():
        tried += 1
        found = problems_in(Questionnaire.model_validate(mutant))
        if not any(problem.code == code and problem.place.startswith(place) for problem in found):
            missed.append((code, place, [(problem.code, problem.place) for problem in found][:3]))
    assert tried >= 1
    assert missed == []


def test_codes_that_change_places_are_unstable() -> None:
    whole = document()
    for at in evenly(with_own_choices(whole)):
        question = questions(whole)[at]

        def swap(one: Document) -> None:
            first, second = one["answer"]["choices"][:2]
            first["text"], second["text"] = deepcopy(second["text"]), deepcopy(first["text"])

        mutant = Questionnaire.model_validate(changed(at, swap))
        places = {problem.place for problem in unstable_codes(bundled(), mutant) if problem.severity == "error"}
        assert places == {f"{question['id']}.choices.{code_of(question, at)}" for at in (0, 1)}

"""Hold tables of expressions with what their source documents they give, and find what we make of each.

A table asks every expression in one small questionnaire of the source's format. `true` and `false` are about where a
question is shown, anything else about a calculated value; null is no value. `refused` says why the reader lists an
expression instead of keeping it, and `differs` why we knowingly find something else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.conditions import Condition, Values, as_number
from surveyapp.questionnaire.walk import walk

TABLES = Path(__file__).parent / "cases"
TODAY = "2026-11-28"


@dataclass(frozen=True, slots=True)
class Case:
    """`id` is the question that bears the expression; `about` names the group."""

    id: str
    about: str
    expression: Any
    gives: Any
    answers: Mapping[str, Any]
    is_value: bool
    refused: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`found` is what we make of it; `listed` what the reader says where it does not keep it."""

    case: Case
    found: Any
    listed: str

    @property
    def agrees(self) -> bool:
        return not self.listed and same(self.found, self.case.gives)


def same(found: Any, wanted: Any) -> bool:
    """Tell whether two values mean the same: numbers within rounding, an empty text nothing."""
    if found in (None, "") or wanted in (None, ""):
        return found in (None, "") and wanted in (None, "")
    if isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, list) or isinstance(wanted, list):
        return bool(found == wanted)
    first, second = as_number(found), as_number(wanted)
    if first is not None and second is not None:
        return abs(first - second) <= 1e-9 * max(1.0, abs(second))
    return bool(found == wanted)


def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((TABLES / f"{name}.json").read_text("utf-8"))
    return found


def cases_of(table: Mapping[str, Any]) -> Iterator[Case]:
    """Yield the cases of a table in order."""
    number = 0
    for group in table["groups"]:
        for expression, wanted, *answers in group["cases"]:
            number += 1
            more = wanted if isinstance(wanted, dict) else {"gives": wanted}
            gives = more.get("value", more.get("gives"))
            is_value = "value" in more or not isinstance(gives, bool)
            given = {**table["answers"], **(answers[0] if answers else {})}
            yield Case(
                f"case{number}", group["about"], expression, gives, given, is_value,
                more.get("refused", ""), more.get("differs", ""),
            )  # fmt: skip


def outcomes_of(cases: list[Case], result: ReadResult, place: Callable[[Case], str]) -> Iterator[Outcome]:
    """Yield what we make of each case of a questionnaire that asks them all."""
    assert result.questionnaire is not None, result.problems
    listed: dict[str, str] = {}
    for lost in result.lost:
        listed.setdefault(lost.place, f"{lost.what}: {lost.why}")
    walked: dict[str, Any] = {}
    for case in cases:
        key = json.dumps(case.answers, sort_keys=True)
        if key not in walked:
            walked[key] = walk(result.questionnaire, case.answers, context={"today": TODAY})
        found = walked[key]
        shown = case.id in {one.question.id for page in found.pages for one in page.asked}
        yield Outcome(case, found.counted.get(case.id) if case.is_value else shown, listed.get(place(case), ""))


def conditions_of(cases: list[Case], result: ReadResult) -> Iterator[tuple[Condition, Values]]:
    """Yield the condition of every case that is shown or not, with the values it is asked under."""
    assert result.questionnaire is not None
    for case in cases:
        if not case.is_value:
            found = walk(result.questionnaire, case.answers, context={"today": TODAY})
            yield result.questionnaire.question_by_id[case.id].show_if, found.values

"""Know the tables of expressions, and the small questionnaire in which each is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.formats.result import ReadResult
from tests.formats.published.expressions import Case, Outcome, cases_of, load, outcomes_of
from tests.formats.writing import read_form, read_survey


def _xlsform(table: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    rows = [["calculate" if case.is_value else "note", case.id, "x", *_cells(case)] for case in cases]
    return read_form([*table["survey"], *rows], table["choices"])


def _cells(case: Case) -> list[str]:
    return ["", case.expression] if case.is_value else [case.expression, ""]


def _xlsform_place(case: Case) -> str:
    return f"{case.id}.{'calculation' if case.is_value else 'relevant'}"


def _limesurvey(table: Mapping[str, Any], cases: list[Case]) -> ReadResult:
    asked = [
        {"type": "*", "title": case.id, "attributes": {"equation": f"{{{case.expression}}}", "hidden": "1"}}
        if case.is_value
        else {"type": "X", "title": case.id, "relevance": case.expression}
        for case in cases
    ]
    return read_survey([*table["questions"], *asked])


def _limesurvey_place(case: Case) -> str:
    return f"{case.id}.{'equation' if case.is_value else 'relevance'}"


@dataclass(frozen=True, slots=True)
class Family:
    """`name` is the table's file; `ask` makes the questionnaire; `place` says where a lost case is listed."""

    name: str
    ask: Callable[[Mapping[str, Any], list[Case]], ReadResult]
    place: Callable[[Case], str]

    def read(self) -> tuple[dict[str, Any], list[Case], ReadResult]:
        table = load(self.name)
        cases = list(cases_of(table))
        return table, cases, self.ask(table, cases)

    @property
    def title(self) -> str:
        return str(load(self.name)["family"])

    @property
    def differed_at_first(self) -> int:
        """Return in how many cases something else was found before the readers were held to them."""
        return int(load(self.name)["differed_at_first"])

    def outcomes(self) -> list[Outcome]:
        _, cases, result = self.read()
        return list(outcomes_of(cases, result, self.place))


FAMILIES = (
    Family("xlsform-expressions", _xlsform, _xlsform_place),
    Family("limesurvey-expressions", _limesurvey, _limesurvey_place),
)

"""Ranges, look-ups in lists, written dates and searches of an XLSForm mean here what they mean there."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.answer_types import Number
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.formats.writing import read_form

CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Tiếng Việt (vi)", "price"],
    ["fruit", "m", "Mango", "Xoài", "3"],
    ["fruit", "l", "Lychee", "Vải", "5"],
]
FRUIT, OTHER = ("/".join((f"instance('{name}')", "root", "item")) for name in ("fruit", "other"))
COLUMNS = ["type", "name", "label::English (en)", "label::Tiếng Việt (vi)", "calculation", "appearance", "parameters"]


def form(*rows: list[str]) -> ReadResult:
    return read_form([COLUMNS, ["select_one fruit", "f", "Fruit", "Quả"], ["date", "d", "D", "D"], *rows], CHOICES)


def counted(calculation: str, **answers: Any) -> Any:
    found = form(["calculate", "c", "", "", calculation]).questionnaire
    assert found is not None
    return walk(found, answers).counted.get("c")


def why_lost(result: ReadResult, place: str) -> str:
    return " / ".join(lost.why for lost in result.lost if lost.place == place)


@pytest.mark.parametrize(
    ("parameters", "least", "most", "step", "decimals"),
    [("", 1, 10, 1, 0), ("start=0 end=10 step=2", 0, 10, 2, 0), ("start=0.5 end=2 step=0.5", 0.5, 2, 0.5, 12)],
)
def test_a_range_keeps_its_ends_and_steps(
    parameters: str, least: float, most: float, step: float, decimals: int
) -> None:
    found = form(["range", "r", "R", "R", "", "picker", parameters]).questionnaire
    assert found is not None
    answer = found.question_by_id["r"].answer
    assert isinstance(answer, Number) and answer.layout == "slider"
    assert (answer.minimum, answer.maximum, answer.step, answer.decimals) == (least, most, step, decimals)


def test_the_wording_of_a_choice_can_be_computed_and_follows_the_language_where_it_is_shown() -> None:
    result = form(
        ["calculate", "c", "", "", "jr:choice-name(${f}, '${f}')"], ["note", "n", "You like ${c}", "Quý vị thích ${c}"]
    )
    found = result.questionnaire
    assert found is not None
    walked = walk(found, {"f": "m"})
    assert walked.counted["c"] == "Mango"
    note = found.question_by_id["n"]
    assert [pipe(note.text[tag], walked.values, found, tag) for tag in ("en", "vi")] == [
        "You like Mango",
        "Quý vị thích Xoài",
    ]
    assert "base language" in why_lost(result, "c.calculation")


@pytest.mark.parametrize(
    ("calculation", "value"),
    [
        (f"{FRUIT}[name = ${{f}}]/price", "5"),
        (f"{FRUIT}[name=${{f}} and price > 3]/label", "Lychee"),
        (f"concat('costs ', {FRUIT}[ name = ${{f}} ]/price, '!')", "costs 5!"),
        ("format-date(${d}, '%d/%m/%Y')", "09/02/2026"),
        ("format-date(${d}, '%Y')", 2026),
    ],
)
def test_lists_are_looked_up_and_dates_are_written(calculation: str, value: Any) -> None:
    assert counted(calculation, f="l", d="2026-02-09") == value


@pytest.mark.parametrize(
    ("calculation", "why"),
    [
        (f"{OTHER}[name = ${{f}}]/price", "no list"),
        (f"{FRUIT}[name = ${{f}}]/colour", "no list"),
        ("format-date(${d}, '%b')", "cannot be written"),
        ("pulldata('f', 'a', 'b', ${f})", "pulldata"),
        ("once(random())", "random"),
    ],
)
def test_what_cannot_be_looked_up_is_listed_and_warned_of(calculation: str, why: str) -> None:
    result = form(["calculate", "c", "", "", calculation])
    assert why in why_lost(result, "c.calculation")
    assert [problem.code for problem in result.problems] == ["calculation"]


def test_choices_searched_in_another_file_are_listed_as_such() -> None:
    result = form(["select_one fruit", "s", "S", "S", "", "minimal search('places')"])
    assert "not searched in another file" in why_lost(result, "s")


def test_limits_are_not_checked_again_beside_what_else_a_constraint_says() -> None:
    rows = [
        ["type", "name", "label", "constraint"],
        ["integer", "a", "A", ""],
        ["integer", "b", "B", ". >= 1 and . < ${a}"],
    ]
    found = read_form(rows).questionnaire
    assert found is not None
    question = found.question_by_id["b"]
    assert isinstance(question.answer, Number) and question.answer.minimum == 1
    assert [to_text(check.condition) for check in question.checks] == ["b < a and a is not missing"]


def test_cases_of_a_choice_between_values_stand_in_order() -> None:
    rows = [["type", "name", "label", "calculation"], ["integer", "a", "A", ""],
            ["calculate", "c", "", "if(${a} > 2, 'many', if(${a} > 0, 'some', 'none'))"]]  # fmt: skip
    found = read_form(rows).questionnaire
    assert found is not None
    assert [walk(found, {"a": number}).counted["c"] for number in (3, 1, 0)] == ["many", "some", "none"]
    answer = found.question_by_id["c"].answer
    assert [to_text(case.when) for case in getattr(answer, "cases", ())] == ["a > 2", "a > 0"]

"""Sums, scales, lengths in graphemes, and every form of a grid."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from surveyapp.questionnaire.answer_types import Grid, GridColumn, Number, One, OpenText, Several, Sum
from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.answer_types.text import length
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import Constant, Name

ABC = tuple(Choice(code=code, text={"en": code.upper()}) for code in "abc")
REFUSED = {"missing": "refused"}


def choices_of(source: Choices) -> tuple[Choice, ...]:
    return () if isinstance(source, str) else source


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ({"a": 60, "b": 30, "c": 10}, []),
        ({"a": 60, "b": 40}, []),
        ({"a": 60, "b": 30}, ["out-of-range"]),
        ({"a": 60, "b": 50}, ["out-of-range"]),
        ({}, ["required"]),
        ({"a": ""}, ["required"]),
        ({"a": -1, "b": 101}, ["out-of-range"]),
        ({"a": 99.5, "b": 0.5}, ["pattern", "pattern"]),
        ({"a": "60", "b": 40}, ["wrong-type"]),
        ({"a": True, "b": 40}, ["wrong-type"]),
        ({"a": 10**400}, ["wrong-type"]),
        ({"z": 100}, ["not-a-choice"]),
        ([100], ["wrong-type"]),
    ],
)
def test_parts_make_up_their_total(value: Any, codes: list[str]) -> None:
    answer = Sum(choices=ABC, total=Constant(100))
    assert [fault.code for fault in answer.faults(value, Shown(choices=ABC, bounds=answer.bounds({})))] == codes


@pytest.mark.parametrize(
    ("together", "hours", "codes"),
    [
        ("equal", 24, []),
        ("equal", 25, ["out-of-range"]),
        ("at-most", 25, []),
        ("at-most", 23, ["out-of-range"]),
        ("at-least", 23, []),
        ("at-least", 25, ["out-of-range"]),
        ("equal", None, []),
    ],
)
def test_a_total_may_be_an_earlier_answer(together: Any, hours: float | None, codes: list[str]) -> None:
    answer = Sum(choices=ABC, total=Name("HOURS"), together=together)
    shown = Shown(choices=ABC, bounds=answer.bounds({"HOURS": hours}))
    assert [fault.code for fault in answer.faults({"a": 20, "b": 4}, shown)] == codes


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_decimals_add_up_as_people_add_them(tenths: list[int]) -> None:
    answer = Sum(choices=ABC, total=Constant(sum(tenths) / 10), decimals=1)
    value = dict(zip("abc", (number / 10 for number in tenths), strict=True))
    assert answer.faults(value, Shown(choices=ABC, bounds=answer.bounds({}))) == []


def test_a_part_left_empty_is_nothing_of_the_total() -> None:
    answer = Sum(choices=ABC, total=Constant(100))
    assert answer.cells({"a": 60, "b": 40}, Shown(choices=ABC)) == {"a": 60, "b": 40, "c": 0}
    assert answer.cells(REFUSED, Shown(choices=ABC)) == {"a": REFUSED, "b": REFUSED, "c": REFUSED}
    assert answer.reading("S", {"a": 60, "b": 40}) == {"S": 100, "S.a": 60, "S.b": 40}


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("Quý vị", 6),
        (unicodedata.normalize("NFD", "Quý vị"), 6),
        ("👩‍👩‍👧‍👦", 1),
        ("ที่นี่", 2),
        ("한국", 2),
        ("", 0),
        ("e" + "\u0301" * 3, 1),
    ],
)
def test_a_text_is_as_long_as_its_readers_count(text: str, n: int) -> None:
    assert length(text) == n


def test_a_text_is_held_to_its_length_and_kept_composed() -> None:
    typed = unicodedata.normalize("NFD", "Việt")
    answer = OpenText(min_length=2, max_length=4, pattern=r"\pL+")
    assert answer.faults(typed, Shown()) == []
    assert answer.counted(typed, Shown()) == "Việt"
    assert [fault.code for fault in answer.faults("V", Shown())] == ["too-few"]
    assert [fault.code for fault in answer.faults("Việts", Shown())] == ["too-many"]
    assert [fault.code for fault in answer.faults("e" + "\u0301" * 500, Shown())] == ["too-many"]


@pytest.mark.parametrize(("value", "codes"), [(2.5, []), (2.4, ["pattern"]), (0.5, []), (5.5, ["out-of-range"])])
def test_a_number_is_held_to_its_steps(value: float, codes: list[str]) -> None:
    answer = Number(minimum=0.5, maximum=5, decimals=1, step=0.5)
    assert [fault.code for fault in answer.faults(value, Shown())] == codes


def test_a_scale_knows_its_points_or_is_impossible() -> None:
    assert Number(minimum=0, maximum=10, layout="scale").points() == tuple(range(11))
    for answer in (
        Number(layout="scale"),
        Number(layout="slider", minimum=0),
        Number(layout="scale", minimum=0, maximum=99),
    ):
        assert [found.code for found in answer.impossible(choices_of)] == ["scale-impossible"]


TWO = (
    GridColumn(code="now", text={"en": "Now"}, answer=One(choices=ABC)),
    GridColumn(code="kinds", text={"en": "Kinds"}, answer=Several(choices=ABC), required=False),
    GridColumn(code="n", text={"en": "How many"}, answer=Number(minimum=0)),
)
BOXES, NUMBERS = Grid(rows=ABC[:2], cell=Several(choices=ABC)), Grid(rows=ABC[:2], cell=Number(maximum=9))
TEXTS, MANY = Grid(rows=ABC[:2], cell=OpenText(max_length=3)), Grid(rows=ABC[:2], columns=TWO)


def shown(grid: Grid) -> Shown:
    return Shown(rows=ABC[:2], columns=grid.cells_of(choices_of), missing=("refused",))


@pytest.mark.parametrize(
    ("grid", "value", "codes"),
    [
        (BOXES, {"a": ["a", "b"], "b": ["c"]}, []),
        (BOXES, {"a": ["a", "z"], "b": REFUSED}, ["not-a-choice"]),
        (BOXES, {"a": "a", "b": ["a"]}, ["wrong-type"]),
        (BOXES, {"a": ["a"]}, ["required"]),
        (NUMBERS, {"a": 1, "b": 10}, ["out-of-range"]),
        (NUMBERS, {"a": 1, "b": 9}, []),
        (TEXTS, {"a": "abc", "b": "abcd"}, ["too-many"]),
        (MANY, {"a": {"now": "a", "n": 1}, "b": {"now": "b", "kinds": ["a"], "n": 2}}, []),
        (MANY, {"a": {"now": "a"}, "b": {"now": "b", "n": REFUSED}}, ["required"]),
        (MANY, {"a": REFUSED, "b": {"now": "z", "n": -1}}, ["not-a-choice", "out-of-range"]),
        (MANY, {"a": {"now": "a", "n": 1, "later": "a"}, "b": {"now": "a", "n": 1}}, ["not-a-choice"]),
        (MANY, {"a": "a", "b": {"now": "a", "n": 1}}, ["wrong-type"]),
        (MANY, {"a": {"now": "a", "n": {"missing": "dont_know"}}, "b": REFUSED}, ["not-a-choice"]),
    ],
)
def test_every_row_takes_what_its_columns_take(grid: Grid, value: Any, codes: list[str]) -> None:
    assert [fault.code for fault in grid.faults(value, shown(grid))] == codes


def test_a_fault_names_the_row_and_the_column() -> None:
    faults = MANY.faults({"a": {"now": "a", "n": -1}}, shown(MANY))
    assert [fault.part for fault in faults] == ["a__n", "b__now", "b__n"]


def test_a_grid_reads_row_by_row_and_column_by_column() -> None:
    value = {"a": {"now": "a", "kinds": ["a", "b"], "n": REFUSED}, "b": REFUSED}
    assert MANY.reading("G", value) == {"G": ("a",), "G.a.now": "a", "G.a.kinds": ("a", "b")}
    assert MANY.names("G", choices_of)[:3] == ("G.a.now", "G.a.kinds", "G.a.n")
    assert NUMBERS.reading("G", {"a": 5}) == {"G": ("a",), "G.a": 5}


def test_a_grid_fills_one_column_for_each_thing_it_asks() -> None:
    parts = [column.part for column in MANY.data_columns(choices_of)]
    assert parts[:5] == ["a__now", "a__kinds__a", "a__kinds__b", "a__kinds__c", "a__n"]
    cells = MANY.cells({"a": {"now": "a", "kinds": ["b"], "n": REFUSED}}, shown(MANY))
    assert set(cells) == set(parts)
    assert (cells["a__kinds__a"], cells["a__kinds__b"], cells["a__n"], cells["b__now"]) == (0, 1, REFUSED, None)
    labels = {column.part: column.label for column in MANY.data_columns(choices_of)}
    assert labels["a__kinds__b"] == {"en": "A – Kinds – B"}
    assert [column.kind for column in TEXTS.data_columns(choices_of)] == ["text", "text"]


def test_a_grid_counts_as_far_as_it_goes() -> None:
    value = {"a": {"now": "a", "kinds": [], "n": ""}, "b": {"now": ""}}
    assert MANY.counted(value, shown(MANY)) == {"a": {"now": "a"}}
    assert MANY.counted({"a": {}}, shown(MANY)) is None


def test_a_grid_takes_one_form_only() -> None:
    with pytest.raises(ValidationError, match="not more than one"):
        Grid(rows=ABC, choices=ABC, cell=Number())

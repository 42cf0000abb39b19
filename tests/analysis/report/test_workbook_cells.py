"""A printed cell goes into a workbook as the number that it prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.report.document import Column, Row, Table
from analysis.report.words import DASH
from analysis.report.workbook_cells import Typed, limits, typed, typed_columns, typed_rows
from tests.analysis.report.catalogues import words

LANGUAGES = ["en", "vi", "zh-Hans", "ar"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=some.floats(-1e7, 1e7), digits=some.integers(0, 2))
def test_a_number_is_read_as_it_was_printed(language: str, value: float, digits: int) -> None:
    said = words(language)
    found = typed(said.number(value, digits), said)
    assert found is not None
    assert found.value == pytest.approx(value, abs=0.51 * 10**-digits)
    assert found.form.partition(".")[2] == "0" * digits


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_differences_and_marks_keep_their_looks(language: str) -> None:
    said = words(language)
    assert typed(said.percent(0.43), said) == Typed(0.43, "0%")
    assert typed(f"{said.percent(0.43)}°", said) == Typed(0.43, '0%"°"')
    assert typed(said.points(-0.13), said) == Typed(-13, "0")
    assert typed(said.points(0.13), said) == Typed(13, "+0;-0;0")


@pytest.mark.parametrize("text", ["<10", "<1%", DASH, "‡", "A", "", "30–58", "1.2.3", "12 of 20"])
def test_what_is_no_number_stays_text(text: str) -> None:
    assert typed(text, words("en")) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interval_becomes_two_numbers_in_the_unit_of_its_estimate(language: str) -> None:
    said = words(language)
    table = Table(
        "Caption",
        (Column("Item", is_number=False), Column("Estimate"), Column("Interval"), Column("n"), Column("Gap")),
        (
            Row("Group"),
            Row("Food", (said.percent(0.43), said.range(0.3, 0.58), "200", said.signed_range(-0.3, 0.08))),
            Row("Hidden", ("‡", DASH, "<10", DASH)),
        ),
    )
    assert len(typed_columns(table, said)) == 7
    group, food, hidden = typed_rows(table, said)
    assert group == []
    assert [cell.value for cell in food if isinstance(cell, Typed)] == [0.43, 0.3, 0.58, 200, -30, 8]
    assert hidden == ["‡", DASH, DASH, "<10", DASH, DASH]


def test_limits_joined_by_a_word_are_read_in_every_language() -> None:
    for said in map(words, LANGUAGES):
        found = limits(said.limits(-0.83, 0.46, 2), said)
        assert found is not None
        assert [one.value for one in found] == [-0.83, 0.46]

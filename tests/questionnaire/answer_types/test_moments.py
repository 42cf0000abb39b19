"""Days, months, times and durations: what is accepted, what limits mean, how they read, are laid out and said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from surveyapp.questionnaire.answer_types import Answer, Date, DateTime, Duration, Month, Time
from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.answer_types.duration import duration_of, parts_of
from surveyapp.questionnaire.answer_types.moments import read_day
from surveyapp.questionnaire.conditions import TODAY, Values

GIVEN: Values = {TODAY: "2026-11-28", "BORN": "1985-03", "LEFT": "2001-01-31", "HEARD": "no day"}
ADULT = {"minimum": "1900-01-01", "maximum": "add_years(today(), -18)"}


@pytest.mark.parametrize(
    ("answer", "value", "codes"),
    [
        (Date(), "2026-11-28", []),
        (Date(), "2024-02-29", []),
        (Date(), "2026-02-29", ["wrong-type"]),
        (Date(), "2026-13-01", ["wrong-type"]),
        (Date(), "2026-00-01", ["wrong-type"]),
        (Date(), "0000-01-01", ["wrong-type"]),
        (Date(), "28.11.2026", ["wrong-type"]),
        (Date(), "２０２６-11-28", ["wrong-type"]),
        (Date(), "2026-11-28\n", ["wrong-type"]),
        (Date(), {"day": "1"}, ["wrong-type"]),
        (Date(), 20261128, ["wrong-type"]),
        (Date(), "2026-11", ["pattern"]),
        (Date(least="month"), "2026-11", []),
        (Date(least="month"), "2026", ["pattern"]),
        (Date(least="year"), "2026", []),
        (Date(**ADULT), "2008-11-28", []),
        (Date(**ADULT), "2008-11-29", ["out-of-range"]),
        (Date(**ADULT), "1899-12-31", ["out-of-range"]),
        (Date(least="year", **ADULT), "2008", []),
        (Date(least="year", **ADULT), "2009", ["out-of-range"]),
        (Date(least="year", minimum="BORN"), "1985", []),
        (Date(least="year", minimum="BORN"), "1985-02", ["out-of-range"]),
        (Date(minimum="add_months(LEFT, 1)"), "2001-02-27", ["out-of-range"]),
        (Date(minimum="add_months(LEFT, 1)"), "2001-02-28", []),
        (Date(minimum="UNKNOWN"), "0001-01-01", []),
        (Date(minimum="HEARD"), "0001-01-01", []),
        (Month(), "2026-11", []),
        (Month(), "2026-11-28", ["wrong-type"]),
        (Month(), "2026", ["wrong-type"]),
        (Month(maximum="today"), "2026-11", []),
        (Month(maximum="today"), "2026-12", ["out-of-range"]),
        (Time(), "14:30", []),
        (Time(), "14:30:59", []),
        (Time(), "24:00", ["wrong-type"]),
        (Time(), "9:00", ["wrong-type"]),
        (Time(minimum="08:00", maximum="17:00"), "17:01", ["out-of-range"]),
        (Time(minimum="08:00", maximum="17:00"), "17:00", []),
        (DateTime(), "2026-11-28T14:30", []),
        (DateTime(), "2026-11-28T14:30:00.123+07:00", []),
        (DateTime(), "2026-11-28", ["wrong-type"]),
        (DateTime(), "2026-11-28 14:30", ["wrong-type"]),
        (DateTime(maximum="today"), "2026-11-28T23:59", []),
        (DateTime(maximum="today"), "2026-11-29T00:00", ["out-of-range"]),
        (DateTime(minimum="2026-11-27T22:00"), "2026-11-27T21:59", ["out-of-range"]),
        (DateTime(minimum="2026-11-27T22:00"), "2026-11-27T22:00", []),
        (Duration(), "PT1H30M", []),
        (Duration(), "PT90M", []),
        (Duration(), "P1Y", ["wrong-type"]),
        (Duration(), "P", ["wrong-type"]),
        (Duration(), "PT", ["wrong-type"]),
        (Duration(), "90", ["wrong-type"]),
        (Duration(), ["P1D"], ["wrong-type"]),
        (Duration(maximum="PT24H"), "P1DT1M", ["out-of-range"]),
        (Duration(units=("years", "months"), minimum="P6M"), "P5M", ["out-of-range"]),
        (Duration(units=("years", "months"), minimum="P6M"), "P1Y6M", []),
    ],
)
def test_a_moment_is_accepted_or_its_faults_are_named(answer: Answer, value: Any, codes: list[str]) -> None:
    shown = Shown(bounds=answer.bounds(GIVEN))
    assert [fault.code for fault in answer.faults(value, shown)] == codes


@pytest.mark.parametrize("limit", ["", "yesterday at noon", "today - ", "add_years(today())", "2026-02-30", "25:00", 5])
def test_a_limit_that_means_nothing_is_refused(limit: object) -> None:
    with pytest.raises(ValidationError):
        Date(minimum=limit)


def test_a_limit_that_is_not_known_holds_nothing() -> None:
    answer = Date(minimum="add_years(today(), 9000)", maximum="BORN")
    assert answer.bounds({TODAY: "2026-11-28"}) == {"minimum": None, "maximum": None}
    assert Date(minimum="YEAR").bounds({"YEAR": 2001}) == {"minimum": "2001", "maximum": None}


def test_a_limit_refers_to_the_answers_it_names() -> None:
    answer = Date(minimum="add_days(LEFT, 3)", maximum="2026-01-01")
    assert [field for field, _ in answer.needs()] == ["minimum", "maximum"]


@given(st.dates())
def test_every_day_reads_as_itself(day: date) -> None:
    assert read_day(day.isoformat()) == (day, day)


@pytest.mark.parametrize("units", [(), ("minutes", "hours"), ("hours", "hours"), ("months", "days")])
def test_units_that_cannot_be_counted_together_are_refused(units: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Duration(units=units)


@given(st.dictionaries(st.sampled_from(["weeks", "days", "hours", "minutes"]), st.integers(0, 999), min_size=1))
def test_a_duration_written_reads_as_its_parts(parts: dict[str, int]) -> None:
    assert parts_of(duration_of(parts)) == parts


def test_a_duration_counts_in_months_or_in_minutes() -> None:
    stay, trip = Duration(units=("years", "months")), Duration(units=("days", "hours"))
    assert (stay.reading("S", "P1Y6M"), trip.reading("T", "P2DT3H")) == ({"S": 18}, {"T": 3060})
    assert (stay.cells("P1Y6M", Shown()), trip.cells({"missing": "refused"}, Shown())) == (
        {"": 18},
        {"": {"missing": "refused"}},
    )
    assert [column.unit for column in stay.data_columns(lambda source: ())] == ["months"]


@pytest.mark.parametrize(
    ("answer", "value", "language", "words"),
    [
        (Date(), "2026-11-28", "vi", "28 tháng 11 năm 2026"),
        (Date(), "2026-11-28", "zh_Hans", "2026年11月28日"),
        (Date(least="month"), "2026-11", "vi", "tháng 11 năm 2026"),
        (Date(least="year"), "2026", "ja", "2026年"),
        (Month(), "2026-11", "ko", "2026년 11월"),
        (Time(), "14:30", "vi", "14:30"),
        (Duration(), "PT1H30M", "en", "1 hour and 30 minutes"),
        (Duration(), "PT0M", "en", "0 minutes"),
        (Date(), "not a day", "en", None),
        (Time(), 5, "en", None),
        (DateTime(), "2026", "en", "January 1, 2026, 12:00 AM"),
    ],
)
def test_a_moment_is_said_as_people_of_the_language_write_it(
    answer: Answer, value: Any, language: str, words: str | None
) -> None:
    said = answer.words(value, Locale.parse(language))
    assert (said or "").replace("\u202f", " ") == (words or "")


@pytest.mark.parametrize(
    "answer",
    [
        Date(minimum="2026-02-01", maximum="2026-01-01"),
        Month(minimum="2026-02", maximum="2026-01"),
        Time(minimum="17:00", maximum="08:00"),
        DateTime(minimum="2026-02-01T10:00", maximum="2026-02-01T09:00"),
        Duration(minimum="PT2H", maximum="PT1H"),
        Duration(minimum="P1M"),
    ],
    ids=lambda answer: answer.kind,
)
def test_limits_that_cross_are_found(answer: Answer) -> None:
    assert [found.code for found in answer.impossible(lambda source: ())] == ["limits-crossed"]

"""A line in a fixed form is taken as a whole, between its limits, whatever JSON is given for it."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.answer_types.asked import Fault, Shown
from surveyapp.questionnaire.answer_types.written import Written, is_plainly_written


class Week(Written):
    form = "[0-9]{4}-W[0-9]{2}"
    capitals = True
    kind: Literal["test-week"] = "test-week"


class Odd(Week):
    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        return super().faults(value, shown) or ([] if value[-1] in "13579" else [Fault("pattern")])


SPAN = Week(minimum="2020-W01", maximum="2026-W53")


@pytest.mark.parametrize("value", ["2020-W01", "2026-W48", "2026-W53"])
def test_what_is_in_the_form_and_within_the_limits_is_taken(value: str) -> None:
    assert SPAN.faults(value, Shown()) == []


@pytest.mark.parametrize("value", ["2019-W53", "2027-W01"])
def test_what_passes_a_limit_is_out_of_range(value: str) -> None:
    assert SPAN.faults(value, Shown()) == [Fault("out-of-range")]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(value=JSON | st.sampled_from(["2026-W4", "x2026-W48", "2026-W48\n", "2026-w48", "2026-W48\0", "\ud800"]))
def test_anything_else_is_of_a_wrong_type_and_nothing_raises(value: Any) -> None:
    assert SPAN.faults(value, Shown()) == [Fault("wrong-type")]


def test_small_letters_are_meant_as_capitals_where_the_kind_says_so() -> None:
    assert SPAN.typed("2026-w48") == "2026-W48"


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (SPAN, []),
        (Week(minimum="2026-W02", maximum="2026-W01"), [("limits-crossed", "")]),
        (Week(minimum="soon"), [("limits-impossible", "minimum")]),
    ],
)
def test_limits_that_nobody_can_meet_are_named(answer: Week, codes: list[tuple[str, str]]) -> None:
    assert [(one.code, one.part) for one in answer.impossible(lambda source: ())] == codes


def test_only_a_kind_that_checks_nothing_else_is_plainly_written() -> None:
    assert (is_plainly_written(Week()), is_plainly_written(Odd())) == (True, False)

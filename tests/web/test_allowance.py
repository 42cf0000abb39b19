"""An allowance gives what it promises, to each caller apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from surveyapp.web.allowance import MOST_HELD, Allowance


@given(some.lists(some.floats(0, 3), min_size=1, max_size=60))
def test_nobody_gets_more_than_the_burst_and_what_time_adds(pauses: list[float]) -> None:
    now = [0.0]
    calls = Allowance(5, 2.0, now=lambda: now[0])
    taken = 0
    for pause in pauses:
        now[0] += pause
        taken += calls.take("one")
        assert taken <= 5 + 2.0 * now[0] + 1e-6


def test_one_caller_does_not_spend_what_another_has() -> None:
    calls = Allowance(1, 0.0)
    assert [calls.take(name) for name in ("a", "b", "a")] == [True, True, False]


def test_only_so_many_callers_are_remembered() -> None:
    calls = Allowance(1, 0.0)
    for number in range(MOST_HELD + 5):
        calls.take(str(number))
    assert len(calls.held) == MOST_HELD

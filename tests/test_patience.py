"""Tests wait for what comes, for long, and for the next day where this one is nearly over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import patience
from tests.patience import seconds_to_midnight, wait_until


def test_what_comes_about_is_waited_for_and_what_does_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter([False, False, True])
    wait_until(lambda: next(left), "the third time")
    monkeypatch.setattr(patience, "LONGEST", 0.1)
    with pytest.raises(AssertionError, match="not in time: a miracle"):
        wait_until(lambda: False, "a miracle")


@pytest.mark.parametrize(
    ("clock", "seconds"),
    [("00:00:00", 0), ("12:00:00", 0), ("23:58:00", 0), ("23:58:01", 119), ("23:59:59", 1)],
)
def test_no_test_begins_in_the_last_two_minutes_of_a_day(clock: str, seconds: float) -> None:
    assert seconds_to_midnight(datetime.fromisoformat(f"2026-12-31T{clock}").replace(tzinfo=UTC)) == seconds

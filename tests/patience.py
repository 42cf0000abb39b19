"""Wait for what comes about by itself, for long: whoever passes does not wait, and a machine may be busy."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

LONGEST: Final = 180.0
"""Seconds that anything may take to come about: a kiosk tries again after a minute, and a held record after two."""
LATE: Final = timedelta(minutes=2)
"""More than a test takes."""


def wait_until(holds: Callable[[], bool], what: str, *, page: Any = None) -> None:
    """Wait until something holds; a page lets what it has routed to the test go on meanwhile."""
    until = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < until, f"not in time: {what}"
        if page is None:
            time.sleep(0.05)
        else:
            page.wait_for_timeout(50)


def seconds_to_midnight(now: datetime) -> float:
    """Return for how long a test should wait for the next day (UTC), so that it does not end on another than its own.

    A store would hold the one day, and the test expect the other.
    """
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    left = tomorrow - now
    return left.total_seconds() if left < LATE else 0.0


def wait_for_midnight() -> None:
    time.sleep(seconds_to_midnight(datetime.now(UTC)))

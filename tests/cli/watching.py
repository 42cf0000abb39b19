"""Watch a server from outside: its workers, and what comes about in a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest


def workers_of(pid: int) -> list[int]:
    """Return the processes that a process has started, as Linux tells."""
    return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(100):
        if is_so():
            return
        time.sleep(0.1)
    pytest.fail("it did not come about within ten seconds")

"""Bound how often somebody may call: so many calls at once, and so many more a second (a token bucket)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

MOST_HELD = 10_000


@dataclass(slots=True)
class Allowance:
    """Give each caller `burst` calls and `a_second` more each second; in the memory of this process only."""

    burst: float
    a_second: float
    now: Callable[[], float] = time.monotonic
    held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def take(self, caller: str) -> bool:
        """Take one call; return false where none is left."""
        with self.lock:
            now = self.now()
            left, since = self.held.pop(caller, (self.burst, now))
            left = min(self.burst, left + (now - since) * self.a_second)
            self.held[caller] = (left - 1 if left >= 1 else left, now)
            if len(self.held) > MOST_HELD:
                self.held.popitem(last=False)
            return left >= 1

"""Bound how often one kiosk may call, so that a stolen key costs little; others are not slowed by it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

BURST: Final = 200
A_SECOND: Final = 5.0
MOST_POINTS: Final = 10_000


@dataclass(slots=True)
class Allowance:
    """Give each point so many calls at once, and so many more a second (a token bucket), in this process only."""

    now: Callable[[], float] = time.monotonic
    held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def take(self, point: str) -> bool:
        """Take one call; return false where none is left."""
        with self.lock:
            now = self.now()
            left, since = self.held.pop(point, (float(BURST), now))
            left = min(BURST, left + (now - since) * A_SECOND)
            self.held[point] = (left - 1 if left >= 1 else left, now)
            if len(self.held) > MOST_POINTS:
                self.held.popitem(last=False)
            return left >= 1

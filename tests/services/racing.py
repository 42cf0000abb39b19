"""Let many do the same thing at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def all_at_once(times: int, act: Callable[[int], T]) -> list[T]:
    """Run `act(0)` to `act(times - 1)` in threads that start together, and return what each gave."""
    barrier = Barrier(times)

    def wait_and_act(number: int) -> T:
        barrier.wait()
        return act(number)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(wait_and_act, range(times)))

"""Keep what was made last, up to a number, for several threads at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


class Recent(Generic[Key, Kept]):
    """Forget what was put in longest ago once there is more than `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> Kept | None:
        return self._held.get(key)

    def put(self, key: Key, kept: Kept) -> None:
        with self._lock:
            self._held[key] = kept
            self._held.move_to_end(key)
            if len(self._held) > self._most:
                self._held.popitem(last=False)

"""Slow down whoever guesses passwords: by account, and by password where one is tried at many accounts.

All of it is in memory, under keys that only this process can make, and says nothing of where an attempt came from. A
stranger can hold up an account only by guessing at it, and a password only by trying it: who has another one signs in.
"""

import hashlib
import secrets
import time
import unicodedata
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

Counted = TypeVar("Counted")
MOST_FAILURES = 8
"""Failures at one account, after which it waits."""
MOST_ALIKE = 5
"""Accounts at which one password failed, after which that password opens none."""
WITHIN = 900.0
MOST_KEPT = 10_000


class Throttle:
    """Count failed attempts within a quarter of an hour; forget everything when the process ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._salt = secrets.token_bytes(16)
        self._at_account: dict[bytes, list[float]] = {}
        self._with_password: dict[bytes, dict[bytes, float]] = {}

    def is_blocked(self, account: str, password: str) -> bool:
        """Say whether an account had too many failures lately, or a password failed at too many accounts."""
        mine, tried = self._account(account), self._password(password)
        with self._lock:
            return len(self._recent(mine)) >= MOST_FAILURES or len(self._alike(tried)) >= MOST_ALIKE

    def failed(self, account: str, password: str) -> None:
        """Count one failure."""
        mine, tried = self._account(account), self._password(password)
        with self._lock:
            now = self._clock()
            _renew(self._at_account, mine, [*self._recent(mine), now])
            _renew(self._with_password, tried, {**self._alike(tried), mine: now})

    def succeeded(self, account: str) -> None:
        """Forget an account's failures; those of a password stay, since whoever guesses may have an account too."""
        with self._lock:
            self._at_account.pop(self._account(account), None)

    def _recent(self, account: bytes) -> list[float]:
        since = self._clock() - WITHIN
        return [moment for moment in self._at_account.get(account, ()) if moment > since]

    def _alike(self, password: bytes) -> dict[bytes, float]:
        since = self._clock() - WITHIN
        return {account: moment for account, moment in self._with_password.get(password, {}).items() if moment > since}

    def _account(self, account: str) -> bytes:
        return self._key("account", account.strip().casefold())

    def _password(self, password: str) -> bytes:
        return self._key("password", unicodedata.normalize("NFKD", password))

    def _key(self, what: str, told: str) -> bytes:
        return hashlib.blake2b(f"{what}\0{told}".encode("utf-8", "replace"), key=self._salt).digest()


def _renew(kept: dict[bytes, Counted], key: bytes, counted: Counted) -> None:
    """Keep what was counted under a key as the newest, and drop the oldest where there are too many."""
    kept.pop(key, None)
    kept[key] = counted
    while len(kept) > MOST_KEPT:
        del kept[next(iter(kept))]

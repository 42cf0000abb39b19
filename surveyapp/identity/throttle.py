"""Slow down whoever guesses passwords: by account, in memory, whether or not the account exists."""

import hashlib
import secrets
import time
from collections.abc import Callable
from threading import Lock

MOST_FAILURES = 8
WITHIN = 900.0
MOST_ACCOUNTS = 10_000


class Throttle:
    """Count failed attempts by account within a quarter of an hour; forget everything when the process ends."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._salt = secrets.token_bytes(16)
        self._failures: dict[bytes, list[float]] = {}

    def is_blocked(self, account: str) -> bool:
        """Say whether an account had too many failures lately."""
        with self._lock:
            return len(self._recent(self._key(account))) >= MOST_FAILURES

    def failed(self, account: str) -> None:
        """Count one failure."""
        key = self._key(account)
        with self._lock:
            recent = [*self._recent(key), self._clock()]
            self._failures.pop(key, None)
            self._failures[key] = recent
            while len(self._failures) > MOST_ACCOUNTS:
                del self._failures[next(iter(self._failures))]

    def succeeded(self, account: str) -> None:
        """Forget an account's failures."""
        with self._lock:
            self._failures.pop(self._key(account), None)

    def _recent(self, key: bytes) -> list[float]:
        since = self._clock() - WITHIN
        return [moment for moment in self._failures.get(key, ()) if moment > since]

    def _key(self, account: str) -> bytes:
        return hashlib.blake2b(account.strip().casefold().encode("utf-8", "replace"), key=self._salt).digest()

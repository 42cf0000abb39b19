"""Hold a part of a JSON document and remember what of it was read, so that the rest surfaces by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from surveyapp.formats.result import Ledger

MOST_LISTED = 3_000
MOST_KEYS = 200
UNKNOWN = "nothing here knows what this means"
_NOTHING: tuple[Any, ...] = (None, "", [], {})


class Part:
    """An object or a list of the document; `place` is the path to it, by the ids that it and its parents bear.

    Every method that returns a value marks it as read. A part that is missing is an empty one: asking never fails.
    """

    __slots__ = ("_parts", "_read", "place", "value")

    def __init__(self, value: Any, place: str) -> None:
        self.value = value
        self.place = place
        self._read: set[Any] = set()
        self._parts: dict[Any, Part] = {}

    def __contains__(self, key: object) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) not in _NOTHING

    def names(self) -> list[str]:
        return [str(key) for key in self.value] if isinstance(self.value, dict) else []

    def take(self, key: str) -> Any:
        """Return the value as it stands, all of it read; None where there is none."""
        self._read.add(key)
        return self.value.get(key) if isinstance(self.value, dict) else None

    def peek(self, key: str) -> Any:
        """Return the value without having read it."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str:
        """Return a scalar as text; empty, and still unread, where it is no scalar."""
        found = self.peek(key)
        if found is None or isinstance(found, dict | list):
            return ""
        self._read.add(key)
        if isinstance(found, bool):
            return "true" if found else "false"
        return str(int(found)) if isinstance(found, float) and found.is_integer() else str(found)

    def number(self, key: str) -> float | None:
        """Return a number, also one written as text; None, and still unread, where it is none."""
        found = self.peek(key)
        if isinstance(found, bool) or not isinstance(found, int | float | str):
            return None
        try:
            number = float(found)
        except (ValueError, OverflowError):
            return None
        if not abs(number) < 1e15:
            return None
        self._read.add(key)
        return number

    def is_on(self, key: str, otherwise: bool = False) -> bool:
        """Return a truth value, also one written as text."""
        found = self.take(key)
        if isinstance(found, str):
            return found.strip().lower() in ("true", "on", "yes", "1")
        return bool(found) if isinstance(found, bool | int | float) else otherwise

    def part(self, key: Any) -> Part:
        """Return the object or list under a key, to be read in its turn."""
        if key not in self._parts:
            found = self.value.get(key) if isinstance(self.value, dict) else None
            self._parts[key] = Part(found if isinstance(found, dict | list) else None, f"{self.place}.{key}".strip("."))
        return self._parts[key]

    def each(self, key: str) -> list[Part]:
        """Return the objects of a list (or of an object, in its order); anything else in it stays unread."""
        return self.part(key).members()

    def members(self) -> list[Part]:
        """Return the objects and lists in this part."""
        for key, value in _entries(self.value):
            if key not in self._parts and isinstance(value, dict | list):
                self._parts[key] = Part(value, f"{self.place}.{_name_of(key, value)}".strip("."))
        return [self._parts[key] for key, _ in _entries(self.value) if key in self._parts]

    def texts(self, key: str) -> list[str]:
        """Return the scalars of a list, or the one scalar there is."""
        found = self.take(key)
        values = found if isinstance(found, list) else [] if found is None else [found]
        return [str(value) for value in values if isinstance(value, str | int | float)]

    def ignore(self, *keys: str) -> None:
        """Take these as read: what they say is said elsewhere."""
        self._read.update(keys)

    def ignore_all(self) -> None:
        """Take all of this part as read."""
        self._read.update(self.value if isinstance(self.value, dict) else range(len(self.value or ())))

    def unread(self) -> Iterator[tuple[str, str, Any]]:
        """Yield place, key and value of everything that says something and was not read."""
        for key, value in _entries(self.value):
            if key in self._read or value in _NOTHING:
                continue
            if key in self._parts and isinstance(value, dict | list):
                yield from self._parts[key].unread()
            else:
                yield f"{self.place}.{key}".strip("."), str(key), value


def lose_unread(
    root: Part, ledger: Ledger, reasons: Mapping[str, str], silent: AbstractSet[str], usual: str = UNKNOWN
) -> None:
    """List everything that was not read with the reason for its key; the keys in `silent` say nothing of their own.

    `usual` is the reason for every other key.
    """
    more: dict[str, int] = {}
    for listed, (place, key, value) in enumerate(item for item in root.unread() if item[1] not in silent):
        ledger.keep_time()
        if listed < MOST_LISTED:
            ledger.lose(place, _said(key, value), reasons.get(key, usual))
        else:
            key = key if key in more or len(more) < MOST_KEYS else "other things"
            more[key] = more.get(key, 0) + 1
    for key, times in more.items():
        ledger.lose(root.place or "file", f"{times} more of {key[:80]}", reasons.get(key, usual))


def _said(key: str, value: Any) -> str:
    if isinstance(value, dict | list):
        return f"{key}: {json.dumps(value, ensure_ascii=False)[:300]}"
    return f"{key}: {value}"


def _name_of(key: Any, value: Any) -> str:
    """Return what names a member of a list: its own id where it has one."""
    if isinstance(key, int) and isinstance(value, dict):
        for name in ("id", "name", "QuestionID", "FlowID", "ID", "value"):
            found = value.get(name)
            if isinstance(found, str) and found:
                return found[:80]
    return str(key)[:80]


def _entries(value: Any) -> Iterable[tuple[Any, Any]]:
    return value.items() if isinstance(value, dict) else enumerate(value or ())

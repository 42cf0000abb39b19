"""Bring together what two authors changed of the same part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_GONE: Any = object()


@dataclass(frozen=True, slots=True)
class Merged:
    """`conflicts` are the places that both changed, each to something else; there `value` holds the second author's."""

    value: Any
    conflicts: tuple[str, ...]


def merged(seen: Any, mine: Any, theirs: Any) -> Merged:
    """Return what mine makes of theirs, where both began with what was seen; objects are brought together by key."""
    conflicts: list[str] = []
    value = _merged(seen, mine, theirs, "", conflicts)
    return Merged(value, tuple(conflicts))


def _merged(seen: Any, mine: Any, theirs: Any, place: str, conflicts: list[str]) -> Any:
    if mine in (seen, theirs):
        return theirs
    if theirs == seen:
        return mine
    if all(isinstance(one, Mapping) for one in (mine, theirs)):
        return _objects(seen if isinstance(seen, Mapping) else {}, mine, theirs, place, conflicts)
    conflicts.append(place)
    return mine


def _objects(seen: Any, mine: Any, theirs: Any, place: str, conflicts: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in dict.fromkeys([*theirs, *mine]):
        was, one, other = (three.get(name, _GONE) for three in (seen, mine, theirs))
        value = _merged(was, one, other, f"{place}.{name}".strip("."), conflicts)
        if value is not _GONE:
            found[name] = value
    return found

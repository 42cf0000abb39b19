"""Say names and codes as Triple-S knows them: plain names that stand once, categories of several answers by number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_LONGEST = 64
_NUMBER = re.compile("[1-9][0-9]{0,2}")
_LETTERS = str.maketrans({"đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "Ł": "L"})


def have_numbers(codes: Sequence[str]) -> bool:
    """Say whether the codes are numbers already, small enough for a figure each."""
    return all(_NUMBER.fullmatch(code) for code in codes)


def category_numbers(codes: Sequence[str]) -> Mapping[str, int]:
    """Return the number of each code: its own where all are numbers, else its place from 1."""
    own = have_numbers(codes)
    return {code: int(code) if own else place for place, code in enumerate(codes, start=1)}


def plain_names(names: Iterable[str]) -> Mapping[str, str]:
    """Return a name of ASCII letters, digits and underscores for each, which no other has whatever the case."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for name in names:
        plain = _plain(name)[:_LONGEST].rstrip("_") or "v"
        wanted, number = plain, 1
        while wanted.casefold() in used:
            number += 1
            wanted = plain[: _LONGEST - len(f"_{number}")] + f"_{number}"
        used.add(wanted.casefold())
        found[name] = wanted
    return found


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    kept = "".join(sign for sign in apart if not unicodedata.combining(sign))
    plain = re.sub("[^A-Za-z0-9_]", "_", kept)
    return plain if re.match("[A-Za-z]", plain) else f"v{plain}" if plain.strip("_") else "v"

"""Know countries and territories by their ISO 3166 codes: where they lie, and in which order a reader looks them up.

Regions and the parts of them are those of UN M49 as CLDR has them, from west to east; they say nothing of borders.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from analysis.codebook import Text


@dataclass(frozen=True)
class Region:
    """A region by its code, with the places in it: one tuple of codes for each part of it."""

    code: str
    parts: tuple[tuple[str, ...], ...]


def are_places(texts: Mapping[str, Text]) -> bool:
    """Tell whether codes are all of places: each known, and most of what has a wording named as CLDR names it.

    Names decide because codes alone do not: AL, CA, CO, DE, GA, IL are also states of the United States.
    """
    if not texts or not texts.keys() <= _lies_in().keys():
        return False
    worded = {code: text for code, text in texts.items() if any(text.values())}
    return 2 * sum(_is_named(code, text) for code, text in worded.items()) > len(worded) or not worded


def by_region(codes: Iterable[str], language: str) -> tuple[Region, ...]:
    """Return places by region and part, within a part in the order of the language's alphabet; a code not known raises.

    Languages that have no order on file take the English one.
    """
    orders = _places()["orders"]
    at = {code: place for place, code in enumerate(orders.get(language, orders["en"]).split())}
    lies = _lies_in()
    ordered = sorted(codes, key=lambda code: (*lies[code], at[code]))
    return tuple(
        Region(
            list(_places()["regions"])[region],
            tuple(tuple(some) for _, some in groupby(found, lambda code: lies[code])),
        )
        for region, found in groupby(ordered, lambda code: lies[code][0])
    )


def _is_named(code: str, text: Text) -> bool:
    return any(_name(code, language).casefold() == words.strip().casefold() for language, words in text.items())


@cache
def _name(code: str, language: str) -> str:
    try:
        return str(Locale.parse(language, sep="-").territories.get(code, ""))
    except (ValueError, UnknownLocaleError):
        return ""


@cache
def _lies_in() -> Mapping[str, tuple[int, int]]:
    """Return by code the places of its region and of the part of it in their orders."""
    regions = enumerate(_places()["regions"].values())
    return {
        code: (region, at)
        for region, parts in regions
        for at, some in enumerate(parts.values())
        for code in some.split()
    }


@cache
def _places() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "places.json").read_text("utf-8"))
    return found

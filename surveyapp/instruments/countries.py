"""Name countries and territories by their ISO 3166 codes, from CLDR and an instrument's own overlay."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from babel import Locale


def country_codes(folder: Path) -> Sequence[str]:
    """Return the codes an instrument offers, in the order of their English names."""
    codes: list[str] = _file(folder)["codes"]
    names = country_names(folder, "en")
    return sorted(codes, key=lambda code: names[code])


def country_names(folder: Path, language: str) -> Mapping[str, str]:
    """Return the name of every code in a language (BCP 47): the overlay's where it has one, else CLDR's."""
    overlay = overlay_names(folder, language)
    territories = Locale.parse(language, sep="-").territories
    return {code: overlay.get(code) or territories[code] for code in _file(folder)["codes"]}


def overlay_names(folder: Path, language: str) -> Mapping[str, str]:
    """Return the names that an instrument gives otherwise than CLDR."""
    names: Mapping[str, str] = _file(folder)["names"].get(language, {})
    return names


def country_orders(folder: Path, languages: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Return the codes in the alphabet (or by the strokes, or the sounds) of each language that has one on file.

    `scripts/sort_countries.py` writes the file, by the collation of CLDR.
    """
    orders = json.loads((folder / "order_of_countries.json").read_text("utf-8"))
    return {language: orders[language].split() for language in languages if language in orders}


def other_country_names(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Return by code and language what a country is called too, so that a search finds it.

    These are the instrument's own, and CLDR's for the neighbouring locales it names (Hong Kong beside Taiwan).
    """
    found = _file(folder)
    also: dict[str, dict[str, str]] = {}
    for language, neighbours in found["also_as_in"].items():
        names = country_names(folder, language)
        for neighbour in neighbours:
            for code, name in country_names(folder, neighbour).items():
                if name != names[code]:
                    also.setdefault(code, {})[language] = name
    for language, others in found["also"].items():
        for code, name in others.items():
            known = also.setdefault(code, {})
            known[language] = f"{known[language]}, {name}" if language in known else name
    return also


def sought_names(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """Return by code and language what a search finds a country by beside its name: other names, and how it is typed.

    `scripts/read_countries.py` writes how, where that is not in the letters of the name: pinyin, kana, romaji.
    """
    typed: dict[str, dict[str, str]] = json.loads((folder / "readings_of_countries.json").read_text("utf-8"))
    found = {code: dict(names) for code, names in other_country_names(folder).items()}
    for language, readings in typed.items():
        for code, reading in readings.items():
            names = found.setdefault(code, {})
            names[language] = f"{names[language]}, {reading}" if language in names else reading
    return found


def _file(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "countries.json").read_text("utf-8"))
    return found

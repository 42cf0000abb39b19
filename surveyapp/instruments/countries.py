"""Name countries and territories by their ISO 3166 codes, from CLDR and an instrument's own overlay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
    found = _file(folder)
    overlay = found["names"].get(language, {})
    territories = Locale.parse(language, sep="-").territories
    return {code: overlay.get(code) or territories[code] for code in found["codes"]}


def _file(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "countries.json").read_text("utf-8"))
    return found

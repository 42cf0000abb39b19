"""Lay out the parts of a plan that are lists of entries, a row of fields each, and read the rows back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

PartKind = Literal["text", "codes", "number"]
SCALE_PARTS: Final = ("top", "bottom", "aside", "unknown")
ROWS: Final[Mapping[str, Mapping[str, PartKind]]] = {
    "ratings": {"question": "text", **dict.fromkeys(SCALE_PARTS, "codes")},
    "drivers": {"id": "text", "outcome": "text", "predictors": "codes", "unknown": "codes"},
    "kinds": {"id": "text", "categories": "codes", "numbers": "codes", "most": "number", "resamples": "number"},
    "maps": {"id": "text", "questions": "codes", "added": "codes"},
}
"""The lists of a plan that the form shows as rows, and the parts of an entry in the order of their fields."""
NEW_ROWS: Final = 1
MOST_ROWS: Final = 60
SEGMENTS: Final = "segments"
MOST_SEGMENTS: Final = 22
_APART: Final = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in: `name` is its place in the plan, `wrong` what is wrong with it."""

    name: str
    label: str
    value: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of a plan: `name` is its place, `filled` how many entries it has, `rows` those and some empty ones."""

    name: str
    label: str
    filled: int
    rows: tuple[tuple[Field, ...], ...]

    @property
    def is_open(self) -> bool:
        """Tell whether there is more to see than the row for a first entry."""
        return self.filled > 0 or len(self.rows) > NEW_ROWS


Make = Callable[[str, str, str], Field]


def rows_of(
    plan: Mapping[str, Any], names: Mapping[str, str], field: Make, laid: Mapping[str, int]
) -> tuple[Rows, ...]:
    """Lay out every list of a plan, with an empty row for a new entry at its end, and as many rows as it had `laid`."""
    made = []
    for name, parts in ROWS.items():
        entries: Sequence[Mapping[str, Any]] = plan.get(name) or ()
        rows = [
            tuple(
                field(
                    f"{name}.{at}.{part}", names.get(f"{name}.{part}", names.get(part, part)), _shown(entry.get(part))
                )
                for part in parts
            )
            for at, entry in enumerate([*entries, *({} for _new in range(new_rows(name, len(entries), laid)))])
        ]
        made.append(Rows(name, names[name], len(entries), tuple(rows)))
    return tuple(made)


def new_rows(name: str, filled: int, laid: Mapping[str, int]) -> int:
    """Return how many empty rows stand behind the entries of a list."""
    return max(NEW_ROWS, min(laid.get(name, 0), most_rows(name)) - filled)


def most_rows(name: str) -> int:
    return MOST_SEGMENTS if name == SEGMENTS else MOST_ROWS


def laid_rows(names: Iterable[str], more: str = "") -> dict[str, int]:
    """Return how many rows of each list the fields of a form make, with one more in the list that was asked for."""
    laid: dict[str, int] = {}
    for name in names:
        within, at = (name.split(".") + [""])[:2]
        if (within in ROWS or within == SEGMENTS) and at.isdecimal() and len(at) < 4:
            laid[within] = max(laid.get(within, 0), int(at) + 1)
    return {name: rows + (name == more) for name, rows in laid.items()}


def rows_from(said: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return the entries that a form says of every list that it asks; a row with nothing in it is none."""
    asked = {name.partition(".")[0] for name in said}
    return {
        name: [entry for at in range(MOST_ROWS) if (entry := _entry(said, name, at))] for name in ROWS if name in asked
    }


def codes_in(text: str) -> list[str]:
    """Return codes or names as typed, apart by blanks, commas or semicolons."""
    return [code for code in _APART.split(text) if code]


def number_in(text: str) -> float | int | str:
    """Return a number as typed, with a comma or a point; what is none stays as it is."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() and "." not in text else value


def _entry(said: Mapping[str, str], name: str, at: int) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for part, kind in ROWS[name].items():
        text = said.get(f"{name}.{at}.{part}", "").strip()
        if kind == "codes":
            entry[part] = codes_in(text)
        elif kind == "text" or text:
            entry[part] = number_in(text) if kind == "number" else text
    return entry if any(entry.values()) else {}


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None else str(value)

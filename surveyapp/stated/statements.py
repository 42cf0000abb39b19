"""Hold what a report must say of itself before it may be published, and what a person stated of it.

The items are those of AAPOR's Transparency Initiative (immediate disclosure), the ESOMAR/WAPOR guideline on opinion
polls and published surveys, the ICC/ESOMAR code of 2025 on the help of artificial intelligence, and the project
documentation and reporting of ISO 20252. Each is filled from what was recorded, or by a person; while a mandatory one
is empty a report is a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from surveyapp.stated.reading import read_json

FORMAT = "statements-1"
FILE = "statements.json"
LONGEST = 2000
USUAL_LANGUAGES = ("vi", "en")
"""Of a report, where whoever writes it and its plan name none."""
Standard: TypeAlias = Literal["AAPOR", "ESOMAR", "ISO 20252"]
By: TypeAlias = Literal["record", "person"]
EVERY: tuple[Standard, ...] = ("AAPOR", "ESOMAR", "ISO 20252")


class StatementsError(ValueError):
    """The statements cannot be used; the message says which, a line each."""


@dataclass(frozen=True)
class Item:
    """One thing to disclose. `by` says who fills it: the record of what happened, or a person.

    Of what only a person can answer for, a record may tell a part, which fills nothing.
    """

    id: str
    asked_by: tuple[Standard, ...]
    by: By = "record"
    mandatory: bool = True


ITEMS: tuple[Item, ...] = (
    Item("purpose", ("ISO 20252",), "person"),
    Item("sponsor", EVERY),
    Item("conducted_by", EVERY, "person"),
    Item("funding", ("AAPOR",), "person", mandatory=False),
    Item("subcontractors", ("ISO 20252",), "person", mandatory=False),
    Item("strategy", ("AAPOR", "ISO 20252")),
    Item("instrument", EVERY),
    Item("translation", ("AAPOR", "ISO 20252")),
    Item("pretest", ("ISO 20252",), "person"),
    Item("population", EVERY),
    Item("sample", EVERY),
    Item("incentives", ("AAPOR", "ISO 20252"), "person"),
    Item("consent", ("ESOMAR", "ISO 20252"), "person"),
    Item("modes", EVERY),
    Item("dates", EVERY),
    Item("sizes", EVERY),
    Item("precision", ("AAPOR", "ESOMAR")),
    Item("outcomes", EVERY),
    Item("weighting", EVERY),
    Item("differences", ("ISO 20252",)),
    Item("processing", ("AAPOR", "ISO 20252")),
    Item("machine_help", ("ESOMAR",), "person"),
    Item("quality", ("AAPOR", "ISO 20252")),
    Item("printed", ("ISO 20252",)),
    Item("limits", ("AAPOR", "ESOMAR")),
    Item("recomputing", ("ISO 20252",)),
    Item("contact", EVERY, "person"),
    Item("responsible", ("ISO 20252",), "person"),
)
BY_ID: Mapping[str, Item] = {item.id: item for item in ITEMS}


@dataclass(frozen=True)
class Statements:
    """What a person stated: wording by language, by item. A statement beside what was recorded is added to it."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "items": {name: dict(text) for name, text in sorted(self.texts.items())}}


@dataclass(frozen=True)
class Filled:
    """An item as the report prints it in one language; while nobody fills it (`by`), it is empty."""

    item: Item
    title: str
    text: str
    by: By | None

    @property
    def is_missing(self) -> bool:
        return self.item.mandatory and self.by is None


def read_statements(path: Path) -> Statements:
    """Read statements from JSON; raise StatementsError naming everything that is wrong."""
    return statements_from(read_json(path, StatementsError))


def statements_from(raw: Any) -> Statements:
    """Build statements from plain values; a text may be one wording or one for each language."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or not isinstance(raw.get("items"), dict):
        raise StatementsError(f"Statements need the format {FORMAT!r} and an object of items.")
    wrong = [f"items.{name}: {text}" for name, value in raw["items"].items() if (text := _problem(name, value))]
    if wrong:
        raise StatementsError("\n".join(wrong))
    texts = {name: {"und": value} if isinstance(value, str) else value for name, value in raw["items"].items()}
    return Statements({name: _said(text) for name, text in texts.items() if _said(text)})


def _problem(name: str, value: Any) -> str:
    if name not in BY_ID:
        return f"there is no item of that name; the items are {', '.join(BY_ID)}."
    texts = [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else [None]
    known = [text for text in texts if isinstance(text, str)]
    if len(known) < len(texts):
        return "must be a text, or a text for each language."
    return f"is longer than {LONGEST} letters." if any(len(text) > LONGEST for text in known) else ""


def _said(text: Mapping[str, str]) -> dict[str, str]:
    return {language: words.strip() for language, words in text.items() if words.strip()}

"""Read the sheets of an XLSForm as rows of named cells, with the languages that their headers name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveyapp.formats.languages import UNKNOWN, language_tag, private_tag
from surveyapp.formats.result import Ledger
from surveyapp.formats.xlsform.workbook import Rows

_ALIASES = {
    "caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant",
    "constraining_message": "constraint_message", "constraintmsg": "constraint_message",
    "constraint_msg": "constraint_message", "requiredmsg": "required_message", "required_msg": "required_message",
    "calculate": "calculation", "readonly": "read_only", "count": "repeat_count", "list": "list_name",
    "set_form_title": "form_title", "set_form_id": "form_id", "title": "form_title", "id_string": "form_id",
    "big_image": "image",
}  # fmt: skip
_PREFIXES = ("bind", "control", "media", "body", "instance", "jr")
TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video")


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is the header in its usual form; `language` a BCP 47 tag, None where the header names none."""

    kind: str
    language: str | None
    header: str


@dataclass(slots=True)
class Row:
    """One row below the headers; `number` is the one a spreadsheet shows. What was taken was read."""

    number: int
    cells: dict[Column, str]
    taken: set[Column] = field(default_factory=set)

    def take(self, kind: str) -> str:
        """Return the first filled cell of a kind, in whatever language; empty where there is none."""
        found = ""
        for column, text in self.cells.items():
            if column.kind == kind and text:
                self.taken.add(column)
                found = found or text
        return found

    def cell(self, kind: str) -> str:
        """Return the first filled cell of a kind without taking it; empty where there is none."""
        return next((text for column, text in self.cells.items() if column.kind == kind and text), "")

    def has(self, kind: str) -> bool:
        """Tell whether a cell of a kind is filled."""
        return bool(self.cell(kind))

    def take_wording(self, kind: str, base: str) -> dict[str, str]:
        """Return the wording by language; a column without a language is in the base language."""
        wording: dict[str, str] = {}
        for column, text in self.cells.items():
            if column.kind == kind and text:
                self.taken.add(column)
                wording.setdefault(column.language or base, text)
        return wording

    def left(self) -> Iterator[tuple[Column, str]]:
        """Yield what nothing has taken."""
        yield from ((column, text) for column, text in self.cells.items() if text and column not in self.taken)


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_table(sheet: str, rows: Rows, ledger: Ledger) -> Table:
    """Return the table of a sheet; cells under no header are listed.

    A header twice is refused. Two headers of one meaning are one column, unless a row fills both with different texts.
    """
    start = next((at for at, row in enumerate(rows) if any(row)), None)
    if start is None:
        return Table((), ())
    columns: dict[int, Column] = {}
    for at, header in enumerate(rows[start]):
        if not header.strip():
            continue
        column = _column(header)
        same = [known for known in columns.values() if (column.kind, column.language) == (known.kind, known.language)]
        if any(known.header == column.header for known in same):
            ledger.refuse("duplicate-column", f"{sheet}, row {start + 1}", f"The column {header!r} stands twice.")
            continue
        if column.language and column.language.startswith(f"{UNKNOWN}-x-"):
            ledger.lose(f"{sheet}.{header}", header, f"no such language is known; its tag here is {column.language}")
        columns[at] = same[0] if same else column
    table = []
    for number, row in enumerate(rows[start + 1 :], start + 2):
        cells = _cells(row, columns, f"{sheet}, row {number}", ledger)
        stray = [text for at, text in enumerate(row) if text and at not in columns]
        if stray:
            ledger.lose(f"{sheet}, row {number}", " | ".join(stray), "it stands in a column without a header")
        if any(cells.values()):
            table.append(Row(number, cells))
    return Table(tuple(dict.fromkeys(columns.values())), tuple(table))


def _cells(row: Sequence[str], columns: Mapping[int, Column], place: str, ledger: Ledger) -> dict[Column, str]:
    cells: dict[Column, str] = {}
    for at, column in columns.items():
        if at >= len(row):
            continue
        before = cells.get(column, "")
        if before and row[at] and before != row[at]:
            text = f"Two columns mean {column.kind!r} and say different things here: {before!r}, {row[at]!r}."
            ledger.refuse("duplicate-column", place, text)
        cells[column] = before or row[at]
    return cells


def lose_doubles(sheet: str, table: Table, base: str, ledger: Ledger) -> None:
    """List columns in the base language that stand behind one of the same kind without a language, or before it."""
    seen: set[str] = set()
    for column in table.columns:
        if column.kind not in TRANSLATED or column.language not in (None, base):
            continue
        if column.kind in seen and any(row.cells.get(column) for row in table.rows):
            why = f"another column is in {base} too; its wording goes before"
            ledger.lose(f"{sheet}.{column.header}", "a whole column", why)
        seen.add(column.kind)


def languages_of(*tables: Table) -> list[str]:
    """Return the tags that the headers of translated columns name, in their order."""
    found: dict[str, None] = {}
    for wanted in ("label", ""):
        for table in tables:
            for column in table.columns:
                if column.language and column.kind in TRANSLATED and (not wanted or column.kind == wanted):
                    found[column.language] = None
    return list(found)


def _column(header: str) -> Column:
    parts = [part.strip() for part in re.split(r"::|:", header) if part.strip()]
    names = [re.sub(r"[\s-]+", "_", part.lower()) for part in parts]
    while len(names) > 1 and names[0] in _PREFIXES:
        names, parts = names[1:], parts[1:]
    if not names:
        return Column("", None, header)
    kind = _ALIASES.get(names[0], names[0])
    if len(parts) > 1 and kind in TRANSLATED:
        name = ":".join(parts[1:])
        tag = language_tag(name) or private_tag(name)
        return Column(kind, None if tag == UNKNOWN else tag, header)
    return Column(kind if len(names) == 1 else ":".join([kind, *names[1:]]), None, header)

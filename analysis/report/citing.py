"""Tie every figure in a sentence to the evidence it was printed from.

While a report is being worded, a figure travels inside its sentence between noncharacters (U+FDD0 to U+FDD2, which
Unicode keeps for use inside a program), so that joining and formatting cannot lose where it came from. Settling a
document takes them out: what remains is plain text that also says which of its letters are which figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, Self, TypeAlias, TypeVar, cast

from analysis.report.document import Row, Table
from analysis.report.marks import Chart

Part: TypeAlias = Literal["value", "interval", "n", "effective_n", "deff", "fact"]
"""Which figure of an evidence record is printed; a `fact` is a count or a rule that is no estimate."""

DOT, RIGHT_TO_LEFT = " · ", "\N{RIGHT-TO-LEFT MARK}"
OPEN, BETWEEN, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
Whole = TypeVar("Whole")


@dataclass(frozen=True)
class Cite:
    """Letters `start` to `end` of a text print `part` of the evidence `id`; a fact carries its own `value`."""

    start: int
    end: int
    id: str
    part: Part
    value: float | None = None


class Cited(str):
    """Text that knows its figures. `anchor` is the evidence that a cell of a table is the place of, if any."""

    cites: tuple[Cite, ...]
    anchor: str

    def __new__(cls, text: str, cites: tuple[Cite, ...] = (), anchor: str = "") -> Self:
        made = super().__new__(cls, text)
        made.cites, made.anchor = cites, anchor
        return made


@dataclass(frozen=True)
class Sentence:
    """A text of a document and where it stands, such as `findings.0.sentence`."""

    place: str
    text: str

    @property
    def cites(self) -> tuple[Cite, ...]:
        return cites_of(self.text)


@dataclass(frozen=True)
class Cell:
    """The place of a figure: a cell of the table called `table`."""

    table: str
    row: str
    column: str


def marked(text: str, evidence: str, part: Part, value: float | None = None) -> str:
    """Return printed letters with where they come from."""
    told = "" if value is None else repr(float(value))
    return f"{OPEN}{evidence}{BETWEEN}{part}{BETWEEN}{told}{BETWEEN}{text}{CLOSE}"


def unmarked(text: str) -> str:
    """Return the text as a reader sees it."""
    return str(_settled_text(text))


def cites_of(text: str) -> tuple[Cite, ...]:
    return text.cites if isinstance(text, Cited) else ()


def runs_of(text: str) -> Iterator[tuple[str, Cite | None]]:
    """Part a text into what is plain and what is a figure, in order."""
    at = 0
    for cite in cites_of(text):
        if cite.start > at:
            yield text[at : cite.start], None
        yield text[cite.start : cite.end], cite
        at = cite.end
    if at < len(text):
        yield text[at:], None


def settled(whole: Whole, placed: set[str]) -> Whole:
    """Return the same values with every text settled; `placed` gathers the evidence that has its cell in a table."""
    return cast(Whole, _settled(whole, placed))


def sentences_in(whole: Any, place: str = "") -> Iterator[Sentence]:
    """Yield every settled text that is a sentence: all but the cells and heads of tables and the marks of charts."""
    if isinstance(whole, str):
        yield Sentence(place, whole)
    elif isinstance(whole, tuple):
        for at, part in enumerate(whole):
            yield from sentences_in(part, f"{place}.{at}")
    elif isinstance(whole, Table):
        yield from (Sentence(f"{place}.{name}", getattr(whole, name)) for name in ("caption", "note"))
    elif isinstance(whole, Chart):
        yield from (Sentence(f"{place}.{name}", getattr(whole, name)) for name in ("title", "description"))
    elif is_dataclass(whole):
        for field in fields(whole):
            yield from sentences_in(getattr(whole, field.name), f"{place}.{field.name}".lstrip("."))


def cells_in(whole: Any, title: str = "") -> Iterator[tuple[str, Cell]]:
    """Yield the evidence that has its place in a table, with the cell."""
    if isinstance(whole, Table):
        for row in whole.rows:
            for column, cell in zip(whole.columns[1:], row.cells, strict=False):
                if isinstance(cell, Cited) and cell.anchor:
                    yield cell.anchor, Cell(title or str(whole.caption), str(row.head), str(column.title))
    elif isinstance(whole, tuple):
        for part in whole:
            yield from cells_in(part, title)
    elif is_dataclass(whole) and not isinstance(whole, Chart):
        named = str(getattr(whole, "title", "") or title)
        for field in fields(whole):
            yield from cells_in(getattr(whole, field.name), named)


def parted(whole: Whole) -> Whole:
    """Return the same values for a language from the right: dots between parts keep those from the left apart.

    Without a mark beside it a dot between two Latin words belongs to them, and both change places with what follows.
    """
    return cast(Whole, _parted(whole))


def _parted(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(DOT, f"{RIGHT_TO_LEFT}{DOT}{RIGHT_TO_LEFT}")
    if isinstance(value, tuple):
        return tuple(_parted(part) for part in value)
    if is_dataclass(value) and not isinstance(value, (type, Chart)):
        return replace(value, **{field.name: _parted(getattr(value, field.name)) for field in fields(value)})
    return value


def _settled(value: Any, placed: set[str]) -> Any:
    if isinstance(value, str):
        return _settled_text(value)
    if isinstance(value, tuple):
        return tuple(_settled(part, placed) for part in value)
    if isinstance(value, Row):
        return Row(_settled_text(value.head), tuple(_cell(cell, placed) for cell in value.cells))
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _settled(getattr(value, field.name), placed) for field in fields(value)}
        return replace(value, **parts)
    return value


def _cell(text: str, placed: set[str]) -> str:
    """Settle a cell; the first that prints nothing but one figure is that figure's place."""
    found = _settled_text(text)
    cites = cites_of(found)
    if len(cites) != 1 or cites[0].part not in ("value", "fact") or cites[0].id in placed:
        return found
    placed.add(cites[0].id)
    return Cited(found, cites, cites[0].id)


def _settled_text(text: str) -> str:
    if OPEN not in text:
        return text
    plain, cites, length = [], [], 0
    for at, piece in enumerate(text.split(OPEN)):
        if at:
            evidence, part, value, rest = piece.split(BETWEEN, 3)
            printed, _, piece = rest.partition(CLOSE)
            known = float(value) if value else None
            cites.append(Cite(length, length + len(printed), evidence, cast(Part, part), known))
            plain.append(printed)
            length += len(printed)
        plain.append(piece)
        length += len(piece)
    return Cited("".join(plain), tuple(cites))

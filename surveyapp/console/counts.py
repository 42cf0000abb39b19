"""Lay out how many have finished, by source and language, without giving a small cell away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from surveyapp.console.small_cells import SMALLEST_SHOWN, Shown, shown_cells, with_totals

Write = Callable[[float], str]
SMALL = f"‹{SMALLEST_SHOWN}"


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is `figure`, `none`, `small` or `hidden`."""

    kind: str
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The last cell of a row is its total; the last row holds the totals where there is more than one source."""

    languages: tuple[str, ...]
    rows: tuple[Row, ...]


def shown_count(n: int, write: Write) -> str:
    """Write a count that stands alone."""
    return SMALL if 0 < n < SMALLEST_SHOWN else write(n)


def table_of(
    counts: Iterable[tuple[str, str, int]],
    *,
    languages: Sequence[str],
    name_source: Callable[[str], str],
    name_language: Callable[[str], str],
    total: str,
    write: Write,
) -> Table | None:
    """Lay out (source, language, n), the survey's languages first; None where nobody counts.

    Sources are in the order of their names: an order by size would tell of hidden totals.
    """
    found: dict[tuple[str, str], int] = {}
    for source, language, n in counts:
        found[source, language] = found.get((source, language), 0) + n
    if not any(found.values()):
        return None
    sources = sorted({source for source, _ in found}, key=name_source)
    columns = [*languages, *sorted({language for _, language in found} - set(languages))]
    figures = with_totals([[found.get((source, language), 0) for language in columns] for source in sources])
    names = [*map(name_source, sources), total]
    rows = [
        Row(name, tuple(_cell(n, mark, write) for n, mark in zip(line, marks, strict=True)))
        for name, line, marks in zip(names, figures, shown_cells(figures), strict=True)
    ]
    last = Row(rows[-1].name, rows[-1].cells, total=True)
    return Table(tuple(map(name_language, columns)), (*rows[:-1], last) if len(sources) > 1 else tuple(rows[:-1]))


def _cell(n: int, mark: Shown, write: Write) -> Cell:
    shown = {Shown.NONE: "–", Shown.SMALL: SMALL, Shown.HIDDEN: "×"}
    return Cell(mark.value, shown[mark] if mark in shown else write(n))

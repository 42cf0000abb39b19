"""Print a banner table in columns of plain text, also of scripts whose letters are twice as wide or have no width."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from analysis.tables.banner.shown import ShownCell, ShownTable

GAP = 2


def as_text(table: ShownTable) -> str:
    """Return one question as lines of text."""
    head = [table.label, *([table.base] if table.base else [])]
    if table.refused is not None:
        return "\n".join([*head, table.refused])
    rows = [*table.bases, *table.rows]
    labels = [row.label for row in rows]
    first = max((width_of(label) for label in labels), default=0)
    body = [[_written(cell) for cell in row.cells] for row in rows]
    widths = [
        max(width_of(label), width_of(letter), *(width_of(line[i]) for line in body))
        for i, (label, letter) in enumerate(table.columns)
    ]
    widths = _wide_enough(table.groups, widths)
    lines = [*head, "", _groups(table.groups, widths, first)]
    lines.append(_line("", [label for label, _ in table.columns], first, widths))
    lines.append(_line("", [letter for _, letter in table.columns], first, widths))
    rule = "─" * (first + sum(widths) + GAP * len(widths))
    for at, (row, texts) in enumerate(zip(rows, body, strict=True)):
        lines += [rule] if at in (0, len(table.bases)) else []
        lines.append(_line(row.label, texts, first, widths))
    return "\n".join([line.rstrip() for line in lines] + [rule, *table.notes])


def width_of(text: str) -> int:
    """Return how many places of a fixed-width font a text takes."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _written(cell: ShownCell) -> str:
    return f"{cell.figure} {cell.letters}".rstrip()


def _wide_enough(groups: Sequence[tuple[str, int]], widths: list[int]) -> list[int]:
    """Widen the last column of a group whose label is longer than its columns."""
    at = 0
    for label, size in groups:
        short = width_of(label) - sum(widths[at : at + size]) - GAP * (size - 1)
        at += size
        widths[at - 1] += max(short, 0)
    return widths


def _groups(groups: Sequence[tuple[str, int]], widths: Sequence[int], first: int) -> str:
    line, at = " " * first, 0
    for label, size in groups:
        room = sum(widths[at : at + size]) + GAP * (size - 1)
        line += " " * GAP + _padded(label, room)
        at += size
    return line


def _line(label: str, texts: Sequence[str], first: int, widths: Sequence[int]) -> str:
    return _padded(label, first) + "".join(
        " " * GAP + _padded(text, width) for text, width in zip(texts, widths, strict=True)
    )


def _padded(text: str, width: int) -> str:
    return text + " " * max(width - width_of(text), 0)

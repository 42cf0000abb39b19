"""Share the width of a table among its columns by what stands in them."""

from __future__ import annotations

from analysis.report.charts.svg import width_of
from analysis.report.document import Table

WIDEST_NAME, WIDEST_TEXT, NARROWEST, PADDING, SHEET = 34.0, 30.0, 17.0, 2.5, 104.0
"""In letters: how much of a name and of any other text is taken for its wish, what they keep, and what A4 holds."""


def widths_of(table: Table) -> list[float]:
    """Return the part of the width each column gets; they sum to 1.

    Figures and their intervals get the room to stay on one line, heads may break between words; where the sheet is too
    narrow for all wishes, names and other texts give way.
    """
    cells = [[row.head, *row.cells] for row in table.rows if row.cells]
    wishes = [
        _wish([row[at] for row in cells], column.title, is_number=column.is_number, most=_most(at))
        for at, column in enumerate(table.columns)
    ]
    over = sum(wishes) - SHEET
    soft = [
        0.0 if column.is_number else max(wish - NARROWEST, 0.0)
        for wish, column in zip(wishes, table.columns, strict=True)
    ]
    if over > 0 and any(soft):
        given = min(over / sum(soft), 1.0)
        wishes = [wish - given * room for wish, room in zip(wishes, soft, strict=True)]
    return [wish / sum(wishes) for wish in wishes]


def _most(column: int) -> float:
    return WIDEST_NAME if column == 0 else WIDEST_TEXT


def _wish(texts: list[str], title: str, *, is_number: bool, most: float) -> float:
    """Return letters: for figures the longest, for text as much as is reasonable; never less than the longest word."""
    longest = max((_letters(text) for text in texts), default=0.0)
    word = max((_letters(word) for text in (title, *texts) for word in text.split()), default=1.0)
    wanted = longest if is_number else min(longest, most)
    return max(wanted, min(word, most)) + PADDING


def _letters(text: str) -> float:
    return width_of(text, 1.0) / width_of("n", 1.0)

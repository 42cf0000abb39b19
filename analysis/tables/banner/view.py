"""Order and hide the rows and columns of a computed table; nothing here changes a figure, a family or a test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from analysis.tables.banner.result import TOTAL, Banner, QuestionTable
from analysis.tables.crosstab import ShareOf
from analysis.tables.letters import Mark


@dataclass(frozen=True)
class View:
    """How a table is shown.

    `order` sorts the categories of every question by a column (a position, `TOTAL` the first); those named in `last`
    stay at the end, nets and means stay after the categories. `hidden_rows` are pairs of question and row name,
    `hidden_columns` positions. `share_of` chooses among the shares that were computed, `letters` may leave them out.
    """

    order: int | None = None
    descending: bool = True
    last: tuple[Any, ...] = ()
    hidden_rows: tuple[tuple[str, Any], ...] = ()
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    share_of: ShareOf | None = None
    letters: bool = True


def rows_shown(banner: Banner, table: QuestionTable, view: View) -> tuple[int, ...]:
    """Return the rows of a question in the order shown; withheld figures come last, which tells nothing of them."""
    rows = [i for i, row in enumerate(table.rows) if (table.name, row.name) not in view.hidden_rows]
    if view.order is None or table.cells is None:
        return tuple(rows)
    categories = [i for i in rows if table.rows[i].kind == "category" and table.rows[i].name not in view.last]
    last = [i for i in rows if table.rows[i].kind == "category" and table.rows[i].name in view.last]
    others = [i for i in rows if table.rows[i].kind != "category"]
    share_of = view.share_of or banner.wish.share_of[0]
    ordered = sorted(categories, key=lambda row: _rank(table, row, view, share_of))
    return (*ordered, *last, *others)


def columns_shown(banner: Banner, view: View) -> tuple[int, ...]:
    """Return the positions of the columns shown."""
    return tuple(i for i in range(len(banner.columns)) if i not in view.hidden_columns)


def letters_shown(mark: Mark, banner: Banner, first: int, shown: Sequence[int]) -> str:
    """Return the letters of a cell, those of hidden columns left out; the second level is in lower case."""
    found = {first + column: banner.columns[first + column].letter or "" for column in mark.above}
    found |= {first + column: (banner.columns[first + column].letter or "").lower() for column in mark.weakly_above}
    return " ".join(found[column] for column in sorted(found) if column in shown)


def note_of_basis(basis: str) -> Literal["model-based", "respondents-only"] | None:
    """Say how intervals and letters are called on an evidence basis."""
    if basis == "D":
        return "respondents-only"
    return "model-based" if basis in ("B", "C") else None


def _rank(table: QuestionTable, row: int, view: View, share_of: ShareOf) -> tuple[bool, float]:
    cell = table.cell(row, TOTAL if view.order is None else view.order, share_of)
    value = cell.estimate.value
    if cell.suppressed is not None or math.isnan(value):
        return True, 0.0
    return False, -value if view.descending else value

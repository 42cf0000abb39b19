"""Ask sums for the figures of a table: shares of the column, row or whole, counts, means, totals and nets.

Wherever a shape says `columns + 1` the last is the Total. Lonely rules see a figure's own base, and the whole domain in
a joint covariance; missing answers are in nobody's base.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.arrays import IntArray
from analysis.engine import recipes
from analysis.engine.figures import Figures, figures
from analysis.engine.sums import Sums


def column_shares(sums: Sums) -> Figures:
    """Estimate the share of each answer in each column and in the Total (answers × columns + 1)."""
    return figures(sums, recipes.in_columns(sums.layout), np.tile(_rows_by_column(sums), sums.layout.answers))


def rest_shares(sums: Sums) -> Figures:
    """Estimate the share of each answer among everyone in the base outside each column (answers × columns)."""
    rows = _rows_by_column(sums)
    return figures(sums, recipes.in_rests(sums.layout), np.tile(rows[-1] - rows[:-1], sums.layout.answers))


def row_shares(sums: Sums) -> Figures:
    """Estimate the share of each column among those who gave each answer and, last, any (answers + 1 × columns)."""
    codes = sums.measured.codes[sums.columns.domain]
    given = np.bincount(codes[codes >= 0].astype(np.int64), minlength=sums.layout.answers)
    rows = np.repeat(np.append(given, len(codes)), sums.layout.columns)
    return figures(sums, recipes.in_rows(sums.layout), rows)


def whole_shares(sums: Sums) -> Figures:
    """Estimate the share of each cell in the whole table (answers × columns)."""
    recipe = recipes.in_whole(sums.layout)
    rows = np.full(len(recipe.numerators), np.count_nonzero(sums.columns.domain), dtype=np.int64)
    return figures(sums, recipe, rows)


def totals(sums: Sums) -> Figures:
    """Estimate the weighted count of each cell, or the total of the numbers in each column (… × columns + 1)."""
    layout = sums.layout
    numeric = sums.measured.numeric
    recipe = recipes.added(layout, sums.measured.origin) if numeric else recipes.counted(layout)
    return figures(sums, recipe, np.tile(_rows_by_column(sums), layout.answers))


def means(sums: Sums, scores: Sequence[float] = ()) -> Figures:
    """Estimate the mean of the numbers, or of the answers' scores, in each column and in the Total (columns + 1).

    An answer whose score is not a number leaves the base.
    """
    layout = sums.layout
    numeric = sums.measured.numeric
    recipe = recipes.averaged(layout, sums.measured.origin) if numeric else recipes.scored(layout, scores)
    return figures(sums, recipe, _rows_by_column(sums))


def nets(sums: Sums, groups: Sequence[Sequence[int]]) -> Figures:
    """Estimate the share of any answer of each group, such as the top two boxes (groups × columns + 1)."""
    return figures(sums, recipes.netted(sums.layout, groups), np.tile(_rows_by_column(sums), len(groups)))


def _rows_by_column(sums: Sums) -> IntArray:
    """Count the domain's rows in each column and in all, before missing answers and columns leave them."""
    return np.append(sums.columns.rows_in_place[: sums.layout.columns], np.count_nonzero(sums.columns.domain))

"""Withhold further cells of a table where what is withheld could be computed from what is shown.

A cell can be computed from the others of its line: categories sum to their base, the categories of a net to the net,
the columns of a banner question to the Total. So a line has no withheld cell or several, and those together hold
enough people. The figures that are withheld stay in the result; this only marks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, IntArray


@dataclass(frozen=True)
class Grid:
    """Counts of people by cell (rows × columns, the first column the Total), and which cells are withheld."""

    counts: IntArray
    withheld: BoolArray
    bases: IntArray
    fewest: int


def complementary(
    grid: Grid, columns: Sequence[Sequence[int]], categories: Sequence[int], nets: Iterable[tuple[int, Sequence[int]]]
) -> BoolArray:
    """Return which further cells must be withheld (rows × columns).

    `columns` lists for each banner question without overlap the positions of its columns; `categories` are the rows
    that sum to the base (none where respondents may give several), `nets` a row and the rows it unites.
    """
    withheld = grid.withheld.copy()
    for members in columns:
        _whole_columns(grid, withheld, members)
    lines = list(_lines(grid.counts.shape, columns, categories, nets))
    while any(_covered(grid, withheld, line) for line in lines):
        continue
    return withheld & ~grid.withheld


def _whole_columns(grid: Grid, withheld: BoolArray, members: Sequence[int]) -> None:
    """Withhold whole columns until those withheld hold enough people together, the smallest first."""
    small = [column for column in members if withheld[:, column].all()]
    if not small or not len(withheld):
        return
    others = sorted((column for column in members if column not in small), key=lambda column: int(grid.bases[column]))
    while others and (len(small) < 2 or grid.bases[small].sum() < grid.fewest):
        small.append(others.pop(0))
        withheld[:, small[-1]] = True


def _lines(
    shape: tuple[int, ...],
    columns: Sequence[Sequence[int]],
    categories: Sequence[int],
    nets: Iterable[tuple[int, Sequence[int]]],
) -> Iterable[tuple[IntArray, IntArray]]:
    """Give the lines as (rows, columns) of their cells."""
    united = [np.array([net, *parts]) for net, parts in nets]
    for column in range(shape[1]):
        for rows in [*([np.array(categories)] if len(categories) else []), *united]:
            yield rows, np.full(len(rows), column)
    for members in columns:
        line = np.array([0, *members])
        for row in range(shape[0]):
            yield np.full(len(line), row), line


def _covered(grid: Grid, withheld: BoolArray, line: tuple[IntArray, IntArray]) -> bool:
    """Withhold one more cell of a line that needs it: the smallest, the Total last; tell whether one was needed."""
    hidden, counts = withheld[line], grid.counts[line]
    if not hidden.any() or hidden.all() or (hidden.sum() > 1 and counts[hidden].sum() >= grid.fewest):
        return False
    candidates = np.flatnonzero(~hidden)
    is_total = (line[1] == 0)[candidates]
    chosen = candidates[np.lexsort((counts[candidates], counts[candidates] == 0, is_total))[0]]
    withheld[line[0][chosen], line[1][chosen]] = True
    return True

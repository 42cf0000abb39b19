"""Mark what a table may not show: small cells of sensitive questions, and cells that would give them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analysis.arrays import BoolArray, IntArray
from analysis.tables.banner.layout import TableQuestion
from analysis.tables.banner.protecting import Grid, complementary
from analysis.tables.banner.result import CellKey, QuestionHead, QuestionTable, Wish
from analysis.tables.showing import FEWEST_PEOPLE, Suppression, is_small_cell


def withhold(table: QuestionTable, question: TableQuestion, heads: Sequence[QuestionHead], wish: Wish) -> QuestionTable:
    """Mark cells for the sake of disclosure, whatever they are shares of; without an audience nothing is withheld.

    Cells are withheld where fewer people than allowed are in the base and, in a sensitive question, in the cell or in
    the rest of its base; then those from which they follow. A mean goes with any category of its column.
    """
    if wish.audience is None:
        return table
    fewest = FEWEST_PEOPLE[wish.audience]
    bases = np.array([base.n for base in table.bases], dtype=np.int64)
    counts = _counts(table, question, wish)
    small: BoolArray = np.broadcast_to(bases < fewest, counts.shape).copy()
    cells: BoolArray = np.zeros_like(small)
    if question.sensitive:
        for row, column in np.ndindex(*counts.shape):
            cells[row, column] = is_small_cell(int(counts[row, column]), int(bases[column]), wish.audience)
    grid = Grid(counts, small | cells, bases, fewest)
    disjoint = [range(head.first, head.first + head.size) for head in heads if not head.overlapping]
    categories = question.categories if question.exclusive else ()
    nets = [(i, row.parts) for i, row in enumerate(question.answers) if row.kind == "net" and question.exclusive]
    further = complementary(grid, disjoint, categories, nets)
    return _marked(table, small, cells & ~small, further)


def _counts(table: QuestionTable, question: TableQuestion, wish: Wish) -> IntArray:
    if not question.answers:
        return np.array([[base.n for base in table.bases]], dtype=np.int64)
    shape = (len(question.answers), len(table.bases))
    counts = [table.cell(row, column, wish.share_of[0]).n for row, column in np.ndindex(*shape)]
    return np.array(counts, dtype=np.int64).reshape(shape)


def _marked(table: QuestionTable, small: BoolArray, cells: BoolArray, further: BoolArray) -> QuestionTable:
    gone: BoolArray = np.any(small | cells | further, axis=0)
    marked = {}
    for key, cell in (table.cells or {}).items():
        why = _why(key, small, cells, further) if key[0] is not None else None
        if key[0] is None and gone[key[2]]:
            why = "small-base" if small[:, key[2]].any() else "complementary"
        marked[key] = cell if why is None else replace(cell, suppressed=why)
    return replace(table, cells=marked)


def _why(key: CellKey, small: BoolArray, cells: BoolArray, further: BoolArray) -> Suppression | None:
    _, row, column = key
    if small[row, column]:
        return "small-base"
    if cells[row, column]:
        return "small-cell"
    return "complementary" if further[row, column] else None

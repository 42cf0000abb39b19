"""Measure a question by one pass of grouped sums for each banner question; the figures are those of the influences."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.engine.calibrated import NotGroupableError, calibration_of
from analysis.engine.columns import Columns, overlapping, partition
from analysis.engine.figures import Figures, figures
from analysis.engine.grouping import Grouping, group
from analysis.engine.recipes import Recipe
from analysis.engine.sums import Sums
from analysis.estimation.estimates import Estimate
from analysis.replicates import ReplicateDesign
from analysis.tables.banner import recipes
from analysis.tables.banner.layout import BannerQuestion, TableQuestion
from analysis.tables.crosstab import Precision
from analysis.tables.letters import Line

LARGEST = 20_000_000
"""Numbers in one recipe; above it a table is measured by influences, a column at a time."""


@dataclass(frozen=True)
class Block:
    """Rows that come from the same sums: `members` (rows × answers) tells which answers a row unites."""

    sums: Sums
    members: FloatArray
    compared: Figures

    @property
    def rows(self) -> int:
        return self.compared.shape[0]


@dataclass
class Groupings:
    """A design tied to each banner question, once for every domain that is asked about."""

    design: Design
    banner: tuple[BannerQuestion, ...]
    kept: dict[tuple[int, int], tuple[BoolArray, Grouping]] = field(default_factory=dict)
    known: dict[int, tuple[BoolArray, float]] = field(default_factory=dict)

    def df(self, domain: BoolArray) -> float:
        """Return the design's degrees of freedom in a domain."""
        if id(domain) not in self.known:
            self.known[id(domain)] = (domain, float(self.design.df(domain)))
        return self.known[id(domain)][1]

    def of(self, position: int, domain: BoolArray) -> Grouping:
        """Return the grouping of a banner question over a domain; −1 is the Total alone."""
        key = (position, id(domain))
        if key not in self.kept:
            columns = self._total(domain) if position < 0 else self._columns(self.banner[position], domain)
            self.kept[key] = (domain, group(self.design, columns))
        return self.kept[key][1]

    def covering(self, domain: BoolArray) -> int:
        """Return a banner question whose base is the whole domain, so that it has the Total; −1 where there is none."""
        for position, one in enumerate(self.banner):
            if one.columns and np.array_equal(self.of(position, domain).columns.base, domain):
                return position
        return -1

    def _total(self, domain: BoolArray) -> Columns:
        return partition(np.zeros(len(domain), dtype=np.int8), 1, domain)

    def _columns(self, one: BannerQuestion, domain: BoolArray) -> Columns:
        known = domain & one.known
        if not one.overlapping and not (known & (one.codes < 0) & (self.design.weights > 0)).any():
            return partition(one.codes, len(one.columns), known)
        return overlapping([column.rows for column in one.columns], known)


def can_group(
    design: Design, question: TableQuestion, banner: tuple[BannerQuestion, ...], precision: Precision
) -> bool:
    """Tell whether a question can be measured from sums: not with replicates or shares of responses, nor too widely."""
    widest = max((len(one.columns) for one in banner), default=1)
    size = (2 * widest + 1) * (widest + 1) * max(len(question.answers), 1) * max(len(question.categories), 2)
    if isinstance(design, ReplicateDesign) or question.responses or size > LARGEST or precision.deff != "srswr":
        return False
    try:
        calibration_of(design)
    except NotGroupableError:
        return False
    return True


def blocks_of(question: TableQuestion, grouping: Grouping) -> list[Block]:
    """Pass over the data for the rows of a question: once if they exclude each other, else once for each."""
    found = []
    if question.codes is not None and question.answers:
        found.append(_block(grouping.answers(question.codes, len(question.categories)), question.members, grouping))
    elif question.answers:
        for row in range(len(question.answers)):
            codes = np.where(question.base, question.flag(row), -1).astype(np.int8)
            found.append(_block(grouping.answers(codes, 2), np.array([[0.0, 1.0]]), grouping))
    if question.scores is not None:
        sums = grouping.numbers(np.where(question.base, question.scores, np.nan))
        recipe = recipes.compared_means(sums.layout, sums.measured.origin)
        found.append(Block(sums, np.ones((1, 1)), figures(sums, recipe, _rows(grouping, recipe.shape[1], 1))))
    return found


def estimates_of(block: Block, precision: Precision, df: float) -> list[list[Estimate]]:
    """Return the figures of a block row by row: columns, then the Total."""
    width, c = block.compared.shape[1], block.sums.layout.columns
    shown = np.flatnonzero(np.arange(len(block.compared.values)) % width <= c)
    return _by_row(_part(block.compared, shown, (block.rows, c + 1)), precision, df)


def further_shares(block: Block, precision: Precision, df: float, share_of: str) -> list[list[Estimate]]:
    """Return shares of the row or of the whole table, row by row for each column."""
    sums, layout = block.sums, block.sums.layout
    base = sums.columns.domain if share_of == "total" else sums.columns.base
    codes = np.asarray(sums.measured.codes)[base]
    if share_of == "total":
        recipe = recipes.whole_shares(layout, block.members)
        rows = np.full(len(recipe.numerators), len(codes))
    else:
        recipe = recipes.row_shares(layout, block.members)
        counts = np.bincount(codes[codes >= 0].astype(np.int64), minlength=layout.answers)
        rows = np.repeat((block.members @ counts).astype(np.int64), layout.columns)
    return _by_row(figures(sums, recipe, rows), precision, df)


def counts_of(block: Block) -> tuple[IntArray, FloatArray]:
    """Count people, and sum their weights, in each row and column, the Total last (rows × c + 1)."""
    sums, sets = block.sums, block.sums.layout.sets
    people = block.members @ sums.measured.counts @ sets.T
    return np.rint(people).astype(np.int64), np.asarray(block.members @ sums.weights_in_cells @ sets.T)


def lines_from(block: Block) -> tuple[Line, ...]:
    """Return the lines to compare, with the joint covariance of columns and everyone else."""
    compared, c = block.compared, block.sums.layout.columns
    width = 2 * c + 1
    positions = np.concatenate([np.arange(c), np.arange(c + 1, width)])
    base_n = compared.base_n.reshape(-1, width)
    if c == 1 and not base_n[:, -1].any():
        positions = positions[:1]
    found = []
    for row in range(block.rows):
        slopes = compared.slopes.reshape(block.rows, width, -1)[row, positions]
        values = compared.values.reshape(-1, width)[row, positions]
        constant = compared.variance.reshape(-1, width)[row, positions] == 0
        slopes = np.where(constant[:, None], 0.0, slopes)
        covariance = slopes @ block.sums.joint @ slopes.T
        worth = compared.effective_n.reshape(-1, width)[row, positions]
        found.append(Line(values, covariance, base_n[row, positions], worth, c, compared.kind == "share"))
    return tuple(found)


def _block(sums: Sums, members: FloatArray, grouping: Grouping) -> Block:
    recipe = recipes.compared_shares(sums.layout, members)
    return Block(sums, members, figures(sums, recipe, _rows(grouping, recipe.shape[1], len(members))))


def _rows(grouping: Grouping, width: int, repeated: int) -> IntArray:
    """Count the rows of the domain in each column, in all, and in none of them."""
    columns = grouping.columns
    here, all_rows = columns.rows_in_place[: columns.count], int(np.count_nonzero(columns.domain))
    counts = np.concatenate([here, [all_rows], all_rows - here])
    return np.tile(counts[:width], repeated).astype(np.int64)


def _part(found: Figures, positions: IntArray, shape: tuple[int, ...]) -> Figures:
    recipe = found.recipe
    below = None if recipe.denominators is None else recipe.denominators[positions]
    kept = Recipe(recipe.kind, shape, recipe.numerators[positions], below, recipe.bases[positions])
    return Figures(
        found.sums,
        kept,
        found.values[positions],
        found.slopes[positions],
        found.srs_variance[positions],
        found.rows[positions],
    )


def _by_row(found: Figures, precision: Precision, df: float) -> list[list[Estimate]]:
    chosen = precision.interval if found.kind == "share" else None
    listed = found.estimates(df, level=precision.level, interval_of=chosen)
    width = found.shape[-1]
    return [listed[at : at + width] for at in range(0, len(listed), width)]

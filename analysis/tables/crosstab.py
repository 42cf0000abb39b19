"""Cross two variables: weighted cells and shares with their errors, and a test of association."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.estimation.estimates import Deff, Estimate, estimate
from analysis.estimation.intervals import Interval
from analysis.estimation.significance import Association, linear_combination, rao_scott, score, wald
from analysis.estimation.statistics import Statistic, indicators, share, total
from analysis.tables.letters import Line, lines_of, with_effective_degrees

ShareOf: TypeAlias = Literal["column", "row", "total"]
TableTest: TypeAlias = Literal[
    "rao-scott-f", "rao-scott-chisq", "wald", "wald-adjusted", "lincom", "saddlepoint", "wls-score"
]  # fmt: skip


@dataclass(frozen=True)
class Crossing:
    """Two coded variables over one domain; codes count from 0, −1 is missing and leaves the table."""

    design: Design
    rows: IntArray
    columns: IntArray
    shape: tuple[int, int]
    domain: BoolArray

    @cached_property
    def base(self) -> BoolArray:
        return self.domain & (self.rows >= 0) & (self.columns >= 0)

    @cached_property
    def joint(self) -> IntArray:
        """Number the cells column by column; −1 outside the base."""
        return np.where(self.base, self.columns * self.shape[0] + self.rows, -1)

    @cached_property
    def counts(self) -> IntArray:
        """Count the people of positive weight in each cell (rows × columns)."""
        inside = self.base & (self.design.weights > 0)
        return self._by_cell(np.bincount(self.joint[inside], minlength=self.shape[0] * self.shape[1]))

    @cached_property
    def weighted(self) -> FloatArray:
        """Sum the weights in each cell (rows × columns)."""
        weights = self.design.weights[self.base]
        return self._by_cell(np.bincount(self.joint[self.base], weights, self.shape[0] * self.shape[1]))

    def _by_cell(self, values: np.ndarray) -> np.ndarray:
        return values.reshape(self.shape, order="F")

    def column_share(self, column: int | None) -> Statistic:
        """Share of each row in one column, or in all of them (None)."""
        here = np.ones(len(self.base), dtype=np.bool_) if column is None else self.columns == column
        return self._row_shares(here)

    def rest_share(self, column: int) -> Statistic:
        """Share of each row among everyone in the base outside one column."""
        return self._row_shares(self.columns != column)

    def row_share(self, row: int | None) -> Statistic:
        """Share of each column in one row, or in all of them (None)."""
        here = np.ones(len(self.base), dtype=np.bool_) if row is None else self.rows == row
        rows = int((self.domain & here).sum())
        return share(self.design.weights, self.columns, self.shape[1], self.base & here, rows=rows)

    def cell_share(self) -> Statistic:
        """Share of every cell in the whole table, column by column."""
        cells = self.shape[0] * self.shape[1]
        return share(self.design.weights, self.joint, cells, self.base, rows=int(self.domain.sum()))

    def _row_shares(self, here: BoolArray) -> Statistic:
        rows = int((self.domain & here).sum())
        return share(self.design.weights, self.rows, self.shape[0], self.base & here, rows=rows)


@dataclass(frozen=True)
class Cell:
    """One cell; row or column None is the total. `n` and `weighted_n` count the cell, the estimate has the base."""

    row: int | None
    column: int | None
    n: int
    weighted_n: float
    estimate: Estimate


@dataclass(frozen=True)
class Precision:
    """How errors are reported; `df` None takes that of the domain."""

    level: float = 0.95
    interval: Interval | None = None
    df: float | None = None
    deff: Deff = "srswr"


def cells(crossing: Crossing, share_of: ShareOf = "column", precision: Precision | None = None) -> list[Cell]:
    """Estimate every cell and total of a table as shares of its column, its row or the whole."""
    chosen = precision or Precision()
    figures: dict[tuple[int | None, int | None], Estimate] = {}
    for key, figure in _figures(crossing, share_of, chosen):
        figures[key] = figure
    r, c = crossing.shape
    order = [(row, column) for column in (*range(c), None) for row in (*range(r), None)]
    return [_cell(crossing, row, column, figures[row, column]) for row, column in order]


def association(crossing: Crossing, test: TableTest, df: float) -> Association:
    """Test whether rows and columns are independent; empty rows and columns are left out.

    `df` is that of the design. The Pearson X² is scaled to all rows of the domain, as R prints it. Raise NoTestError
    where the table allows no test, LonelyClusterError where the design does not.
    """
    occupied = np.ix_(crossing.counts.sum(axis=1) > 0, crossing.counts.sum(axis=0) > 0)
    kept = _flat_positions(crossing.shape, occupied)
    shape = (len(occupied[0]), occupied[1].shape[1])
    if test == "wls-score":
        scores = total(crossing.design.weights, _scores(crossing, *occupied), crossing.base)
        covariance = crossing.design.covariance([scores], present=crossing.base)
        return score(scores.values, covariance, df, (scores.influences**2).sum(axis=0))
    if test in ("wald", "wald-adjusted"):
        flags = np.nan_to_num(indicators(crossing.joint, crossing.shape[0] * crossing.shape[1]))[:, kept]
        counts = total(crossing.design.weights, flags, crossing.base)
        covariance = crossing.design.covariance([counts], present=crossing.base)
        return wald(counts.values.reshape(shape, order="F"), covariance, df, adjusted=test == "wald-adjusted")
    shares = crossing.cell_share()
    covariance = crossing.design.covariance([shares], present=crossing.base)[np.ix_(kept, kept)]
    values = shares.values[kept].reshape(shape, order="F")
    if test in {"lincom", "saddlepoint"}:
        return linear_combination(values, covariance, int(crossing.domain.sum()), df, test)
    first, second = rao_scott(values, covariance, int(crossing.domain.sum()), df)
    return first if test == "rao-scott-chisq" else second


def lines(crossing: Crossing, df: float) -> tuple[Line, ...]:
    """Return the shares of the columns row by row, ready to be compared; `df` is that of the design."""
    columns = range(crossing.shape[1])
    rests = [crossing.rest_share(column) for column in columns] if len(columns) > 1 else []
    shares = [crossing.column_share(column) for column in columns]
    return lines_of(crossing.design, shares, rests, df, crossing.domain)


def with_degrees_of_pairs(crossing: Crossing, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Give lines the degrees of freedom that the bases of their columns leave each pair."""
    here = [crossing.base & (crossing.columns == column) for column in range(crossing.shape[1])]
    return with_effective_degrees(lines, crossing.design, [*here, *(crossing.base & ~rows for rows in here)])


def _scores(crossing: Crossing, rows: IntArray, columns: IntArray) -> FloatArray:
    """Return each person's score of independence: row less its mean times column less its mean, the first left out."""
    inside = crossing.base & (crossing.design.weights > 0)
    weights = crossing.design.weights[inside]
    parts = []
    for codes, kept in ((crossing.rows, rows.ravel()), (crossing.columns, columns.ravel())):
        flags = (codes[inside, None] == kept[1:]).astype(np.float64)
        parts.append(flags - weights @ flags / (weights.sum() or 1.0))
    first, second = parts
    result = np.zeros((len(inside), first.shape[1] * second.shape[1]))
    result[inside] = (first[:, :, None] * second[:, None, :]).reshape(len(first), -1)
    return result


def _flat_positions(shape: tuple[int, int], occupied: tuple[IntArray, ...]) -> IntArray:
    positions = np.arange(shape[0] * shape[1]).reshape(shape, order="F")
    return positions[occupied].ravel(order="F")


def _figures(
    crossing: Crossing, share_of: ShareOf, precision: Precision
) -> Iterator[tuple[tuple[int | None, int | None], Estimate]]:
    r, c = crossing.shape
    if share_of == "column":
        for column in (*range(c), None):
            shares = _estimated(crossing, crossing.column_share(column), precision)
            yield from (((row, column), shares[row]) for row in range(r))
            yield (None, column), whole(shares[0])
    elif share_of == "row":
        for row in (*range(r), None):
            shares = _estimated(crossing, crossing.row_share(row), precision)
            yield from (((row, column), shares[column]) for column in range(c))
            yield (row, None), whole(shares[0])
    else:
        shares = _estimated(crossing, crossing.cell_share(), precision)
        yield from (((i % r, i // r), shares[i]) for i in range(r * c))
        by_row = _estimated(crossing, crossing.column_share(None), precision)
        yield from (((row, None), by_row[row]) for row in range(r))
        by_column = _estimated(crossing, crossing.row_share(None), precision)
        yield from (((None, column), by_column[column]) for column in range(c))
        yield (None, None), whole(by_row[0])


def _estimated(crossing: Crossing, statistic: Statistic, precision: Precision) -> tuple[Estimate, ...]:
    return estimate(
        crossing.design,
        [statistic],
        level=precision.level,
        interval_of=precision.interval,
        df=precision.df,
        domain=crossing.domain,
        deff=precision.deff,
    ).rows


def whole(part: Estimate) -> Estimate:
    """Return the share of a whole in itself: 1 by definition, without error."""
    known = 1.0 if part.base_n else math.nan
    none = 0.0 if part.base_n else math.nan
    worth = part.base_n / part.deff_weights if part.base_n else 0.0
    return Estimate(
        known, none, part.df, known, known, part.base_n, part.weighted_n, worth, math.nan, part.deff_weights
    )


def _cell(crossing: Crossing, row: int | None, column: int | None, figure: Estimate) -> Cell:
    rows = slice(None) if row is None else slice(row, row + 1)
    columns = slice(None) if column is None else slice(column, column + 1)
    n = int(crossing.counts[rows, columns].sum())
    return Cell(row, column, n, float(crossing.weighted[rows, columns].sum()), figure)

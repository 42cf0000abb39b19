"""Statistics: values, and each respondent's weighted influence on them.

A figure is about its base: a mask over all rows, never a filtered table, so the design keeps every row and figures of
overlapping bases have a joint covariance. Rows of weight 0 are in nobody's count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray

Kind: TypeAlias = Literal["mean", "total", "share", "ratio", "contrast"]
Recompute: TypeAlias = Callable[[FloatArray], FloatArray]

ROUNDING = 1e-14
"""Deviations this small relative to the values are rounding: a constant has no variance."""


@dataclass(frozen=True)
class Statistic:
    """k figures about one base.

    `influences` (rows × k) are weighted: the derivative of the values by each weight, times that weight, 0 outside the
    base. `srs_variance` (k) is that of a simple random sample with replacement of the same size. `rows` counts the
    domain before rows with missing values left (Korn–Graubard intervals need it). `recompute` gives the values under
    other weights, for replicates.
    """

    kind: Kind
    values: FloatArray
    influences: FloatArray
    base: BoolArray
    srs_variance: FloatArray
    rows: int
    recompute: Recompute
    smooth: bool = True

    @property
    def k(self) -> int:
        return len(self.values)


def mean(weights: FloatArray, x: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate the mean Σwx/Σw of each column of x (rows or rows × k) over the base.

    A missing x inside the base makes its mean missing; leave such rows out of the base to drop them.
    """
    return _mean("mean", weights, x, base, rows)


def share(weights: FloatArray, codes: IntArray, k: int, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate the share of each category 0 … k−1 over the base; code −1 is missing and makes all shares missing."""
    return _mean("share", weights, indicators(codes, k), base, rows)


def total(weights: FloatArray, x: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate the total Σwx of each column of x over the base; missing values as in `mean`."""
    x = _columns(x)
    inside = _inside(weights, base)
    taken = np.where(inside[:, None], x, 0.0)
    return Statistic(
        kind="total",
        values=weights @ taken,
        influences=weights[:, None] * taken,
        base=base,
        srs_variance=srs_variance(weights, taken, inside),
        rows=_rows(base, rows),
        recompute=lambda other: np.asarray(other @ taken),
    )


def ratio(weights: FloatArray, y: FloatArray, x: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate Σwy/Σwx over the base, for each column of y against the matching column of x."""
    y, x = _columns(y), _columns(x)
    inside = _inside(weights, base)
    above, below = np.where(inside[:, None], y, 0.0), np.where(inside[:, None], x, 0.0)

    def recompute(other: FloatArray) -> FloatArray:
        return _divided(other @ above, other @ below)

    values = recompute(weights)
    per_row = _divided(above - below * values, np.broadcast_to(weights @ below, above.shape))
    return Statistic(
        kind="ratio",
        values=values,
        influences=weights[:, None] * per_row,
        base=base,
        srs_variance=srs_variance(weights, per_row, inside),
        rows=_rows(base, rows),
        recompute=recompute,
    )


def linear(statistics: Sequence[Statistic], matrix: FloatArray, weights: FloatArray) -> Statistic:
    """Combine the joined values of statistics: `matrix` is combinations × values. The base is all of theirs."""
    rows = np.concatenate([statistic.influences for statistic in statistics], axis=1)
    influences = rows @ matrix.T
    base = np.logical_or.reduce([statistic.base for statistic in statistics])
    inside = _inside(weights, base)
    per_row = np.divide(influences, weights[:, None], out=np.zeros_like(influences), where=inside[:, None])

    def recompute(other: FloatArray) -> FloatArray:
        joined = np.concatenate([statistic.recompute(other) for statistic in statistics])
        return np.asarray(matrix @ joined)

    return Statistic(
        kind="contrast",
        values=matrix @ np.concatenate([statistic.values for statistic in statistics]),
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights, per_row, inside),
        rows=int(base.sum()),
        recompute=recompute,
        smooth=all(statistic.smooth for statistic in statistics),
    )


def difference(first: Statistic, second: Statistic, weights: FloatArray) -> Statistic:
    """Subtract the second from the first, value by value; overlapping bases are accounted for."""
    identity = np.eye(first.k)
    return linear([first, second], np.concatenate([identity, -identity], axis=1), weights)


def part(statistic: Statistic, positions: Sequence[int]) -> Statistic:
    """Keep only some of the values of a statistic."""
    kept = np.asarray(positions, dtype=np.int64)
    return replace(
        statistic,
        values=statistic.values[kept],
        influences=statistic.influences[:, kept],
        srs_variance=statistic.srs_variance[kept],
        recompute=lambda other: statistic.recompute(other)[kept],
    )


def indicators(codes: IntArray, k: int) -> FloatArray:
    """Return rows × k of 0 and 1, all missing in rows of code −1."""
    flags: FloatArray = (codes[:, None] == np.arange(k)[None, :]).astype(np.float64)
    flags[codes < 0] = np.nan
    return flags


def _mean(kind: Kind, weights: FloatArray, x: FloatArray, base: BoolArray, rows: int | None) -> Statistic:
    x = _columns(x)
    inside = _inside(weights, base)
    taken = np.where(inside[:, None], x, 0.0)

    def recompute(other: FloatArray) -> FloatArray:
        found = _divided(other @ taken, np.full(taken.shape[1], other @ inside))
        return np.where(np.abs(found - 1) <= ROUNDING, 1.0, found) if kind == "share" else found

    values, size = recompute(weights), weights @ inside
    centred = np.where(inside[:, None], taken - values, 0.0)
    per_row = np.where(np.abs(centred) <= ROUNDING * np.abs(values), 0.0, centred) / (size or 1.0)
    return Statistic(
        kind=kind,
        values=values,
        influences=weights[:, None] * per_row,
        base=base,
        srs_variance=srs_variance(weights, per_row, inside),
        rows=_rows(base, rows),
        recompute=recompute,
    )


def srs_variance(weights: FloatArray, per_row: FloatArray, inside: BoolArray) -> FloatArray:
    """Return (Σw)²·s²/n of the influences per unit of weight, s² = n/(n−1)·Σw(u−ū)²/Σw; missing where n < 2."""
    n, size = int(inside.sum()), float(weights @ inside)
    if n < 2:
        return np.full(per_row.shape[1], np.nan)
    centre = (weights @ per_row) / size
    squares = weights @ np.where(inside[:, None], per_row - centre, 0.0) ** 2
    rounding = ROUNDING**2 * (weights @ per_row**2)
    return np.asarray(size * np.where(squares <= rounding, 0.0, squares) / (n - 1))


def _inside(weights: FloatArray, base: BoolArray) -> BoolArray:
    return base & (weights > 0)


def _rows(base: BoolArray, rows: int | None) -> int:
    return int(base.sum()) if rows is None else rows


def _columns(x: FloatArray) -> FloatArray:
    return np.asarray(x[:, None] if x.ndim == 1 else x, dtype=np.float64)


def _divided(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide; not a number where the divisor is 0."""
    result: FloatArray = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result

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

Kind: TypeAlias = Literal["mean", "total", "share", "ratio", "contrast", "variance", "quantile"]
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
    members = members_of(weights, base)
    return _mean("mean", weights, _columns(x)[members], base, members, rows)


def share(weights: FloatArray, codes: IntArray, k: int, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate the share of each category 0 … k−1 over the base; code −1 is missing and makes all shares missing."""
    members = members_of(weights, base)
    return _mean("share", weights, indicators(codes[members], k), base, members, rows)


def shares_of_flags(weights: FloatArray, flags: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate the share of each column of 0 and 1 (rows × k) over the base; they may overlap."""
    members = members_of(weights, base)
    return _mean("share", weights, flags[members], base, members, rows)


def shares_of_sum(
    weights: FloatArray, flags: FloatArray, counts: FloatArray, base: BoolArray, *, rows: int | None = None
) -> Statistic:
    """Estimate what part each column of 0 and 1 has in the total of `counts`, such as that of all responses."""
    below = np.broadcast_to(counts[:, None], flags.shape)
    return replace(ratio(weights, flags, below, base, rows=rows), kind="share")


def total(weights: FloatArray, x: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate the total Σwx of each column of x over the base; missing values as in `mean`."""
    members = members_of(weights, base)
    taken = _columns(x)[members]

    def recompute(other: FloatArray) -> FloatArray:
        return np.asarray(other[members] @ taken)

    return _statistic("total", weights, recompute, taken, base, members, rows)


def ratio(weights: FloatArray, y: FloatArray, x: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate Σwy/Σwx over the base, for each column of y against the matching column of x."""
    members = members_of(weights, base)
    above, below = _columns(y)[members], _columns(x)[members]

    def recompute(other: FloatArray) -> FloatArray:
        return _divided(other[members] @ above, other[members] @ below)

    residuals = above - below * recompute(weights)
    per_row = _divided(residuals, np.broadcast_to(weights[members] @ below, residuals.shape))
    return _statistic("ratio", weights, recompute, per_row, base, members, rows)


def linear(statistics: Sequence[Statistic], matrix: FloatArray, weights: FloatArray) -> Statistic:
    """Combine the joined values of statistics: `matrix` is combinations × values. The base is all of theirs."""
    rows = np.concatenate([statistic.influences for statistic in statistics], axis=1)
    influences = rows @ matrix.T
    base = np.logical_or.reduce([statistic.base for statistic in statistics])
    members = members_of(weights, base)

    def recompute(other: FloatArray) -> FloatArray:
        joined = np.concatenate([statistic.recompute(other) for statistic in statistics])
        return np.asarray(matrix @ joined)

    return Statistic(
        kind="contrast",
        values=matrix @ np.concatenate([statistic.values for statistic in statistics]),
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights[members], influences[members] / weights[members, None]),
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


def members_of(weights: FloatArray, base: BoolArray) -> IntArray:
    """Return the rows of the base that have a positive weight."""
    return np.flatnonzero(base & (weights > 0))


def srs_variance(weights: FloatArray, per_row: FloatArray) -> FloatArray:
    """Return (Σw)²·s²/n of the influences per unit of weight, s² = n/(n−1)·Σw(u−ū)²/Σw; missing where n < 2.

    Weights and influences (members × k) are those of the members of the base only.
    """
    n, k = per_row.shape
    if n < 2:
        return np.full(k, np.nan)
    size = float(weights.sum())
    squares = weights @ (per_row - (weights @ per_row) / size) ** 2
    rounding = ROUNDING**2 * (weights @ per_row**2)
    return np.asarray(size * np.where(squares <= rounding, 0.0, squares) / (n - 1))


def _mean(
    kind: Kind, weights: FloatArray, taken: FloatArray, base: BoolArray, members: IntArray, rows: int | None
) -> Statistic:
    def recompute(other: FloatArray) -> FloatArray:
        inside = other[members]
        found = _divided(inside @ taken, np.full(taken.shape[1], inside.sum()))
        return np.where(np.abs(found - 1) <= ROUNDING, 1.0, found) if kind == "share" else found

    values = recompute(weights)
    centred = taken - values
    centred[np.abs(centred) <= ROUNDING * np.abs(values)] = 0.0
    per_row = centred / (weights[members].sum() or 1.0)
    return _statistic(kind, weights, recompute, per_row, base, members, rows)


def _statistic(
    kind: Kind,
    weights: FloatArray,
    recompute: Recompute,
    per_row: FloatArray,
    base: BoolArray,
    members: IntArray,
    rows: int | None,
) -> Statistic:
    """Spread the influences per unit of weight (members × k) over all rows."""
    influences = np.zeros((len(weights), per_row.shape[1]))
    influences[members] = weights[members, None] * per_row
    return Statistic(
        kind=kind,
        values=recompute(weights),
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights[members], per_row),
        rows=int(base.sum()) if rows is None else rows,
        recompute=recompute,
    )


def _columns(x: FloatArray) -> FloatArray:
    return np.asarray(x[:, None] if x.ndim == 1 else x, dtype=np.float64)


def _divided(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide; not a number where the divisor is 0."""
    result: FloatArray = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below != 0)
    return result

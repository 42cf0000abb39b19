"""Tests: association in a table, pairs of figures, and what many tests at once do to a p-value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy import linalg
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation import distributions
from analysis.estimation.quadratic_forms import Tail, f_tail

Adjustment: TypeAlias = Literal["holm", "none", "bonferroni", "bh"]


SINGULAR = 1e-10
"""Variances this small relative to those of a simple random sample are rounding."""

ROUNDING = 1e-15
NO_VARIANCE = "The design leaves no variance to test against."


class NoTestError(Exception):
    """The table has too few rows, columns or degrees of freedom for the test."""


@dataclass(frozen=True)
class Association:
    """A test of independence; `ddf` is None for a χ² reference, `adjusted` the Rao–Scott corrected X²."""

    statistic: float
    ndf: float
    ddf: float | None
    p: float
    adjusted: float | None = None


@dataclass(frozen=True)
class Comparison:
    """A difference of two figures tested against 0; t and p are not a number where there is no variance."""

    difference: float
    se: float
    t: float
    df: float
    p: float


def rao_scott(shares: FloatArray, covariance: FloatArray, n: int, df: float) -> tuple[Association, Association]:
    """Test independence with the first-order χ² and the second-order F of Rao and Scott (1984).

    `shares` is rows × columns and sums to 1; `covariance` belongs to the shares read column by column; `n` scales the
    Pearson X². Returns (first order, second order). Raise NoTestError for a table of one row or column.
    """
    pearson, effects = _design_effects(shares, covariance, n)
    k, trace, square = len(effects), float(np.trace(effects)), float(np.trace(effects @ effects))
    adjusted = pearson / (trace / k)
    first = Association(pearson, k, None, distributions.chi_square_tail(adjusted, k), adjusted)
    ndf = trace**2 / square
    return first, Association(pearson / trace, ndf, ndf * df, _f_tail(pearson / trace, ndf, ndf * df))


def linear_combination(shares: FloatArray, covariance: FloatArray, n: int, df: float, tail: Tail) -> Association:
    """Test independence by the distribution of the Pearson X² itself, a sum of χ² weighted by the design effects.

    Arguments and errors are those of `rao_scott`; `df` of the design scale the divisor.
    """
    pearson, effects = _design_effects(shares, covariance, n)
    ddf = float(np.trace(effects)) ** 2 / float(np.trace(effects @ effects)) * df
    weights = np.asarray(np.linalg.eigvalsh(effects), dtype=np.float64)
    return Association(pearson, len(effects), ddf, f_tail(pearson, weights, ddf, tail))


def _design_effects(shares: FloatArray, covariance: FloatArray, n: int) -> tuple[float, FloatArray]:
    """Return the Pearson X² and the symmetric matrix whose eigenvalues are the generalised design effects.

    Which contrasts empty cells make unknowable follows from where they are, not from how small the others get.
    """
    r, c = shares.shape
    if r < 2 or c < 2:
        raise NoTestError("A test of association needs at least two rows and two columns.")
    if not np.isfinite(covariance).all():
        raise NoTestError(NO_VARIANCE)
    flat = shares.ravel(order="F")
    filled = flat > 0
    contrasts = np.kron(linalg.helmert(c), linalg.helmert(r)).T
    if _has_cycle(~(shares > 0)):
        raise NoTestError("The table has too many empty cells for this test.")
    whitened = linalg.qr(contrasts[filled] / np.sqrt(flat[filled])[:, None], mode="r")[0][: contrasts.shape[1]]
    weighted = np.zeros_like(contrasts)
    weighted[filled] = contrasts[filled] / flat[filled][:, None]
    half = linalg.solve_triangular(whitened, weighted.T @ covariance @ weighted, trans="T")
    effects = n * linalg.solve_triangular(whitened, half.T, trans="T")
    if not float(np.trace(effects)) > SINGULAR * len(effects):
        raise NoTestError(NO_VARIANCE)
    return n * _pearson(shares), effects


def _has_cycle(empty: BoolArray) -> bool:
    """Tell whether empty cells, as links between their rows and columns, close a circle.

    Just then a table that is 0 wherever there are people can still have rows and columns that sum to 0: that contrast
    is unknowable.
    """
    r, c = empty.shape
    links = coo_array((np.ones(int(empty.sum())), (np.nonzero(empty)[0], r + np.nonzero(empty)[1])), shape=(r + c,) * 2)
    trees, _ = connected_components(links, directed=False)
    return bool(empty.sum() > r + c - trees)


def wald(totals: FloatArray, covariance: FloatArray, df: float, *, adjusted: bool) -> Association:
    """Test independence by the Wald statistic of weighted counts minus those expected (Koch, Freeman and Freeman 1975).

    `totals` is rows × columns, `covariance` that of the totals read column by column; `adjusted` takes the loss of
    degrees of freedom into account. Raise NoTestError where the covariance of the deviations is singular.
    """
    r, c = totals.shape
    if r < 2 or c < 2:
        raise NoTestError("A test of association needs at least two rows and two columns.")
    size, by_row, by_column = totals.sum(), totals.sum(axis=1), totals.sum(axis=0)
    expected = np.outer(by_row, by_column) / size
    in_row = np.kron(np.ones((c, c)), np.eye(r)) * np.repeat(by_column, r)[:, None] / size
    in_column = np.kron(np.eye(c), np.ones((r, r))) * np.tile(by_row, c)[:, None] / size
    slope = np.eye(r * c) - in_row - in_column + (expected / size).ravel(order="F")[:, None]
    inner = np.arange(r * c).reshape((r, c), order="F")[1:, 1:].ravel(order="F")
    deviation = (totals - expected).ravel(order="F")[inner]
    spread = (slope @ covariance @ slope.T)[np.ix_(inner, inner)]
    k = len(inner)
    if not np.isfinite(spread).all() or rank_of(spread) < k:
        raise NoTestError("There are too few clusters for a Wald test of this table.")
    raw = float(deviation @ np.linalg.solve(spread, deviation))
    if not adjusted:
        return Association(raw / k, k, df, _f_tail(raw / k, k, df))
    ddf = df - k + 1
    if ddf <= 0:
        raise NoTestError("There are too few clusters for an adjusted Wald test of this table.")
    statistic = raw / k if math.isinf(df) else raw * ddf / (k * df)
    return Association(statistic, k, ddf, _f_tail(statistic, k, ddf))


def score(values: FloatArray, covariance: FloatArray, df: float, usual: FloatArray) -> Association:
    """Test that scores of independence sum to 0 (Lipsitz and others 2015); empty cells do no harm.

    `values` are the summed scores, `usual` their variances without clusters and strata. Directions in which the design
    leaves no variance are not counted. Raise NoTestError where none is left.
    """
    if not np.isfinite(covariance).all():
        raise NoTestError(NO_VARIANCE)
    own = np.diag(covariance)
    size = np.sqrt(np.where(own > SINGULAR * usual, own, 0.0))
    scaled = np.divide(covariance, np.outer(size, size), out=np.zeros_like(covariance), where=np.outer(size, size) > 0)
    k = int(np.linalg.matrix_rank(scaled, hermitian=True, tol=1e-9)) if len(values) else 0
    if not k:
        raise NoTestError(NO_VARIANCE)
    standard = np.divide(values, size, out=np.zeros_like(values), where=size > 0)
    raw = float(standard @ np.linalg.pinv(scaled, rcond=1e-9, hermitian=True) @ standard)
    return Association(raw / k, k, df, _f_tail(raw / k, k, df))


def rank_of(covariance: FloatArray, usual: FloatArray | None = None) -> int:
    """Count the directions in which a covariance is more than rounding, whatever the units of what varies.

    `usual` holds the variances to measure against where units differ, such as those of a model; None takes its own.
    """
    own = np.maximum(np.diag(covariance), 0.0)
    size = np.sqrt(np.where(own > ROUNDING * own.max(initial=0.0), own, 0.0) if usual is None else usual)
    scale = np.outer(size, size)
    scaled = np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)
    found = np.linalg.eigvalsh(scaled)
    return int(np.count_nonzero(found > SINGULAR * found.max(initial=0.0)))


def compare(difference: float, variance: float, df: float) -> Comparison:
    """Test a difference against 0 with Student's t."""
    se = math.sqrt(variance) if variance >= 0 else math.nan
    t = difference / se if se > 0 else math.nan
    return Comparison(difference, se, t, df, two_sided(t, df))


def two_sided(t: float, df: float) -> float:
    """Return the two-sided p-value of t; the normal one where df is infinite."""
    if math.isnan(t) or not df > 0:
        return math.nan
    return distributions.two_sided(t, df)


def adjusted(p: Sequence[float], method: Adjustment) -> list[float]:
    """Adjust p-values for being many; those that are not a number stay so and are not counted."""
    values = np.asarray(p, dtype=np.float64)
    counted = np.flatnonzero(~np.isnan(values))
    result = np.full(len(values), np.nan)
    result[counted] = _ADJUST[method](values[counted])
    return [float(value) for value in result]


def _holm(p: FloatArray) -> FloatArray:
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    result = np.empty_like(p)
    result[order] = np.minimum(stepped, 1.0)
    return result


def _benjamini_hochberg(p: FloatArray) -> FloatArray:
    order = np.argsort(p, kind="stable")[::-1]
    ranks = np.arange(len(p), 0, -1)
    result = np.empty_like(p)
    result[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / ranks), 1.0)
    return result


def _bonferroni(p: FloatArray) -> FloatArray:
    return np.minimum(p * len(p), 1.0)


def _unadjusted(p: FloatArray) -> FloatArray:
    return p


_ADJUST: dict[Adjustment, Callable[[FloatArray], FloatArray]] = {
    "holm": _holm,
    "bh": _benjamini_hochberg,
    "bonferroni": _bonferroni,
    "none": _unadjusted,
}


def _pearson(shares: FloatArray) -> float:
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    parts = np.divide((shares - expected) ** 2, expected, out=np.zeros_like(expected), where=expected > 0)
    return float(parts.sum())


def _f_tail(statistic: float, ndf: float, ddf: float) -> float:
    if math.isinf(ddf):
        return distributions.chi_square_tail(statistic * ndf, ndf)
    return distributions.f_tail(statistic, ndf, ddf) if ddf > 0 else math.nan

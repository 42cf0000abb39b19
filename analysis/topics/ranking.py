"""Say which ranks the data allow, from the joint covariance of the figures ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation import distributions

DRAWS = 4000


@dataclass(frozen=True)
class Ranks:
    """For each figure the best and worst rank (1 is the highest value) that no test rules out, and P(top k).

    `above` marks the figures above the mean of all the others.
    """

    best: tuple[int, ...]
    worst: tuple[int, ...]
    above: tuple[bool, ...]
    in_top: FloatArray
    top: int


def in_order(ranks: Ranks, order: Sequence[int]) -> Ranks:
    """Return ranks of the same figures in another order: place by place the old one."""
    best, worst = (tuple(of[at] for at in order) for of in (ranks.best, ranks.worst))
    return Ranks(best, worst, tuple(ranks.above[at] for at in order), ranks.in_top[list(order)], ranks.top)


def ranks(values: FloatArray, covariance: FloatArray, df: float, *, alpha: float, top: int, seed: int) -> Ranks:
    """Rank values: all pairs are tested together (Holm), so the ranges hold jointly at 1 − alpha."""
    higher = clearly_higher(values, covariance, df, alpha)
    best = tuple(int(1 + higher[:, at].sum()) for at in range(len(values)))
    worst = tuple(int(len(values) - higher[at].sum()) for at in range(len(values)))
    above = tuple(bool(is_above) for is_above in above_average(values, covariance, df, alpha))
    return Ranks(best, worst, above, chance_of_top(values, covariance, top, seed), top)


def clearly_higher(values: FloatArray, covariance: FloatArray, df: float, alpha: float) -> BoolArray:
    """Tell for each pair (row, column) whether the row's value is above the column's, Holm over all pairs.

    Shares without an error that are neither 0 nor 1 are fixed by how the sample was drawn, and known.
    """
    k = len(values)
    first, second = np.triu_indices(k, 1)
    variances = np.diag(covariance)
    errors = np.sqrt(np.maximum(variances[first] + variances[second] - 2 * covariance[first, second], 0))
    gaps = values[first] - values[second]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(errors > 0, np.abs(gaps) / errors, 0.0)
    within = (values > 0) & (values < 1)
    t[(errors == 0) & (gaps != 0) & within[first] & within[second]] = np.inf
    rejected = holm(distributions.two_sided_each(t, max(df, 1.0))) < alpha
    result = np.zeros((k, k), dtype=np.bool_)
    result[first, second] = rejected & (gaps > 0)
    result[second, first] = rejected & (gaps < 0)
    return result


def above_average(values: FloatArray, covariance: FloatArray, df: float, alpha: float) -> BoolArray:
    """Tell which values are above the mean of all the others, Holm over all values."""
    k = len(values)
    contrasts = np.eye(k) - (1 - np.eye(k)) / max(k - 1, 1)
    gaps = contrasts @ values
    errors = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", contrasts, covariance, contrasts), 0))
    t = np.divide(gaps, errors, out=np.zeros(k), where=errors > 0)
    return np.asarray((holm(distributions.two_sided_each(t, max(df, 1.0))) < alpha) & (gaps > 0))


def chance_of_top(values: FloatArray, covariance: FloatArray, top: int, seed: int) -> FloatArray:
    """Return each figure's probability of being among the `top`, from the shrunken joint distribution.

    The values are taken as normal around a common mean with the spread that sampling error does not explain
    (moments); drawing from the sampling distribution itself would overstate the leaders.
    """
    k = len(values)
    spread = float(values.var(ddof=1)) - float((np.trace(covariance) - covariance.sum() / k) / (k - 1))
    if spread <= 0:
        return np.full(k, top / k)
    noise = covariance + np.eye(k) * 1e-12
    shrink = spread * np.linalg.inv(noise + spread * np.eye(k))
    centre = values.mean() + shrink @ (values - values.mean())
    posterior = spread * (np.eye(k) - shrink)
    draws = np.random.default_rng(seed).multivariate_normal(centre, (posterior + posterior.T) / 2, DRAWS)
    order = np.argsort(-draws, axis=1)[:, :top]
    return np.bincount(order.ravel(), minlength=k) / DRAWS


def holm(p: FloatArray) -> FloatArray:
    """Adjust p-values for the whole family (Holm 1979); a missing p stays missing and is not counted."""
    return _adjusted(p, step_down=True)


def benjamini_hochberg(p: FloatArray) -> FloatArray:
    """Adjust p-values for the false discovery rate (Benjamini and Hochberg 1995)."""
    return _adjusted(p, step_down=False)


def _adjusted(p: FloatArray, *, step_down: bool) -> FloatArray:
    result = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    m, places = len(order), np.arange(1, len(order) + 1)
    if step_down:
        result[order] = np.minimum(np.maximum.accumulate((m - places + 1) * p[order]), 1.0)
    else:
        result[order] = np.minimum(np.minimum.accumulate((m / places * p[order])[::-1])[::-1], 1.0)
    return result

"""Variances, and what is made of them: Cronbach's alpha."""

from __future__ import annotations

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation.statistics import Statistic, members_of, srs_variance


def variance(weights: FloatArray, x: FloatArray, base: BoolArray, *, rows: int | None = None) -> Statistic:
    """Estimate n/(n−1)·Σw(x−x̄)²/Σw of each column of x (rows × k) over the base; a missing x makes it missing.

    n counts the sample: it stays under replicates that give some of its rows the weight 0, as in R.
    """
    members = members_of(weights, base)
    taken = np.asarray(x if x.ndim == 2 else x[:, None], dtype=np.float64)[members]

    def recompute(other: FloatArray) -> FloatArray:
        inside = other[members]
        n, size = len(members), float(inside.sum())
        if n < 2 or size <= 0:
            return np.full(taken.shape[1], np.nan)
        return np.asarray(inside @ (taken - (inside @ taken) / size) ** 2 / size * (n / (n - 1)))

    values = recompute(weights)
    inside = weights[members]
    n, size = len(members), float(inside.sum()) or 1.0
    squares = (taken - (inside @ taken) / size) ** 2 * (n / max(n - 1, 1))
    per_row = (squares - values) / size
    influences = np.zeros((len(weights), taken.shape[1]))
    influences[members] = inside[:, None] * per_row
    return Statistic(
        kind="variance",
        values=values,
        influences=influences,
        base=base,
        srs_variance=srs_variance(inside, per_row),
        rows=int(base.sum()) if rows is None else rows,
        recompute=recompute,
    )


def alpha(weights: FloatArray, items: FloatArray, base: BoolArray) -> Statistic:
    """Estimate Cronbach's alpha of items (rows × k, k ≥ 2): k/(k−1)·(1 − sum of variances / variance of the sum)."""
    k = items.shape[1]
    parts = variance(weights, np.concatenate([items, items.sum(axis=1, keepdims=True)], axis=1), base)
    factor = k / (k - 1)

    def of(values: FloatArray) -> FloatArray:
        whole = values[-1] if values[-1] > 0 else np.nan
        return np.array([factor * (1 - values[:-1].sum() / whole)])

    whole = parts.values[-1] if parts.values[-1] > 0 else np.nan
    slopes = np.append(np.full(k, -factor / whole), factor * parts.values[:-1].sum() / whole**2)
    influences = np.nan_to_num(parts.influences @ slopes[:, None])
    members = members_of(weights, base)
    return Statistic(
        kind="contrast",
        values=of(parts.values),
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights[members], influences[members] / weights[members, None]),
        rows=int(base.sum()),
        recompute=lambda other: of(parts.recompute(other)),
    )

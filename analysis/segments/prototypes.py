"""Discover segments around prototypes of numbers and categories together (k-prototypes, Huang 1998)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray, sums_by

MOST_STEPS = 100


@dataclass(frozen=True)
class Prototypes:
    """`cluster` by row (−1 outside the base); centres of numbers (k × numbers) and categories (k × categories).

    `within` sums the distances to the own centre by cluster, weighted.
    """

    cluster: IntArray
    numbers: FloatArray
    categories: IntArray
    within: FloatArray
    exchange: float

    @property
    def total_within(self) -> float:
        return float(self.within.sum())


@dataclass(frozen=True)
class _Points:
    numbers: FloatArray
    codes: IntArray
    weights: FloatArray
    exchange: float

    def distances(self, numbers: FloatArray, codes: IntArray) -> FloatArray:
        """Return points × centres: squared differences of numbers, and `exchange` for each category that differs."""
        apart = np.stack([((self.numbers - centre) ** 2).sum(axis=1) for centre in numbers], axis=1)
        differing = np.stack([(self.codes != centre).sum(axis=1) for centre in codes], axis=1)
        return np.asarray(apart + self.exchange * differing)


def prototypes(
    numbers: FloatArray,
    codes: IntArray,
    k: int,
    weights: FloatArray,
    base: BoolArray,
    *,
    exchange: float | None = None,
    starts: int = 20,
    seed: int = 1,
    first: IntArray | None = None,
) -> Prototypes:
    """Group rows of numbers (rows × p) and codes (rows × q) around k prototypes: the best of many starts.

    `exchange` is what one differing category costs in squared units of the numbers; where none is given, the mean
    variance of the numbers over the mean chance that two people differ in a category. `first` names k rows to start
    from, and makes the result certain. Rows with a missing number or a code of −1 leave the base.
    """
    inside = np.flatnonzero(base & (weights > 0) & ~np.isnan(numbers).any(axis=1) & (codes >= 0).all(axis=1))
    if len(inside) < k:
        raise ValueError(f"There are {len(inside)} complete rows for {k} prototypes.")
    cost = exchange_between(numbers[inside], codes[inside], weights[inside]) if exchange is None else exchange
    points = _Points(numbers[inside], codes[inside], weights[inside], cost)
    if first is not None:
        best = _settled(points, np.searchsorted(inside, first))
    else:
        random = np.random.default_rng(seed)
        tries = [_settled(points, random.choice(len(inside), k, replace=False)) for _ in range(starts)]
        best = min(tries, key=lambda made: made.total_within)
    cluster = np.full(len(base), -1, dtype=np.int64)
    cluster[inside] = best.cluster
    return Prototypes(cluster, best.numbers, best.categories, best.within, cost)


def exchange_between(numbers: FloatArray, codes: IntArray, weights: FloatArray) -> float:
    """Return what a differing category should cost for numbers and categories to count alike."""
    if not numbers.shape[1] or not codes.shape[1]:
        return 1.0
    spread = float(np.diag(np.atleast_2d(np.cov(numbers.T, aweights=weights))).mean())
    shares = [np.bincount(column, weights=weights) / weights.sum() for column in codes.T]
    differing = float(np.mean([1 - (share**2).sum() for share in shares]))
    return spread / differing if differing > 0 else 1.0


def _settled(points: _Points, first: IntArray) -> Prototypes:
    """Move rows and centres in turn until nobody moves; a centre that loses everybody stays where it was."""
    numbers, codes = points.numbers[first].copy(), points.codes[first].copy()
    cluster = np.full(len(points.weights), -1, dtype=np.int64)
    for _ in range(MOST_STEPS):
        before, cluster = cluster, points.distances(numbers, codes).argmin(axis=1)
        if (before == cluster).all():
            break
        for at in np.unique(cluster):
            inside = cluster == at
            own = points.weights[inside]
            numbers[at] = own @ points.numbers[inside] / own.sum()
            codes[at] = [int(np.bincount(column, weights=own).argmax()) for column in points.codes[inside].T]
    apart = points.distances(numbers, codes)[np.arange(len(cluster)), cluster]
    within = sums_by(cluster, (apart * points.weights)[:, None], len(first))[:, 0]
    return Prototypes(cluster, numbers, codes, within, points.exchange)

"""Choose how many kinds of people there are, and say how stable they are.

Latent classes: the number with the lowest BIC among those whose classes all hold 5 %. Prototypes: the number with the
highest mean silhouette (Rousseeuw 1987, distances to prototypes). Stability is the mean adjusted Rand index (Hubert and
Arabie 1985) between the kinds found and those found again in bootstrap samples, over everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.segments.features import Feature
from analysis.segments.latent import SMALLEST_CLASS, latent_classes
from analysis.segments.prototypes import exchange_between, prototypes

Method: TypeAlias = Literal["latent", "prototypes"]
MOST_FITTED = 2000
"""Kinds are fitted to at most so many people, drawn by the seed; everybody is assigned."""

STARTS, RESTARTS, PATIENCE = 8, 2, 2
STABLE = 0.6


@dataclass(frozen=True)
class Fit:
    """One number of kinds: the criterion (BIC or silhouette), and the share of the smallest kind."""

    k: int
    criterion: float
    smallest: float
    entropy: float

    @property
    def allowed(self) -> bool:
        return self.smallest >= SMALLEST_CLASS


@dataclass(frozen=True)
class Discovered:
    """The numbers tried, the one chosen, who is of which kind (−1 outside the base), and how stable that is.

    With `k` 1 there is one kind only. `kind` numbers the largest first.
    """

    method: Method
    path: tuple[Fit, ...]
    k: int
    kind: IntArray
    stability: float
    entropy: float


def discover(
    features: Sequence[Feature],
    weights: FloatArray,
    base: BoolArray,
    *,
    most: int,
    resamples: int,
    seed: int,
) -> Discovered:
    """Try 1 to `most` kinds (prototypes: from 2) of the people in the base, and assign each to one.

    Latent classes stop where two more classes have not lowered the BIC.
    """
    rng = np.random.default_rng(seed)
    fitter: _Fitter = _Latent(features) if all(f.numbers is None for f in features) else _Prototypes(features)
    whom = base & fitter.usable & (weights > 0)
    sample = _some(np.flatnonzero(whom), weights, rng)
    path, best = [], None
    for k in range(fitter.fewest, most + 1):
        fitted = fitter.fit(k, sample, weights, STARTS, seed + k)
        path.append(fitted)
        if fitted.fit.allowed and (best is None or fitter.better(fitted.fit, best.fit)):
            best = fitted
        if best is not None and k - best.fit.k >= PATIENCE and fitter.method == "latent":
            break
    fits = tuple(one.fit for one in path)
    if best is None or best.fit.k == 1:
        return Discovered(fitter.method, fits, 1, np.where(whom, 0, -1), 1.0, 1.0)
    kind = _by_size(np.where(whom, best.assign(), -1), weights)
    again = [
        fitter.fit(best.fit.k, rng.choice(sample, len(sample)), weights, RESTARTS, seed + 100 + at).assign()
        for at in range(resamples)
    ]
    agreement = [adjusted_rand(kind[whom], other[whom], weights[whom]) for other in again]
    stability = float(np.mean(agreement)) if agreement else float("nan")
    return Discovered(fitter.method, fits, best.fit.k, kind, stability, best.fit.entropy)


def adjusted_rand(first: IntArray, second: IntArray, weights: FloatArray) -> float:
    """Compare two groupings of the same people: 1 where they are the same, 0 where no more alike than by chance."""
    table = np.zeros((int(first.max()) + 1, int(second.max()) + 1))
    np.add.at(table, (first, second), weights * len(weights) / weights.sum())
    n = table.sum()

    def pairs(counts: FloatArray) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    both, rows, columns = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = rows * columns / (n * (n - 1) / 2)
    largest = (rows + columns) / 2
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def _some(rows: IntArray, weights: FloatArray, rng: np.random.Generator) -> IntArray:
    if len(rows) <= MOST_FITTED:
        return rows
    return np.sort(rng.choice(rows, MOST_FITTED, replace=False))


def _by_size(kind: IntArray, weights: FloatArray) -> IntArray:
    known = kind >= 0
    sizes = np.bincount(kind[known], weights=weights[known])
    place = np.empty(len(sizes), dtype=np.int64)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.where(known, place[np.maximum(kind, 0)], -1)


@dataclass(frozen=True)
class _Fitted:
    """One fit, and the kind of every row of the data under it."""

    fit: Fit
    rows: IntArray

    def assign(self) -> IntArray:
        return self.rows


class _Latent:
    """Fit latent classes to codes; a missing answer adds nothing."""

    method: Method = "latent"
    fewest = 1

    def __init__(self, features: Sequence[Feature]) -> None:
        self.codes = np.stack([feature.codes for feature in features], axis=1)
        self.sizes = tuple(max(len(feature.levels), 2) for feature in features)
        self.usable: BoolArray = np.asarray((self.codes >= 0).any(axis=1))

    def fit(self, k: int, sample: IntArray, weights: FloatArray, starts: int, seed: int) -> _Fitted:
        """Fit to the sampled rows, and give everybody the likeliest class."""
        codes, own = self.codes[sample], weights[sample]
        everyone = np.ones(len(sample), dtype=np.bool_)
        starts = starts if k > 1 else 1
        found = latent_classes(codes, self.sizes, k, own, everyone, starts=starts, seed=seed, quick=True)
        logs = np.tile(np.log(np.maximum(found.shares, 1e-300)), (len(self.codes), 1))
        for column, profile in zip(self.codes.T, found.profiles, strict=True):
            known = column >= 0
            logs[known] += np.log(np.maximum(profile[:, column[known]].T, 1e-300))
        return _Fitted(Fit(k, found.bic, float(found.shares.min()), found.entropy), logs.argmax(axis=1))

    @staticmethod
    def better(one: Fit, other: Fit) -> bool:
        return one.criterion < other.criterion


class _Prototypes:
    """Fit prototypes to numbers of unit variance and codes together; people need every answer."""

    method: Method = "prototypes"
    fewest = 2

    def __init__(self, features: Sequence[Feature]) -> None:
        numbers = np.stack([f.numbers for f in features if f.numbers is not None], axis=1)
        spread = np.nanstd(numbers, axis=0)
        self.numbers = numbers / np.where(spread > 0, spread, 1.0)
        codes = [feature.codes for feature in features if feature.numbers is None]
        self.codes = np.stack(codes, axis=1) if codes else np.zeros((len(numbers), 0), dtype=np.int64)
        self.usable: BoolArray = np.asarray(~np.isnan(self.numbers).any(axis=1) & (self.codes >= 0).all(axis=1))

    def fit(self, k: int, sample: IntArray, weights: FloatArray, starts: int, seed: int) -> _Fitted:
        """Fit to the sampled rows, and give everybody the nearest prototype."""
        numbers, codes, own = self.numbers[sample], self.codes[sample], weights[sample]
        cost = exchange_between(numbers, codes, own)
        everyone = np.ones(len(sample), dtype=np.bool_)
        found = prototypes(numbers, codes, k, own, everyone, exchange=cost, starts=starts, seed=seed)
        near = np.stack(
            [
                ((self.numbers - centre) ** 2).sum(axis=1) + cost * (self.codes != category).sum(axis=1)
                for centre, category in zip(found.numbers, found.categories, strict=True)
            ],
            axis=1,
        )
        near = np.where(np.isnan(near), np.inf, near)
        rows = near.argmin(axis=1)
        shares = np.bincount(rows[sample], weights=own, minlength=k) / own.sum()
        two = np.sort(np.sqrt(near[sample]), axis=1)[:, :2]
        silhouette = np.divide(two[:, 1] - two[:, 0], two[:, 1], out=np.zeros(len(two)), where=two[:, 1] > 0)
        fit = Fit(k, float(own @ silhouette / own.sum()), float(shares.min()), float("nan"))
        return _Fitted(fit, rows)

    @staticmethod
    def better(one: Fit, other: Fit) -> bool:
        return one.criterion > other.criterion


_Fitter: TypeAlias = _Latent | _Prototypes

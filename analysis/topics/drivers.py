"""Share out how much of an outcome's variance each of several predictors accounts for; never said to be its cause."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal, TypeAlias, get_args

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.estimation.pairwise import Listwise, Moments
from analysis.estimation.statistics import Statistic

Measure: TypeAlias = Literal["shapley", "johnson", "first", "last", "betasq", "pratt", "car"]
MEASURES: tuple[Measure, ...] = get_args(Measure)

MOST_PREDICTORS = 16
"""Shapley values compare every subset: 2 to this power."""


class NotComparableError(ValueError):
    """The predictors cannot be told apart, or one does not vary."""


@dataclass(frozen=True)
class Drivers:
    """Shares of variance by predictor (`shares`, k values), the variance explained (`explained`), and collinearity.

    `inflation` is the variance inflation factor of each predictor: 1 / (1 − R² on the others).
    """

    measure: Measure
    shares: Statistic
    explained: Statistic
    inflation: FloatArray


def drivers(
    weights: FloatArray,
    outcome: FloatArray,
    predictors: FloatArray,
    base: BoolArray,
    measure: Measure = "shapley",
    *,
    relative: bool = False,
) -> Drivers:
    """Share out the R² of a linear regression of the outcome (rows) on predictors (rows × k) over the base.

    `shapley`: the mean gain in R² over all orders (Lindeman, Merenda and Gold 1980); `johnson`: relative weights
    (Genizi 1993, Johnson 2000); `first`: alone; `last`: added to all others; `betasq`: squared standardised slope;
    `pratt`: that slope times the correlation; `car`: squared correlation-adjusted correlation (Zuber and Strimmer
    2011). `relative` divides by R². Rows with a missing value leave the base. Raise NotComparableError where
    predictors are constant or exact copies of each other.
    """
    data = np.concatenate([outcome[:, None], predictors], axis=1)
    return shared_out(Listwise(weights, data, base & ~np.isnan(data).any(axis=1)), measure, relative=relative)


def shared_out(moments: Moments, measure: Measure = "shapley", *, relative: bool = False) -> Drivers:
    """As `drivers`, from any estimate of the covariances of the outcome (first) and the predictors."""
    if moments.n <= moments.x.shape[1]:
        raise NotComparableError("There are not more answers than predictors.")
    covariance = moments.covariance
    _check(covariance)

    def shares(covariance: FloatArray) -> FloatArray:
        found = importance(_correlations(covariance), measure)
        return found / _explained(covariance) if relative else found

    def explained(covariance: FloatArray) -> FloatArray:
        return np.array([_explained(covariance)])

    inflation = np.diag(np.linalg.inv(_correlations(covariance[1:, 1:]))).copy()
    return Drivers(measure, moments.of(shares), moments.of(explained), inflation)


def importance(correlations: FloatArray, measure: Measure) -> FloatArray:
    """Share out R² by predictor; `correlations` are of the outcome (first) and the k predictors, (k+1) × (k+1)."""
    among, with_outcome = correlations[1:, 1:], correlations[0, 1:]
    if measure == "shapley":
        return _shapley(among, with_outcome)
    if measure == "first":
        return np.asarray(with_outcome**2)
    slopes = np.linalg.solve(among, with_outcome)
    if measure == "last":
        return np.asarray(slopes**2 / np.diag(np.linalg.inv(among)))
    if measure == "betasq":
        return np.asarray(slopes**2)
    if measure == "pratt":
        return np.asarray(slopes * with_outcome)
    root = _root(among)
    adjusted = np.linalg.solve(root, with_outcome)
    return np.asarray(adjusted**2) if measure == "car" else np.asarray(root**2 @ adjusted**2)


def _shapley(among: FloatArray, with_outcome: FloatArray) -> FloatArray:
    """Average the gain of each predictor over the subsets of the others, sizes weighing equally."""
    k = len(with_outcome)
    if k > MOST_PREDICTORS:
        raise ValueError(f"At most {MOST_PREDICTORS} predictors can be compared in all orders.")
    fits = np.zeros(1 << k)
    for size in range(1, k + 1):
        sets: IntArray = np.array(list(combinations(range(k), size)), dtype=np.int64)
        taken = with_outcome[sets]
        solved = np.linalg.solve(among[sets[:, :, None], sets[:, None, :]], taken[:, :, None])[:, :, 0]
        fits[(1 << sets).sum(axis=1)] = (solved * taken).sum(axis=1)
    every = np.arange(1 << k)
    sizes = np.array([int(at).bit_count() for at in every])
    shares = np.zeros(k)
    for j in range(k):
        without = every[(every >> j & 1) == 0]
        share_of_set = np.array([1 / (k * comb(k - 1, size)) for size in range(k)])[sizes[without]]
        shares[j] = share_of_set @ (fits[without | 1 << j] - fits[without])
    return shares


def _root(matrix: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(values)) @ vectors.T)


def _correlations(covariance: FloatArray) -> FloatArray:
    spread = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(spread, spread))


def _explained(covariance: FloatArray) -> float:
    with_outcome = covariance[0, 1:]
    return float(with_outcome @ np.linalg.solve(covariance[1:, 1:], with_outcome) / covariance[0, 0])


def _check(covariance: FloatArray) -> None:
    if (np.diag(covariance) <= 0).any():
        raise NotComparableError("The outcome or a predictor has the same value everywhere.")
    if np.linalg.eigvalsh(_correlations(covariance[1:, 1:]))[0] < 1e-10:
        raise NotComparableError("A predictor is fixed by the others; their shares cannot be told apart.")
    if np.linalg.eigvalsh(_correlations(covariance))[0] < -1e-10:
        raise NotComparableError("The covariances, each of other people, do not go together in one matrix.")

"""Tests of one variable: goodness of fit, and ranks between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy import special

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.estimation import distributions
from analysis.estimation import statistics as st
from analysis.estimation.quadratic_forms import moments
from analysis.estimation.significance import NO_VARIANCE, SINGULAR, NoTestError, rank_of

RankKind: TypeAlias = Literal["wilcoxon", "vanderwaerden", "median", "kruskal"]


@dataclass(frozen=True)
class GoodnessOfFit:
    """Pearson's X² of weighted counts, and the scaled χ² it is held against."""

    statistic: float
    scale: float
    df: float
    p: float


@dataclass(frozen=True)
class RankTest:
    """A rank test of k groups: χ² = β′V⁻¹β of the differences of mean scores from those of the first group."""

    differences: FloatArray
    covariance: FloatArray
    chi_square: float


def goodness_of_fit(design: Design, codes: IntArray, expected: FloatArray, base: BoolArray) -> GoodnessOfFit:
    """Test weighted counts of categories against shares above 0 (R's `svygofchisq`, Satterthwaite's approximation).

    Codes below 0 are missing and must be outside the base. Raise NoTestError where there is nothing to test.
    """
    shares = expected / expected.sum()
    flags = np.nan_to_num(st.indicators(codes, len(shares)))
    counts = st.total(design.weights, flags, base)
    size = float(counts.values.sum())
    if len(shares) < 2 or not size > 0:
        raise NoTestError("A test of fit needs at least two categories and somebody in them.")
    wanted = size * shares
    gaps = counts.values - wanted
    slopes = (np.eye(len(shares)) - shares[:, None]) / np.sqrt(wanted)[:, None]
    slopes -= (gaps * shares / (2 * wanted**1.5))[:, None]
    spread = slopes @ design.covariance([counts], present=base) @ slopes.T
    if not np.trace(spread) > SINGULAR * size / np.count_nonzero(base):
        raise NoTestError(NO_VARIANCE)
    scale, df = moments(np.linalg.eigvalsh(spread))
    statistic = float((gaps**2 / wanted).sum())
    return GoodnessOfFit(statistic, scale, df, distributions.chi_square_tail(statistic / scale, df))


def rank_test(design: Design, x: FloatArray, groups: IntArray, k: int, base: BoolArray, kind: RankKind) -> RankTest:
    """Compare mean rank scores of k groups (Lumley and Scott 2013); the scores count as known.

    x and groups (0 … k−1) must be there for the whole base. Raise NoTestError where a group is empty or nothing varies.
    """
    members = st.members_of(design.weights, base)
    scores = np.zeros(len(x))
    scores[members] = _scores(x[members], design.weights[members], kind)
    weights = design.weights[members]
    held = np.bincount(groups[members], weights=weights, minlength=k)
    if np.any(held <= 0) or k < 2:
        raise NoTestError("A rank test needs at least two groups with somebody in each.")
    means = np.bincount(groups[members], weights=weights * scores[members], minlength=k) / held
    per_row = np.zeros((len(x), k))
    per_row[members, groups[members]] = (scores[members] - means[groups[members]]) / held[groups[members]]
    covariance = design.covariance([st.total(design.weights, per_row[:, 1:] - per_row[:, :1], base)], present=base)
    differences = means[1:] - means[0]
    if not np.isfinite(covariance).all() or rank_of(covariance) < k - 1:
        raise NoTestError("The design leaves too little variance to test against.")
    return RankTest(differences, covariance, float(differences @ np.linalg.solve(covariance, differences)))


def _scores(x: FloatArray, weights: FloatArray, kind: RankKind) -> FloatArray:
    """Score the estimated population ranks; ties share the mean of theirs.

    Sums are taken with extended precision, as R does: a rank may be half of all exactly.
    """
    order = np.argsort(x, kind="stable")
    ranks = np.cumsum(weights[order].astype(np.longdouble)).astype(np.float64) - weights[order] / 2
    _, ties = np.unique(x[order], return_inverse=True)
    shared = np.empty(len(x))
    shared[order] = (np.bincount(ties, weights=ranks) / np.bincount(ties))[ties]
    size = float(weights.astype(np.longdouble).sum())
    if kind == "vanderwaerden":
        return np.asarray(special.ndtri(shared / size))
    if kind == "median":
        return np.asarray(shared > size / 2, dtype=np.float64)
    return shared / size

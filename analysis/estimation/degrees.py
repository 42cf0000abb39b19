"""Degrees of freedom of a variance that few clusters carry: what tests of many contrasts at once need.

A design counts clusters less strata (the rule of R's `survey`). Where some clusters weigh much more than others, or a
group lies in one stratum, the variance is known from fewer, and the tails that corrections for many tests look at are
heavier: the chance of any false letter doubles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.arrays import BoolArray, FloatArray, sums_by
from analysis.design import Design
from analysis.replicates import ReplicateDesign
from analysis.stages import ROUNDING, Stage


def effective_df(design: Design, parts: FloatArray) -> float:
    """Return Satterthwaite's degrees of freedom of the variance of Σ parts·x, were the x alike and independent.

    `parts` (rows) are what each respondent's answer counts for in a figure: w/Σw within a base, and less that of
    another base in a difference. Bell and McCaffrey (2002), for clusters within strata: with q the sums of squared
    parts by cluster and n the clusters of a stratum, (Σq)² / Σₕ (n/(n−1))²·(Σq²·(1−2/n) + (Σq)²/n²). Never more than
    the clusters less the strata that have a part; those of replicate weights are the design's.
    """
    most = float(design.df(parts != 0))
    if isinstance(design, ReplicateDesign):
        return most
    first = design.stages[0]
    squares = _by_cluster(first, parts**2)
    return min(most, float(_left(first, squares[None, :], most)[0]))


def effective_df_between(design: Design, bases: Sequence[BoolArray]) -> FloatArray:
    """Return the `effective_df` of the difference between figures of every two bases (m × m), of one on the diagonal.

    Bases may overlap. Two that nobody of positive weight tells apart have the degrees of the design.
    """
    weights = design.weights
    if isinstance(design, ReplicateDesign):
        return np.full((len(bases), len(bases)), float(design.df()))
    first = design.stages[0]
    parts = [np.where(base, weights, 0.0) / (weights[base].sum() or 1.0) for base in bases]
    squares = np.array([_by_cluster(first, part**2) for part in parts]).reshape(len(bases), -1)
    result = np.zeros((len(bases), len(bases)))
    for i, part in enumerate(parts):
        others = range(i + 1, len(bases))
        between = [
            squares[i] + squares[j] - 2 * _by_cluster(first, part * parts[j])
            if (bases[i] & bases[j]).any()
            else squares[i] + squares[j]
            for j in others
        ]
        found = np.array([squares[i], *between])
        most = _counted(first, found > ROUNDING * np.max(squares, initial=0.0))
        result[i, i:] = result[i:, i] = np.minimum(most, _left(first, found, most))
    return np.where(result > 0, result, float(design.df()))


def _by_cluster(first: Stage, numbers: FloatArray) -> FloatArray:
    return np.asarray(
        np.bincount(first.clusters, weights=numbers, minlength=len(first.cluster_strata)), dtype=np.float64
    )


def _by_stratum(first: Stage, of_clusters: FloatArray) -> FloatArray:
    """Sum what clusters have (rows × clusters) within strata (rows × strata)."""
    return sums_by(first.cluster_strata, of_clusters.T, len(first.sizes)).T


def _counted(first: Stage, present: BoolArray) -> FloatArray:
    """Count clusters that are there, less the strata they are in (rows × clusters, true where there)."""
    strata = _by_stratum(first, present.astype(np.float64)) > 0
    return np.asarray(present.sum(axis=1) - strata.sum(axis=1), dtype=np.float64)


def _left(first: Stage, squares: FloatArray, most: float | FloatArray) -> FloatArray:
    """Return Satterthwaite's degrees of freedom of sums of squared parts by cluster (rows × clusters).

    `most` where nothing is uncertain.
    """
    n = first.sizes.astype(np.float64)
    sums, fourth = _by_stratum(first, squares), _by_stratum(first, squares**2)
    several = n > 1
    spare = np.where(several, n / np.maximum(n - 1, 1), 1.0) ** 2
    spread = spare * np.where(several, fourth * (1 - 2 / n) + sums**2 / n**2, fourth)
    above, below = (sums * first.uncertain).sum(axis=1) ** 2, (spread * first.uncertain).sum(axis=1)
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1.0), most))

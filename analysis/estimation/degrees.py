"""Degrees of freedom of a variance that few clusters carry: what tests of many contrasts at once need.

A design counts clusters less strata (the rule of R's `survey`). Where some clusters weigh much more than others, or a
group lies in one stratum, the variance is known from fewer, and the tails that corrections for many tests look at are
heavier: the chance of any false letter doubles.
"""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.replicates import ReplicateDesign


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
    squares = np.bincount(first.clusters, weights=parts**2, minlength=len(first.cluster_strata))
    n = first.sizes.astype(np.float64)
    sums = np.bincount(first.cluster_strata, weights=squares, minlength=len(n))
    fourth = np.bincount(first.cluster_strata, weights=squares**2, minlength=len(n))
    several = n > 1
    spare = np.where(several, n / np.maximum(n - 1, 1), 1.0) ** 2
    spread = spare * np.where(several, fourth * (1 - 2 / n) + sums**2 / n**2, fourth)
    whole = float((spread * first.uncertain).sum())
    return min(most, float((sums * first.uncertain).sum()) ** 2 / whole) if whole > 0 else most

"""Replicate errors of tables: all replicates' sums at once, by cluster where a replicate weighs whole clusters alike.

The figures of each replicate follow from its raw sums by the recipe of the figure; that is `recompute`, not influences.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.engine.calibrated import NotGroupableError
from analysis.engine.figures import Figures
from analysis.replicates import ReplicateDesign, ReplicatesDiscardedWarning


@dataclass(frozen=True)
class ClusterReplicates:
    """Replicates that multiply the weights of whole first-stage clusters: `factors` is replicates × clusters.

    The variance is scale · Σ rscales · (θ_r − centre)², the centre the mean of the replicates, with `mse` the figure.
    """

    factors: FloatArray
    scale: float
    rscales: FloatArray
    mse: bool = False

    def as_design(self, design: Design) -> ReplicateDesign:
        """Write the replicates out as weights by row, for figures that are not made of sums."""
        by_row = design.weights[:, None] * self.factors.T[design.stages[0].clusters]
        return ReplicateDesign(
            design.weights, design.stages, replicates=by_row, scale=self.scale, rscales=self.rscales, mse=self.mse
        )


def bootstrap(design: Design, replicates: int, seed: int) -> ClusterReplicates:
    """Draw n−1 of the n clusters of every stratum with replacement, and rescale their weights (Rao and Wu 1988).

    A stratum with one cluster keeps it in every replicate, so it adds no variance. Finite populations are ignored.
    """
    first = design.stages[0]
    random = np.random.default_rng(seed)
    factors = np.ones((replicates, len(first.cluster_strata)))
    order = np.argsort(first.cluster_strata, kind="stable")
    ends = np.cumsum(first.sizes)
    for stratum, size in enumerate(first.sizes):
        if size < 2:
            continue
        mine = order[ends[stratum] - size : ends[stratum]]
        drawn = random.multinomial(size - 1, np.full(size, 1 / size), replicates)
        factors[:, mine] = drawn * (size / (size - 1))
    return ClusterReplicates(factors, 1.0 / (replicates - 1), np.ones(replicates))


def replicate_values(figures: Figures, replicates: ClusterReplicates) -> FloatArray:
    """Return the figures under each replicate (m × replicates)."""
    return figures.recipe.values(raw_sums(figures, replicates))


def replicate_covariance(figures: Figures, replicates: ClusterReplicates) -> FloatArray:
    """Return the joint covariance (m × m), not a number for figures that are not known.

    Replicates without one of the known figures are left out, with ReplicatesDiscardedWarning.
    """
    found = replicate_values(figures, replicates)
    result = np.full((len(found), len(found)), np.nan)
    known = np.flatnonzero(np.isfinite(figures.values))
    spread = _spread(found[known], figures.values[known], replicates)
    result[np.ix_(known, known)] = spread @ spread.T
    return result


def replicate_se(figures: Figures, replicates: ClusterReplicates) -> FloatArray:
    """Return the standard errors (m), as `replicate_covariance` has them."""
    found = replicate_values(figures, replicates)
    result = np.full(len(found), np.nan)
    known = np.flatnonzero(np.isfinite(figures.values))
    spread = _spread(found[known], figures.values[known], replicates)
    result[known] = np.sqrt(np.einsum("ij,ij->i", spread, spread))
    return result


def raw_sums(figures: Figures, replicates: ClusterReplicates) -> FloatArray:
    """Return the raw sums of a question under each replicate (raw × replicates)."""
    first, basis = figures.sums.stages[0], figures.sums.basis
    if figures.sums.design.projections:
        raise NotGroupableError("Weights that are calibrated must be calibrated again in every replicate.")
    return basis.raw_of(first.weighted(replicates.factors))


def _spread(found: FloatArray, values: FloatArray, replicates: ClusterReplicates) -> FloatArray:
    """Return deviations times the root of their factors (m × replicates kept)."""
    kept = np.all(np.isfinite(found), axis=0)
    if not kept.all():
        text = f"{int((~kept).sum())} of {len(kept)} replicates give no figure and are left out of its error."
        warnings.warn(text, ReplicatesDiscardedWarning, stacklevel=3)
    inside, rscales = found[:, kept], replicates.rscales[kept]
    centre = values[:, None] if replicates.mse else inside[:, rscales > 0].mean(axis=1, keepdims=True)
    return np.asarray((inside - centre) * np.sqrt(replicates.scale * rscales))

"""Designs known by replicate weights: errors come from computing every figure again under each of them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design, DesignSummary, HasInfluences

RANK_TOLERANCE = 1e-5
"""A replicate explained by those before it up to this share of its length adds no degree of freedom (R's tolerance)."""


class ReplicatesDiscardedWarning(UserWarning):
    """Some replicates give no figure, so its error rests on the others."""


def _none() -> FloatArray:
    return np.zeros((0, 0))


@dataclass(frozen=True)
class ReplicateDesign(Design):
    """`replicates` is rows × R, each column a full set of weights; the variance is scale · Σ rscales · (θ_r − centre)².

    The centre is the mean of the replicates, with `mse` the figure itself. `known_df` stands for the rank of the
    replicates less one.
    """

    replicates: FloatArray = field(default_factory=_none)
    scale: float = 1.0
    rscales: FloatArray = field(default_factory=_none)
    mse: bool = False
    known_df: float | None = None

    @property
    def depends_on_domain(self) -> bool:
        return False

    def covariance(self, statistics: Sequence[HasInfluences], *, present: BoolArray | None = None) -> FloatArray:
        """Return the joint covariance of all values; replicates without a figure are discarded, with a warning."""
        if not statistics:
            return np.zeros((0, 0))
        values = self._again(statistics, self.weights)
        found = np.stack([self._again(statistics, column) for column in self.replicates.T])
        result = np.full((len(values), len(values)), np.nan)
        known = np.flatnonzero(np.isfinite(values))
        kept = np.all(np.isfinite(found[:, known]), axis=1)
        if not len(known) or not kept.any():
            return result
        if not kept.all():
            text = f"{int((~kept).sum())} of {len(kept)} replicates give no figure and are left out of its error."
            warnings.warn(text, ReplicatesDiscardedWarning, stacklevel=2)
        rows, rscales = found[np.ix_(kept, known)], self.rscales[kept]
        centre = values[known] if self.mse else rows[rscales > 0].mean(axis=0)
        spread = (rows - centre) * np.sqrt(self.scale * rscales)[:, None]
        result[np.ix_(known, known)] = spread.T @ spread
        return result

    def reweighted_all(self, weights: FloatArray, replicates: FloatArray) -> ReplicateDesign:
        """Return the design with new weights and replicates (rows × R)."""
        return replace(self, weights=weights, replicates=replicates)

    def df(self, domain: BoolArray | None = None) -> int:
        """Return the known degrees of freedom, else the rank of the replicates in the domain less one."""
        if self.known_df is not None:
            return int(self.known_df)
        rows = self.replicates if domain is None else self.replicates[domain]
        return max(_rank(rows) - 1, 0)

    def summary(self, domain: BoolArray | None = None) -> DesignSummary:
        """Count rows of positive weight; replicates do not tell strata and clusters, which count as 0."""
        rows = self.weights > 0 if domain is None else domain & (self.weights > 0)
        return DesignSummary(int(rows.sum()), 0, 0, self.df(domain))

    def _again(self, statistics: Sequence[HasInfluences], weights: FloatArray) -> FloatArray:
        return np.concatenate([np.atleast_1d(one.recompute(weights)) for one in statistics])


def _rank(columns: FloatArray) -> int:
    """Count the columns that those before them do not explain, by elimination in their products."""
    products = columns.T @ columns
    lengths = np.diag(products).copy()
    rank = 0
    for j in range(len(products)):
        left = products[j, j]
        if left <= RANK_TOLERANCE**2 * lengths[j] or left <= 0:
            continue
        rank += 1
        products[j + 1 :, j + 1 :] -= np.outer(products[j + 1 :, j], products[j, j + 1 :]) / left
    return rank

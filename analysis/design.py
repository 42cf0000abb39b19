"""How a sample was drawn: weights, stages, and the covariance that follows from them (Taylor linearisation)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.stages import LonelyRule, Stage


class HasInfluences(Protocol):
    """Anything estimated: its weighted influences (rows × k), the rows it is about, its values under other weights."""

    @property
    def influences(self) -> FloatArray: ...

    @property
    def base(self) -> BoolArray: ...

    @property
    def recompute(self) -> Callable[[FloatArray], FloatArray]: ...


class Projection(Protocol):
    """A step of weighting that explains part of every influence (calibration, post-stratification, raking)."""

    def residual(self, influences: FloatArray) -> FloatArray:
        """Return weighted influences (rows × k) with the explained part taken away."""
        ...


@dataclass(frozen=True)
class DesignSummary:
    n: int
    strata: int
    clusters: int
    df: int


@dataclass(frozen=True)
class Design:
    """A linearised design; build it with `build_design`. `weights` has one value ≥ 0 a row."""

    weights: FloatArray
    stages: tuple[Stage, ...]
    lonely: LonelyRule = LonelyRule()
    projections: tuple[Projection, ...] = ()

    @property
    def n(self) -> int:
        return len(self.weights)

    @cached_property
    def depends_on_domain(self) -> bool:
        """Tell whether a lonely rule makes a variance depend on which rows a figure is about."""
        return self.lonely.acts_in_domains or any(stage.has_lonely for stage in self.stages)

    def reweighted(self, weights: FloatArray, projection: Projection | None = None) -> Design:
        """Return the design with new weights; `projection` is what the weighting explains."""
        added = () if projection is None else (projection,)
        return replace(self, weights=weights, projections=self.projections + added)

    def residual(self, influences: FloatArray) -> FloatArray:
        """Take from influences what the weighting explains, the last step first."""
        for projection in reversed(self.projections):
            influences = projection.residual(influences)
        return influences

    def covariance(self, statistics: Sequence[HasInfluences], *, present: BoolArray | None = None) -> FloatArray:
        """Return the joint covariance of all values of the statistics, in their order.

        `present` marks the rows of the common domain; it matters only to lonely rules. After a weighting that
        explains part of the influences every row stays present. Raise LonelyClusterError where the rule is `fail`.
        """
        parts = [self.residual(statistic.influences) for statistic in statistics]
        if not sum(part.shape[1] for part in parts):
            return np.zeros((0, 0))
        totals = []
        for stage in self.stages:
            summed = [stage.totals(part) for part in parts]
            totals.append(summed[0] if len(summed) == 1 else np.concatenate(summed, axis=1))
        matters = present is not None and self.depends_on_domain
        seen = [stage.seen(present) for stage in self.stages] if matters and present is not None else None
        return self.covariance_of_totals(totals, seen)

    def covariance_of_totals(self, totals: Sequence[FloatArray], seen: Sequence[BoolArray] | None) -> FloatArray:
        """Return the covariance (k × k) of residual influences that are summed by cluster, stage by stage.

        `seen` tells for each stage which of its clusters have a member in the domain (None: all), as `present` does.
        """
        if self.projections:
            seen = None
        parts: list[FloatArray] = []
        for i, stage in enumerate(self.stages):
            parts.append(stage.covariance(totals[i], self.lonely, None if seen is None else seen[i]))
        return np.asarray(sum(parts))

    def df(self, domain: BoolArray | None = None) -> int:
        """Count clusters minus strata that have a member of positive weight in the domain (None: anywhere)."""
        return self.summary(domain).df

    def summary(self, domain: BoolArray | None = None) -> DesignSummary:
        """Count rows, strata and clusters of the first stage with a member of positive weight in the domain."""
        rows = self.weights > 0 if domain is None else domain & (self.weights > 0)
        first = self.stages[0]
        seen = np.bincount(first.clusters[rows], minlength=len(first.cluster_strata)) > 0
        clusters, strata = int(seen.sum()), len(np.unique(first.cluster_strata[seen]))
        return DesignSummary(int(rows.sum()), strata, clusters, clusters - strata)

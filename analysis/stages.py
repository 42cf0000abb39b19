"""One stage of a sample: what was drawn together, out of how many, and what that adds to a covariance.

The recursion over stages is that of R's `survey::svyrecvar` (Bellhouse 1985): each stage adds the variance between its
clusters times the sampling fractions of the stages before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray, sums_by

Lonely = Literal["fail", "remove", "adjust", "average", "certainty"]

SELF_REPRESENTING = 1e-7
"""Below this share left unsampled a stratum counts as fully observed (R's threshold)."""

ROUNDING = 1e-13
"""Deviations this small relative to their mean are rounding: clusters that are all alike have no variance."""

CANCELLED = 1e-3
"""Where the means of strata leave less than this share of the squares, deviations are taken cluster by cluster."""


class LonelyClusterError(Exception):
    """A stratum has a single cluster, so its variance is unknown, and the design forbids guessing."""

    def __init__(self, stratum: str, stage: int) -> None:
        super().__init__(f"Stratum {stratum} has only one cluster at stage {stage}.")
        self.stratum = stratum
        self.stage = stage


@dataclass(frozen=True)
class LonelyRule:
    """What to do where a stratum has one cluster; `in_domains` also where one cluster of several has members."""

    kind: Lonely = "fail"
    in_domains: bool = False

    @property
    def acts_in_domains(self) -> bool:
        return self.in_domains and self.kind in ("adjust", "average")


@dataclass(frozen=True)
class Stage:
    """Rows, clusters and strata are numbered from 0; arrays say which index they run over."""

    number: int
    clusters: IntArray  # row -> cluster
    cluster_strata: IntArray  # cluster -> stratum
    parents: IntArray  # stratum -> cluster of the stage before, 0 at the first
    population: FloatArray  # stratum -> clusters to draw from, infinite where drawn with replacement
    carried: FloatArray  # stratum -> product of the sampling fractions of the stages before
    name_of: Callable[[int], str]  # stratum -> its label
    unsampled: FloatArray | None = None  # cluster -> 1 − its own probability, where clusters have unequal ones

    @cached_property
    def sizes(self) -> IntArray:
        """Count the clusters drawn in each stratum."""
        return np.bincount(self.cluster_strata, minlength=len(self.parents)).astype(np.int64)

    @cached_property
    def fractions(self) -> FloatArray:
        """Return the sampling fraction of each stratum, 0 where drawn with replacement."""
        return np.asarray(self.sizes / self.population, dtype=np.float64)

    @cached_property
    def uncertain(self) -> BoolArray:
        """Tell which strata are not fully observed."""
        return np.asarray(1.0 - self.fractions >= SELF_REPRESENTING, dtype=np.bool_)

    @cached_property
    def has_lonely(self) -> bool:
        return bool(np.any(self.uncertain & (self.sizes == 1)))

    def totals(self, influences: FloatArray) -> FloatArray:
        """Sum influences (rows × k) within clusters."""
        if len(self.cluster_strata) == len(self.clusters):
            totals = np.empty_like(influences)
            totals[self.clusters] = influences
            return totals
        return sums_by(self.clusters, influences, len(self.cluster_strata))

    def covariance(self, totals: FloatArray, rule: LonelyRule, seen: BoolArray | None) -> FloatArray:
        """Return what this stage adds (k × k); `seen` tells which clusters have a member in the domain, None for all.

        Clusters without a member in the domain count as zeros; raise LonelyClusterError where the rule says so.
        """
        scale, centred = self.scales(rule, seen)
        factors = (scale * self.carried)[self.cluster_strata]
        if self.unsampled is not None:
            factors = factors * self.unsampled
        used = factors != 0
        k = totals.shape[1]
        if not used.any():
            return np.zeros((k, k))
        strata, values = self.cluster_strata, totals.T
        if not used.all():
            strata, values, factors = strata[used], values[:, used], factors[used]
        sums = sums_by(strata, values.T, len(self.sizes)).T
        sums[:, ~centred] = 0.0
        scaled = values * np.sqrt(factors)
        whole = scaled @ scaled.T
        if self.unsampled is None:
            of_means = sums * np.sqrt(scale * self.carried / np.maximum(self.sizes, 1))
            result = whole - of_means @ of_means.T
            cancelled = np.diag(result) <= CANCELLED * np.diag(whole)
        else:
            result, cancelled = whole, np.ones(k, dtype=np.bool_)
        if cancelled.any():
            apart = _apart(values[cancelled], sums[cancelled] / self.sizes, strata) * np.sqrt(factors)
            result[cancelled] = apart @ scaled.T
            result[:, cancelled] = result[cancelled].T
            result[np.ix_(cancelled, cancelled)] = apart @ apart.T
        return np.asarray(result)

    def scales(self, rule: LonelyRule, clusters_seen: BoolArray | None) -> tuple[FloatArray, BoolArray]:
        """Return each stratum's factor, and whether its clusters are measured from their own mean."""
        several = self.uncertain & (self.sizes > 1)
        spare = np.maximum(self.sizes - 1, 1)
        scale = np.where(several, (1.0 - self.fractions) * self.sizes / spare, 0.0)
        centred = np.ones(len(scale), dtype=np.bool_)
        if not (self.has_lonely or rule.acts_in_domains):
            return scale, centred
        seen = self._count_by_stratum(clusters_seen)
        alone = self.uncertain & (self.sizes == 1) & (seen > 0)
        if rule.kind == "fail" and alone.any():
            raise LonelyClusterError(self.name_of(int(np.flatnonzero(alone)[0])), self.number)
        unknown = alone | (several & (seen == 1)) if rule.in_domains else alone
        if rule.kind == "adjust":
            return np.where(alone, 1.0 - self.fractions, scale), ~unknown
        if rule.kind == "average":
            scale = np.where(unknown, 0.0, scale) * self._blown_up(seen, unknown)
        return scale, centred

    def seen(self, present: BoolArray) -> BoolArray:
        """Tell which clusters have one of these rows."""
        return np.asarray(np.bincount(self.clusters[present], minlength=len(self.cluster_strata)) > 0)

    def _count_by_stratum(self, seen: BoolArray | None) -> IntArray:
        if seen is None:
            return self.sizes
        return np.bincount(self.cluster_strata[seen], minlength=len(self.sizes)).astype(np.int64)

    def _blown_up(self, seen: IntArray, unknown: BoolArray) -> FloatArray:
        """Let the known strata of each parent stand for its unknown ones; not a number where none is known."""
        there = np.bincount(self.parents, weights=seen > 0)
        known = np.bincount(self.parents, weights=(seen > 0) & ~unknown)
        factor = np.where(there > 0, np.nan, 1.0)
        np.divide(there, known, out=factor, where=known > 0)
        return np.asarray(factor[self.parents])


def _apart(values: FloatArray, means: FloatArray, strata: IntArray) -> FloatArray:
    """Return values (k × clusters) less the means of their strata (k × strata), what is only rounding being 0."""
    result = np.empty(values.shape)
    for row, mean, found in zip(values, means, result, strict=True):
        expected = mean.take(strata)
        np.subtract(row, expected, out=found)
        np.abs(expected, out=expected)
        expected *= ROUNDING
        found[np.abs(found) <= expected] = 0.0
    return result

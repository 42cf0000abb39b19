"""Estimate functions of a covariance matrix where not everybody answered everything, listwise or pair by pair.

Items drawn by lot are answered together by few, and by nobody where blocks never meet all at once. Each covariance is
then that of everybody who answered both of its items, weighted by w / π(both); the matrix is put together from them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation.moments import OfCovariance, of_covariance, slopes_of
from analysis.estimation.statistics import Statistic, members_of, srs_variance

Inverse = Callable[[int, int], FloatArray]
"""For two columns, 1 over the chance of having been asked both, by row; 0 where either has no answer."""


class Moments(Protocol):
    """How the covariances of some columns are estimated."""

    @property
    def x(self) -> FloatArray:
        """Return the columns, not a number where there is no answer."""

    @property
    def covariance(self) -> FloatArray:
        """Return the matrix."""

    @property
    def n(self) -> int:
        """Return how many answers the least known covariance rests on."""

    def of(self, function: OfCovariance) -> Statistic:
        """Estimate a smooth function of it."""


@dataclass(frozen=True)
class Listwise:
    """Covariances of those in the base who answered everything."""

    weights: FloatArray
    x: FloatArray
    base: BoolArray

    @property
    def covariance(self) -> FloatArray:
        members = members_of(self.weights, self.base)
        return np.atleast_2d(np.cov(self.x[members].T, aweights=self.weights[members], ddof=0))

    @property
    def n(self) -> int:
        return len(members_of(self.weights, self.base))

    def of(self, function: OfCovariance) -> Statistic:
        return of_covariance(function, self.weights, self.x, self.base)


@dataclass(frozen=True)
class Pairwise:
    """Covariances of those who answered both items of a pair, each pair about its own means."""

    weights: FloatArray
    x: FloatArray
    inverse: Inverse

    @property
    def covariance(self) -> FloatArray:
        return self._under(self.weights)

    @property
    def n(self) -> int:
        p = self.x.shape[1]
        pairs = ((i, j) for i in range(p) for j in range(i, p))
        return min(int(((self.inverse(i, j) > 0) & (self.weights > 0)).sum()) for i, j in pairs)

    def of(self, function: OfCovariance) -> Statistic:
        """Estimate by the chain rule; the influence on a covariance is that of a weighted mean of products."""
        covariance = self.covariance
        slopes, p = slopes_of(function, covariance), self.x.shape[1]
        influences, base = np.zeros((len(self.weights), len(slopes))), np.zeros(len(self.weights), dtype=np.bool_)
        for i in range(p):
            for j in range(i, p):
                known, products, counts = self._pair(i, j, self.weights)
                both = slopes[:, i, j] + (slopes[:, j, i] if j > i else 0.0)
                parts = counts * (products - covariance[i, j]) / counts.sum()
                influences[known] += parts[:, None] * both
                base[known] = True
        members = members_of(self.weights, base)
        return Statistic(
            kind="ratio",
            values=function(covariance),
            influences=influences,
            base=base,
            srs_variance=srs_variance(self.weights[members], influences[members] / self.weights[members, None]),
            rows=int(base.sum()),
            recompute=lambda other: function(self._under(other)),
        )

    def _under(self, weights: FloatArray) -> FloatArray:
        p = self.x.shape[1]
        covariance = np.zeros((p, p))
        for i in range(p):
            for j in range(i, p):
                _, products, counts = self._pair(i, j, weights)
                covariance[i, j] = covariance[j, i] = counts @ products / counts.sum()
        return covariance

    def _pair(self, i: int, j: int, weights: FloatArray) -> tuple[BoolArray, FloatArray, FloatArray]:
        """Return who answered both, the products of their deviations, and what each counts for."""
        inverse = self.inverse(i, j)
        known = (inverse > 0) & (self.weights > 0)
        counts = (weights * inverse)[known]
        own, other = self.x[known, i], self.x[known, j]
        size = counts.sum()
        return known, (own - counts @ own / size) * (other - counts @ other / size), counts

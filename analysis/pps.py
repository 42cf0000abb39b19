"""Samples drawn with unequal probabilities, without replacement: errors from joint probabilities of selection.

D is clusters × clusters: (π_ij − π_i π_j) / π_ij, exact where the joint probabilities are known, else as Hartley and
Rao (1962) or Overton approximate them. Brewer's (2002) approximation needs no joint probabilities: there the stages
of the design carry each cluster's own sampling fraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.stages import Stage

PpsMethod: TypeAlias = Literal["brewer", "overton", "hartley-rao", "horvitz-thompson", "yates-grundy"]

NEGLIGIBLE = 1e-4
"""Entries of D below this share of the smallest joint probability are rounding (R's tolerance)."""


def _none() -> FloatArray:
    return np.zeros((0, 0))


@dataclass(frozen=True)
class PpsDesign(Design):
    """A one-stage design whose variance is a quadratic form in cluster totals; `d` is clusters × clusters."""

    d: FloatArray = field(default_factory=_none)
    yates_grundy: bool = False

    @property
    def depends_on_domain(self) -> bool:
        return False

    def covariance_of_totals(self, totals: Sequence[FloatArray], seen: Sequence[BoolArray] | None) -> FloatArray:
        """Return the covariance of cluster totals: Horvitz–Thompson's form, or Yates and Grundy's."""
        first = totals[0]
        result = first.T @ (self.d @ first)
        if self.yates_grundy:
            result = result - first.T @ (self.d.sum(axis=0)[:, None] * first)
        return np.asarray((result + result.T) / 2)


def overton(probabilities: FloatArray, strata: IntArray) -> FloatArray:
    """Return D for Overton's approximation π_ij ≈ (n − 1) π_i π_j / (n − (π_i + π_j) / 2), stratum by stratum."""
    return _approximated(probabilities, strata, np.add.outer(probabilities, probabilities) / 2)


def hartley_rao(probabilities: FloatArray, strata: IntArray) -> FloatArray:
    """Return D for Hartley and Rao's approximation, with the mean probability of the sample in each stratum."""
    means = np.bincount(strata, weights=probabilities) / np.bincount(strata)
    return _approximated(probabilities, strata, np.add.outer(probabilities, probabilities) - means[strata][:, None])


def from_joint(joint: FloatArray) -> FloatArray:
    """Return D from the matrix of joint probabilities, whose diagonal holds the probabilities themselves."""
    single = np.diag(joint)
    d = (joint - np.outer(single, single)) / joint
    return np.where(np.abs(d) < joint.min() * NEGLIGIBLE, 0.0, d)


def probabilities_of(stage: Stage, rows: FloatArray) -> FloatArray:
    """Return the probability of each cluster from a column by row."""
    result = np.empty(len(stage.cluster_strata))
    result[stage.clusters] = rows
    return result


def _approximated(probabilities: FloatArray, strata: IntArray, taken: FloatArray) -> FloatArray:
    n = np.bincount(strata)[strata][:, None].astype(np.float64)
    d = np.where(n > 1, 1 - (n - taken) / np.maximum(n - 1, 1), 0.0)
    d = np.where(np.equal.outer(strata, strata), d, 0.0)
    np.fill_diagonal(d, 1 - probabilities)
    return d

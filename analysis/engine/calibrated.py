"""Take from cluster sums what a calibration explains, from sums by calibration cell and by cluster × column of x.

A weighting step explains w·x′B of every influence, B regressed with the weights before. Summed by cluster that is H·B,
H the clusters' totals of w·x; and B needs only the sums of the influences against x. Both are made without influences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.weighting.calibration import Regression


class NotGroupableError(ValueError):
    """The errors of this design do not follow from grouped sums; estimate from influences instead."""


@dataclass(frozen=True)
class Calibration:
    """The steps of a weighting, first to last; empty where there was none."""

    steps: tuple[Regression, ...]

    @cached_property
    def ratios(self) -> list[FloatArray]:
        """Return weights before over after, by row of each step; 0 where the weight after is 0."""
        found = []
        for step in self.steps:
            ratio = np.zeros_like(step.after)
            found.append(np.divide(step.before, step.after, out=ratio, where=step.after > 0))
        return found

    def sums(self, by_row: sparse.csr_array) -> list[FloatArray]:
        """Return x′ρz (columns of x × raw) of each step, z being the raw sums' entries (rows × raw, weighted)."""
        found = []
        for step, ratio in zip(self.steps, self.ratios, strict=True):
            in_cells = _summing(step, ratio) @ by_row
            found.append(np.asarray(in_cells.T @ step.x).T)
        return found

    def coefficients(self, sums: Sequence[FloatArray]) -> FloatArray:
        """Return B of all steps, one below the other (columns of all x × raw): the last step is taken away first."""
        left = list(sums)
        found: list[FloatArray] = [np.zeros((0, 0))] * len(self.steps)
        for i in reversed(range(len(self.steps))):
            found[i] = self.steps[i].coefficients(left[i])
            for j in range(i):
                left[j] = left[j] - self._crossed[j, i] @ found[i]
        return np.concatenate(found, axis=0)

    def totals(self, clusters: np.ndarray, count: int) -> FloatArray:
        """Return H (clusters × columns of all x): the sums of w·x by cluster; `clusters` is row -> cluster."""
        parts = []
        for step in self.steps:
            cells = sparse.csr_array((step.after, (clusters, step.cells)), shape=(count, len(step.x)))
            parts.append(np.asarray(cells @ step.x))
        return np.concatenate(parts, axis=1)

    @cached_property
    def _crossed(self) -> dict[tuple[int, int], FloatArray]:
        """Return Σ ρ_j·x_j·w_i·x_i′ for every earlier step j and later step i."""
        found = {}
        for i, later in enumerate(self.steps):
            for j, earlier in enumerate(self.steps[:i]):
                shape = (len(earlier.x), len(later.x))
                cells = sparse.csr_array((self.ratios[j] * later.after, (earlier.cells, later.cells)), shape=shape)
                found[j, i] = np.asarray(earlier.x.T @ (cells @ later.x))
        return found


def calibration_of(design: Design) -> Calibration:
    """Return the steps of a design's weighting; raise NotGroupableError where one is no regression."""
    steps = [step for step in design.projections if isinstance(step, Regression)]
    if len(steps) < len(design.projections):
        raise NotGroupableError("A step of this weighting is not a regression on known columns.")
    return Calibration(tuple(steps))


def _summing(step: Regression, ratio: FloatArray) -> sparse.csr_array:
    rows = np.arange(len(ratio))
    return sparse.csr_array((ratio, (step.cells, rows)), shape=(len(step.x), len(ratio)))

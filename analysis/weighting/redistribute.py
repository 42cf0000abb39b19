"""Give the cells of a group the shares they have in the population, without changing the group's weight.

Within each group g the weights become w = d · D_g · P_c / D_c, where D are sums of the weights d before, and P_c is the
share of cell c in its group (the P_c of a group sum to 1). It is post-stratification to shares. Its exact
linearisation, for a statistic with values z: w·(z − z̄_c) + d·z̄_g, with z̄_c and z̄_g the weighted means after.
Where a base lies wholly inside a group, the second term is the same for all and vanishes from every ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray, sums_by
from analysis.design import Design

SAME = 1e-6


class RedistributionError(ValueError):
    """Shares and sample do not fit: an empty cell, or shares that do not sum to 1."""


@dataclass(frozen=True)
class Redistribution:
    """A projection: `cells` (row -> cell, −1 where left alone), `groups` (cell -> group), weights before and after."""

    cells: IntArray
    groups: IntArray
    before: FloatArray
    after: FloatArray

    def residual(self, influences: FloatArray) -> FloatArray:
        """Return weighted influences (rows × k) with what cell and group explain taken away."""
        rows = np.flatnonzero((self.cells >= 0) & (self.after > 0))
        cells, inside, count = self.cells[rows], influences[rows], len(self.groups)
        weight = sums_by(cells, self.after[rows, None], count)
        totals = sums_by(cells, inside, count)
        means = np.divide(totals, weight, out=np.zeros_like(totals), where=weight > 0)
        group_count = int(self.groups.max()) + 1
        group_weight = sums_by(self.groups, weight, group_count)
        group_means = sums_by(self.groups, totals, group_count) / group_weight
        result = influences.copy()
        explained = self.after[rows, None] * means[cells]
        result[rows] = inside - explained + self.before[rows, None] * group_means[self.groups[cells]]
        return result


def redistribute(design: Design, cells: IntArray, groups: IntArray, shares: FloatArray) -> Design:
    """Return the design whose cells have these shares (cell -> share of its group).

    Raise RedistributionError where a cell has no weight in the sample, or a group's shares do not sum to 1.
    """
    before = design.weights
    inside = cells >= 0
    held = np.bincount(cells[inside], weights=before[inside], minlength=len(groups))
    if np.any(held <= 0):
        raise RedistributionError(f"{int(np.sum(held <= 0))} cells of the population have nobody in the sample.")
    sums = np.bincount(groups, weights=shares)
    if np.any(np.abs(sums - 1) > SAME):
        raise RedistributionError("The shares of a group do not sum to 1.")
    group_weight = np.bincount(groups, weights=held)
    factors = group_weight[groups] * shares / held
    after = before.copy()
    after[inside] = before[inside] * factors[cells[inside]]
    return design.reweighted(after, Redistribution(cells, groups, before, after))

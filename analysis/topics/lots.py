"""Find the chance with which two items drawn by lot were asked together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.codebook import Variable
from analysis.dataset import Dataset
from analysis.estimation.pairwise import Inverse


def joint_inverse(dataset: Dataset, variables: Sequence[Variable], known: BoolArray, base: BoolArray) -> Inverse:
    """Return 1 over the chance of having been asked two of the variables, for those of the base who answered both.

    A codebook holds the chance of each item, not of two together. That is taken from the draw itself: the share of both
    among all responses that drew from the same pools. With one pool for everybody it is a constant and cancels.
    """
    drawn = [dataset.drawn(variable) for variable in variables]
    pools = [_pool(dataset, variable.assignment or "") for variable in variables]

    def inverse(i: int, j: int) -> FloatArray:
        both = drawn[i] & drawn[j]
        cells = pools[i] * (int(pools[j].max(initial=0)) + 1) + pools[j]
        asked, size = (np.bincount(cells[rows], minlength=cells.max() + 1) for rows in (both & base, base))
        shares = asked / np.maximum(size, 1)
        of_row = np.divide(1.0, shares, out=np.zeros(len(shares)), where=shares > 0)[cells]
        return np.where(known[:, i] & known[:, j] & base & both, of_row, 0.0)

    return inverse


def _pool(dataset: Dataset, assignment: str) -> IntArray:
    """Return which pool of an assignment each response drew from; 0 without one."""
    which: IntArray = np.zeros(dataset.n, dtype=np.int64)
    for at, here in enumerate(dataset.drawn_from(assignment) if assignment else ()):
        which[here] = at + 1
    return which

"""Attack published tables as an adversary with an integer program would: what can each hidden number still be?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """A sum of unknown whole numbers, known to lie between two limits."""

    factors: Array
    low: float
    high: float


def possible(target: Array, known: Sequence[Known], most: float) -> tuple[int, int]:
    """Return the least and the greatest that a sum of unknowns can be, given everything that was published."""
    constraint = LinearConstraint(
        np.array([one.factors for one in known]), [one.low for one in known], [one.high for one in known]
    )
    limits = []
    for sign in (1.0, -1.0):
        found = milp(
            sign * target,
            constraints=constraint,
            integrality=np.ones(len(target), dtype=np.int64),
            bounds=Bounds(0, most),
            options={"mip_rel_gap": 0.0},
        )
        assert found.success, found.message
        limits.append(round(sign * found.fun))
    return limits[0], limits[1]

"""Apply a step of weighting to a design: to its weights, and to each of its replicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.replicates import ReplicateDesign
from analysis.weighting.calibration import Weighted

Step: TypeAlias = Callable[[FloatArray], Weighted]


def reweigh(design: Design, step: Step) -> tuple[Design, Weighted]:
    """Return the design after a step, and what the step did; raise WeightingError where it cannot be done."""
    done = step(design.weights)
    if isinstance(design, ReplicateDesign):
        columns = [step(column).weights for column in design.replicates.T]
        return design.reweighted_all(done.weights, np.stack(columns, axis=1)), done
    return design.reweighted(done.weights, done.projection), done

"""Cut extreme weights, and give what is cut off to the others."""

from __future__ import annotations

import numpy as np

from analysis.arrays import FloatArray
from analysis.weighting.calibration import Weighted, WeightingError

MAX_ROUNDS = 1000


def trim(
    before: FloatArray, *, lower: float = 0.0, upper: float = np.inf, strict: bool = True, redistribute: bool = True
) -> Weighted:
    """Bring weights above 0 within limits; `strict` repeats until what was given away leaves none outside.

    With `redistribute` the sum stays: what is cut off goes in equal parts to the weights within the limits. Raise
    WeightingError where the limits leave nobody to give it to, or are the wrong way round.
    """
    if lower >= upper:
        raise WeightingError("bad-limits", "The lower limit of the weights must be below the upper one.")
    weights, used = before.copy(), before > 0
    for iteration in range(1, MAX_ROUNDS + 1):
        outside = used & ((weights < lower) | (weights > upper))
        if not outside.any():
            return Weighted(weights, None, iteration - 1)
        cut = np.where(used, np.clip(weights, lower, upper), 0.0)
        if redistribute:
            others = used & ~outside
            if not others.any():
                break
            cut[others] += (weights - cut).sum() / others.sum()
        weights = cut
        if not strict:
            return Weighted(weights, None, iteration)
    text = "The limits leave no weights that keep their sum; widen them, or do without `redistribute`."
    raise WeightingError("weights-not-found", text, MAX_ROUNDS)

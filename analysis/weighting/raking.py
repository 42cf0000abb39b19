"""Rake and post-stratify: give the categories of one or more variables their totals.

Raking works on the occupied combinations of all margins, never on rows. It is calibration with the raking distance on
the categories' indicators, and its errors are those (`calibration.Regression`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray, sums_by
from analysis.weighting.calibration import Regression, Weighted, WeightingError

SAME_SUM = 1e-6
SWEEPS_OF_R = 10
MOST_COMBINATIONS = 2_000_000
"""Up to this many possible combinations are counted directly, which is faster than sorting the rows."""


@dataclass(frozen=True)
class Target:
    """The categories of one margin (row -> category from 0) and the total of each; `name` is for messages."""

    name: str
    codes: IntArray
    totals: FloatArray
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Sweeps:
    """The residuals that R's `survey::rake` takes: ten sweeps over the margins, without weights."""

    targets: tuple[Target, ...]
    after: FloatArray

    def residual(self, influences: FloatArray) -> FloatArray:
        """Return weighted influences (rows × k) less the unweighted means of their categories, margin by margin."""
        used = self.after > 0
        per_row = np.divide(influences, self.after[:, None], out=np.zeros_like(influences), where=used[:, None])
        for _ in range(SWEEPS_OF_R):
            for target in self.targets:
                count = np.bincount(target.codes[used], minlength=len(target.totals))
                means = sums_by(target.codes, per_row, len(count)) / np.maximum(count, 1)[:, None]
                per_row = np.where(used[:, None], per_row - means[target.codes], 0.0)
        return per_row * self.after[:, None]


def rake(
    before: FloatArray,
    targets: Sequence[Target],
    *,
    tolerance: float = 1e-12,
    max_iterations: int = 1000,
    as_r: bool = False,
) -> Weighted:
    """Rake the weights to all targets; a single one is post-stratification.

    `tolerance` is the largest share by which a total may be missed; `as_r` takes errors as R does. Raise WeightingError
    where totals disagree, a category has no one in the sample, or no weights are found.
    """
    _check_sums(targets)
    cells, of_cell, held = _cells(targets, before)
    for target, codes in zip(targets, of_cell, strict=True):
        _check_sample(target, codes, held)
    factors, iterations = _swept(held, of_cell, targets, tolerance, max_iterations)
    after = before * factors[cells]
    if as_r:
        return Weighted(after, Sweeps(tuple(targets), after), iterations)
    return Weighted(after, _explained(targets, cells, of_cell, before, after), iterations)


def _check_sums(targets: Sequence[Target]) -> None:
    sums = [float(target.totals.sum()) for target in targets]
    if min(sums) <= 0:
        raise WeightingError("bad-totals", "The totals of a margin must sum to more than 0.")
    if max(sums) - min(sums) > SAME_SUM * max(sums):
        listed = ", ".join(f"{target.name}: {total:.15g}" for target, total in zip(targets, sums, strict=True))
        text = f"The margins do not sum to the same total ({listed}). Bring them to one population first."
        raise WeightingError("totals-disagree", text)


def _check_sample(target: Target, codes: IntArray, held: FloatArray) -> None:
    sums = np.bincount(codes, weights=held, minlength=len(target.totals))
    empty = np.flatnonzero((sums <= 0) & (target.totals > 0))
    if len(empty):
        named = ", ".join(target.labels[i] for i in empty)
        text = f"{target.name}: nobody in the sample stands for {named}. Join the category with another."
        raise WeightingError("empty-target-cell", text)


def _cells(targets: Sequence[Target], before: FloatArray) -> tuple[IntArray, list[IntArray], FloatArray]:
    """Number the occupied combinations; returns row -> cell, for each target cell -> category, and cell weights."""
    code = np.zeros(len(before), dtype=np.int64)
    size = 1
    for target in targets:
        size *= len(target.totals)
        code *= len(target.totals)
        code += target.codes
        if size > MOST_COMBINATIONS:
            found, code = np.unique(code, return_inverse=True)
            size = len(found)
    seen = np.flatnonzero(np.bincount(code, minlength=size))
    places = np.zeros(size, dtype=np.int64)
    places[seen] = np.arange(len(seen))
    cells = places[code]
    first = np.empty(len(seen), dtype=np.int64)
    first[cells] = np.arange(len(cells))
    held = np.bincount(cells, weights=before, minlength=len(seen)).astype(np.float64)
    return cells, [target.codes[first] for target in targets], held


def _swept(
    held: FloatArray, of_cell: Sequence[IntArray], targets: Sequence[Target], tolerance: float, max_iterations: int
) -> tuple[FloatArray, int]:
    """Fit the cells to each margin in turn until all hold; returns factors by cell."""
    weights, misfit = held.copy(), np.inf
    for iteration in range(1, max_iterations + 1):
        for codes, target in zip(of_cell, targets, strict=True):
            sums = np.bincount(codes, weights=weights, minlength=len(target.totals))
            weights *= np.divide(target.totals, sums, out=np.zeros_like(sums), where=sums > 0)[codes]
        misfit = max(_misfit(weights, codes, target) for codes, target in zip(of_cell, targets, strict=True))
        if misfit <= tolerance:
            factors = np.divide(weights, held, out=np.ones_like(held), where=held > 0)
            return factors, iteration
    text = (
        f"Raking does not converge: after {max_iterations} sweeps a total is still missed by a share of {misfit:.3g}. "
        "The sample cannot meet these margins together."
    )
    raise WeightingError("weights-not-found", text, max_iterations)


def _misfit(weights: FloatArray, codes: IntArray, target: Target) -> float:
    sums = np.bincount(codes, weights=weights, minlength=len(target.totals))
    wanted = np.where(target.totals > 0, target.totals, 1.0)
    return float(np.max(np.abs(sums - target.totals) / wanted))


def _explained(
    targets: Sequence[Target], cells: IntArray, of_cell: Sequence[IntArray], before: FloatArray, after: FloatArray
) -> Regression:
    indicators = [np.eye(len(target.totals))[codes] for codes, target in zip(of_cell, targets, strict=True)]
    return Regression(np.concatenate(indicators, axis=1), cells, before, after)

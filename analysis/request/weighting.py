"""Weight the design of a request step by step: targets from its margins, totals for its models, limits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.design import Design
from analysis.estimation.estimates import sizes
from analysis.replicates import ReplicateDesign
from analysis.request.formula import model_matrix, parse_formula
from analysis.request.opting_in import OptedIn, opted_in
from analysis.request.problems import Notice, RefusedError
from analysis.request.table import Table
from analysis.request.weighting_shapes import (
    CalibrateShape,
    MarginShape,
    PoststratifyShape,
    PropensityShape,
    RakeShape,
    StepShape,
    TotalsAre,
    TrimShape,
)
from analysis.weighting.applying import Step, reweigh
from analysis.weighting.calibration import UNBOUNDED, Weighted, WeightingError, calibrate
from analysis.weighting.raking import Target, rake
from analysis.weighting.trimming import trim

LARGEST_ADJUSTMENT_RATIO = 8.0
LARGEST_WEIGHT_DEFF = 2.0
SAME_SHARE = 1e-6


class NotWeightedError(RefusedError):
    """The weighting must not be used, so no figure is given; `iterations` were tried.

    `diagnostics` says what was tried, where a request asks for them.
    """

    def __init__(self, code: str, text: str, iterations: int, diagnostics: dict[str, Any] | None = None) -> None:
        super().__init__(code, text)
        self.iterations = iterations
        self.diagnostics = diagnostics


@dataclass(frozen=True)
class Weighing:
    """The weighted design, and what the answer says about how it came to be."""

    design: Design
    iterations: int = 0
    warnings: tuple[Notice, ...] = ()
    trimming: dict[str, Any] | None = field(default=None)
    opted_in: OptedIn | None = None
    before: tuple[FloatArray, ...] = ()
    """The weights before each step."""


def weigh(steps: Sequence[StepShape], design: Design, table: Table, variance_of_raking: str, folder: Path) -> Weighing:
    """Apply the steps in order, each to the weights of the last; raise NotWeightedError where one must not be.

    Files a step names are looked for in the folder.
    """
    done, trimming, calibrated = Weighing(design), None, False
    opted: OptedIn | None = None
    started: list[FloatArray] = []
    notices: list[Notice] = _definitions(steps)
    for i, shape in enumerate(steps):
        before = done.design
        started.append(before.weights)
        try:
            if isinstance(shape, PropensityShape):
                opted = opted_in(shape, before, table, folder)
                done = Weighing(opted.design, opted.iterations)
                continue
            after, weighted = reweigh(before, _step(shape, before, table, variance_of_raking))
        except WeightingError as error:
            raise NotWeightedError(error.code, f"weighting[{i}]: {error}", error.iterations) from error
        if isinstance(shape, TrimShape):
            trimming = _trimmed(before, after)
            if calibrated:
                after, told = _after_trimming(after, variance_of_raking)
                notices += told
        else:
            calibrated = True
        done = Weighing(after, done.iterations + weighted.iterations)
    notices += _large(design, done.design)
    return Weighing(done.design, done.iterations, tuple(notices), trimming, opted, tuple(started))


def _step(shape: StepShape, design: Design, table: Table, variance_of_raking: str) -> Step:
    match shape:
        case RakeShape():
            as_r = variance_of_raking == "r-rake"
            return partial(_raked, shape, table, shape.tol, shape.max_iter, as_r)
        case PoststratifyShape():
            return partial(_raked, shape, table, 1e-12, 1, False)
        case CalibrateShape():
            return _calibration(shape, design, table)
        case TrimShape(lower=lower, upper=upper):
            limit = math.inf if upper is None else upper
            return partial(trim, lower=lower or 0.0, upper=limit, strict=shape.strict, redistribute=shape.redistribute)
    raise RefusedError("not-available", f"{shape.method} is not available.")


def _raked(
    shape: RakeShape | PoststratifyShape, table: Table, tolerance: float, rounds: int, as_r: bool, before: FloatArray
) -> Weighted:
    targets = [target_of(margin, shape.totals_are, table, before) for margin in shape.margins]
    return rake(before, targets, tolerance=tolerance, max_iterations=rounds, as_r=as_r)


def target_of(margin: MarginShape, totals_are: TotalsAre, table: Table, before: FloatArray) -> Target:
    """Number the categories of a margin; raise WeightingError where the sample has one without a total."""
    columns = [table.column(name) for name in margin.by]
    sample: IntArray = np.zeros(table.n, dtype=np.int64)
    for column in columns:
        sample = sample * (column.k + 1) + column.codes
    places: dict[int, int] = {}
    totals, labels = [], []
    for i, entry in enumerate(margin.totals):
        given = [column.code_of(entry[column.name]) for column in columns]
        number = 0
        for column, code in zip(columns, given, strict=True):
            number = number * (column.k + 1) + (-1 if code is None else code)
        places[-2 - i if None in given else number] = i
        totals.append(float(entry["total"]))
        labels.append(", ".join(f"{name} {entry[name]}" for name in margin.by))
    seen, inverse = np.unique(sample, return_inverse=True)
    codes = np.array([places.get(int(number), -1) for number in seen], dtype=np.int64)[inverse]
    name = " × ".join(margin.by)
    without = np.flatnonzero((codes < 0) & (before > 0))
    if len(without):
        shown = ", ".join(f"{column.name} {column.labels[without[0]]}" for column in columns)
        text = f"{name}: the sample has {shown}, for which there is no total. Give it a total, or take it out."
        raise WeightingError("category-without-total", text)
    counts = _counted(np.array(totals), totals_are, name, float(before.sum()))
    return Target(name, np.where(codes < 0, 0, codes), counts, tuple(labels))


def _counted(totals: FloatArray, totals_are: TotalsAre, name: str, size: float) -> FloatArray:
    if totals_are == "counts":
        return totals
    if abs(totals.sum() - 1) > SAME_SHARE:
        raise WeightingError("totals-disagree", f"{name}: the shares sum to {totals.sum():.15g}, not to 1.")
    return np.asarray(totals * (size / totals.sum()))


def _calibration(shape: CalibrateShape, design: Design, table: Table) -> Step:
    _, x, totals = calibration_targets(shape, table)
    bounds = UNBOUNDED if shape.bounds is None else _bounds(shape.bounds)
    return partial(
        calibrate,
        x=x,
        totals=totals,
        distance=shape.distance,
        bounds=bounds,
        groups=_groups(shape.aggregate_stage, design),
        tolerance=shape.tol,
        max_iterations=shape.max_iter,
    )


def calibration_targets(shape: CalibrateShape, table: Table) -> tuple[Sequence[str], FloatArray, FloatArray]:
    """Return names, columns (rows × p) and totals of a calibration; raise WeightingError where they do not match."""
    formula = parse_formula(shape.formula)
    matrix = model_matrix(formula, table, np.ones(table.n, dtype=np.bool_))
    missing = sorted(set(matrix.names) - set(shape.totals))
    unknown = sorted(set(shape.totals) - set(matrix.names))
    if missing or unknown:
        parts = [f"no total for {', '.join(missing)}"] if missing else []
        parts += [f"totals for {', '.join(unknown)}, which are no columns of the model"] if unknown else []
        text = f"There is {' and there are '.join(parts)}. The model has: {', '.join(matrix.names)}."
        raise WeightingError("empty-target-cell" if unknown else "category-without-total", text)
    return matrix.names, matrix.x, np.array([shape.totals[name] for name in matrix.names])


def _bounds(given: Sequence[float | None]) -> tuple[float, float]:
    low, high = given
    return (-math.inf if low is None else low, math.inf if high is None else high)


def _groups(stage: int | None, design: Design) -> IntArray | None:
    if stage is None:
        return None
    if isinstance(design, ReplicateDesign) or stage > len(design.stages):
        text = f"The design has no clusters of stage {stage} to share a factor."
        raise WeightingError("no-such-stage", text)
    return design.stages[stage - 1].clusters


def _after_trimming(design: Design, variance_of_raking: str) -> tuple[Design, list[Notice]]:
    """Drop what calibration explained before trimming, unless R is followed; replicates went through all of it."""
    if isinstance(design, ReplicateDesign):
        return design, []
    told = "Weights were trimmed after calibration: totals no longer hold, and errors are those"
    if variance_of_raking == "r-rake":
        text = f"{told} of R, which reckons as if the totals still held."
        return design, [Notice("trimmed-after-calibration", text)]
    return replace(design, projections=()), [Notice("trimmed-after-calibration", f"{told} without calibration.")]


def _trimmed(before: Design, after: Design) -> dict[str, Any]:
    """Say what trimming changed: the weight moved is the bias risked, the design effect the variance saved."""
    moved = np.abs(after.weights - before.weights).sum() / 2
    return {
        "trimmed": int(np.count_nonzero(np.abs(after.weights - before.weights) > 1e-12 * before.weights)),
        "moved_share": float(moved / before.weights.sum()),
        "deff_before": sizes(before.weights, before.weights > 0).deff_weights,
        "deff_after": sizes(after.weights, after.weights > 0).deff_weights,
    }


def _definitions(steps: Sequence[StepShape]) -> list[Notice]:
    """Refuse margins that speak of different populations, units or ages, or that nobody vouches for."""
    margins = [margin for step in steps if isinstance(step, RakeShape | PoststratifyShape) for margin in step.margins]
    for key in ("population", "unit", "age_scope"):
        named = sorted({str(getattr(margin, key)) for margin in margins if getattr(margin, key) is not None})
        if len(named) > 1:
            text = f"The margins mix {key.replace('_', ' ')}s ({', '.join(named)}); use margins of one."
            raise NotWeightedError("mixed-margins", text, 0)
    for margin in margins:
        if str(margin.confidence).strip().lower() == "low":
            text = f"The margin of {' × '.join(margin.by)} has low confidence, which is never a target."
            raise NotWeightedError("low-confidence-margin", text, 0)
    years = [int(margin.date[:4]) for margin in margins if margin.date and margin.date[:4].isdigit()]
    if years and max(years) - min(years) > 3:
        text = f"The margins are from {min(years)} to {max(years)}, more than three years apart."
        return [Notice("margins-far-apart", text)]
    return []


def _large(before: Design, after: Design) -> list[Notice]:
    used = (before.weights > 0) & (after.weights > 0)
    factors = after.weights[used] / before.weights[used]
    notices = []
    if len(factors) and factors.min() > 0 and factors.max() / factors.min() > LARGEST_ADJUSTMENT_RATIO:
        text = f"Weighting multiplies some people {factors.max() / factors.min():.1f} times as much as others."
        notices.append(Notice("large-adjustments", text))
    deff = sizes(after.weights, after.weights > 0).deff_weights
    if deff > LARGEST_WEIGHT_DEFF:
        text = f"Unequal weights alone cost a design effect of {deff:.2f}."
        notices.append(Notice("large-weight-deff", text))
    return notices

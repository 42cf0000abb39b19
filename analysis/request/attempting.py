"""Say what a refused weighting was given: the weights it started from, and its targets against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from analysis.arrays import FloatArray
from analysis.request.answering import finite
from analysis.request.table import Table
from analysis.request.weighting import NotWeightedError, calibration_targets
from analysis.request.weighting_shapes import (
    CalibrateShape,
    MarginShape,
    PoststratifyShape,
    RakeShape,
    StepShape,
    TotalsAre,
)
from analysis.weighting.calibration import WeightingError
from analysis.weighting.diagnostics import spread_of

ABOUT = ("population", "unit", "age_scope", "date", "source", "confidence")
"""What a margin says of itself beside its totals."""


def attempted(error: NotWeightedError, steps: Sequence[StepShape], weights: FloatArray, table: Table) -> dict[str, Any]:
    """Describe a weighting that was refused, with the keys of one that was not.

    Targets stand against the weights of the design. A category of the sample without a total has the target null, and
    what would describe weights that were never found is null or empty.
    """
    found: dict[str, Any] = {
        "before": asdict(spread_of(weights)),
        "after": None,
        "converged": False,
        "iterations": error.iterations,
        "refused": {"code": error.code, "text": error.text},
        "targets": _targets(steps, weights, table),
        "histogram": [],
        "most_influential": [],
        "trimming_curve": [],
    }
    known: dict[str, Any] = finite(found, "diagnostics", {})
    return known


def about(margin: MarginShape) -> dict[str, Any]:
    """Return what a margin says of itself: definition, unit, ages, date, source and confidence."""
    return {key: getattr(margin, key) for key in ABOUT if getattr(margin, key) is not None}


def _targets(steps: Sequence[StepShape], weights: FloatArray, table: Table) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for number, step in enumerate(steps):
        if isinstance(step, RakeShape | PoststratifyShape):
            for margin in step.margins:
                rows = _margin_rows(margin, step.totals_are, weights, table)
                listed += [{"step": number, **row, **about(margin)} for row in rows]
        elif isinstance(step, CalibrateShape):
            listed += [{"step": number, **row} for row in _model_rows(step, weights, table)]
    return listed


def _margin_rows(margin: MarginShape, totals_are: TotalsAre, weights: FloatArray, table: Table) -> list[dict[str, Any]]:
    """Write a row for each total, then one for each category of the sample that has none."""
    columns = [table.column(name) for name in margin.by]
    size = float(weights.sum()) if totals_are == "shares" else 1.0
    codes = np.column_stack([column.codes for column in columns])
    name, rows = " × ".join(margin.by), []
    without = weights > 0
    for entry in margin.totals:
        given = [column.code_of(entry[column.name]) for column in columns]
        inside = np.all(codes == [-1 if code is None else code for code in given], axis=1) & (None not in given)
        without &= ~inside
        label = ", ".join(f"{key} {entry[key]}" for key in margin.by)
        rows.append(_row(name, label, float(entry["total"]) * size, float(weights[inside].sum())))
    for combination in np.unique(codes[without], axis=0):
        inside = np.all(codes == combination, axis=1)
        shown = int(np.flatnonzero(inside)[0])
        label = ", ".join(f"{column.name} {column.labels[shown]}" for column in columns)
        rows.append(_row(name, label, None, float(weights[inside].sum())))
    return rows


def _model_rows(step: CalibrateShape, weights: FloatArray, table: Table) -> list[dict[str, Any]]:
    """Write a row for each total of a model; none where its totals and its columns do not match."""
    try:
        names, x, totals = calibration_targets(step, table)
    except WeightingError:
        return []
    return [
        _row(step.formula, name, float(total), float(was))
        for name, total, was in zip(names, totals, weights @ x, strict=True)
    ]


def _row(margin: str, category: str, target: float | None, before: float) -> dict[str, Any]:
    missed = None if target is None else before / target - 1 if target else before
    return {
        "margin": margin,
        "category": category,
        "target": target,
        "before": before,
        "after": None,
        "missed": missed,
    }

"""Diagnose the weights of a request: targets before and after, who carries the weight, what trimming would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from analysis.arrays import FloatArray, sums_by
from analysis.design import Design
from analysis.replicates import ReplicateDesign
from analysis.request.answering import finite
from analysis.request.attempting import about
from analysis.request.problems import Problem
from analysis.request.shapes import DiagnosticsShape
from analysis.request.table import Table
from analysis.request.weighting import Weighing, calibration_targets, target_of
from analysis.request.weighting_shapes import CalibrateShape, PoststratifyShape, RakeShape, StepShape
from analysis.stages import LonelyClusterError
from analysis.weighting.diagnostics import histogram, most_influential, spread_of, trimming_curve


def problems_in_diagnostics(shape: DiagnosticsShape, table: Table) -> list[Problem]:
    """List the columns whose means are to be followed that are not there, or hold no numbers."""
    problems = []
    for i, name in enumerate(shape.of):
        place = f"diagnostics.of[{i}]"
        if name not in table.frame:
            problems.append(Problem("unknown-column", place, f"The data has no column {name!r}."))
        elif table.column(name).is_text:
            problems.append(Problem("not-numeric", place, f"Column {name!r} must hold numbers only."))
    return problems


def diagnosed(
    shape: DiagnosticsShape, steps: Sequence[StepShape], weighed: Weighing, base: Design, table: Table
) -> dict[str, Any]:
    """Describe the weights before and after, every target, the people who count most and the curve of trimming."""
    after = weighed.design.weights
    found: dict[str, Any] = {
        "before": asdict(spread_of(base.weights)),
        "after": asdict(spread_of(after)),
        "converged": True,
        "iterations": weighed.iterations,
        "targets": _targets(steps, weighed, table),
        "histogram": [asdict(bin) for bin in histogram(after)],
        "most_influential": [asdict(person) for person in most_influential(base.weights, after)],
    }
    plain = weighed.design if isinstance(weighed.design, ReplicateDesign) else replace(weighed.design, projections=())
    followed = [] if isinstance(plain, ReplicateDesign) else [(name, table.column(name).numbers) for name in shape.of]
    try:
        curve = trimming_curve(plain, followed)
    except LonelyClusterError:
        curve = trimming_curve(plain, [])
    found["trimming_curve"] = [{**asdict(point), "figures": [asdict(one) for one in point.figures]} for point in curve]
    known: dict[str, Any] = finite(found, "diagnostics", {})
    return known


def _targets(steps: Sequence[StepShape], weighed: Weighing, table: Table) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    after = weighed.design.weights
    for number, (step, before) in enumerate(zip(steps, weighed.before, strict=True)):
        if isinstance(step, RakeShape | PoststratifyShape):
            for margin in step.margins:
                target = target_of(margin, step.totals_are, table, before)
                sums = [sums_by(target.codes, w[:, None], len(target.totals))[:, 0] for w in (before, after)]
                listed += _rows(number, target.name, target.labels, target.totals, sums[0], sums[1], about(margin))
        elif isinstance(step, CalibrateShape):
            names, x, totals = calibration_targets(step, table)
            listed += _rows(number, step.formula, names, totals, before @ x, after @ x, {})
    return listed


def _rows(
    step: int,
    margin: str,
    labels: Sequence[str],
    totals: FloatArray,
    before: FloatArray,
    after: FloatArray,
    told: dict[str, Any],
) -> list[dict[str, Any]]:
    """Write a row for each total; `missed` is the share of the total by which the final weights miss it."""
    return [
        {
            "step": step,
            "margin": margin,
            "category": label,
            "target": float(total),
            "before": float(was),
            "after": float(now),
            "missed": float(now / total - 1) if total != 0 else float(now),
            **told,
        }
        for label, total, was, now in zip(labels, totals, before, after, strict=True)
    ]

"""Check what the steps of weighting name against the data."""

from __future__ import annotations

import math
from typing import Any

from analysis.request.formula import FormulaError, parse_formula, variables_in
from analysis.request.problems import Problem
from analysis.request.table import Table
from analysis.request.weighting_shapes import CalibrateShape, MarginShape, PoststratifyShape, RakeShape, StepShape


def problems_in_step(step: StepShape, place: str, table: Table) -> list[Problem]:
    """List columns a step names that are not there or incomplete, totals that are none, and bad formulas."""
    if isinstance(step, RakeShape | PoststratifyShape):
        problems = []
        for i, margin in enumerate(step.margins):
            problems += _margin_problems(margin, f"{place}.margins[{i}]", table)
        return problems
    if isinstance(step, CalibrateShape):
        return _formula_problems(step, place, table)
    return []


def _margin_problems(margin: MarginShape, place: str, table: Table) -> list[Problem]:
    problems = []
    for name in margin.by:
        problems += column_problem(name, f"{place}.by", table)
    if problems:
        return problems
    seen: list[Any] = []
    for i, entry in enumerate(margin.totals):
        where = f"{place}.totals[{i}]"
        expected = {*margin.by, "total"}
        if set(entry) != expected:
            text = f"A total has the keys {', '.join(sorted(expected))}."
            problems.append(Problem("bad-value", where, text))
            continue
        total = entry["total"]
        number = isinstance(total, int | float) and not isinstance(total, bool) and math.isfinite(total)
        if not number or total < 0:
            problems.append(Problem("bad-value", f"{where}.total", "A total is a number of 0 or more."))
        named = [str(entry[name]) for name in margin.by]
        if named in seen:
            problems.append(Problem("bad-value", where, f"There is more than one total for {', '.join(named)}."))
        seen.append(named)
    return problems


def column_problem(name: str, place: str, table: Table) -> list[Problem]:
    """Say why a column cannot be weighted by: it is not there, or has gaps."""
    if name not in table.frame:
        return [Problem("unknown-column", place, f"The data has no column {name!r}.")]
    missing = int(table.column(name).missing.sum())
    if not missing:
        return []
    text = f"{missing} rows have no value of {name}; what weights are made of must be complete."
    return [Problem("missing-in-weighting", place, text)]


def _formula_problems(step: CalibrateShape, place: str, table: Table) -> list[Problem]:
    try:
        formula = parse_formula(step.formula)
    except FormulaError as error:
        return [Problem("bad-formula", f"{place}.formula", str(error))]
    if formula.response is not None or formula.offsets:
        text = "A calibration formula starts with `~` and has no offset."
        return [Problem("bad-formula", f"{place}.formula", text)]
    problems = []
    for name in variables_in(formula):
        problems += column_problem(name, f"{place}.formula", table)
    return problems

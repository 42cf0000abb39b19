"""Weight an opt-in sample of a request by a reference sample beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.replicates import ReplicateDesign
from analysis.request.checks import problems_in_design
from analysis.request.designing import design_of
from analysis.request.formula import Formula, FormulaError, model_matrix, parse_formula, variables_in
from analysis.request.problems import Problem, RequestError
from analysis.request.table import Table, read_table
from analysis.request.weighting_checks import column_problem
from analysis.request.weighting_shapes import PropensityShape, ReferenceShape
from analysis.weighting.calibration import WeightingError
from analysis.weighting.propensity import OptInDesign, Overlap, overlap, weight_by_propensity


@dataclass(frozen=True)
class ReferenceSample:
    """A sample of known design that stands for the population."""

    table: Table
    design: Design


@dataclass(frozen=True)
class OptedIn:
    """What weighting by chances of taking part gave."""

    design: OptInDesign
    reference: ReferenceSample
    overlap: Overlap
    iterations: int


def reference_sample(shape: ReferenceShape, table: Table, folder: Path) -> ReferenceSample:
    """Read the reference sample; raise RequestError with everything that is wrong with it."""
    found = read_table(folder / shape.data, table.categorical, table.codes)
    problems = problems_in_design(shape.design, found)
    if problems:
        raise RequestError(problems)
    return ReferenceSample(found, design_of(shape.design, found, folder))


def problems_in_propensity(shape: PropensityShape, place: str, table: Table, folder: Path) -> list[Problem]:
    """List what is wrong with the reference sample, and the variables that one of the two samples lacks."""
    try:
        formula = parse_formula(shape.formula)
        names = variables_in(formula)
    except FormulaError as error:
        return [Problem("bad-formula", f"{place}.formula", str(error))]
    if formula.response is not None or formula.offsets:
        text = "The formula of a model of taking part starts with `~` and has no offset."
        return [Problem("bad-formula", f"{place}.formula", text)]
    try:
        reference = reference_sample(shape.reference, table, folder)
    except RequestError as error:
        return [Problem(one.code, f"{place}.reference.{one.place}", one.text) for one in error.problems]
    problems: list[Problem] = []
    for name in names:
        problems += column_problem(name, f"{place}.formula", table)
        problems += column_problem(name, f"{place}.reference.data", reference.table)
    return problems


def opted_in(shape: PropensityShape, design: Design, table: Table, folder: Path) -> OptedIn:
    """Weight by chances of taking part; raise WeightingError where that says nothing about the population."""
    if isinstance(design, ReplicateDesign):
        text = "Replicate weights do not say who chose to take part; leave them out for a propensity step."
        raise WeightingError("not-for-replicates", text)
    reference = reference_sample(shape.reference, table, folder)
    names, x, reference_x = joint_columns(parse_formula(shape.formula), table, reference.table)
    weighted, iterations = weight_by_propensity(design, x, reference.design, reference_x, shape.estimator)
    found = overlap(weighted, names, x, reference_x)
    reason = found.why_not(int(np.count_nonzero(design.weights > 0)))
    if reason is not None:
        text = f"{reason} Without overlap these people say nothing about the population."
        raise WeightingError("no-overlap", text, iterations)
    return OptedIn(weighted, reference, found, iterations)


def joint_columns(formula: Formula, first: Table, second: Table) -> tuple[Sequence[str], FloatArray, FloatArray]:
    """Build the columns of a formula alike for two tables (rows × p each); incomplete rows hold nan."""
    names = variables_in(Formula(None, formula.terms, formula.intercept, formula.offsets))
    frame = {name: pd.concat([first.frame[name], second.frame[name]], ignore_index=True) for name in names}
    both = Table(first.n + second.n, frame, first.categorical, first.codes)
    matrix = model_matrix(formula, both, np.ones(both.n, dtype=np.bool_))
    return matrix.names, matrix.x[: first.n], matrix.x[first.n :]

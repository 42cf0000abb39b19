"""Answer asks for doubly robust means of opt-in samples."""

from __future__ import annotations

import math

import numpy as np

from analysis.arrays import BoolArray
from analysis.estimation.doubly_robust import DoublyRobust, Outcome, doubly_robust_mean
from analysis.estimation.estimates import Estimate, sizes
from analysis.estimation.intervals import Figure, interval
from analysis.estimation.regression import ModelError
from analysis.request.asks import DoublyRobustAsk
from analysis.request.context import Context, Result
from analysis.request.formula import Formula, FormulaError, parse_formula
from analysis.request.opting_in import joint_columns
from analysis.request.problems import RefusedError
from analysis.request.rows import Label, row_of
from analysis.request.table import Table
from analysis.request.where import holds_in
from analysis.weighting.propensity import OptInDesign
from surveyapp.questionnaire.condition_text import ConditionError, parse


def answer_robust_mean(ask: DoublyRobustAsk, context: Context) -> Result:
    """Answer with one row that also has the mean by weights alone (`weighted`) and by the model alone (`modelled`).

    Raise RefusedError where the sample is not weighted by chances of taking part, or the outcome cannot be modelled.
    """
    design, reference = context.design, context.reference
    if not isinstance(design, OptInDesign) or reference is None:
        raise RefusedError("needs-propensity", "A doubly robust mean needs a first step of weighting `propensity`.")
    column = context.variable(ask.of[0])
    if column.is_text:
        raise RefusedError("mean-of-text", f"{column.name} holds texts, which have no mean.")
    try:
        _names, x, reference_x = joint_columns(_formula(ask), context.table, reference)
        base = context.domain(ask.where) & ~column.missing & np.all(np.isfinite(x), axis=1)
        reference_base = _there(ask.where, reference) & np.all(np.isfinite(reference_x), axis=1)
        outcome = Outcome(column.numbers, np.nan_to_num(x), np.nan_to_num(reference_x), base, reference_base)
        found = doubly_robust_mean(design, outcome, ask.family)
    except (FormulaError, ConditionError, KeyError) as error:
        raise RefusedError("bad-formula", f"The reference sample does not hold what is asked: {error}.") from error
    except ModelError as error:
        raise RefusedError(error.code, str(error)) from error
    result = Result(ask.id)
    result.rows = [_row(ask, column.name, found, base, context)]
    return result


def _formula(ask: DoublyRobustAsk) -> Formula:
    formula = parse_formula(ask.formula)
    if formula.response is not None or formula.offsets:
        raise RefusedError("bad-formula", "The formula starts with `~` and has no offset; `of` is the outcome.")
    return formula


def _there(where: str | None, reference: Table) -> BoolArray:
    everyone = np.ones(reference.n, dtype=np.bool_)
    return everyone if where is None else holds_in(parse(where), reference)


def _row(ask: DoublyRobustAsk, name: str, found: DoublyRobust, base: BoolArray, context: Context) -> dict[str, object]:
    df, size = context.df(ask, base, "domain"), sizes(context.design.weights, base)
    figure = Figure(found.value, found.se**2, df, size.base_n)
    low, high = interval(ask.interval or "t", figure, ask.confidence)
    worth = size.base_n / size.deff_weights
    estimate = Estimate(
        found.value, found.se, df, low, high, size.base_n, size.weighted_n, worth, math.nan, size.deff_weights
    )
    row = row_of(Label(name), estimate, context.suppressed(estimate, "mean"))
    return {**row, "weighted": found.weighted, "modelled": found.modelled}

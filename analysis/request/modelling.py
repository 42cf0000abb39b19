"""Answer asks for regressions, and for tests of their terms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation import distributions
from analysis.estimation import statistics as st
from analysis.estimation.intervals import t_quantile
from analysis.estimation.ordinal import fit_ordinal
from analysis.estimation.quadratic_forms import f_tail
from analysis.estimation.regression import Family, Fit, ModelError, fit_model
from analysis.estimation.significance import rank_of, two_sided
from analysis.replicates import ReplicateDesign
from analysis.request.asks import RegressionAsk, TermTestAsk
from analysis.request.context import Context, Result, plain
from analysis.request.formula import (
    Factor,
    Formula,
    FormulaError,
    Matrix,
    factor_of,
    model_matrix,
    parse_formula,
    same_term,
    variables_in,
)
from analysis.request.problems import RefusedError
from analysis.request.shapes import Ask
from analysis.request.table import Category, Table

FEWEST_EVENTS = 10
"""Fewer events for each predictor than this are told: estimates are unstable."""


@dataclass(frozen=True)
class Model:
    """A fitted regression; `names` are the categories of an ordinal one, whose columns leave the intercept out,
    and `unit` the weight its deviance counts as 1."""

    formula: Formula
    matrix: Matrix
    columns: tuple[int, ...]
    response: Factor
    base: BoolArray
    fit: Fit
    covariance: FloatArray
    df: float
    names: tuple[str, ...]
    unit: float

    @property
    def thresholds(self) -> tuple[str, ...]:
        return tuple(f"{low}|{high}" for low, high in zip(self.names[:-1], self.names[1:], strict=True))


def answer_regression(ask: RegressionAsk, context: Context) -> Result:
    """Answer with a row for each coefficient; raise RefusedError where the model cannot be fitted."""
    model, result = _fitted(ask, context), Result(ask.id)
    labels: list[tuple[str, Category | None]] = [
        (model.matrix.names[i], model.matrix.categories[i]) for i in model.columns
    ]
    labels += [(name, None) for name in model.thresholds]
    for i, (term, category) in enumerate(labels):
        value = float(model.fit.coefficients.values[i])
        shown = None if category is None else plain(category)
        row = {"term": term, "category": shown, **estimated(value, model.covariance[i, i], model.df, ask.confidence)}
        result.rows.append(row)
    if ask.covariance:
        result.covariance = model.covariance.tolist()
    result.fit = _explained(ask, model, context)
    _warn_of_few_events(ask, model, context, result)
    return result


def _explained(ask: RegressionAsk, model: Model, context: Context) -> dict[str, float] | None:
    """Return pseudo R² of Cox and Snell and of Nagelkerke, on the scale of the population (Lumley 2017).

    Only models of yes or no and of counts with an intercept have them.
    """
    if ask.family not in ("binomial", "poisson") or not model.formula.intercept:
        return None
    weights, ones = context.design.weights, np.ones((context.table.n, 1))
    target, offset = _target(ask.family, model.response, model.base), np.where(model.base, model.matrix.offset, 0.0)
    unit = float(weights[st.members_of(weights, model.base)].mean())
    null = fit_model(weights, target, ones, offset, model.base, ask.family, unit).deviance
    people = len(st.members_of(weights, model.base))
    # The deviance of the model counts weights in its own unit.
    own = model.fit.deviance * model.unit / unit
    cox_snell = -math.expm1((own - null) / people)
    most = -math.expm1(-null / people)
    return {"cox_snell": cox_snell, "nagelkerke": cox_snell / most if most > 0 else math.nan}


def answer_term_test(ask: TermTestAsk, asks: Mapping[str, Ask], context: Context) -> Result:
    """Answer a test of terms; raise RefusedError where the model does not give it."""
    other, model = model_of(ask.of_ask, asks, context)
    return _tested(ask, other, model, context)


def model_of(name: str, asks: Mapping[str, Ask], context: Context) -> tuple[RegressionAsk, Model]:
    """Fit the regression another ask builds on; raise RefusedError where that is none, or cannot be fitted."""
    other = asks.get(name)
    if not isinstance(other, RegressionAsk):
        raise RefusedError("not-a-model", f"{name!r} is no regression.")
    return other, _fitted(other, context)


def _fitted(ask: RegressionAsk, context: Context) -> Model:
    try:
        return _fit(ask, parse_formula(ask.formula), context)
    except FormulaError as error:
        raise RefusedError("bad-formula", str(error)) from error
    except ModelError as error:
        raise RefusedError(error.code, str(error)) from error


def _fit(ask: RegressionAsk, formula: Formula, context: Context, base: BoolArray | None = None) -> Model:
    """Fit a model to the rows of the domain that are complete, or to those given."""
    table, design = context.table, context.design
    domain = context.domain(ask.where) if base is None else base
    used = domain & _complete(formula, table)
    response = factor_of(formula.response or "", table, used)
    matrix = model_matrix(formula, table, used)
    used &= matrix.complete & np.isfinite(response.values)
    columns = tuple(i for i, term in enumerate(matrix.term_of) if ask.family != "ordinal" or term >= 0)
    x = np.nan_to_num(matrix.x[:, columns])
    offset = np.where(used, matrix.offset, 0.0)
    names: list[str] = []
    unit = (float(design.weights[domain].mean()) if domain.any() else 0.0) or 1.0
    if ask.family == "ordinal":
        names, codes = _ordered(response, used)
        fit = fit_ordinal(design.weights, codes, len(names), x, used)
    else:
        fit = fit_model(design.weights, _target(ask.family, response, used), x, offset, used, ask.family, unit)
    covariance = design.covariance([fit.coefficients], present=used)
    lost = len(columns) - (0 if ask.family == "ordinal" else 1)
    df = _df(ask, context, domain if isinstance(design, ReplicateDesign) else used, lost)
    return Model(formula, matrix, columns, response, used, fit, covariance, df, tuple(names), unit)


def _complete(formula: Formula, table: Table) -> BoolArray:
    complete = np.ones(table.n, dtype=np.bool_)
    for name in variables_in(formula):
        complete &= ~table.column(name).missing
    return complete


def _df(ask: RegressionAsk, context: Context, rows: BoolArray, lost: int) -> float:
    if ask.df is not None:
        return context.df(ask, rows, "domain")
    df = context.design.df(rows) - lost
    if df <= 0:
        text = f"The design has {context.design.df(rows)} degrees of freedom, too few for this many coefficients."
        raise RefusedError("too-many-predictors", text)
    return float(df)


def _target(family: Family, response: Factor, used: BoolArray) -> FloatArray:
    values = np.where(used, response.values, 0.0)
    if response.categories is not None:
        if family != "binomial" or len(response.categories) != 2:
            text = f"{response.text} has {len(response.categories)} categories; {family} needs "
            raise ModelError("bad-response", text + ("two." if family == "binomial" else "numbers."))
        return values
    if family == "binomial" and np.any((values < 0) | (values > 1)):
        raise ModelError("bad-response", f"{response.text} must lie between 0 and 1, or have two categories.")
    if family == "poisson" and np.any(values < 0):
        raise ModelError("bad-response", f"{response.text} must not be below 0.")
    return values


def _ordered(response: Factor, used: BoolArray) -> tuple[list[str], Any]:
    """Return the names of the categories in order, and the code of every row."""
    if response.categories is not None:
        return [str(plain(name)) for name in response.categories], np.where(used, response.values, 0).astype(np.int64)
    found = np.unique(response.values[used])
    codes = np.searchsorted(found, np.where(used, response.values, found[0] if len(found) else 0.0))
    return [str(plain(float(value))) for value in found], np.minimum(codes, max(len(found) - 1, 0))


def _warn_of_few_events(ask: RegressionAsk, model: Model, context: Context, result: Result) -> None:
    predictors = sum(1 for i in model.columns if model.matrix.term_of[i] >= 0)
    if ask.family != "binomial" or not predictors:
        return
    inside = model.response.values[model.base & (context.design.weights > 0)]
    events = min(int((inside > 0.5).sum()), int((inside <= 0.5).sum()))
    if events < FEWEST_EVENTS * predictors:
        text = (
            f"There are {events / predictors:.1f} events for each predictor; fewer than {FEWEST_EVENTS} are unstable."
        )
        result.warn("few-events", text)


def estimated(value: float, variance: float, df: float, level: float) -> dict[str, float]:
    """Return a figure with its error, test against 0 and Student's interval, as rows carry them."""
    se = math.sqrt(variance) if variance >= 0 else math.nan
    t, half = value / se if se > 0 else math.nan, t_quantile(level, df) * se
    return {
        "estimate": value,
        "se": se,
        "t": t,
        "df": df,
        "p": two_sided(t, df),
        "low": value - half,
        "high": value + half,
    }


def _tested(ask: TermTestAsk, other: RegressionAsk, model: Model, context: Context) -> Result:
    numbers = [_term_number(term, model.formula) for term in ask.terms]
    places = [place for place, i in enumerate(model.columns) if model.matrix.term_of[i] in numbers]
    if not places:
        raise RefusedError("no-test", "These terms have no coefficient of their own: nothing varies in them.")
    beta, spread = model.fit.coefficients.values[places], model.covariance[np.ix_(places, places)]
    df = model.df if ask.df is None else context.df(ask, model.base, "design")
    result = Result(ask.id)
    naive = model.fit.naive[np.ix_(places, places)]
    if not np.isfinite(spread).all() or rank_of(spread, np.diag(naive)) < len(places):
        raise RefusedError("no-test", "The design has too few clusters to test these terms together.")
    if ask.kind == "wald":
        statistic = float(beta @ np.linalg.solve(spread, beta)) / len(places)
        infinite = distributions.chi_square_tail(statistic * len(places), len(places))
        p = infinite if math.isinf(df) else distributions.f_tail(statistic, len(places), df)
        result.test = {"statistic": statistic, "ndf": len(places), "ddf": df, "p": p}
        return result
    kept = tuple(term for i, term in enumerate(model.formula.terms) if i not in numbers)
    smaller = Formula(model.formula.response, kept, model.formula.intercept, model.formula.offsets)
    try:
        less = _fit(other, smaller, context, model.base)
    except ModelError as error:
        raise RefusedError(error.code, str(error)) from error
    effects = np.linalg.eigvals(np.linalg.solve(naive, spread)).real
    statistic = less.fit.deviance - model.fit.deviance
    p = f_tail(statistic, np.sort(effects)[::-1], df, "saddlepoint")
    result.test = {
        "statistic": statistic,
        "ndf": len(places),
        "ddf": df,
        "p": p,
        "lambda": sorted(effects.tolist(), reverse=True),
    }
    return result


def _term_number(text: str, formula: Formula) -> int:
    wanted = [part.strip() for part in text.split(":")]
    for number, term in enumerate(formula.terms):
        if same_term(term, wanted):
            return number
    listed = ", ".join(":".join(term) for term in formula.terms)
    raise RefusedError("unknown-term", f"The model has no term {text!r}; it has {listed}.")

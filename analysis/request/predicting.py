"""Answer asks for what a regression expects at given values of its variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.arrays import FloatArray
from analysis.estimation.ordinal import chances
from analysis.estimation.regression import predicted
from analysis.request.asks import PredictAsk, RegressionAsk
from analysis.request.context import Context, Result
from analysis.request.formula import Formula, FormulaError, Matrix, model_matrix, variables_in
from analysis.request.modelling import Model, estimated, model_of
from analysis.request.problems import RefusedError
from analysis.request.shapes import Ask
from analysis.request.table import Table

_SHOWN = ("estimate", "se", "df", "low", "high")


def answer_prediction(ask: PredictAsk, asks: Mapping[str, Ask], context: Context) -> Result:
    """Answer with a row for each of `at`; of an ordinal model with one for each category, in order.

    The `link` of an ordinal model is x′β, without thresholds. Raise RefusedError where the model does not give it.
    """
    other, model = model_of(ask.of_ask, asks, context)
    matrix = _matrix_at(ask, model, context.table)
    x = matrix.x[:, model.columns]
    result = Result(ask.id)
    if other.family == "ordinal" and ask.type == "response":
        result.rows = _by_category(ask, model, x)
        return result
    for given, value, variance in zip(ask.at, *_expected(ask, other, model, x, matrix.offset), strict=True):
        result.rows.append({"at": given, **_row(float(value), float(variance), model, ask.confidence)})
    return result


def _expected(
    ask: PredictAsk, other: RegressionAsk, model: Model, x: FloatArray, offset: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return values and variances at the rows of x."""
    slopes = model.fit.coefficients.values[: x.shape[1]]
    spread = model.covariance[: x.shape[1], : x.shape[1]]
    eta = x @ slopes + offset
    variance = np.einsum("ij,jk,ik->i", x, spread, x)
    if ask.type == "link" or other.family == "ordinal":
        return eta, variance
    mean, slope = predicted(other.family, eta)
    return mean, variance * slope**2


def _by_category(ask: PredictAsk, model: Model, x: FloatArray) -> list[dict[str, Any]]:
    rows = []
    for given, own in zip(ask.at, x, strict=True):
        values, slopes = chances(model.fit.coefficients.values, own)
        variances = np.einsum("ij,jk,ik->i", slopes, model.covariance, slopes)
        for name, value, variance in zip(model.names, values, variances, strict=True):
            found = _row(float(value), float(variance), model, ask.confidence)
            rows.append({"at": given, "category": name, **found})
    return rows


def _row(value: float, variance: float, model: Model, level: float) -> dict[str, float]:
    found = estimated(value, variance, model.df, level)
    return {key: found[key] for key in _SHOWN}


def _matrix_at(ask: PredictAsk, model: Model, table: Table) -> Matrix:
    """Build the columns of a model at given values; raise RefusedError where a variable or category is not known."""
    texts = [*(text for term in model.formula.terms for text in term), *model.formula.offsets]
    needed = variables_in(Formula(None, tuple((text,) for text in texts), True))
    for i, given in enumerate(ask.at):
        missing = [name for name in needed if given.get(name) is None]
        if missing:
            raise RefusedError("missing-value", f"at[{i}] has no value of {', '.join(missing)}.")
    frame = {name: pd.Series([str(given[name]) for given in ask.at]) for name in needed}
    categorical = table.categorical | {name for name in needed if table.column(name).is_text}
    small = Table(len(ask.at), frame, categorical, table.codes)
    for name in needed:
        if small.column(name).is_text and not table.column(name).is_text:
            raise RefusedError("not-a-number", f"{name} holds numbers, and at least one of `at` is none.")
    try:
        matrix = model_matrix(model.formula, small, np.ones(small.n, dtype=np.bool_), model.matrix.levels)
    except FormulaError as error:
        raise RefusedError("not-a-number", str(error)) from error
    if not matrix.complete.all():
        where = int(np.flatnonzero(~matrix.complete)[0])
        raise RefusedError("unknown-category", f"at[{where}] holds a value the model does not know.")
    return matrix

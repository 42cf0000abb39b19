"""Answer asks for reliability and for figures of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation import statistics as st
from analysis.estimation.contrasts import ContrastError, combine
from analysis.estimation.spread import alpha
from analysis.replicates import ReplicateDesign
from analysis.request.asks import AlphaAsk, CustomAsk
from analysis.request.context import Context, Result, combinations_of
from analysis.request.problems import RefusedError
from analysis.request.rows import Label, Labelled, present
from analysis.request.table import Table
from analysis.request.where import numbers_in
from surveyapp.questionnaire.condition_text import parse_expression
from surveyapp.questionnaire.conditions import Expression, Name, names_in

_TOTAL = re.compile(r"\btotal\(([^()]*(?:\([^()]*\)[^()]*)*)\)")


def answer_alpha(ask: AlphaAsk, context: Context) -> Result:
    """Answer with Cronbach's alpha of the items, which must hold numbers."""
    columns = [context.variable(name) for name in ask.of]
    for column in columns:
        if column.is_text:
            raise RefusedError("not-a-number", f"{column.name} holds texts, which have no reliability.")
    domain = context.domain(ask.where)
    used = domain.copy()
    if ask.missing == "drop":
        for column in columns:
            used &= ~column.missing
    items = np.stack([column.numbers for column in columns], axis=1)
    found = Labelled(alpha(context.design.weights, items, used), (Label(", ".join(ask.of)),))
    return present(ask, [found], domain, context, usual="domain", covariance=False)


def parts_of(text: str) -> tuple[Expression, dict[str, Expression]]:
    """Read an expression over totals; returns it with a name for each total, and what each is the total of.

    Raise ConditionError where it cannot be read.
    """
    totals: dict[str, Expression] = {}

    def named(match: re.Match[str]) -> str:
        name = f"_total_{len(totals)}"
        totals[name] = parse_expression(match[1])
        return name

    expression = parse_expression(_TOTAL.sub(named, text))
    for name in names_in(expression) - set(totals):
        totals[name] = Name(name)
    return expression, totals


def answer_custom(ask: CustomAsk, context: Context) -> Result:
    """Compute an expression over totals under every replicate; raise RefusedError without replicates."""
    if not isinstance(context.design, ReplicateDesign):
        text = "A figure of one's own has an error only with replicate weights; use `contrast` for arithmetic on asks."
        raise RefusedError("needs-replicates", text)
    expression, totals = parts_of(ask.expression)
    domain = context.domain(ask.where)
    values = {name: _numbers(part, context.table) for name, part in totals.items()}
    used = domain.copy()
    if ask.missing == "drop":
        for numbers in values.values():
            used &= ~np.isnan(numbers)
    figures = _figures(ask, expression, values, used, context)
    return present(ask, figures, domain, context, usual="domain", covariance=False)


def _figures(
    ask: CustomAsk, expression: Expression, values: dict[str, FloatArray], used: BoolArray, context: Context
) -> Iterator[Labelled]:
    weights = context.design.weights
    by = [context.table.column(name) for name in ask.by]
    for group in combinations_of(by, used, weights > 0, "omit"):
        named = {name: st.total(weights, numbers, used & group.rows) for name, numbers in values.items()}
        try:
            found = combine(expression, named, weights)
        except ContrastError as error:
            raise RefusedError("bad-contrast", str(error)) from error
        yield Labelled(found, (Label(ask.expression, None, group.by),))


def _numbers(expression: Expression, table: Table) -> FloatArray:
    return numbers_in(expression, table)

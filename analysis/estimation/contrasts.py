"""Combine statistics by arithmetic: `a / b`, `(a - b) / b`; errors follow by the delta method.

Influences combine as derivatives do, so figures that share people or clusters are accounted for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
from analysis.estimation.statistics import Statistic, members_of, srs_variance
from surveyapp.questionnaire.conditions import Arithmetic, Call, Constant, Expression, Gather, Name


class ContrastError(ValueError):
    """An expression cannot be computed from these statistics; the message says why."""


@dataclass(frozen=True)
class _Derived:
    """k values, and their weighted influences (rows × k)."""

    values: FloatArray
    influences: FloatArray


def combine(expression: Expression, named: Mapping[str, Statistic], weights: FloatArray) -> Statistic:
    """Evaluate an expression of named statistics of k values each, value by value.

    The base is everyone in the base of any of them. Raise ContrastError for a name that is not given and for a
    constant that is no number.
    """
    k = next(iter(named.values())).k
    derived = {name: _Derived(one.values, one.influences) for name, one in named.items()}
    result = _derive(expression, derived, len(weights), k)
    base = np.logical_or.reduce([statistic.base for statistic in named.values()])
    members = members_of(weights, base)
    influences = np.where(np.isfinite(result.influences), result.influences, 0.0)

    def recompute(other: FloatArray) -> FloatArray:
        nothing = np.zeros((0, k))
        again = {name: _Derived(one.recompute(other), nothing) for name, one in named.items()}
        return _derive(expression, again, 0, k).values

    return Statistic(
        kind="contrast",
        values=result.values,
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights[members], influences[members] / weights[members, None]),
        rows=int(base.sum()),
        recompute=recompute,
        smooth=all(statistic.smooth for statistic in named.values()),
    )


def _derive(expression: Expression, named: Mapping[str, _Derived], n: int, k: int) -> _Derived:
    match expression:
        case Name(name):
            if name not in named:
                raise ContrastError(f"{name!r} is not among the asks the contrast is made from.")
            return named[name]
        case Constant(value):
            if isinstance(value, str | tuple):
                raise ContrastError("A contrast is made of asks and numbers only.")
            return _Derived(np.full(k, float(value)), np.zeros((n, k)))
        case Arithmetic(operator, left, right):
            first, second = _derive(left, named, n, k), _derive(right, named, n, k)
            return _applied(operator, first, second)
        case Call() | Gather():
            raise ContrastError("A contrast is made with + - * / only.")


def _applied(operator: str, first: _Derived, second: _Derived) -> _Derived:
    a, b = first.values, second.values
    if operator in "+-":
        sign = 1.0 if operator == "+" else -1.0
        return _Derived(a + sign * b, first.influences + sign * second.influences)
    if operator == "*":
        return _Derived(a * b, first.influences * b + second.influences * a)
    divisor = np.where(b == 0, np.nan, b)
    quotient = a / divisor
    return _Derived(quotient, (first.influences - second.influences * quotient) / divisor)

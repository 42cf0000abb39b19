"""Bring many values down to one number: what is unanswered or no number is left out.

Sums are taken from left to right in double precision, so that every platform gives the same last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from surveyapp.questionnaire.conditions.values import Value, as_number, elements_of


def numbers_in(values: tuple[Value, ...]) -> list[float]:
    """Return the numbers among values and the elements of lists, in order."""
    read = (as_number(element) for value in values for element in elements_of(value))
    return [number for number in read if number is not None]


def total(values: tuple[Value, ...]) -> float | None:
    """Return the sum, 0 of nothing."""
    result = 0.0
    for number in numbers_in(values):
        result += number
    return result if math.isfinite(result) else None


def mean(values: tuple[Value, ...]) -> float | None:
    found, whole = numbers_in(values), total(values)
    return None if whole is None or not found else whole / len(found)


def least(values: tuple[Value, ...]) -> float | None:
    return min(numbers_in(values), default=None)


def most(values: tuple[Value, ...]) -> float | None:
    return max(numbers_in(values), default=None)


AGGREGATES: Mapping[str, Callable[[tuple[Value, ...]], float | None]] = {
    "sum": total,
    "mean": mean,
    "min": least,
    "max": most,
}

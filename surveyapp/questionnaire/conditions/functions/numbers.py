"""Compute with numbers; what is no number gives no value.

Only operations that IEEE 754 defines to the last digit are here, so that a browser agrees with the server.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from surveyapp.questionnaire.conditions.functions.aggregates import AGGREGATES
from surveyapp.questionnaire.conditions.functions.function import Function
from surveyapp.questionnaire.conditions.values import Value, as_number

_MOST_EXACT = 2.0**53
_MOST_DIGITS = 12
_MOST_POWER = 100


def whole(value: Value) -> int | None:
    """Read a value as a whole number of modest size, dropping any fraction; None where it is not one."""
    number = as_number(value)
    return None if number is None or abs(number) > 1e9 else math.trunc(number)


def finite(number: float) -> float | None:
    """Return the number if it is finite; minus zero becomes zero."""
    return number + 0.0 if math.isfinite(number) else None


def of_number(compute: Callable[[float], float | None]) -> Callable[[Value], Value]:
    """Apply `compute` to what reads as a number."""

    def apply(value: Value) -> Value:
        number = as_number(value)
        result = None if number is None else compute(number)
        return None if result is None else finite(result)

    return apply


def _of_two(compute: Callable[[float, float], float | None]) -> Callable[[Value, Value], Value]:
    def apply(left: Value, right: Value) -> Value:
        first, second = as_number(left), as_number(right)
        result = None if first is None or second is None else compute(first, second)
        return None if result is None else finite(result)

    return apply


def _round(value: Value, digits: Value = 0) -> Value:
    """Round half away from zero, on the number as it is written in decimals: 1.005 to two digits is 1.01."""
    number, places = as_number(value), whole(digits)
    if number is None or places is None or abs(places) > _MOST_DIGITS:
        return None
    mantissa, _, exponent = repr(abs(number)).partition("e")
    scaled = float(f"{mantissa}e{int(exponent or 0) + places}")
    if scaled >= _MOST_EXACT:
        return number
    below = math.floor(scaled)
    rounded = float(f"{below + (scaled - below >= 0.5)}e{-places}")
    return finite(-rounded if number < 0 else rounded)


def _power(base: float, exponent: float) -> float | None:
    """Return a power whose exponent is whole or in quarters: by products and square roots alone."""
    quarters = exponent * 4
    if quarters != math.floor(quarters) or abs(exponent) > _MOST_POWER:
        return None
    whole_part, rest = divmod(int(abs(quarters)), 4)
    if rest and base < 0:
        return None
    result = 1.0
    for _ in range(whole_part):
        result *= base
    if rest >= 2:
        result *= math.sqrt(base)
    if rest % 2:
        result *= math.sqrt(math.sqrt(base))
    if exponent >= 0:
        return result
    return None if result == 0 else 1 / result


def _remainder(first: float, second: float) -> float | None:
    return None if second == 0 else math.fmod(first, second)


def _is_number(value: Value) -> bool | None:
    return None if value is None else as_number(value) is not None


def _is_whole(value: Value) -> bool | None:
    number = as_number(value)
    return None if value is None else number is not None and number == math.floor(number)


def _many(name: str) -> Function:
    aggregate = AGGREGATES[name]
    return Function(name, ("value",), lambda *values: aggregate(values), repeats=True)


FUNCTIONS = (
    *map(_many, AGGREGATES),
    Function("number", ("value",), of_number(lambda number: number)),
    Function("round", ("value", "value"), _round, optional=1),
    Function("floor", ("value",), of_number(lambda number: float(math.floor(number)))),
    Function("ceiling", ("value",), of_number(lambda number: float(math.ceil(number)))),
    Function("truncate", ("value",), of_number(lambda number: float(math.trunc(number)))),
    Function("abs", ("value",), of_number(abs)),
    Function("sqrt", ("value",), of_number(lambda number: math.sqrt(number) if number >= 0 else None)),
    Function("mod", ("value", "value"), _of_two(_remainder)),
    Function("power", ("value", "value"), _of_two(_power)),
    Function("is_number", ("value",), _is_number, gives="truth"),
    Function("is_whole", ("value",), _is_whole, gives="truth"),
)

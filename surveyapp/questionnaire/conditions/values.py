"""Read values as conditions compare them: as a number, as a text, as a set of codes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TypeAlias

Scalar: TypeAlias = str | float | int | bool
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None
Values: TypeAlias = Mapping[str, Value]

TODAY = "\x1ftoday"
"""Under this name the values hold the interview's own date, as `YYYY-MM-DD`; no question can be called so."""
MARK = "@"
"""Stands between a name and the instance of a repeat it was asked in."""
MOST_TEXT = 100_000
"""How many characters a function may give; a longer text is no value."""

_NUMBER = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[ \t\r\n]*")
_UNPLAIN = re.compile(r"[@%.`\s]")
_MOST_EXACT = 2**53


def kind_name(name: str) -> str:
    """Return the name under which the values hold why `name` has no answer, such as `refused`."""
    plain, mark, instance = name.partition(MARK)
    return f"{plain}\x1fmissing{mark}{instance}"


def suffix_of(part: Scalar) -> str:
    """Return what the names in one instance of a repeat end in, as in `years@KR`.

    Characters that would be misread are written as percent and hexadecimal.
    """
    text = as_text(part) or ""
    return MARK + _UNPLAIN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def in_part(name: str, suffix: str) -> str:
    """Return what a name is called in an instance: `years@2` inside `@KR` is `years@KR@2`."""
    plain, mark, deeper = name.partition(MARK)
    return f"{plain}{suffix}{mark}{deeper}"


def as_number(value: Value) -> float | None:
    """Read a value as a finite number, also where it is written as text ("18"); None where it is not one.

    A text is a number where it is written with ASCII digits, a point and an exponent at most.
    """
    if isinstance(value, str):
        if len(value) > MOST_TEXT or _NUMBER.fullmatch(value) is None:
            return None
    elif isinstance(value, tuple) or value is None:
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def as_text(value: Value) -> str | None:
    """Read a value as a text; None where it is unanswered or a list. A number is printed as ECMAScript prints it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    number = as_number(value)
    return None if number is None else number_text(number)


def number_text(number: float) -> str:
    """Print a finite number with the fewest digits that give it back, as ECMA-262 `Number::toString` does."""
    if number == 0:
        return "0"
    if number.is_integer() and abs(number) < _MOST_EXACT:
        return str(int(number))
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    return ("-" if number < 0 else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Put the decimal point after `point` digits, or write an exponent where that would take too many zeros."""
    if 0 < point <= 21:
        return digits.ljust(point, "0") if len(digits) <= point else f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"


def same_code(first: Scalar, second: Scalar) -> bool:
    """Tell whether `==` holds between two scalars: as numbers where both read as numbers, else as texts."""
    return comparable(first) == comparable(second)


def comparable(element: Scalar) -> str | float:
    """Return what two scalars must share to be the same code."""
    number = as_number(element)
    return str(element) if number is None else number


def elements_of(value: Value) -> tuple[Scalar, ...]:
    """Return a list's elements, a single value as a list of one, and nothing for what is unanswered."""
    if isinstance(value, tuple):
        return tuple(element for element in value if element is not None)
    return () if value is None else (value,)


def as_set(value: Value) -> frozenset[str | float]:
    return frozenset(comparable(element) for element in elements_of(value))

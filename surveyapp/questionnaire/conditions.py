"""Say when something applies: a closed tree of conditions and its three-valued truth.

A comparison with something unanswered is neither true nor false; `not` leaves it so, `and` and `or` follow Kleene's
strong logic, and a condition *holds* only where it is true. The same rule gives R's `subset` and SQL's `where`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Scalar: TypeAlias = str | float | int | bool
Value: TypeAlias = Scalar | tuple[Scalar, ...] | None

Comparator = Literal["==", "!=", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/"]


@dataclass(frozen=True, slots=True)
class Name:
    """Refer to an answer, a calculated value, an assignment or something set by the link."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """State a number, a text or a list of them."""

    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    comparator: Comparator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Membership:
    """True where the left (any of its elements, if it is a list) is among the right."""

    left: Expression
    right: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsMissing:
    operand: Expression
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    operand: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """True where every part is true; `AllOf(())` is always true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True where some part is true; `AnyOf(())` is never true."""

    parts: tuple[Condition, ...]


Expression: TypeAlias = Name | Constant | Arithmetic
Condition: TypeAlias = Comparison | Membership | IsMissing | Not | AllOf | AnyOf
Values: TypeAlias = Mapping[str, Value]

ALWAYS: Condition = AllOf(())
NEVER: Condition = AnyOf(())


def holds(condition: Condition, values: Values) -> bool:
    """Tell whether a condition is true of these values; a name that is absent or None is unanswered."""
    return truth(condition, values) is True


def truth(condition: Condition, values: Values) -> bool | None:
    """Return true, false, or None where an unanswered part leaves it open."""
    match condition:
        case AllOf(parts):
            return _kleene(parts, values, decides=False)
        case AnyOf(parts):
            return _kleene(parts, values, decides=True)
        case Not(operand):
            inner = truth(operand, values)
            return None if inner is None else not inner
        case IsMissing(operand, negated):
            return (evaluate(operand, values) is None) is not negated
        case Comparison(comparator, left, right):
            return _compare(comparator, evaluate(left, values), evaluate(right, values))
        case Membership(left, right, negated):
            found = _is_among(evaluate(left, values), evaluate(right, values))
            return None if found is None else found is not negated


def evaluate(expression: Expression, values: Values) -> Value:
    """Return the value of an expression; None where any part is unanswered or the arithmetic has no finite result."""
    match expression:
        case Name(name):
            return values.get(name)
        case Constant(value):
            return value
        case Arithmetic(operator, left, right):
            first, second = as_number(evaluate(left, values)), as_number(evaluate(right, values))
            if first is None or second is None:
                return None
            return _ARITHMETIC[operator](first, second)


def names_in(node: Condition | Expression) -> frozenset[str]:
    """Return every name a condition or an expression refers to."""
    return frozenset(part.name for part in walk_tree(node) if isinstance(part, Name))


def walk_tree(node: Condition | Expression) -> Iterator[Condition | Expression]:
    """Yield a node and everything below it, parents first."""
    yield node
    match node:
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Membership(left, right, _):
            yield from walk_tree(left)
            yield from walk_tree(right)
        case IsMissing(operand, _):
            yield from walk_tree(operand)
        case Not(operand):
            yield from walk_tree(operand)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from walk_tree(part)


def as_number(value: Value) -> float | None:
    """Read a value as a finite number, also where it is written as text ("18"); None where it is not one."""
    if isinstance(value, tuple) or value is None:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def same_code(first: Scalar, second: Scalar) -> bool:
    """Tell whether `==` holds between two scalars: as numbers where both read as numbers, else as texts."""
    return _comparable(first) == _comparable(second)


def _kleene(parts: Sequence[Condition], values: Values, *, decides: bool) -> bool | None:
    open_ = False
    for part in parts:
        result = truth(part, values)
        if result is decides:
            return decides
        open_ = open_ or result is None
    return None if open_ else not decides


def _compare(comparator: Comparator, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, tuple) or isinstance(right, tuple):
        return _compare_lists(comparator, left, right)
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return _COMPARE[comparator](first, second)
    if comparator in ("==", "!=") or (isinstance(left, str) and isinstance(right, str)):
        return _COMPARE[comparator](str(left), str(right))
    return False


def _compare_lists(comparator: Comparator, left: Value, right: Value) -> bool:
    same = _as_set(left) == _as_set(right)
    if comparator == "==":
        return same
    return not same if comparator == "!=" else False


def _is_among(left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    return not _as_set(left).isdisjoint(_as_set(right))


def _as_set(value: Value) -> frozenset[str | float]:
    elements = value if isinstance(value, tuple) else (value,)
    return frozenset(_comparable(element) for element in elements if element is not None)


def _comparable(element: Scalar) -> str | float:
    number = as_number(element)
    return str(element) if number is None else number


def _divide(first: float, second: float) -> float | None:
    return None if second == 0 else _finite(first / second)


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


_ARITHMETIC: dict[Operator, Callable[[float, float], float | None]] = {
    "+": lambda first, second: _finite(first + second),
    "-": lambda first, second: _finite(first - second),
    "*": lambda first, second: _finite(first * second),
    "/": _divide,
}
_COMPARE: dict[Comparator, Callable[..., bool]] = {
    "==": lambda first, second: first == second,
    "!=": lambda first, second: first != second,
    "<": lambda first, second: first < second,
    "<=": lambda first, second: first <= second,
    ">": lambda first, second: first > second,
    ">=": lambda first, second: first >= second,
}

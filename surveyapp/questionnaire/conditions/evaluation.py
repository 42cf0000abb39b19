"""Find the truth of a condition and the value of an expression; nothing in a tree or in the values makes this fail."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.conditions.functions import FUNCTIONS, aggregates
from surveyapp.questionnaire.conditions.tree import (
    EACH,
    PART,
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparator,
    Comparison,
    Condition,
    Constant,
    Expression,
    Gather,
    IsMissing,
    Membership,
    Name,
    Node,
    Not,
    Operator,
    OverParts,
    Reason,
    Test,
)
from surveyapp.questionnaire.conditions.values import (
    Scalar,
    Value,
    Values,
    as_number,
    as_set,
    as_text,
    elements_of,
    in_part,
    kind_name,
    suffix_of,
)


def holds(condition: Condition, values: Values) -> bool:
    """Tell whether a condition is true of these values; a name that is absent or None is unanswered."""
    return truth(condition, values) is True


def truth(condition: Condition, values: Values) -> bool | None:
    """Return true, false, or None where an unanswered part leaves it open."""
    match condition:
        case AllOf(parts):
            return kleene((truth(part, values) for part in parts), decides=False)
        case AnyOf(parts):
            return kleene((truth(part, values) for part in parts), decides=True)
        case Not(operand):
            inner = truth(operand, values)
            return None if inner is None else not inner
        case IsMissing(operand, negated, None):
            return (evaluate(operand, values) is None) is not negated
        case IsMissing(operand, negated, reason):
            return (_reason(operand, values) == reason) is not negated
        case Comparison(comparator, left, right):
            return compare(comparator, evaluate(left, values), evaluate(right, values))
        case Membership(left, right, negated):
            found = is_among(evaluate(left, values), evaluate(right, values))
            return None if found is None else found is not negated
        case Test(function, arguments):
            result = _call(function, arguments, values)
            return result if isinstance(result, bool) else None
        case OverParts(quantifier, over, inner):
            scopes = _parts(over, values)
            if scopes is None:
                return None
            return kleene((truth(inner, scope) for _, scope in scopes), decides=quantifier == "any")


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
            return ARITHMETIC[operator](first, second)
        case Call(function, arguments):
            return _call(function, arguments, values)
        case Gather():
            return _gather(expression, values)


def kleene(truths: Iterable[bool | None], *, decides: bool) -> bool | None:
    """Join truths by Kleene's strong logic: `or` where true decides, `and` where false does."""
    open_ = False
    for one in truths:
        if one is decides:
            return decides
        open_ = open_ or one is None
    return None if open_ else not decides


def compare(comparator: Comparator, left: Value, right: Value) -> bool | None:
    """Compare two values: numbers where both read as numbers, lists as sets, else texts by code point."""
    if left is None or right is None:
        return None
    if isinstance(left, tuple) or isinstance(right, tuple):
        return _compare_lists(comparator, left, right)
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return _COMPARE[comparator](first, second)
    if comparator in ("==", "!=") or (isinstance(left, str) and isinstance(right, str)):
        return _COMPARE[comparator](as_text(left), as_text(right))
    return False


def is_among(left: Value, right: Value) -> bool | None:
    """Tell whether any element of the left is an element of the right."""
    if left is None or right is None:
        return None
    return not as_set(left).isdisjoint(as_set(right))


def _compare_lists(comparator: Comparator, left: Value, right: Value) -> bool:
    same = as_set(left) == as_set(right)
    if comparator == "==":
        return same
    return not same if comparator == "!=" else False


def _reason(operand: Expression, values: Values) -> Reason | None:
    """Say why a name has no value; None where it has one, or where the operand is no name."""
    if not isinstance(operand, Name) or values.get(operand.name) is not None:
        return None
    match values.get(kind_name(operand.name)):
        case tuple(reasons):
            return "unanswered" if len(set(reasons)) > 1 else _known_reason(reasons[0] if reasons else None)
        case one:
            return _known_reason(one)


def _known_reason(value: Value) -> Reason:
    match value:
        case "refused" | "dont_know" | "not_applicable" | "unanswered" as known:
            return known
        case _:
            return "not_asked"


def _call(function: str, arguments: tuple[Node, ...], values: Values) -> Value:
    known = FUNCTIONS.get(function)
    if known is None:
        return None
    if known.reads is not None:
        return known.compute(values.get(known.reads))
    return known.compute(*(_argument(argument, values) for argument in arguments))


def _argument(node: Node, values: Values) -> Value:
    if isinstance(node, Name | Constant | Arithmetic | Call | Gather):
        return evaluate(node, values)
    return truth(node, values)


@dataclass(frozen=True, slots=True)
class _Scope(Mapping[str, Value]):
    """See a part of a grid or repeat first, and what lies around it second; a name of other parts is not seen."""

    around: Values
    over: str
    part: Scalar
    others: tuple[str, ...]

    def __getitem__(self, name: str) -> Value:
        if name == PART:
            return self.part
        if name == EACH:
            return self.around.get(f"{self.over}.{as_text(self.part)}")
        found = self.around.get(in_part(name, suffix_of(self.part)))
        if found is not None or any(self.around.get(in_part(name, suffix)) is not None for suffix in self.others):
            return found
        return self.around.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.around)

    def __len__(self) -> int:
        return len(self.around)


def _parts(over: str, values: Values) -> list[tuple[Scalar, Values]] | None:
    held = values.get(over)
    if held is None:
        return None
    parts = elements_of(held)
    suffixes = tuple(suffix_of(part) for part in parts)
    return [(part, _Scope(values, over, part, suffixes)) for part in parts]


def _gather(gather: Gather, values: Values) -> Value:
    scopes = _parts(gather.over, values)
    inner = gather.inner
    if gather.measure in ("count", "parts"):
        if scopes is None:
            return 0 if gather.measure == "count" else None
        true = tuple(part for part, scope in scopes if _argument(inner, scope) is True)
        return len(true) if gather.measure == "count" else true
    found = [element for _, scope in scopes or () for element in elements_of(_argument(inner, scope))]
    if gather.measure == "list":
        return None if scopes is None else tuple(found)
    return aggregates.AGGREGATES[gather.measure](tuple(found))


def _divide(first: float, second: float) -> float | None:
    return None if second == 0 else _finite(first / second)


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


ARITHMETIC: dict[Operator, Callable[[float, float], float | None]] = {
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

"""Print conditions and expressions so that reading them gives the same tree."""

from __future__ import annotations

import re

from surveyapp.questionnaire.conditions.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
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
    OverParts,
    Test,
)
from surveyapp.questionnaire.conditions.values import Scalar

WORDS = frozenset({"or", "and", "not", "in", "is", "missing", "true", "false", "always", "never"})
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*\Z")


def to_text(condition: Condition) -> str:
    """Print a condition so that reading it gives the same tree."""
    return _print(condition, 0)


def expression_to_text(expression: Expression) -> str:
    """Print an expression so that reading it gives the same tree."""
    return _print_expression(expression, 0)


def _print(condition: Condition, level: int) -> str:
    match condition:
        case AllOf(()):
            return "always"
        case AnyOf(()):
            return "never"
        case AnyOf(parts):
            return _wrap(" or ".join(_print(part, 1) for part in parts), level > 0)
        case AllOf(parts):
            return _wrap(" and ".join(_print(part, 2) for part in parts), level > 1)
        case Not(operand):
            return f"not {_print(operand, 2)}"
        case IsMissing(operand, negated, reason):
            return f"{_print_expression(operand, 0)} is {'not ' if negated else ''}{reason or 'missing'}"
        case Membership(left, right, negated):
            return f"{_print_expression(left, 0)} {'not in' if negated else 'in'} {_print_expression(right, 0)}"
        case Comparison(comparator, left, right):
            return f"{_print_expression(left, 0)} {comparator} {_print_expression(right, 0)}"
        case Test(function, arguments):
            return _print_call(function, arguments)
        case OverParts(quantifier, over, inner):
            return f"{quantifier} of {_print_name(over)} ({_print(inner, 0)})"


def _print_expression(expression: Expression, level: int) -> str:
    match expression:
        case Name(name):
            return _print_name(name)
        case Constant(value):
            return _print_value(value)
        case Arithmetic(operator, left, right):
            own = 1 if operator in "+-" else 2
            text = f"{_print_expression(left, own)} {operator} {_print_expression(right, own + 1)}"
            return _wrap(text, level > own)
        case Call(function, arguments):
            return _print_call(function, arguments)
        case Gather(measure, over, inner):
            return f"{measure} of {_print_name(over)} ({_print_node(inner)})"


def _print_node(node: Node) -> str:
    if isinstance(node, Name | Constant | Arithmetic | Call | Gather):
        return _print_expression(node, 0)
    return _print(node, 0)


def _print_call(function: str, arguments: tuple[Node, ...]) -> str:
    return f"{function}({', '.join(map(_print_node, arguments))})"


def _print_name(name: str) -> str:
    return name if _PLAIN_NAME.match(name) and name not in WORDS else f"`{name}`"


def _print_value(value: Scalar | tuple[Scalar, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_print_value(element) for element in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return repr(value)


def _wrap(text: str, wanted: bool) -> str:
    return f"({text})" if wanted else text

"""Know which questions are answered wherever a condition is true or false, so that nothing is asked twice."""

from __future__ import annotations

from surveyapp.questionnaire.conditions import (
    Arithmetic,
    Call,
    Comparison,
    Condition,
    Constant,
    Gather,
    IsMissing,
    Membership,
    Name,
    Node,
)

Known = frozenset[str]


def names(node: Node) -> Known:
    """Return the names without which the node has no value; what functions take is not among them."""
    match node:
        case Name(name):
            return frozenset({name})
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Membership(left, right, _):
            return names(left) | names(right)
    return frozenset()


def answered_by(condition: Condition) -> Known:
    """Return what the condition says is answered."""
    match condition:
        case IsMissing(Name(name), True, None):
            return frozenset({name})
    return frozenset()


def given(condition: Condition) -> Known:
    """Return what is answered wherever the condition is true in XPath."""
    match condition:
        case IsMissing():
            return answered_by(condition)
        case Comparison("<" | "<=" | ">" | ">="):
            return names(condition)
        case Comparison("==") if is_fixed(condition):
            return names(condition)
        case Membership(_, _, False):
            return names(condition)
    return frozenset()


def excluded(condition: Condition) -> Known:
    """Return what is answered wherever the condition is false: the other alternatives may take it for granted."""
    match condition:
        case IsMissing(Name(name), False, None):
            return frozenset({name})
    return frozenset()


def merged(parts: tuple[Condition, ...]) -> tuple[tuple[Condition, ...], Known]:
    """Leave out `q is missing` beside `q != 'a'`, as an empty text differs from any code; return what was left out."""
    match parts:
        case (
            Comparison("!=", Name(name), Constant(str() | int() | float())) as differs,
            IsMissing(Name(again), False, None),
        ):
            if name == again:
                return (differs,), frozenset({name})
    return parts, frozenset()


def is_fixed(condition: Comparison) -> bool:
    """Tell whether a constant other than an empty text is compared with, which no empty answer equals."""
    return any(
        isinstance(side, Constant) and side.value != "" for side in (condition.left, condition.right)
    ) and not any(isinstance(side, Arithmetic | Call | Gather) for side in (condition.left, condition.right))


def is_open_safe(expression: Node) -> bool:
    """Tell whether ordering is false in XPath wherever the expression has no value, as that is then no number."""
    match expression:
        case Name() | Constant():
            return True
        case Arithmetic(_, left, right):
            return is_open_safe(left) and is_open_safe(right)
    return False

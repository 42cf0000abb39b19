"""Write a tree for the browser's twin (`static/respondent/conditions.js`), as nested lists that JSON can carry."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.conditions.patterns import pattern_for_browsers
from surveyapp.questionnaire.conditions.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparison,
    Constant,
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


def for_browsers(node: Node) -> list[Any] | None:
    """Return a tree as the browser reads it; None where it holds a pattern that browsers read differently."""
    try:
        return _plain(node)
    except _OnlyHere:
        return None


class _OnlyHere(ValueError):
    """A browser would not find the same."""


def _plain(node: Node) -> list[Any]:
    match node:
        case Name(name):
            return ["n", name]
        case Constant(value):
            return ["k", [_scalar(one) for one in value] if isinstance(value, tuple) else _scalar(value)]
        case Arithmetic(sign, left, right) | Comparison(sign, left, right):
            return [sign, _plain(left), _plain(right)]
        case Membership(left, right, negated):
            return ["in", _plain(left), _plain(right), negated]
        case IsMissing(operand, negated, reason):
            return ["missing", _plain(operand), negated, reason if isinstance(operand, Name) else None]
        case Not(operand):
            return ["not", _plain(operand)]
        case AllOf(parts):
            return ["and", *map(_plain, parts)]
        case AnyOf(parts):
            return ["or", *map(_plain, parts)]
        case OverParts(quantifier, over, inner):
            return [quantifier, over, _plain(inner)]
        case Gather(measure, over, inner):
            return ["g", measure, over, _plain(inner)]
        case Call(function, arguments):
            return ["f", function, *map(_plain, arguments)]
        case Test("matches", (text, Constant(str(pattern)))):
            return ["f", "matches", _plain(text), *(["k", part] for part in _pattern(pattern))]
        case Test(function, arguments):
            return ["f", function, *map(_plain, arguments)]


def _scalar(value: Scalar) -> Scalar:
    """Hold a number to what a browser can hold: double precision."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _pattern(pattern: str) -> tuple[str, str]:
    found = pattern_for_browsers(pattern)
    if found is None:
        raise _OnlyHere(pattern)
    return found

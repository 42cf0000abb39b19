"""Spell out what conditions measure over the rows of a grid, which are questions of their own in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.questionnaire.conditions import (
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
    names_in,
)
from surveyapp.questionnaire.conditions.tree import EACH, PART

Rows = Mapping[str, str]
"""Code of a row -> the name of its answer."""


def answered_rows(rows: Rows) -> Condition:
    """Return where some row has an answer."""
    return AnyOf(tuple(IsMissing(Name(name), negated=True) for name in rows.values()))


def counted(over: str, rows: Rows) -> Call:
    """Return how many rows of a grid have an answer."""
    return Call("count_answered", tuple(Name(name) for name in rows.values()))


def spelled_out(measure: OverParts, rows: Rows) -> Condition:
    """Return the condition about any or all answered rows as one about each."""
    parts: list[Condition] = []
    for code, name in rows.items():
        inner, answered = _condition(_in_row(measure.inner, name, code)), IsMissing(Name(name), negated=True)
        parts.append(AllOf((answered, inner)) if measure.quantifier == "any" else AnyOf((Not(answered), inner)))
    return AnyOf(tuple(parts)) if measure.quantifier == "any" else AllOf(tuple(parts))


def measured(gather: Gather, rows: Rows) -> Expression:
    """Return the count, sum, mean, least or most over the answered rows as a function of each of them."""
    if gather.measure in ("list", "parts"):
        raise Untranslatable(f"it gathers a list from the rows of `{gather.over}`")
    found: list[Node] = []
    for code, name in rows.items():
        inner, answered = _in_row(gather.inner, name, code), IsMissing(Name(name), negated=True)
        if gather.measure == "count":
            found.append(AllOf((answered, _condition(inner))))
        else:
            found.append(inner if EACH in names_in(gather.inner) else Call("if", (answered, inner)))
    return Call("count_true" if gather.measure == "count" else gather.measure, tuple(found))


def _in_row(node: Node, name: str, code: str) -> Node:
    match node:
        case Name(found):
            return Name(name) if found == EACH else Constant(code) if found == PART else node
        case Constant():
            return node
        case Arithmetic(_, left, right) | Comparison(_, left, right) | Membership(left, right):
            return replace(node, left=_in_row(left, name, code), right=_in_row(right, name, code))  # type: ignore[arg-type]
        case IsMissing(operand) | Not(operand):
            return replace(node, operand=_in_row(operand, name, code))  # type: ignore[arg-type]
        case AllOf(parts) | AnyOf(parts):
            return type(node)(tuple(_condition(_in_row(part, name, code)) for part in parts))
        case Call(_, arguments) | Test(_, arguments):
            return replace(node, arguments=tuple(_in_row(argument, name, code) for argument in arguments))
    raise Untranslatable("it measures parts within parts")


def _condition(node: Node) -> Condition:
    if isinstance(node, Name | Constant | Arithmetic | Call | Gather):
        raise Untranslatable("it takes a value for a condition")
    return node

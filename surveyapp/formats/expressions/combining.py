"""Combine conditions without needless nesting, and negate them so that the unknown stays unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveyapp.questionnaire.conditions import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Call,
    Comparator,
    Comparison,
    Condition,
    Constant,
    IsMissing,
    Membership,
    Not,
    OverParts,
    Test,
)

OPPOSITE: dict[Comparator, Comparator] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED: dict[str, str] = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Both:
    """`yes` holds exactly where the source is true, `no` exactly where it is false: the unanswered has no third way."""

    yes: Condition
    no: Condition

    def turned(self) -> Both:
        return Both(self.no, self.yes)


TRUE = Both(ALWAYS, NEVER)
FALSE = Both(NEVER, ALWAYS)


def all_of(parts: Iterable[Condition]) -> Condition:
    """Return the conjunction, flat, without repeats."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, AllOf) else (part,)))
    if NEVER in flat:
        return NEVER
    return next(iter(flat)) if len(flat) == 1 else AllOf(tuple(flat))


def any_of(parts: Iterable[Condition]) -> Condition:
    """Return the disjunction, flat, without repeats."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,)))
    if ALWAYS in flat:
        return ALWAYS
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))


def negated(condition: Condition) -> Condition:
    """Return a condition that is true where this one is false, and open where it is open."""
    match condition:
        case AllOf(parts):
            return any_of(negated(part) for part in parts)
        case AnyOf(parts):
            return all_of(negated(part) for part in parts)
        case Not(operand):
            return operand
        case IsMissing(operand, turned, reason):
            return IsMissing(operand, not turned, reason)
        case Membership(left, right, turned):
            return Membership(left, right, not turned)
        case Comparison(comparator, left, right):
            return Comparison(OPPOSITE[comparator], left, right)
        case Test() | OverParts():
            return Not(condition)


def both_all(parts: Sequence[Both]) -> Both:
    return Both(all_of(part.yes for part in parts), any_of(part.no for part in parts))


def both_any(parts: Sequence[Both]) -> Both:
    return Both(any_of(part.yes for part in parts), all_of(part.no for part in parts))


def both_same(first: Both, second: Both) -> Both:
    """Say where two are both true or both false."""
    return both_any([both_all([first, second]), both_all([first.turned(), second.turned()])])


def compare_count(comparator: str, items: Sequence[Both], limit: float) -> Both:
    """Say how many of the items are true, compared with a number: by `or` and `and` where they say it, else counted."""
    match comparator:
        case ">=":
            return _at_least(math.ceil(limit), items)
        case ">":
            return _at_least(math.floor(limit) + 1, items)
        case "<" | "<=":
            return compare_count(">=" if comparator == "<" else ">", items, limit).turned()
        case "==" if limit == int(limit):
            if 0 < limit < len(items):
                return _counted("==", int(limit), items)
            return both_all([compare_count(">=", items, limit), compare_count("<=", items, limit)])
        case "!=":
            return compare_count("==", items, limit).turned()
    return FALSE


def _at_least(least: int, items: Sequence[Both]) -> Both:
    if least <= 0:
        return TRUE
    if least > len(items):
        return FALSE
    if least == 1:
        return both_any(items)
    return both_all(items) if least == len(items) else _counted(">=", least, items)


def _counted(comparator: Comparator, limit: int, items: Sequence[Both]) -> Both:
    counted = Call("count_true", tuple(item.yes for item in items))
    compared, opposite = comparator, OPPOSITE[comparator]
    return Both(Comparison(compared, counted, Constant(limit)), Comparison(opposite, counted, Constant(limit)))

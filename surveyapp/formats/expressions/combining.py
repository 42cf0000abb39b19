"""Combine conditions without needless nesting, and negate them so that the unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

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

MOST_COMBINATIONS = 130

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


def compare_count(comparator: str, items: Sequence[Both], limit: float) -> Both:
    """Say how many of the items are true, compared with a number."""
    match comparator:
        case ">=":
            least = int(-(-limit // 1))
            if _many(least, len(items)):
                counted = Call("count_true", tuple(item.yes for item in items))
                return Both(Comparison(">=", counted, Constant(least)), Comparison("<", counted, Constant(least)))
            return Both(_at_least(least, [item.yes for item in items]), _fewer_than(least, items))
        case ">":
            return compare_count(">=", items, limit // 1 + 1)
        case "<":
            return compare_count(">=", items, limit).turned()
        case "<=":
            return compare_count(">", items, limit).turned()
        case "==" if limit == int(limit):
            return both_all([compare_count(">=", items, limit), compare_count("<=", items, limit)])
        case "!=":
            return compare_count("==", items, limit).turned()
    return FALSE


def _fewer_than(least: int, items: Sequence[Both]) -> Condition:
    return _at_least(len(items) - least + 1, [item.no for item in items])


def _at_least(least: int, conditions: Sequence[Condition]) -> Condition:
    if least <= 0:
        return ALWAYS
    if least > len(conditions):
        return NEVER
    return any_of(all_of(chosen) for chosen in combinations(conditions, least))


def _many(least: int, items: int) -> bool:
    """Tell whether spelling out every combination would be too long, so that they are counted instead."""
    if not 0 < least <= items:
        return False
    return least < items > MOST_COMBINATIONS or comb(items, least) > MOST_COMBINATIONS

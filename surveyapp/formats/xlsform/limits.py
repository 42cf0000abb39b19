"""Read what a constraint says about the question itself: limits of a number, of a count, a pattern."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.formats.expressions.combining import MIRRORED
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary
from surveyapp.formats.patterns import why_unusable


@dataclass(frozen=True, slots=True)
class Limits:
    """`rest` is what the constraint says beside these limits; with `exact` they say all of it."""

    least: float | None = None
    most: float | None = None
    pattern: str | None = None
    exact: bool = False
    rest: tuple[Node, ...] = ()


def number_limits(node: Node, *, whole: bool) -> Limits:
    """Return the limits of `. >= 1 and . < 10`; of a whole number also the strict ones are exact."""
    return _limits(node, lambda part: part == Reference("."), whole)


def count_limits(node: Node) -> Limits:
    """Return the limits of `count-selected(.) <= 3`."""
    return _limits(node, lambda part: part == Call("count-selected", (Reference("."),)), True)


def text_limits(node: Node) -> Limits:
    """Return the pattern of `regex(., '…')` where RE2 can read it, and the length of `string-length(.) <= 80`."""
    pattern: str | None = None
    longest: float | None = None
    rest: list[Node] = []
    for part in _conjuncts(node):
        found = _pattern(part)
        bound = _bound(part, lambda subject: subject == Call("string-length", (Reference("."),)))
        if found is not None and pattern is None:
            pattern = found
        elif bound is not None and bound[0] in ("<", "<=") and bound[1] >= 1 and longest is None:
            longest = math.ceil(bound[1]) - 1 if bound[0] == "<" else math.floor(bound[1])
        else:
            rest.append(part)
    return Limits(most=longest, pattern=pattern, exact=not rest, rest=tuple(rest))


def _pattern(node: Node) -> str | None:
    match node:
        case Call("regex", (Reference("."), Literal(str(pattern)))):
            bare = _unwrapped(re.sub(r"^\^|(?<!\\)\$$", "", pattern))
            return None if why_unusable(bare) else bare
    return None


def _unwrapped(pattern: str) -> str:
    """Return what a group around the whole pattern holds: the whole text must match anyway."""
    if not (pattern.startswith("(?:") and pattern.endswith(")")):
        return pattern
    depth, in_class, at = 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
            at += pattern[at + 1 : at + 2] == "]"
        elif sign in "()":
            depth += 1 if sign == "(" else -1
            if depth == 0 and at < len(pattern) - 1:
                return pattern
        at += 1
    return pattern[3:-1] if depth == 0 else pattern


def _limits(node: Node, is_subject: object, whole: bool) -> Limits:
    least: float | None = None
    most: float | None = None
    rest: list[Node] = []
    for part in _conjuncts(node):
        found = _bound(part, is_subject)
        if found is None:
            rest.append(part)
            continue
        comparator, limit = found
        strict = comparator in ("<", ">")
        if strict and whole:
            limit = math.floor(limit) + 1 if comparator == ">" else math.ceil(limit) - 1
        elif strict:
            rest.append(part)
        if comparator in (">", ">=", "=="):
            least = limit if least is None else max(least, limit)
        if comparator in ("<", "<=", "=="):
            most = limit if most is None else min(most, limit)
    if least is not None and most is not None and least > most:
        return Limits(rest=tuple(_conjuncts(node)))
    return Limits(least, most, exact=not rest, rest=tuple(rest))


def _bound(part: Node, is_subject: object) -> tuple[str, float] | None:
    if not isinstance(part, Binary) or part.operator not in ("<", "<=", ">", ">=", "==") or not callable(is_subject):
        return None
    for subject, other, comparator in (
        (part.left, part.right, part.operator),
        (part.right, part.left, MIRRORED.get(part.operator, part.operator)),
    ):
        number = _number(other)
        if is_subject(subject) and number is not None:
            return comparator, number
    return None


def _number(node: Node) -> float | None:
    match node:
        case Unary("-", Literal(float(value))):
            return -value
        case Literal(float(value)):
            return value
        case Literal(str(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text):
            return float(text)
    return None


def _conjuncts(node: Node) -> Iterator[Node]:
    match node:
        case Binary("and", left, right):
            yield from _conjuncts(left)
            yield from _conjuncts(right)
        case _:
            yield node

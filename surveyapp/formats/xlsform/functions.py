"""Say the functions of an XLSForm's XPath with ours."""

from __future__ import annotations

import re

from surveyapp.formats.expressions.combining import Both
from surveyapp.formats.expressions.functions import (
    applied,
    call,
    chosen_value,
    is_call,
    length_of,
    part_of_text,
    pattern_test,
    text_test,
    whole,
)
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.formats.expressions.truth import Single, Translator
from surveyapp.questionnaire.conditions import Arithmetic, Constant, Expression

_SAME = {
    "coalesce": "coalesce", "int": "truncate", "round": "round", "pow": "power", "abs": "abs", "sqrt": "sqrt",
    "max": "max", "min": "min", "sum": "sum", "floor": "floor", "ceiling": "ceiling", "concat": "concat",
    "join": "join", "upper-case": "upper", "lower-case": "lower", "toUpper": "upper", "toLower": "lower",
    "normalize-space": "trim", "today": "today", "now": "today", "date": "date", "count-selected": "count_chosen",
}  # fmt: skip
_TESTS = {"contains": "contains", "starts-with": "starts_with", "ends-with": "ends_with"}
_PARTS_OF_A_DATE = {"%Y": "year", "%m": "month", "%n": "month", "%d": "day", "%e": "day", "%H": "hour", "%h": "hour",
                    "%M": "minute", "%Y-%m-%d": "date"}  # fmt: skip
_PLACES = {"%Y": (1, 4), "%y": (3, 2), "%m": (6, 2), "%d": (9, 2), "%H": (12, 2), "%M": (15, 2)}
"""Where the parts of a date with time stand in its ISO form, counted from 1, and how long they are."""
_DATES = ("today", "now", "date", "date-time", "decimal-date-time", "decimal-date")
_SHOWN_AS_THEY_ARE = ("number", "string", "once", "decimal-date-time", "decimal-date", "date-time")


def value_of_call(node: Call, translator: Translator) -> Expression | None:
    """Return the value of a call; None where there is no such function here."""
    match node:
        case Call(function, (inner,)) if function in _SHOWN_AS_THEY_ARE:
            return translator.expression(inner)
        case Call("if", (_, _, _) as arguments):
            return chosen_value(arguments, translator)
        case Call("string-length", (text,)):
            return length_of(text, translator)
        case Call("selected-at", (question, place)):
            return call("item", translator.expression(question), Constant(whole(place, "a place in a list") + 1))
        case Call("substr", (text, start)):
            return part_of_text(text, whole(start, "a place in a text"), None, translator)
        case Call("substr", (text, start, end)):
            first = whole(start, "a place in a text")
            return part_of_text(text, first, whole(end, "a place in a text") - first, translator)
        case Call("format-date" | "format-date-time", (moment, Literal(str(pattern)))):
            if pattern in _PARTS_OF_A_DATE:
                return applied(_PARTS_OF_A_DATE[pattern], (moment,), translator)
            return _written_date(translator.expression(moment), pattern)
        case Call(function, arguments) if function in _SAME:
            return applied(_SAME[function], arguments, translator)
    return None


def test_of_call(node: Call, translator: Translator) -> Both | None:
    """Return where a call is true; None where it is no test that is known here."""
    match node:
        case Call(function, (_, _) as arguments) if function in _TESTS:
            return text_test(_TESTS[function], arguments, translator)
        case Call("regex", (text, Literal(str(pattern)))):
            return pattern_test(text, pattern, translator)
    return None


def arithmetic_of_dates(node: Node, translator: Translator) -> Expression | None:
    """Return days between two dates, or a date some days from another; None where no date is computed with."""
    match node:
        case Binary("-", first, second) if _is_date(first, translator) and _is_date(second, translator):
            return call("days_between", translator.expression(second), translator.expression(first))
        case Binary("+" | "-" as sign, first, second) if _is_date(first, translator):
            days = translator.expression(second)
            return call("add_days", translator.expression(first), days if sign == "+" else _opposite(days))
        case Binary("+", first, second) if _is_date(second, translator):
            return call("add_days", translator.expression(second), translator.expression(first))
    return None


def _written_date(moment: Expression, pattern: str) -> Expression:
    """Return a date written by a pattern, put together from the places of its ISO form."""
    parts: list[Expression] = []
    for piece in re.findall(r"%.|[^%]+", pattern):
        if piece.startswith("%") and piece not in _PLACES:
            raise Untranslatable(f"a date cannot be written as {pattern!r}")
        start, length = _PLACES.get(piece, (0, 0))
        parts.append(call("substring", moment, Constant(start), Constant(length)) if length else Constant(piece))
    return call("concat", *parts)


def _opposite(days: Expression) -> Expression:
    return Arithmetic("-", Constant(0), days)


def _is_date(node: Node, translator: Translator) -> bool:
    if isinstance(node, Reference):
        symbol = translator.dialect.symbol(node)
        return isinstance(symbol, Single) and symbol.is_date
    if isinstance(node, Unary | Literal):
        return False
    return is_call(node, *_DATES)

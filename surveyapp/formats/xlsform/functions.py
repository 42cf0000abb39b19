"""Say the functions of an XLSForm's XPath with ours."""

from __future__ import annotations

import math
import re

from surveyapp.formats.expressions.combining import Both
from surveyapp.formats.expressions.functions import (
    applied,
    call,
    chosen_value,
    is_call,
    length_of,
    minus,
    or_empty,
    part_of_text,
    pattern_test,
    place_in,
    plus,
    powers,
    text_test,
)
from surveyapp.formats.expressions.symbols import Many, Single
from surveyapp.formats.expressions.tree import Binary, Call, Literal, Node, Reference, Unary, Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.questionnaire.conditions import Arithmetic, Comparison, Constant, Expression, Name

_SAME = {
    "int": "truncate", "round": "round", "abs": "abs", "sqrt": "sqrt", "max": "max", "min": "min", "sum": "sum",
    "floor": "floor", "ceiling": "ceiling", "today": "today", "now": "today", "date": "date",
}  # fmt: skip
_SAME_OF_TEXTS = {
    "coalesce": "coalesce", "concat": "concat", "upper-case": "upper", "lower-case": "lower", "toUpper": "upper",
    "toLower": "lower", "normalize-space": "single_spaced",
}  # fmt: skip
_TESTS = {"contains": "contains", "starts-with": "starts_with", "ends-with": "ends_with"}
_PARTS_OF_A_DATE = {"%Y": "year", "%m": "month", "%n": "month", "%d": "day", "%e": "day", "%H": "hour", "%h": "hour",
                    "%M": "minute", "%Y-%m-%d": "date"}  # fmt: skip
_PLACES = {"%Y": (1, 4), "%y": (3, 2), "%m": (6, 2), "%d": (9, 2), "%H": (12, 2), "%M": (15, 2)}
"""Where the parts of a date with time stand in its ISO form, counted from 1, and how long they are."""
_NUMBERS = (
    "number", "int", "round", "abs", "sqrt", "pow", "max", "min", "sum", "floor", "ceiling", "count-selected", "count",
    "string-length", "position", "count-non-empty",
)  # fmt: skip
_NUMBERS_OF_A_DATE = {"%e": "day", "%n": "month"}
_EPOCH = Constant("1970-01-01")
_MOST_SIGNS = 60
_FIRST_STAND_IN = 0xE000
"""Signs of Unicode's private use stand in for what is translated twice over."""
_DATES = ("today", "now", "date", "date-time", "decimal-date-time", "decimal-date")
_DAYS_SINCE_1970 = ("decimal-date-time", "decimal-date")
_SHOWN_AS_THEY_ARE = ("string", "once", "date-time")


def value_of_call(node: Call, translator: Translator) -> Expression | None:
    """Return the value of a call; None where there is no such function here."""
    match node:
        case Call(function, (inner,)) if function in _SHOWN_AS_THEY_ARE:
            return translator.text(inner) if function == "string" else translator.expression(inner)
        case Call("if", (_, _, _) as arguments):
            return chosen_value(arguments, translator)
        case Call("number", (inner,)):
            return _number(inner, translator)
        case Call(function, (inner,)) if function in _DAYS_SINCE_1970:
            return _days(inner, translator)
        case Call("date", (inner,)) if _is_number(inner, translator):
            return call("add_days", _EPOCH, translator.expression(inner))
        case Call("pow", (base, exponent)):
            return powers(base, exponent, translator)
        case Call("pi", ()):
            return Constant(math.pi)
        case Call("format-date" | "format-date-time", (moment, Literal(str(pattern)))):
            if pattern in _PARTS_OF_A_DATE:
                return applied(_PARTS_OF_A_DATE[pattern], (moment,), translator)
            return _written_date(translator.expression(moment), pattern)
        case Call(function, arguments) if function in _SAME:
            return applied(_SAME[function], arguments, translator)
    return _of_texts(node, translator)


def _of_texts(node: Call, translator: Translator) -> Expression | None:
    match node:
        case Call("string-length", (text,)):
            return length_of(text, translator)
        case Call("count-selected", (question,)):
            return _number_of_chosen(question, translator)
        case Call("selected-at", (question, place)):
            at = plus(translator.expression(place), 1)
            at = at if isinstance(at, Constant) else call("max", Constant(0), at)
            return call("item", translator.expression(question), at)
        case Call("substr", (text, start, *ends)):
            whole = translator.text(text)
            first = place_in(start, whole, translator)
            return part_of_text(whole, first, minus(place_in(ends[0], whole, translator), first) if ends else None)
        case Call("substring-before", (text, piece)):
            whole = translator.text(text)
            found = call("find", whole, or_empty(piece, translator))
            return call("substring", whole, Constant(1), minus(found, Constant(1)))
        case Call("substring-after", (text, piece)):
            whole, behind = translator.text(text), or_empty(piece, translator)
            found = call("find", whole, behind)
            return call("substring", whole, Arithmetic("+", found, call("length", behind)))
        case Call("translate", (text, Literal(str(signs)), Literal(str(by)))):
            return _translated(translator.text(text), signs, by)
        case Call("join", (separator, *texts)):
            return call("join", translator.text(separator), *(or_empty(text, translator) for text in texts))
        case Call(function, arguments) if function in _SAME_OF_TEXTS:
            return call(_SAME_OF_TEXTS[function], *map(translator.text, arguments))
    return None


def _number(node: Node, translator: Translator) -> Expression:
    if _is_date(node, translator):
        return _days(node, translator)
    found = translator.expression(node)
    if translator.is_truth(node) or _is_number(node, translator):
        return found
    return call("number", found)


def _days(node: Node, translator: Translator) -> Expression:
    """Return the days since 1970, which a date is where a number is needed."""
    if not _is_date(node, translator):
        raise Untranslatable("it reckons with days and their fractions")
    return call("days_between", _EPOCH, translator.expression(_bare(node)))


def _bare(node: Node) -> Node:
    """Return the date itself where it is made a number of days."""
    match node:
        case Call(function, (inner,)) if function in _DAYS_SINCE_1970:
            return _bare(inner)
    return node


def _is_number(node: Node, translator: Translator) -> bool:
    match node:
        case Literal(float()) | Unary("-", _):
            return True
        case Reference():
            symbol = translator.dialect.symbol(node)
            return isinstance(symbol, Single) and symbol.kind == "number"
        case Binary("+" | "-" | "*" | "/" | "mod"):
            return arithmetic_of_dates(node, translator) is None
        case Call("format-date" | "format-date-time", (_, Literal(str(pattern)))):
            return pattern in _PARTS_OF_A_DATE and pattern != "%Y-%m-%d"
        case Call(function):
            return function in _NUMBERS
    return False


def _number_of_chosen(node: Node, translator: Translator) -> Expression:
    """Return how many codes a list holds, or how many words the text of a calculation."""
    symbol = translator.dialect.symbol(node) if isinstance(node, Reference) else None
    if isinstance(symbol, Many) or (isinstance(symbol, Single) and symbol.kind == "code"):
        return call("count_chosen", Name(symbol.name))
    text = call("single_spaced", translator.text(node))
    words = plus(minus(call("length", text), call("length", call("replace", text, Constant(" "), Constant("")))), 1)
    return call("if", Comparison("==", call("coalesce", text, Constant("")), Constant("")), Constant(0), words)


def _translated(text: Expression, signs: str, by: str) -> Expression:
    """Return a text with each of some signs replaced by the one in its place, or taken away where there is none."""
    pairs = {sign: by[at : at + 1] for at, sign in reversed(list(enumerate(signs)))}
    if len(pairs) > _MOST_SIGNS:
        raise Untranslatable(f"it translates more than {_MOST_SIGNS} signs")
    twice = [sign for sign, other in pairs.items() if other in pairs and other != sign]
    stand_ins = {sign: chr(_FIRST_STAND_IN + at) for at, sign in enumerate(pairs)} if twice else {}
    for sign, stand_in in stand_ins.items():
        text = call("replace", text, Constant(sign), Constant(stand_in))
    for sign, other in pairs.items():
        if stand_ins or sign != other:
            text = call("replace", text, Constant(stand_ins.get(sign, sign)), Constant(other))
    return text


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
            return call("days_between", translator.expression(_bare(second)), translator.expression(_bare(first)))
        case Binary("+" | "-" as sign, first, second) if _is_date(first, translator):
            days = translator.expression(second)
            return call("add_days", translator.expression(_bare(first)), days if sign == "+" else _opposite(days))
        case Binary("+", first, second) if _is_date(second, translator):
            return call("add_days", translator.expression(_bare(second)), translator.expression(first))
    return None


def _written_date(moment: Expression, pattern: str) -> Expression:
    """Return a date written by a pattern, put together from the places of its ISO form."""
    parts: list[Expression] = []
    for piece in re.findall(r"%.|[^%]+", pattern):
        if piece in _NUMBERS_OF_A_DATE:
            parts.append(call(_NUMBERS_OF_A_DATE[piece], moment))
            continue
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
        return isinstance(symbol, Single) and symbol.kind == "date"
    if isinstance(node, Unary | Literal):
        return False
    return is_call(node, *_DATES)

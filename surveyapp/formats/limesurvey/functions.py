"""Say the functions of LimeSurvey's ExpressionScript with ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from surveyapp.formats.expressions.combining import Both
from surveyapp.formats.expressions.functions import (
    applied,
    call,
    chosen_value,
    exactly,
    length_of,
    part_of_text,
    pattern_test,
    whole,
)
from surveyapp.formats.expressions.tree import Call, Literal, Node, Untranslatable
from surveyapp.formats.expressions.truth import Computed, Many, Single, Symbol, Ticked, Translator
from surveyapp.questionnaire.conditions import Constant, Expression, Name, Test

Pieces = Callable[[Sequence[Node]], Sequence[Node | Symbol]]
_SAME = {
    "abs": "abs", "ceil": "ceiling", "floor": "floor", "round": "round", "sqrt": "sqrt", "pow": "power",
    "fmod": "mod", "intval": "truncate", "strtoupper": "upper", "strtolower": "lower", "trim": "trim",
}  # fmt: skip
_OF_MANY = {"max": "max", "min": "min", "sum": "sum", "join": "concat"}
_TESTS = {"is_numeric": "is_number", "is_float": "is_number", "is_int": "is_whole"}
_DATES = {"Y": "year", "m": "month", "n": "month", "d": "day", "j": "day", "Y-m-d": "date", "N": "weekday"}
_DELIMITED = re.compile(r"\s*/(.*)/([a-zA-Z]*)\s*\Z", re.DOTALL)


def value_of_call(node: Call, pieces: Pieces, translator: Translator) -> Expression | None:
    """Return the value of a call; None where there is no such function here.

    `pieces` replaces `that.q` and `self` among arguments by the parts they stand for.
    """
    match node:
        case Call("floatval" | "number", (inner,)):
            return translator.expression(inner)
        case Call("if" | "iif", (_, _, _) as arguments):
            return chosen_value(arguments, translator)
        case Call("strlen", (text,)):
            return length_of(text, translator)
        case Call("substr", (text, start)):
            return part_of_text(text, whole(start, "a place in a text"), None, translator)
        case Call("substr", (text, start, length)):
            found = whole(start, "a place in a text"), whole(length, "a length")
            return part_of_text(text, *found, translator)
        case Call("implode", (Literal(str(between)), *arguments)):
            return call("join", Constant(between), *_values(pieces(arguments), translator))
        case Call("list", arguments):
            return call("join", Constant(", "), *_values(pieces(arguments), translator))
        case Call("date" | "idate", (Literal(str(pattern)),)) if pattern in _DATES:
            return call(_DATES[pattern], call("today"))
        case Call("date" | "idate", (Literal(str(pattern)), Call("strtotime", (moment,)))) if pattern in _DATES:
            return applied(_DATES[pattern], (moment,), translator)
        case Call("count", arguments):
            return call("count_answered", *_values(pieces(arguments), translator))
        case Call(function, arguments) if function in _OF_MANY:
            return call(_OF_MANY[function], *_values(pieces(arguments), translator))
        case Call(function, arguments) if function in _SAME:
            return applied(_SAME[function], arguments, translator)
    return None


def test_of_call(node: Call, pieces: Pieces, translator: Translator) -> Both | None:
    """Return where a call is true; None where it is no test that is known here."""
    match node:
        case Call("regexMatch", (Literal(str(written)), text)):
            return pattern_test(text, _whole_pattern(written), translator)
        case Call("unique", arguments):
            return exactly(Test("all_different", tuple(_values(pieces(arguments), translator))))
        case Call(function, (inner,)) if function in _TESTS:
            return exactly(Test(_TESTS[function], (translator.expression(inner),)))
    return None


def _whole_pattern(written: str) -> str:
    """Return the pattern that a whole text matches where a part of it matches the one written."""
    delimited = _DELIMITED.match(written)
    bare, flags = (delimited[1], delimited[2]) if delimited else (written, "")
    return f"(?s{'i' if 'i' in flags else ''}).*(?:{bare}).*"


def _values(found: Sequence[Node | Symbol], translator: Translator) -> list[Expression]:
    values: list[Expression] = []
    for one in found:
        match one:
            case Ticked(name):
                raise Untranslatable(f"it computes with one choice of `{name}`")
            case Single(name) | Many(name):
                values.append(Name(name))
            case Computed(_, expression):
                values.append(expression)
            case _:
                values.append(translator.expression(one))
    return values

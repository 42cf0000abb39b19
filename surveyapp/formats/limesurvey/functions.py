"""Say the functions of LimeSurvey's ExpressionScript with ours."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from surveyapp.formats.expressions.combining import Both
from surveyapp.formats.expressions.functions import (
    applied,
    call,
    chosen_value,
    exactly,
    length_of,
    minus,
    or_empty,
    part_of_text,
    pattern_test,
    place_in,
    powers,
)
from surveyapp.formats.expressions.symbols import Computed, Single, Symbol, Ticked
from surveyapp.formats.expressions.tree import Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Translator, value_of_ticked
from surveyapp.questionnaire.conditions import Arithmetic, Comparison, Constant, Expression, Name, Test

Pieces = Callable[[Sequence[Node]], Sequence[Node | Symbol]]
TRUTHS = ("is_empty", "regexMatch", "unique", "is_numeric", "is_int", "is_float")
_SAME = {
    "abs": "abs", "ceil": "ceiling", "floor": "floor", "round": "round", "sqrt": "sqrt", "fmod": "mod",
    "strtoupper": "upper", "strtolower": "lower", "trim": "trim",
}  # fmt: skip
_OF_MANY = {"max": "max", "sum": "sum", "join": "concat"}
_DATES = {"Y": "year", "m": "month", "n": "month", "d": "day", "j": "day", "Y-m-d": "date", "N": "weekday"}
_DELIMITED = re.compile(r"\s*/(.*)/([a-zA-Z]*)\s*\Z", re.DOTALL)


def value_of_call(node: Call, pieces: Pieces, translator: Translator) -> Expression | None:
    """Return the value of a call; None where there is no such function here.

    `pieces` replaces `that.q` and `self` among arguments by the parts they stand for.
    """
    match node:
        case Call("floatval" | "number" | "intval" as function, (inner,)):
            number = _number(inner, translator)
            return call("coalesce", call("truncate", number) if function == "intval" else number, Constant(0))
        case Call("if" | "iif", (_, _, _) as arguments):
            return chosen_value(arguments, translator)
        case Call("if" | "iif", (when, then)):
            return chosen_value((when, then, Literal("")), translator)
        case Call("pow", (base, exponent)):
            return powers(base, exponent, translator)
        case Call("pi", ()):
            return Constant(math.pi)
        case Call("count", arguments):
            return call("count_answered", *_said(pieces(arguments), translator))
        case Call("min", arguments):
            _refuse_texts("min", arguments, translator)
            values = _values(pieces(arguments), translator)
            everything = Comparison("==", call("count_answered", *values), Constant(len(values)))
            return call("if", everything, call("min", *values))
        case Call(function, arguments) if function in _OF_MANY:
            if function == "max":
                _refuse_texts("max", arguments, translator)
            return call(_OF_MANY[function], *_values(pieces(arguments), translator))
        case Call(function, arguments) if function in _SAME:
            return applied(_SAME[function], arguments, translator)
    return _of_texts(node, pieces, translator) or _of_dates(node, translator)


def _of_texts(node: Call, pieces: Pieces, translator: Translator) -> Expression | None:
    match node:
        case Call("strlen", (text,)):
            return length_of(text, translator)
        case Call("substr", (text, start, *lengths)):
            return _substr(translator.text(text), start, lengths, translator)
        case Call("implode", (separator, *arguments)):
            found = _values(pieces(arguments), translator)
            return call("join", translator.text(separator), *(call("coalesce", one, Constant("")) for one in found))
        case Call("list", arguments):
            return call("join", Constant(", "), *_said(pieces(arguments), translator))
        case Call("strpos" | "stripos" as function, (text, piece)):
            return call("coalesce", minus(_found(function, text, piece, translator), Constant(1)), Constant(0))
        case Call("strstr" | "stristr" as function, (text, piece)):
            return call("substring", translator.text(text), _found(function, text, piece, translator))
        case Call("str_replace", (piece, by, text)):
            return call("replace", translator.text(text), or_empty(piece, translator), or_empty(by, translator))
    return None


def _of_dates(node: Call, translator: Translator) -> Expression | None:
    match node:
        case Call("date" | "idate", (Literal(str(pattern)),)) if pattern in _DATES:
            return call(_DATES[pattern], call("today"))
        case Call("date" | "idate", (Literal(str(pattern)), Call("strtotime", (moment,)))) if pattern in _DATES:
            return applied(_DATES[pattern], (moment,), translator)
    return None


def test_of_call(node: Call, pieces: Pieces, translator: Translator) -> Both | None:
    """Return where a call is true; None where it is no test that is known here."""
    match node:
        case Call("regexMatch", (Literal(str(written)), text)):
            return pattern_test(text, whole_pattern(written), translator)
        case Call("unique", arguments):
            return exactly(Test("all_different", tuple(_values(pieces(arguments), translator))))
        case Call("is_numeric", (inner,)):
            return exactly(Test("is_number", (translator.expression(inner),)))
        case Call("is_int", (inner,)):
            return exactly(Test("is_whole", (translator.expression(inner),)))
        case Call("is_float", (inner,)):
            value = translator.expression(inner)
            return exactly(Comparison("!=", call("truncate", value), value))
    return None


def whole_pattern(written: str) -> str:
    """Return the pattern that a whole text matches where a part of it matches the one written."""
    delimited = _DELIMITED.match(written)
    bare, flags = (delimited[1], delimited[2]) if delimited else (written, "")
    return f"(?s{'i' if 'i' in flags else ''}).*(?:{bare}).*"


def added_up(terms: Sequence[Expression]) -> Expression:
    """Return what `+` makes of some terms: their sum while all are numbers, else one text after the other.

    Once a term is no number, or blank, what comes behind it is put behind it as a text, numbers too.
    """
    sums = [terms[0]]
    for term in terms[1:]:
        sums.append(Arithmetic("+", sums[-1], term))
    found = [sums[-1]]
    for at in range(len(terms) - 1, 1, -1):
        text = call("concat", sums[at - 1], *terms[at:])
        found.append(call("if", Test("is_number", (sums[at - 1],)), text))
    return call("coalesce", *found, call("concat", *terms))


def _substr(text: Expression, start: Node, lengths: Sequence[Node], translator: Translator) -> Expression:
    first = place_in(start, text, translator)
    if not lengths:
        return part_of_text(text, first, None)
    length = translator.expression(lengths[0])
    match length:
        case Arithmetic("-", Constant(0), Constant()):
            length = minus(place_in(lengths[0], text, translator), first)
    return part_of_text(text, first, length)


def _found(function: str, text: Node, piece: Node, translator: Translator) -> Expression:
    """Return the place of a piece in a text, from 1; small and large letters are alike where the name has an i."""
    values = translator.text(text), or_empty(piece, translator)
    return call("find", *(call("lower", one) for one in values) if function[3] == "i" else values)


def _number(node: Node, translator: Translator) -> Expression:
    """Return the number of an answer, or the one that a text begins with."""
    value = translator.expression(node)
    symbol = translator.dialect.symbol(node) if isinstance(node, Reference) else None
    is_text = isinstance(symbol, Single) and symbol.kind == "text"
    return call("leading_number", value) if is_text or isinstance(node, Literal) else value


def _said(found: Sequence[Node | Symbol], translator: Translator) -> list[Expression]:
    """Return the values without empty texts that are written out."""
    return [value for value in _values(found, translator) if value != Constant("")]


def value_of(symbol: Symbol) -> Expression:
    """Return the value of what a name stands for."""
    match symbol:
        case Ticked():
            return value_of_ticked(symbol)
        case Computed(_, expression):
            return expression
    return Name(symbol.name)


def _values(found: Sequence[Node | Symbol], translator: Translator) -> list[Expression]:
    return [value_of(one) if isinstance(one, Symbol) else translator.text(one) for one in found]


def _refuse_texts(function: str, arguments: Sequence[Node], translator: Translator) -> None:
    """Raise Untranslatable where a least or greatest of texts is asked for."""
    for one in arguments:
        symbol = translator.dialect.symbol(one) if isinstance(one, Reference) else None
        if isinstance(symbol, Single) and symbol.kind == "text":
            raise Untranslatable(f"{function}() of texts has no equivalent here")

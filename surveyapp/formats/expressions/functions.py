"""Say the functions of other languages with ours, where they give the same."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.formats.expressions.combining import Both, any_of
from surveyapp.formats.expressions.symbols import Many
from surveyapp.formats.expressions.tree import Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.patterns import why_unusable
from surveyapp.questionnaire import conditions as ours
from surveyapp.questionnaire.conditions import (
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Expression,
    IsMissing,
    Not,
    Test,
    truth,
)


def call(function: str, *arguments: Condition | Expression) -> Expression:
    """Return the call of one of our functions; the first of values that are chosen from in turn stand side by side."""
    if function == "coalesce":
        flat: dict[Condition | Expression, None] = {}
        for argument in arguments:
            if isinstance(argument, ours.Call) and argument.function == "coalesce":
                flat.update(dict.fromkeys(argument.arguments))
            else:
                flat[argument] = None
        arguments = tuple(flat)
    return ours.Call(function, arguments)


def exactly(condition: Condition) -> Both:
    """Return where a condition is true, and all the rest: an unanswered question never leaves a source open."""
    return Both(condition, Not(Test("is_true", (condition,))))


def applied(function: str, arguments: Sequence[Node], translator: Translator) -> Expression:
    """Return a function of ours applied to the values of trees; raise Untranslatable where it takes not as many."""
    known = ours.FUNCTIONS[function]
    if not known.least <= len(arguments) <= known.most:
        raise Untranslatable(f"{function}() does not take {len(arguments)} values")
    return call(function, *(translator.expression(argument) for argument in arguments))


def chosen_value(arguments: Sequence[Node], translator: Translator) -> Expression:
    """Return `if(when, then, otherwise)` as a value."""
    when, then, otherwise = arguments
    found = [] if otherwise == Literal("") else [translator.expression(otherwise)]
    return call("if", translator.condition(when).yes, translator.expression(then), *found)


def text_test(function: str, arguments: Sequence[Node], translator: Translator) -> Both:
    """Return `contains`, `starts_with` or `ends_with` of two texts; what is unanswered is an empty text."""
    for argument in arguments:
        if isinstance(argument, Reference) and isinstance(translator.dialect.symbol(argument), Many):
            raise Untranslatable(f"it searches in the list of choices of `{argument.name}` as in a text")
    text, piece = arguments
    if isinstance(piece, Literal):
        value = translator.text(text)
        test = Test(function, (value, translator.text(piece)))
        return _of_empty_too(test, value) if piece.value == "" else exactly(test)
    return exactly(Test(function, (or_empty(text, translator), or_empty(piece, translator))))


def pattern_test(text: Node, pattern: str, translator: Translator) -> Both:
    """Return whether the whole of a text matches a pattern; what is unanswered is an empty text."""
    return matches_pattern(translator.text(text), pattern)


def matches_pattern(text: Expression, pattern: str) -> Both:
    """Return whether the whole of a value matches a pattern; what is unanswered is an empty text."""
    if reason := why_unusable(pattern):
        raise Untranslatable(f"its pattern cannot be used: {reason}")
    test = Test("matches", (text, Constant(pattern)))
    empty_matches = truth(Test("matches", (Constant(""), Constant(pattern))), {})
    return _of_empty_too(test, text) if empty_matches else exactly(test)


def _of_empty_too(test: Test, text: Expression) -> Both:
    """Return where a test of a text is true, or the text is unanswered."""
    return exactly(test) if isinstance(text, Constant) else exactly(any_of([test, IsMissing(text)]))


def or_empty(node: Node, translator: Translator) -> Expression:
    """Return the text of a tree, an empty one where it is unanswered."""
    found = translator.text(node)
    return found if isinstance(found, Constant) else call("coalesce", found, Constant(""))


def length_of(text: Node, translator: Translator) -> Expression:
    """Return how long a text is; an unanswered one has length 0."""
    return call("coalesce", call("length", translator.text(text)), Constant(0))


def whole(node: Node, what: str) -> int:
    """Return a whole number written out; raise Untranslatable where it is anything else."""
    if isinstance(node, Literal) and isinstance(node.value, float) and node.value.is_integer():
        return int(node.value)
    raise Untranslatable(f"{what} is not a number written out")


def place_in(node: Node, text: Expression, translator: Translator) -> Expression:
    """Return a place in a text, counted from 0; a negative one is counted from the end of the text."""
    place = translator.expression(node)
    if isinstance(place, Constant):
        return place
    from_end = call("max", Constant(0), Arithmetic("+", call("length", text), place))
    if isinstance(place, Arithmetic) and place.left == Constant(0) and isinstance(place.right, Constant):
        return call("max", Constant(0), Arithmetic("-", call("length", text), place.right))
    return call("if", Comparison("<", place, Constant(0)), from_end, place)


def part_of_text(text: Expression, start: Expression, length: Expression | None) -> Expression:
    """Return the part of a text from a place counted from 0."""
    return call("substring", text, plus(start, 1), *([] if length is None else [length]))


def plus(number: Expression, more: int) -> Expression:
    """Return a number and some more, added up where it is written out."""
    if isinstance(number, Constant) and isinstance(number.value, int):
        return Constant(number.value + more)
    return Arithmetic("+", number, Constant(more))


def minus(number: Expression, other: Expression) -> Expression:
    """Return the difference of two numbers, reckoned where both are written out."""
    match number, other:
        case Constant(int(first)), Constant(int(second)):
            return Constant(first - second)
        case _, Constant(0):
            return number
    return Arithmetic("-", number, other)


def powers(base: Node, exponent: Node, translator: Translator) -> Expression:
    """Return a power; raise Untranslatable where its exponent is neither whole nor in quarters."""
    raised = translator.expression(exponent)
    if isinstance(raised, Constant) and isinstance(raised.value, float) and not (raised.value * 4).is_integer():
        raise Untranslatable(f"the power {raised.value:g} is not the same to the last digit everywhere")
    return call("power", translator.expression(base), raised)


def is_call(node: Node, *functions: str) -> bool:
    return isinstance(node, Call) and node.function in functions

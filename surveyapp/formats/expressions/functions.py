"""Say the functions of other languages with ours, where they give the same."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.formats.expressions.combining import Both
from surveyapp.formats.expressions.tree import Call, Literal, Node, Reference, Untranslatable
from surveyapp.formats.expressions.truth import Many, Translator
from surveyapp.formats.patterns import why_unusable
from surveyapp.questionnaire import conditions as ours
from surveyapp.questionnaire.conditions import Condition, Constant, Expression, Not, Test


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
    """Return a function of ours applied to the values of trees."""
    return call(function, *(translator.expression(argument) for argument in arguments))


def chosen_value(arguments: Sequence[Node], translator: Translator) -> Expression:
    """Return `if(when, then, otherwise)` as a value."""
    when, then, otherwise = arguments
    found = [] if otherwise == Literal("") else [translator.expression(otherwise)]
    return call("if", translator.condition(when).yes, translator.expression(then), *found)


def text_test(function: str, arguments: Sequence[Node], translator: Translator) -> Both:
    """Return `contains`, `starts_with` or `ends_with` of two texts."""
    for argument in arguments:
        if isinstance(argument, Reference) and isinstance(translator.dialect.symbol(argument), Many):
            raise Untranslatable(f"it searches in the list of choices of `{argument.name}` as in a text")
    return exactly(Test(function, tuple(translator.expression(argument) for argument in arguments)))


def pattern_test(text: Node, pattern: str, translator: Translator) -> Both:
    """Return whether the whole of a text matches a pattern."""
    if reason := why_unusable(pattern):
        raise Untranslatable(f"its pattern cannot be used: {reason}")
    return exactly(Test("matches", (translator.expression(text), Constant(pattern))))


def length_of(text: Node, translator: Translator) -> Expression:
    """Return how long a text is; an unanswered one has length 0."""
    return call("coalesce", call("length", translator.expression(text)), Constant(0))


def whole(node: Node, what: str) -> int:
    """Return a whole number written out; raise Untranslatable where it is anything else."""
    if isinstance(node, Literal) and isinstance(node.value, float) and node.value.is_integer():
        return int(node.value)
    raise Untranslatable(f"{what} is not a number written out")


def part_of_text(text: Node, start: int, length: int | None, translator: Translator) -> Expression:
    """Return the part of a text from a place counted from 0."""
    if start < 0 or (length is not None and length < 0):
        raise Untranslatable("it counts places of a text from its end")
    places = [Constant(start + 1), *([] if length is None else [Constant(length)])]
    return call("substring", translator.expression(text), *places)


def is_call(node: Node, *functions: str) -> bool:
    return isinstance(node, Call) and node.function in functions

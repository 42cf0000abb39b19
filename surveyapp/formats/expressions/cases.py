"""Translate `if(…, …, …)` in a calculation into the cases of a calculated value."""

from __future__ import annotations

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Call, Literal, Node
from surveyapp.formats.expressions.truth import Translator
from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.conditions import Condition

MOST_CASES = 200


def calculated(node: Node, translator: Translator, scope: Scope, at: int) -> Calculated:
    """Return the calculated value; raise Untranslatable (or another ValueError) with the reason.

    An empty text as a result is no value.
    """
    if not _is_choice(node):
        empty = node == Literal("")
        return Calculated(otherwise=None if empty else scope.usable_expression(translator.expression(node), at))
    cases: list[Case] = []
    _collect(node, [], cases, translator, scope, at)
    return Calculated(cases=tuple(cases))


def _is_choice(node: Node) -> bool:
    return isinstance(node, Call) and node.function in ("if", "iif") and len(node.arguments) == 3


def _collect(
    node: Node, guards: list[Condition], cases: list[Case], translator: Translator, scope: Scope, at: int
) -> None:
    if isinstance(node, Call) and _is_choice(node):
        when, then, otherwise = node.arguments
        both = translator.condition(when)
        _collect(then, [*guards, both.yes], cases, translator, scope, at)
        _collect(otherwise, [*guards, both.no], cases, translator, scope, at)
    elif node != Literal(""):
        value = scope.usable_expression(translator.expression(node), at)
        cases.append(Case(when=scope.usable(all_of(guards), at), value=value))
    if len(cases) > MOST_CASES:
        raise ValueError(f"it has more than {MOST_CASES} cases")

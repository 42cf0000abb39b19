"""Translate `if(…, …, …)` in a calculation into the cases of a calculated value."""

from __future__ import annotations

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.tree import Call, Literal, Node
from surveyapp.formats.expressions.truth import Translator
from surveyapp.questionnaire.answer_types import Calculated
from surveyapp.questionnaire.answer_types.calculated import Case
from surveyapp.questionnaire.conditions import ALWAYS, Condition

MOST_CASES = 200


def calculated(node: Node, translator: Translator, scope: Scope, at: int) -> Calculated:
    """Return the calculated value; raise Untranslatable (or another ValueError) with the reason.

    An empty text as a result is no value.
    """
    if not _is_choice(node) or translator.is_truth(node):
        empty = node == Literal("")
        return Calculated(otherwise=None if empty else scope.usable_expression(translator.text(node), at))
    cases: list[Case] = []
    _collect(node, [], cases, translator, scope, at)
    last = cases.pop().value if cases and cases[-1].when == ALWAYS else None
    return Calculated(cases=tuple(cases), otherwise=last)


def _is_choice(node: Node) -> bool:
    return isinstance(node, Call) and node.function in ("if", "iif") and len(node.arguments) == 3


def _may_be_empty(node: Node) -> bool:
    """Tell whether a result is an empty text somewhere, for which there is no case that could go before the others."""
    if isinstance(node, Call) and _is_choice(node):
        return any(_may_be_empty(result) for result in node.arguments[1:])
    return node == Literal("")


def _collect(
    node: Node, guards: list[Condition], cases: list[Case], translator: Translator, scope: Scope, at: int
) -> None:
    if isinstance(node, Call) and _is_choice(node) and not translator.is_truth(node):
        when, then, otherwise = node.arguments
        both = translator.condition(when)
        _collect(then, [*guards, both.yes], cases, translator, scope, at)
        said_all = [*guards, both.no] if _may_be_empty(then) else guards
        _collect(otherwise, said_all, cases, translator, scope, at)
    elif node != Literal(""):
        value = scope.usable_expression(translator.text(node), at)
        cases.append(Case(when=scope.usable(all_of(guards), at), value=value))
    if len(cases) > MOST_CASES:
        raise ValueError(f"it has more than {MOST_CASES} cases")

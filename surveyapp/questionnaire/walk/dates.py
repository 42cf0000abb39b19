"""Know whether a questionnaire depends on the day at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from surveyapp.questionnaire.conditions import Call, Condition, Expression, Node, walk_tree
from surveyapp.questionnaire.model import Model, remembered
from surveyapp.questionnaire.schema import Questionnaire


@remembered
def reads_today(questionnaire: Questionnaire) -> bool:
    """Tell whether some condition or calculation asks for the interview's date, which is kept only then."""
    return any(
        isinstance(part, Call) and part.function == "today"
        for node in nodes_of(questionnaire)
        for part in walk_tree(node)
    )


def nodes_of(value: object) -> Iterator[Node]:
    """Yield every condition and expression, wherever a model holds it."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from nodes_of(getattr(value, name))
    elif isinstance(value, get_args(Condition) + get_args(Expression)):
        yield value
    elif isinstance(value, tuple):
        for element in value:
            yield from nodes_of(element)
    elif isinstance(value, dict):
        for element in value.values():
            yield from nodes_of(element)

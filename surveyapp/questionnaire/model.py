"""Hold what every part of a questionnaire shares: frozen models, wording by language, conditions as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Annotated, Any, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, WithJsonSchema

from surveyapp.questionnaire.condition_text import expression_to_text, parse, parse_expression, to_text
from surveyapp.questionnaire.conditions import Condition, Expression

Text = dict[str, str]
"""Wording by language tag (BCP 47); the questionnaire's first language is the base."""


_REMEMBERED = "remembered "


class Model(BaseModel):
    """Be frozen, and refuse what is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy as pydantic does, without what was remembered of the original."""
        copied = super().model_copy(update=update, deep=deep)
        for name in [name for name in copied.__dict__ if name.startswith(_REMEMBERED)]:
            del copied.__dict__[name]
        return copied


AnyModel = TypeVar("AnyModel", bound=Model)
Result = TypeVar("Result")


def remembered(function: Callable[[AnyModel], Result]) -> Callable[[AnyModel], Result]:
    """Compute once what follows from one frozen model, and keep it as long as the model lives."""
    name = f"{_REMEMBERED}{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def look_up(model: AnyModel) -> Result:
        held = model.__dict__
        if name not in held:
            held[name] = function(model)
        found: Result = held[name]
        return found

    return look_up


def _read_condition(value: Any) -> Any:
    if isinstance(value, str):
        return parse(value)
    if isinstance(value, get_args(Condition)):
        return value
    raise ValueError('write a condition as text, such as "age >= 18"')


def _read_expression(value: Any) -> Any:
    if isinstance(value, str):
        return parse_expression(value)
    if isinstance(value, get_args(Expression)):
        return value
    raise ValueError('write an expression as text, such as "2026 - year"')


ConditionField = Annotated[
    Condition,
    PlainValidator(_read_condition),
    PlainSerializer(to_text, return_type=str),
    WithJsonSchema({"type": "string", "description": "a condition in its text form"}),
]
ExpressionField = Annotated[
    Expression,
    PlainValidator(_read_expression),
    PlainSerializer(expression_to_text, return_type=str),
    WithJsonSchema({"type": "string", "description": "an arithmetic expression in its text form"}),
]


def parents_of(language: str) -> Iterator[str]:
    """Yield a tag and every tag it is an overlay of, the nearest first: `vi-US`, then `vi`."""
    while language:
        yield language
        language = language.rpartition("-")[0]


def wording(text: Text | None, language: str, base: str) -> tuple[str, str]:
    """Return the wording and the language it is in: asked for, its parent (`vi` for `vi-US`), then the base.

    A missing wording gives an empty string in the base language.
    """
    for tag in (*parents_of(language), base):
        if text and text.get(tag):
            return text[tag], tag
    return "", base

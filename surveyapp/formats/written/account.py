"""Account for every field of a questionnaire: what a format does not say is found by walking, never by memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from surveyapp.formats.result import Ledger
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.condition_text import expression_to_text, to_text
from surveyapp.questionnaire.conditions import Condition, Expression
from surveyapp.questionnaire.model import Model
from surveyapp.questionnaire.schema import Page, Question

Said = Mapping[str, frozenset[str]]
"""Name of a model -> its fields that a format says; a model that is absent is not said at all."""

NO_PLACE = "this format has no place for it"


def said(**fields: str) -> Said:
    """Return the account of a format, each model's fields as one line of words."""
    return {model: frozenset(names.split()) for model, names in fields.items()}


def lose_unsaid(model: Model, account: Said, reasons: Mapping[str, str], ledger: Ledger) -> None:
    """List every field that is set and that the account does not hold; `reasons` by `Model.field` or `Model`."""
    for place, name, value in _unsaid("", model, account):
        ledger.lose(place, f"{name}: {_shown(value)}", reasons.get(name, reasons.get(name.partition(".")[0], NO_PLACE)))


def _unsaid(place: str, model: Model, account: Said) -> Iterator[tuple[str, str, Any]]:
    kind = type(model).__name__
    here = _place(place, model)
    if kind not in account:
        yield here, kind, model
        return
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value == field.default or value in ((), {}, None):
            continue
        if name not in account[kind]:
            yield here or name, f"{kind}.{name}", value
            continue
        for inner_place, inner in _models_in(f"{here}.{name}".strip("."), value):
            yield from _unsaid(inner_place, inner, account)


def _models_in(place: str, value: Any) -> Iterator[tuple[str, Model]]:
    if isinstance(value, Model):
        yield place, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _models_in(f"{place}.{name}", inner)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _models_in(place if isinstance(inner, Choice) else f"{place}.{at}", inner)


def _place(place: str, model: Model) -> str:
    match model:
        case Question():
            return model.id
        case Page():
            return f"pages.{model.id}"
        case Choice():
            return f"{place}.{model.code}"
    return place


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return " / ".join(_shown(inner) for inner in value.values())
    if isinstance(value, Model):
        return str(getattr(value, "kind", None) or getattr(value, "id", None) or type(value).__name__)
    if isinstance(value, tuple):
        return ", ".join(_shown(inner) for inner in value)
    if isinstance(value, get_args(Condition)):
        return to_text(value)
    return expression_to_text(value) if isinstance(value, get_args(Expression)) else str(value)

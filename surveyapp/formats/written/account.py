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
_MODELS = {
    "Assignment": "draw", "Pool": "pool of a draw", "Block": "block of a draw", "Order": "random order",
    "GridColumn": "column of a grid", "BestWorst": "best–worst question", "OpenText": "text",
    "DateTime": "date with time",
    "One": "question with one choice", "Several": "question with several choices", "Case": "case of a calculated value",
    "Calculated": "calculated value", "Contact": "account of who asks",
}  # fmt: skip
_FIELDS = {
    "show_if": "condition", "also": "other names", "apart": "place off the scale", "only_in": "answer carried forward",
    "not_in": "answer whose choices are left out", "per_screen": "number of rows on a phone",
    "about": "account of who asks",
    "missing": "ways not to answer", "missing_texts": "wording of ways not to answer",
    "most": "greatest number of turns",
    "alphabetical": "order of the alphabet", "at_least": "least number", "at_most": "greatest number",
    "each_if": "condition of a turn", "inside": "repeat around", "other_id": "name of the text beside",
    "top": "number of places", "low": "wording of the lower end", "high": "wording of the upper end",
    "least": "least precision", "id": "name", "shuffle": "random order", "fixed": "fixed place", "assignments": "draws",
    "locked": "lock between waves", "context": "names set by a link", "gate": "gate", "cell": "answer of a row",
}  # fmt: skip
"""Words that an author understands, where those of the model are not."""


def said(**fields: str) -> Said:
    """Return the account of a format, each model's fields as one line of words."""
    return {model: frozenset(names.split()) for model, names in fields.items()}


def lose_unsaid(model: Model, account: Said, reasons: Mapping[str, str], ledger: Ledger) -> None:
    """List every field that is set and that the account does not hold; `reasons` by `Model.field` or `Model`."""
    for place, name, value in _unsaid("", model, account):
        ledger.lose(
            place, f"{_worded(name)}: {_shown(value)}", reasons.get(name, reasons.get(name.partition(".")[0], NO_PLACE))
        )


def _worded(name: str) -> str:
    """Return what a field of a model is called by who writes questionnaires: `unit of a number`."""
    model, _, field = name.partition(".")
    thing = _MODELS.get(model, model.lower())
    words = _FIELDS.get(field, field.replace("_", " "))
    return f"{words} of {'an' if thing[0] in 'aeio' else 'a'} {thing}" if field else thing


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
        named = getattr(value, "kind", None) or getattr(value, "id", None)
        return str(named or _MODELS.get(type(value).__name__, type(value).__name__.lower()))
    if isinstance(value, tuple):
        return ", ".join(_shown(inner) for inner in value)
    if isinstance(value, get_args(Condition)):
        return to_text(value)
    return expression_to_text(value) if isinstance(value, get_args(Expression)) else str(value)

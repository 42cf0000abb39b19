"""Write a questionnaire as JSON: what is at its default is left out, the kind of an answer never is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from surveyapp.questionnaire.condition_text import expression_to_text, to_text
from surveyapp.questionnaire.conditions import Condition, Expression
from surveyapp.questionnaire.model import Model, Text
from surveyapp.questionnaire.schema import Questionnaire

_ALWAYS_WRITTEN = ("format", "kind")
_WORDED = ("about", "languages", "missing_texts")


def write_native(questionnaire: Questionnaire) -> str:
    """Return the questionnaire as indented JSON; reading it gives an equal questionnaire."""
    return json.dumps(plain(questionnaire), ensure_ascii=False, indent=1) + "\n"


def plain(model: Model, *, wording: bool = True) -> dict[str, Any]:
    """Return plain dictionaries and lists; without `wording`, only what remains the same in every language."""
    kept: dict[str, Any] = _plain(model, wording)
    return kept if wording else {name: value for name, value in kept.items() if name not in _WORDED}


def _plain(value: Any, wording: bool) -> Any:
    if isinstance(value, Model):
        return _plain_model(value, wording)
    if isinstance(value, get_args(Condition)):
        return to_text(value)
    if isinstance(value, get_args(Expression)):
        return expression_to_text(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner, wording) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner, wording) for inner in value]
    return value


def _plain_model(model: Model, wording: bool) -> dict[str, Any]:
    found = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        worded = field.annotation in (Text, Text | None)
        if name in _ALWAYS_WRITTEN or (value != field.default and (wording or not worded)):
            found[name] = _plain(value, wording)
    return found

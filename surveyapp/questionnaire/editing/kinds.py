"""Ask the same in another way: what of an answer's settings stays and what goes when its kind changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from surveyapp.questionnaire.answer_types import KINDS, Answer
from surveyapp.questionnaire.schema import Question, Questionnaire

_OF_ASKING = ("required", "missing", "sensitivity", "checks", "comment", "locked")


@dataclass(frozen=True, slots=True)
class Conversion:
    """The question in its new kind; `kept` and `lost` are fields that were set, by name, with what stood there."""

    question: Question
    kept: Mapping[str, Any]
    lost: Mapping[str, Any]


def converted(questionnaire: Questionnaire, question: Question, kind: str) -> Conversion:
    """Return a question asked in another kind; raises KeyError for a kind nobody knows.

    A field that both kinds have stays where its value fits; what the new kind needs and the old one has not begins
    empty, or with every choice on one screen.
    """
    model, old = KINDS[kind], question.answer
    given = _set_fields(old)
    kept: dict[str, Any] = {}
    built = _build(model, _needed(questionnaire, question, model))
    for name, value in given.items():
        if name in model.model_fields:
            tried = _try(model, {**_needed(questionnaire, question, model), **kept, name: value})
            if tried is not None:
                kept[name], built = value, tried
    lost = {name: value for name, value in given.items() if name not in kept}
    update: dict[str, Any] = {"answer": built}
    if not model.asks:
        mine = {name: getattr(question, name) for name in _OF_ASKING}
        defaults = {name: Question.model_fields[name].default for name in _OF_ASKING}
        lost |= {name: value for name, value in mine.items() if value != defaults[name]}
        update |= {**defaults, "required": False}
    return Conversion(question.model_copy(update=update), kept, lost)


def _set_fields(answer: Answer) -> dict[str, Any]:
    fields = type(answer).model_fields
    return {
        name: getattr(answer, name)
        for name, field in fields.items()
        if name != "kind" and (field.is_required() or getattr(answer, name) != field.default)
    }


def _needed(questionnaire: Questionnaire, question: Question, model: type[Answer]) -> dict[str, Any]:
    """Return what a kind cannot be without."""
    choices = getattr(question.answer, "choices", ())
    codes = tuple(choice.code for choice in questionnaire.choices_of(choices))
    known = {"choices": (), "rows": (), "purpose": question.id, "designs": ((codes,),)}
    return {name: known[name] for name, field in model.model_fields.items() if field.is_required() and name in known}


def _build(model: type[Answer], values: Mapping[str, Any]) -> Answer:
    return model(**values)


def _try(model: type[Answer], values: Mapping[str, Any]) -> Answer | None:
    try:
        return _build(model, values)
    except ValidationError:
        return None

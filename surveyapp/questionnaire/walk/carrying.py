"""Carry choices and rows forward from an earlier answer: those it holds or leaves, in the words given there."""

from __future__ import annotations

from surveyapp.questionnaire.answer_types import Answer, narrowed_by, sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Scalar, Value, Values
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.reading import other_text_id
from surveyapp.questionnaire.schema import Questionnaire

_BRACE, _KEPT_BRACE = "{", "{\N{WORD JOINER}"


def carried(
    questionnaire: Questionnaire, answer: Answer, choices: tuple[Choice, ...], values: Values
) -> tuple[Choice, ...]:
    """Return the choices that `only_in` holds and `not_in` does not; a text written beside one there words it here."""
    narrowed = narrowed_by(answer)
    if "only_in" in narrowed:
        held = _codes(values.get(narrowed["only_in"]))
        words = _written(questionnaire, narrowed["only_in"], values)
        choices = tuple(_worded(choice, words.get(choice.code)) for choice in choices if choice.code in held)
    if "not_in" in narrowed:
        left_out = _codes(values.get(narrowed["not_in"]))
        choices = tuple(choice for choice in choices if choice.code not in left_out)
    return choices


def _codes(value: Value) -> tuple[Scalar | None, ...]:
    return value if isinstance(value, tuple) else (value,)


def _written(questionnaire: Questionnaire, name: str, values: Values) -> dict[str, str]:
    """Return what was written beside choices marked `other`, by code."""
    question = questionnaire.question_by_id.get(plain_name(name))
    if question is None:
        return {}
    source = next(iter(sources_of(question.answer).values()), ())
    texts = {
        choice.code: values.get(other_text_id(question, choice))
        for choice in questionnaire.choices_of(source)
        if choice.other
    }
    return {code: text for code, text in texts.items() if isinstance(text, str)}


def _worded(choice: Choice, written: str | None) -> Choice:
    """Word a choice as it was written; the writer's braces quote nothing."""
    if written is None:
        return choice
    words = written.replace(_BRACE, _KEPT_BRACE)
    return choice.model_copy(update={"text": dict.fromkeys(choice.text, words), "other": False})

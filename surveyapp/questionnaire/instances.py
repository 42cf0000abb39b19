"""Name what is asked in an instance of a repeat: `years@KR`, and `visits@KR@2` in a repeat inside it."""

from __future__ import annotations

from urllib.parse import unquote

from surveyapp.questionnaire.conditions import MARK, Values, suffix_of
from surveyapp.questionnaire.schema import Page, Question, Questionnaire, repeats_around

_REMEMBERED = "remembered instances"


def plain_name(name: str) -> str:
    """Return a name as the author wrote it, whatever instance it was asked in."""
    return name.partition(MARK)[0]


def beside(name: str, ending: str) -> str:
    """Return the name of a text beside an answer: the ending comes before the instance."""
    plain, mark, instance = name.partition(MARK)
    return f"{plain}{ending}{mark}{instance}"


def in_instance(question: Question, suffix: str) -> Question:
    """Return the question under the name that its answer has in an instance."""
    if not suffix:
        return question
    held: dict[str, Question] = question.__dict__.setdefault(_REMEMBERED, {})
    if suffix not in held:
        held[suffix] = question.model_copy(update={"id": question.id + suffix})
    return held[suffix]


def values_in_instance(questionnaire: Questionnaire, page: Page, suffix: str) -> Values:
    """Return what the ids of the repeats around a page stand for in the instance of that suffix."""
    values = [unquote(value) for value in suffix.split(MARK)[1:]]
    chain = repeats_around(questionnaire, page.repeat)
    return {repeat.id: value for repeat, value in zip(chain, values, strict=False)}


__all__ = ["MARK", "beside", "in_instance", "plain_name", "suffix_of", "values_in_instance"]

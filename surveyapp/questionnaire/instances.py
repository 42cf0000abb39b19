"""Name what is asked in an instance of a repeat: `years@KR`, and `visits@KR@2` in a repeat inside it."""

from __future__ import annotations

from surveyapp.questionnaire.conditions import MARK, suffix_of
from surveyapp.questionnaire.schema import Question

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


__all__ = ["MARK", "beside", "in_instance", "plain_name", "suffix_of"]

"""Say that an answer is needed only where something holds: a check, which the unanswered is held to."""

from __future__ import annotations

from surveyapp.formats.expressions.combining import Both, any_of
from surveyapp.questionnaire.conditions import Condition, IsMissing, Name


def answered_where(name: str, needed: Both) -> Condition:
    """Return a condition that is false exactly where `needed` is true and the question has no answer."""
    return any_of([IsMissing(Name(name), negated=True), needed.no])

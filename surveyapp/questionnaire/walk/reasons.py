"""Keep why something asked has no answer, so that conditions can tell a refusal from a blank."""

from __future__ import annotations

from surveyapp.questionnaire.answer_types import Grid, Information
from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.checking.answers import Checked
from surveyapp.questionnaire.conditions import Value, Values, kind_name
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked


def reasons_of(asked: Asked, checked: Checked) -> Values:
    """Return the reason under `kind_name` of each name that was asked and holds no value; absent: not asked."""
    question, counted = asked.question, checked.counted
    if isinstance(question.answer, Information):
        return {}
    found: dict[str, Value] = {}
    own = plain_name(question.id)
    whole = missing_kind(counted)
    if own not in checked.reading:
        found[kind_name(own)] = whole or "unanswered"
    if isinstance(question.answer, Grid):
        given = {} if counted is None or whole else counted
        for row in asked.shown.rows:
            name = f"{own}.{row.code}"
            if name not in checked.reading:
                found[kind_name(name)] = whole or missing_kind(given.get(row.code)) or "unanswered"
    return found

"""Narrow and order what a question shows: choices, rows, best–worst screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import BestWorst, Grid, sources_of
from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import Values, holds
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.questionnaire.shuffling import shuffled
from surveyapp.questionnaire.walk.carrying import Narrowed, carried
from surveyapp.questionnaire.walk.drawing import draw_screens


def shown_of(questionnaire: Questionnaire, question: Question, values: Values, seed: str) -> Shown:
    """Return what a question shows under these values, in the order of the seed."""
    answer = question.answer
    if isinstance(answer, BestWorst):
        screens = draw_screens(question, answer, seed)
        choices = _offered(questionnaire, answer.choices, values)
        return Shown(choices=choices, screens=screens, missing=question.missing)
    if isinstance(answer, Grid):
        rows = carried(questionnaire, answer, _offered(questionnaire, answer.rows, values), values)
        rows = shuffled(rows, seed, plain_name(question.id)) if answer.shuffle else rows
        return Shown(choices=_offered(questionnaire, answer.choices, values), rows=rows, missing=question.missing)
    if isinstance(answer, Narrowed):
        choices = carried(questionnaire, answer, _offered(questionnaire, answer.choices, values), values)
        choices = shuffled(choices, seed, plain_name(question.id)) if answer.shuffle else choices
        return Shown(choices=choices, missing=question.missing)
    return Shown(missing=question.missing)


def has_something_to_show(question: Question, shown: Shown) -> bool:
    """Tell whether anything is left to choose from; a question that offers no choices always has."""
    if isinstance(question.answer, BestWorst):
        return bool(shown.screens)
    offered = {"rows": shown.rows, "choices": shown.choices}
    return all(offered[name] for name in sources_of(question.answer))


def without_hidden_rows(questionnaire: Questionnaire, asked: Asked, value: Any) -> Any:
    """Leave out of a grid's answer the rows that are not shown now.

    They were answered before an earlier answer changed. Rows that the grid never had stay in, to be named as faults.
    """
    answer = asked.question.answer
    if not isinstance(answer, Grid) or not isinstance(value, Mapping):
        return value
    hidden = {row.code for row in questionnaire.choices_of(answer.rows)} - {row.code for row in asked.shown.rows}
    return {row: given for row, given in value.items() if row not in hidden}


def order_worth_keeping(questionnaire: Questionnaire, question: Question, shown: Shown) -> tuple[str, ...] | None:
    """Return the codes as shown where the author's list was shuffled or narrowed, None where it stands as written."""
    answer = question.answer
    if not isinstance(answer, Narrowed):
        return None
    grid = isinstance(answer, Grid)
    source = answer.rows if isinstance(answer, Grid) else answer.choices
    touched = answer.shuffle or answer.only_in is not None or answer.not_in is not None or questionnaire.depends(source)
    return tuple(choice.code for choice in (shown.rows if grid else shown.choices)) if touched else None


def _offered(questionnaire: Questionnaire, source: Choices, values: Values) -> tuple[Choice, ...]:
    choices = questionnaire.choices_of(source)
    if not questionnaire.depends(source):
        return choices
    return tuple(choice for choice in choices if holds(choice.show_if, values))

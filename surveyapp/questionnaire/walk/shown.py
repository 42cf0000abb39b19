"""Narrow and order what a question shows: choices, rows, best–worst screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.answer_types import BestWorst, Grid, is_shuffled, narrowed_by, sources_of
from surveyapp.questionnaire.answer_types.asked import Shown, ShownColumn
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import Values, holds
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.questionnaire.shuffling import shuffled
from surveyapp.questionnaire.walk.carrying import carried
from surveyapp.questionnaire.walk.drawing import draw_screens


def shown_of(questionnaire: Questionnaire, question: Question, values: Values, seed: str) -> Shown:
    """Return what a question shows under these values, in the order of the seed."""
    answer = question.answer
    parts = {name: _offered(questionnaire, source, values) for name, source in answer.sources().items()}
    main = next(iter(parts), None)
    if main is not None:
        held = carried(questionnaire, answer, parts[main], values)
        parts[main] = shuffled(held, seed, plain_name(question.id)) if is_shuffled(answer) else held
    return Shown(
        choices=parts.get("choices", ()),
        rows=parts.get("rows", ()),
        screens=draw_screens(question, answer, seed) if isinstance(answer, BestWorst) else (),
        missing=question.missing,
        columns=_columns(questionnaire, answer, values) if isinstance(answer, Grid) else (),
        bounds=answer.bounds(values),
    )


def _columns(questionnaire: Questionnaire, answer: Grid, values: Values) -> tuple[ShownColumn, ...]:
    """Return what is asked of every row; none where it is one scale, whose points are the choices shown."""
    if not answer.columns and answer.cell is None:
        return ()
    return answer.cells_of(lambda source: _offered(questionnaire, source, values))


def has_something_to_show(question: Question, shown: Shown) -> bool:
    """Tell whether anything is left to choose from; a question that offers no choices always has."""
    if isinstance(question.answer, BestWorst):
        return bool(shown.screens)
    offered = {"rows": shown.rows, "choices": shown.choices}
    return all(offered[name] for name in sources_of(question.answer) if name in offered)


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
    main = next(iter(sources_of(answer).items()), None)
    if main is None or isinstance(answer, BestWorst):
        return None
    touched = is_shuffled(answer) or narrowed_by(answer) or questionnaire.depends(main[1])
    return tuple(choice.code for choice in (shown.rows or shown.choices)) if touched else None


def _offered(questionnaire: Questionnaire, source: Choices, values: Values) -> tuple[Choice, ...]:
    choices = questionnaire.choices_of(source)
    if not questionnaire.depends(source):
        return choices
    return tuple(choice for choice in choices if holds(choice.show_if, values))

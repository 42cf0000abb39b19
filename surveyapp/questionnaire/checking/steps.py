"""Check what was posted from one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from surveyapp.questionnaire.answer_types import BestWorst, Grid
from surveyapp.questionnaire.answer_types.asked import is_empty, missing_kind
from surveyapp.questionnaire.checking.answers import check_answer, check_texts_beside
from surveyapp.questionnaire.conditions import Values
from surveyapp.questionnaire.path import AnswerProblem, Asked, Step


def check_step(step: Step, answers: Mapping[str, Any], values: Values) -> tuple[AnswerProblem, ...]:
    """Return what is wrong with the answers to one screen; other screens of a grid are left out of it.

    `answers` are whole answers by question id, `values` those of the walk; an instance
    of a repeat has its own. A fault's `part` is the row's code, or the
    number of the best–worst screen counted from 1 over the whole question.
    """
    problems: list[AnswerProblem] = []
    values = values if step.instance is None else step.instance.values
    for asked in step.asked:
        value = _part_of(asked, answers.get(asked.question.id))
        checked = check_answer(asked, value, values)
        _, wrong_beside = check_texts_beside(asked, checked, answers)
        problems += (_numbered(problem, asked) for problem in (*checked.problems, *wrong_beside))
    return tuple(problems)


def _part_of(asked: Asked, value: Any) -> Any:
    answer = asked.question.answer
    if missing_kind(value) in asked.shown.missing:
        return value
    if isinstance(answer, Grid):
        given = value if isinstance(value, Mapping) else {}
        return {row.code: given[row.code] for row in asked.shown.rows if not is_empty(given.get(row.code))}
    if isinstance(answer, BestWorst):
        screens = list(value) if isinstance(value, list | tuple) else []
        padded = screens + [None] * (asked.first + len(asked.shown.screens) - len(screens))
        return padded[asked.first : asked.first + len(asked.shown.screens)]
    return value


def _numbered(problem: AnswerProblem, asked: Asked) -> AnswerProblem:
    if not isinstance(asked.question.answer, BestWorst) or problem.fault.part is None:
        return problem
    return replace(problem, fault=replace(problem.fault, part=str(int(problem.fault.part) + asked.first)))

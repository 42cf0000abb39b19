"""Reach the parts of a questionnaire that carry choices, conditions and codes, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire.answer_types import Calculated, Grid, One, Ranking, Several, sources_of
from surveyapp.questionnaire.conditions import Condition, Expression
from surveyapp.questionnaire.schema import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition or expression and its place; it may name what is known `before` that question index."""

    place: str
    node: Condition | Expression
    before: int


def narrowed_by(question: Question) -> str | None:
    """Return the name that the question's `only_in` refers to."""
    answer = question.answer
    return answer.only_in if isinstance(answer, Grid | One | Several | Ranking) else None


def conditions_of(questionnaire: Questionnaire) -> Iterator[Placed]:
    """Yield everything that refers to answers, except the pools of assignments, which set their own time."""
    index = 0
    for page in questionnaire.pages:
        yield Placed(f"pages.{page.id}.show_if", page.show_if, index)
        for question in page.questions:
            yield from _of_question(questionnaire, question, index)
            index += 1
    for ending in questionnaire.endings:
        yield Placed(f"endings.{ending.id}.when", ending.when, index)


def _of_question(questionnaire: Questionnaire, question: Question, index: int) -> Iterator[Placed]:
    yield Placed(f"{question.id}.show_if", question.show_if, index)
    for at, check in enumerate(question.checks):
        yield Placed(f"{question.id}.checks.{at}", check.condition, index + 1)
    for part, source in sources_of(question.answer).items():
        place = f"lists.{source}" if isinstance(source, str) else f"{question.id}.{part}"
        for choice in questionnaire.choices_of(source):
            yield Placed(f"{place}.{choice.code}.show_if", choice.show_if, index)
    if isinstance(question.answer, Calculated):
        for at, case in enumerate(question.answer.cases):
            yield Placed(f"{question.id}.cases.{at}.when", case.when, index)
            yield Placed(f"{question.id}.cases.{at}.value", case.value, index)
        if question.answer.otherwise is not None:
            yield Placed(f"{question.id}.otherwise", question.answer.otherwise, index)

"""Reach the parts of a questionnaire that carry choices, conditions and codes, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire import answer_types
from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.conditions import Condition, Expression, Name
from surveyapp.questionnaire.reading import repeat_spans
from surveyapp.questionnaire.schema import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition or expression and its place; it may name what is known `before` that question index."""

    place: str
    node: Condition | Expression
    before: int


def narrowed_by(question: Question) -> Iterator[tuple[str, str]]:
    """Yield `only_in` and `not_in`, each with the name it refers to."""
    yield from answer_types.narrowed_by(question.answer).items()


def conditions_of(questionnaire: Questionnaire) -> Iterator[Placed]:
    """Yield everything that refers to answers, except the pools of assignments, which set their own time."""
    index = 0
    for page in questionnaire.pages:
        yield Placed(f"pages.{page.id}.show_if", page.show_if, index)
        for question in page.questions:
            yield from conditions_of_question(questionnaire, question, index)
            index += 1
    for repeat in questionnaire.repeats:
        first, after = repeat_spans(questionnaire).get(repeat.id, (0, 0))
        yield Placed(f"repeats.{repeat.id}.show_if", repeat.show_if, first)
        yield Placed(f"repeats.{repeat.id}.each_if", repeat.each_if, first)
        if repeat.over is not None:
            yield Placed(f"repeats.{repeat.id}.over", Name(repeat.over), first)
        if repeat.count is not None:
            yield Placed(f"repeats.{repeat.id}.count", repeat.count, first)
        if repeat.again is not None:
            yield Placed(f"repeats.{repeat.id}.again", repeat.again, after)
    for ending in questionnaire.endings:
        yield Placed(f"endings.{ending.id}.when", ending.when, index)


def conditions_of_question(questionnaire: Questionnaire, question: Question, index: int = 0) -> Iterator[Placed]:
    """Yield what of one question, the one at that index, refers to answers."""
    yield Placed(f"{question.id}.show_if", question.show_if, index)
    for at, check in enumerate(question.checks):
        yield Placed(f"{question.id}.checks.{at}", check.condition, index + 1)
    for part, source in sources_of(question.answer).items():
        place = f"lists.{source}" if isinstance(source, str) else f"{question.id}.{part}"
        for choice in questionnaire.choices_of(source):
            yield Placed(f"{place}.{choice.code}.show_if", choice.show_if, index)
    for field, node in question.answer.needs():
        yield Placed(f"{question.id}.{field}", node, index)

"""Fold a questionnaire from the top under some answers."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.answer_types import Calculated, Information
from surveyapp.questionnaire.answer_types.asked import Fault, is_empty
from surveyapp.questionnaire.checking.answers import check_answer, check_texts_beside
from surveyapp.questionnaire.conditions import Value, holds
from surveyapp.questionnaire.path import AnswerProblem, Asked, AskedPage, Walk
from surveyapp.questionnaire.reading import answer_ids, texts_beside
from surveyapp.questionnaire.schema import Assignment, Question, Questionnaire
from surveyapp.questionnaire.walk.drawing import assignments_by_position, draw_block
from surveyapp.questionnaire.walk.shown import has_something_to_show, order_worth_keeping, shown_of, without_hidden_rows


def walk(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    *,
    seed: str = "",
    context: Mapping[str, Any] | None = None,
    drawn: Mapping[str, tuple[str, ...]] | None = None,
) -> Walk:
    """Return what is asked, shown, counted and wrong under these answers.

    `answers` holds values as JSON gives them, valid or not; None is unanswered. `drawn` are draws made before, kept
    where they are still possible.
    """
    known = answer_ids(questionnaire)
    own = known.union(assignment.id for assignment in questionnaire.assignments)
    state = _Fold(questionnaire, answers, seed, drawn or {}, _context_values(context or {}, own))
    due = assignments_by_position(questionnaire)
    state.draw(due.get(-1, ()))
    index = 0
    for page in questionnaire.pages:
        shows = holds(page.show_if, state.values)
        asked: list[Asked] = []
        for question in page.questions:
            if shows and holds(question.show_if, state.values):
                asked += state.pass_question(question)
            state.draw(due.get(index, ()))
            index += 1
        if asked:
            state.pages.append(AskedPage(page, tuple(asked)))
    return state.result(known)


@dataclass
class _Fold:
    """Carry what is known so far; every method goes one step down, none goes back."""

    questionnaire: Questionnaire
    answers: Mapping[str, Any]
    seed: str
    drawn_before: Mapping[str, tuple[str, ...]]
    values: dict[str, Value]
    pages: list[AskedPage] = field(default_factory=list)
    counted: dict[str, Any] = field(default_factory=dict)
    drawn: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[AnswerProblem] = field(default_factory=list)
    heard: set[str] = field(default_factory=set)

    def draw(self, assignments: tuple[Assignment, ...]) -> None:
        for assignment in assignments:
            before = self.drawn_before.get(assignment.id)
            codes = draw_block(assignment, self.values, self.seed, None if before is None else tuple(before))
            if codes is not None:
                self.drawn[assignment.id] = codes
                self.values[assignment.id] = codes

    def pass_question(self, question: Question) -> list[Asked]:
        """Ask or compute one question whose turn has come; return it if it is asked."""
        if isinstance(question.answer, Calculated):
            self.compute(question, question.answer)
            return []
        shown = shown_of(self.questionnaire, question, self.values, self.seed)
        if not has_something_to_show(question, shown):
            return []
        order = order_worth_keeping(self.questionnaire, question, shown)
        if order is not None:
            self.shown[question.id] = order
        asked = Asked(question, shown, beside=texts_beside(self.questionnaire, question))
        self.check(asked)
        return [asked]

    def compute(self, question: Question, calculated: Calculated) -> None:
        value = calculated.compute(self.values)
        if value is None:
            return
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        self.values[question.id] = value
        self.counted[question.id] = list(value) if isinstance(value, tuple) else value

    def check(self, asked: Asked) -> None:
        question = asked.question
        given = without_hidden_rows(self.questionnaire, asked, self.answers.get(question.id))
        checked = check_answer(asked, given, self.values)
        beside, wrong_beside = check_texts_beside(asked, checked, self.answers)
        if not isinstance(question.answer, Information):
            self.heard.add(question.id)
        if checked.counted is not None:
            self.counted[question.id] = checked.counted
        self.counted.update(beside)
        self.values.update(checked.reading)
        self.values.update(beside)
        self.heard.update(beside, (problem.question for problem in wrong_beside))
        self.problems += (*checked.problems, *wrong_beside)

    def result(self, known: Set[str]) -> Walk:
        strangers = sorted(name for name in self.answers if name not in known)
        given = {name for name, value in self.answers.items() if name in known and not is_empty(value)}
        unheard = sorted(given - self.heard)
        problems = (*self.problems, *(AnswerProblem(name, Fault("unknown-question")) for name in strangers))
        ending = next((end for end in self.questionnaire.endings if holds(end.when, self.values)), None)
        return Walk(
            pages=tuple(self.pages),
            counted=self.counted,
            ignored=(*unheard, *strangers),
            values=self.values,
            drawn=self.drawn,
            shown=self.shown,
            problems=problems,
            ending=ending,
            complete=all(problem.fault.soft for problem in problems),
        )


def _context_values(context: Mapping[str, Any], own: Set[str]) -> dict[str, Value]:
    """Keep what conditions can read, and nothing that bears the name of a question."""
    readable: dict[str, Value] = {}
    for name, value in context.items():
        if name in own:
            continue
        if isinstance(value, list | tuple):
            readable[name] = tuple(element for element in value if isinstance(element, str | int | float))
        elif isinstance(value, str | int | float):
            readable[name] = value
    return readable

"""Read what was posted from one step, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from surveyapp.questionnaire.answer_types.asked import Fault
from surveyapp.questionnaire.checking import check_step
from surveyapp.questionnaire.path import AnswerProblem, Step
from surveyapp.questionnaire.reading import MOST_CHARACTERS_BESIDE, texts_beside
from surveyapp.questionnaire.walk import steps as steps_of
from surveyapp.respondent.pages.interview import Interview
from surveyapp.respondent.widgets import Form, widget_of
from surveyapp.web.limits import clean


def read_step(interview: Interview, step: Step, form: Form) -> dict[str, Any]:
    """Return each question of the step with its whole value as posted, and the texts beside it; None is unanswered."""
    posted: dict[str, Any] = {}
    for asked in step.asked:
        question = asked.question
        if not question.answer.asks:
            continue
        widget = widget_of(question.answer)
        posted[question.id] = widget.read(asked, form, interview.given.get(question.id), interview.visit.language)
        for name, _ in texts_beside(interview.questionnaire, question):
            if name in form:
                posted[name] = clean(form[name]) or None
    return posted


def as_sent(interview: Interview, step: Step, form: Form) -> tuple[Interview, Step]:
    """Return the interview and the step as the browser had them when the page was sent.

    A script that shows and hides by the answers on the page says so in `opened`: the questions it showed beside those
    that were served. They are read as well, and choices are held against what is offered under the answers sent.
    """
    if "opened" not in form:
        return interview, step
    opened, served = set(form["opened"].split()), {asked.question.id for asked in step.asked}
    for _ in step.page.questions:
        walked = interview.walked_with({**interview.given, **read_step(interview, step, form)})
        there = next((now for now in steps_of(walked) if now.key == step.key), None)
        if there is None:
            break
        now = {asked.question.id: asked for asked in there.asked}
        gone = [asked for asked in step.asked if asked.question.id not in now]
        asked = (*(one for name, one in now.items() if name in served | opened), *gone)
        interview = replace(interview, walk=walked, steps=steps_of(walked))
        if asked == step.asked:
            break
        step = replace(there, asked=asked)
    return interview, step


def problems_of(interview: Interview, step: Step, posted: Mapping[str, Any]) -> tuple[AnswerProblem, ...]:
    """Return what is wrong with what was posted, texts beside an answer included.

    Nothing is wrong with a question that the other answers of the page no longer ask.
    """
    answers = {**interview.given, **posted}
    too_long = (
        AnswerProblem(name, Fault("too-many", limit=MOST_CHARACTERS_BESIDE))
        for asked in step.asked
        for name, _ in texts_beside(interview.questionnaire, asked.question)
        if len(posted.get(name) or "") > MOST_CHARACTERS_BESIDE
    )
    problems = (*check_step(step, answers, interview.walk.values), *too_long)
    if not problems or len(step.asked) == 1:
        return problems
    still_asked = interview.asked_with(answers)
    return tuple(problem for problem in problems if problem.question in still_asked)


def changed(interview: Interview, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs from the answers so far."""
    return {name: value for name, value in posted.items() if value != interview.given.get(name)}


def without_impossible(posted: Mapping[str, Any], problems: Iterable[AnswerProblem]) -> dict[str, Any]:
    """Return what may be kept of a page that was left unfinished: not what was never offered."""
    impossible = {problem.question for problem in problems if problem.fault.code == "not-a-choice"}
    return {name: value for name, value in posted.items() if name not in impossible}

"""Report what is proved of conditions: something never or always shown, a check that never or always fails."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Calculated, sources_of
from surveyapp.questionnaire.conditions import ALWAYS, AllOf, Condition, IsMissing, Name
from surveyapp.questionnaire.lint.proving import Prover, shown_by
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Question, Questionnaire


def proved_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what no respondent can reach and conditions that decide nothing; only what is proved, never a guess."""
    prover = Prover(questionnaire, shown_by(questionnaire))
    for page in questionnaire.pages:
        found = list(_of_condition(prover, f"pages.{page.id}.show_if", page.show_if, ALWAYS))
        yield from found
        reached = not any(problem.code == "never-shown" for problem in found)
        for question in page.questions if reached else ():
            yield from _of_question(prover, questionnaire, question, page.show_if)
    for ending in questionnaire.endings:
        if True not in prover.truths(ending.when):
            yield _never(f"endings.{ending.id}.when", True not in prover.truths(ending.when, with_routes=False))


def _of_question(
    prover: Prover, questionnaire: Questionnaire, question: Question, page: Condition
) -> Iterator[Problem]:
    found = list(_of_condition(prover, f"{question.id}.show_if", question.show_if, page))
    yield from found
    if any(problem.code == "never-shown" for problem in found):
        return
    here = _both(page, question.show_if)
    for part, source in sources_of(question.answer).items():
        place = f"lists.{source}" if isinstance(source, str) else f"{question.id}.{part}"
        for choice in questionnaire.choices_of(source):
            around = ALWAYS if isinstance(source, str) else here
            yield from _of_condition(prover, f"{place}.{choice.code}.show_if", choice.show_if, around)
    if isinstance(question.answer, Calculated):
        for at, case in enumerate(question.answer.cases):
            if True not in prover.truths(case.when):
                yield _never(f"{question.id}.cases.{at}.when", True not in prover.truths(case.when, with_routes=False))
    for at, check in enumerate(question.checks):
        yield from _of_check(prover, f"{question.id}.checks.{at}", question.id, check.condition)


def _of_condition(prover: Prover, place: str, condition: Condition, around: Condition) -> Iterator[Problem]:
    if condition == ALWAYS:
        return
    if True not in prover.truths(_both(around, condition)):
        yield _never(place, True not in prover.truths(condition, with_routes=False))
    elif prover.truths(condition) == {True}:
        yield Problem(
            "always-shown", "warning", place, sentence("This condition always holds; leave it out or mend it.")
        )


def _of_check(prover: Prover, place: str, name: str, condition: Condition) -> Iterator[Problem]:
    """A check is about an answer that is there: unknown passes."""
    answered = AllOf((IsMissing(Name(name), negated=True), condition))
    alone = prover.truths(condition, with_routes=False)
    if alone == {False} or (False in alone and prover.truths(answered, with_routes=False) == {False}):
        yield Problem("check-impossible", "error", place, sentence("No answer can pass this check."))
    elif False not in alone:
        yield Problem(
            "check-idle", "warning", place, sentence("No answer can fail this check; leave it out or mend it.")
        )


def _never(place: str, by_itself: bool) -> Problem:
    text = sentence("This condition can never hold.")
    if not by_itself:
        text = sentence("This condition can never hold: the answers that it asks for cannot be given together.")
    return Problem("never-shown", "warning", place, text)


def _both(around: Condition, condition: Condition) -> Condition:
    if around == ALWAYS:
        return condition
    return around if condition == ALWAYS else AllOf((around, condition))

"""Hold the limits of an answer to being possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Consent, Grid, Number, One, Ranking, Several, sources_of
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Question, Questionnaire


def limit_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield limits that cross, that nobody can meet, and choices marked in ways that mean nothing."""
    purposes: Counter[str] = Counter()
    for question in questionnaire.questions():
        match question.answer:
            case Several():
                yield from _of_several(questionnaire, question, question.answer)
            case Ranking():
                yield from _of_ranking(questionnaire, question, question.answer)
            case Number():
                yield from _of_number(question, question.answer)
            case Consent(purpose=purpose):
                purposes[purpose] += 1
                if not purpose.strip() or purposes[purpose] > 1:
                    text = "Name the purpose, each once: consent is given to one purpose at a time."
                    yield Problem("consent-purpose", "error", f"{question.id}.purpose", text)
        yield from _pointless_marks(questionnaire, question)


def _of_several(questionnaire: Questionnaire, question: Question, answer: Several) -> Iterator[Problem]:
    choices = questionnaire.choices_of(answer.choices)
    together = sum(not choice.exclusive for choice in choices)
    if answer.at_most is not None and answer.at_most < answer.at_least:
        yield _crossed(question, f"at most {answer.at_most} is less than at least {answer.at_least}")
    if choices and together < answer.at_least and (answer.at_least > 1 or together == len(choices)):
        text = f"At least {answer.at_least} must be chosen, and only {together} can be chosen together."
        yield Problem("limits-impossible", "error", f"{question.id}.at_least", text)


def _of_ranking(questionnaire: Questionnaire, question: Question, answer: Ranking) -> Iterator[Problem]:
    offered = len(questionnaire.choices_of(answer.choices))
    if answer.top is not None and answer.at_least is not None and answer.at_least > answer.top:
        yield _crossed(question, f"at least {answer.at_least} places must be filled of only {answer.top}")
    for name, limit in (("top", answer.top), ("at_least", answer.at_least)):
        if offered and limit is not None and limit > offered:
            text = f"{limit} places cannot be filled from {offered} choices."
            yield Problem("limits-impossible", "warning", f"{question.id}.{name}", text)


def _of_number(question: Question, answer: Number) -> Iterator[Problem]:
    for low, high in (
        (answer.minimum, answer.maximum),
        (answer.soft_minimum, answer.soft_maximum),
        (answer.minimum, answer.soft_maximum),
        (answer.soft_minimum, answer.maximum),
    ):
        if low is not None and high is not None and low > high:
            yield _crossed(question, f"the lower limit {low:g} is above the upper limit {high:g}")


def _crossed(question: Question, what: str) -> Problem:
    return Problem("limits-crossed", "error", question.id, f"No answer can be right: {what}.")


def _pointless_marks(questionnaire: Questionnaire, question: Question) -> Iterator[Problem]:
    for part, source in sources_of(question.answer).items():
        for choice in questionnaire.choices_of(source):
            place = f"{question.id}.{part}.{choice.code}"
            if choice.exclusive and isinstance(question.answer, Ranking):
                text = "A ranking cannot hold a choice that stands alone."
                yield Problem("exclusive-pointless", "warning", place, text)
            rows = isinstance(question.answer, Grid) and part == "rows"
            if choice.other and not (rows or isinstance(question.answer, One | Several | Ranking)):
                yield Problem("other-pointless", "warning", place, "Nothing can be written beside this choice here.")

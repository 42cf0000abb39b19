"""Hold the limits of an answer to being possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Consent, Grid, One, Ranking, Several, sources_of
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Question, Questionnaire


def limit_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield limits that cross, that nobody can meet, and choices marked in ways that mean nothing."""
    purposes: Counter[str] = Counter()
    for question in questionnaire.questions():
        for found in question.answer.impossible(questionnaire.choices_of):
            place = f"{question.id}.{found.part}" if found.part else question.id
            yield Problem(found.code, found.severity, place, found.text)
        if isinstance(question.answer, Consent):
            purpose = question.answer.purpose
            purposes[purpose] += 1
            if not purpose.strip() or purposes[purpose] > 1:
                text = sentence("Name the purpose, each once: consent is given to one purpose at a time.")
                yield Problem("consent-purpose", "error", f"{question.id}.purpose", text)
        yield from _pointless_marks(questionnaire, question)


def _pointless_marks(questionnaire: Questionnaire, question: Question) -> Iterator[Problem]:
    for part, source in sources_of(question.answer).items():
        for choice in questionnaire.choices_of(source):
            place = f"{question.id}.{part}.{choice.code}"
            if choice.exclusive and isinstance(question.answer, Ranking):
                text = sentence("A ranking cannot hold a choice that stands alone.")
                yield Problem("exclusive-pointless", "warning", place, text)
            rows = isinstance(question.answer, Grid) and part == "rows"
            if choice.other and not (rows or isinstance(question.answer, One | Several | Ranking)):
                yield Problem(
                    "other-pointless", "warning", place, sentence("Nothing can be written beside this choice here.")
                )

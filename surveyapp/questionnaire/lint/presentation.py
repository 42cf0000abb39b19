"""Hold what is shown to being told apart, and to fitting a phone."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Grid, sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire

MOST_POINTS = 7
MOST_COLUMNS = 4


def presentation_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield choices that read alike in a language, and grids too wide for a phone."""
    looked_at: set[str] = set()
    for question in questionnaire.questions():
        for part, source in sources_of(question.answer).items():
            place = f"lists.{source}" if isinstance(source, str) else f"{question.id}.{part}"
            if place not in looked_at:
                looked_at.add(place)
                yield from _alike(questionnaire, place, questionnaire.choices_of(source))
        if isinstance(question.answer, Grid):
            points = len(questionnaire.choices_of(question.answer.choices))
            columns = len(question.answer.columns)
            if points > MOST_POINTS or columns > MOST_COLUMNS:
                text = sentence(
                    "{n} columns do not fit a phone beside each other; ask of fewer, or one by one.",
                    n=points or columns,
                )
                yield Problem("grid-too-wide", "warning", question.id, text)


def _alike(questionnaire: Questionnaire, place: str, choices: tuple[Choice, ...]) -> Iterator[Problem]:
    for language in questionnaire.languages:
        first: dict[str, str] = {}
        for choice in choices:
            label = choice.text.get(language, "").strip().casefold()
            other = first.setdefault(label, choice.code) if label else choice.code
            if other != choice.code:
                text = sentence(
                    "In {language} this reads like '{other}'; nobody can tell them apart.",
                    language=language,
                    other=other,
                )
                yield Problem("choices-alike", "warning", f"{place}.{choice.code}", text)

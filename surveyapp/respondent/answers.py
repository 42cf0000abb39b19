"""Say an answer in words, for pages that show it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from surveyapp.questionnaire.answer_types import BestWorst, Grid, One, Ranking, Several
from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.choices import Choices, MissingKind
from surveyapp.questionnaire.instances import in_instance, plain_name, values_in_instance
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording

WAYS_NOT_TO_ANSWER: Final[tuple[MissingKind, ...]] = get_args(MissingKind)


@dataclass(frozen=True, slots=True)
class Told:
    """A question and what was answered, line by line."""

    question: Wording
    lines: tuple[str, ...]


def tell(answers: Mapping[str, Any], say: Say) -> Iterator[Told]:
    """Say every answer in the order of the questionnaire, texts beside an answer after it."""
    suffixes = dict.fromkeys(["", *(name.removeprefix(plain_name(name)) for name in answers)])
    for page in say.questionnaire.pages:
        for question in page.questions:
            for suffix in suffixes:
                asked = in_instance(question, suffix)
                texts = [answers[name] for name, _ in texts_beside(say.questionnaire, asked) if name in answers]
                if asked.id in answers or texts:
                    known = {**say.values, **values_in_instance(say.questionnaire, page, suffix)}
                    lines = (*words_of(question, answers.get(asked.id), say), *texts)
                    yield Told(replace(say, values=known)(question.text), lines)


def words_of(question: Question, value: Any, say: Say) -> tuple[str, ...]:
    """Return an answer's lines; a dash where there is none."""
    for kind in WAYS_NOT_TO_ANSWER:
        if missing_kind(value) == kind:
            return (str(say.missing(kind)),)
    if value is None:
        return ("–",)
    answer = question.answer
    if answer.kind == "consent":
        return (say.words.gettext("I agree") if value == "yes" else say.words.gettext("I do not agree"),)
    if isinstance(answer, Grid) and isinstance(value, Mapping):
        rows = _labels(answer.rows, say)
        return tuple(
            f"{rows.get(row, row)}: {', '.join(words_of(_one(question, answer), given, say))}"
            for row, given in value.items()
        )
    if isinstance(answer, BestWorst) and isinstance(value, list | tuple):
        labels = _labels(answer.choices, say)
        return tuple(
            f"{labels.get(screen.get('best'), '–')} / {labels.get(screen.get('worst'), '–')}"
            for screen in value
            if isinstance(screen, Mapping) and screen
        )
    if isinstance(answer, One | Several | Ranking):
        labels = _labels(answer.choices, say)
        codes = value if isinstance(value, list | tuple) else (value,)
        return tuple(labels.get(code, str(code)) for code in codes)
    return (say.number(value),) if isinstance(value, int | float) else (str(value),)


def _one(question: Question, grid: Grid) -> Question:
    return question.model_copy(update={"answer": One(choices=grid.choices)})


def _labels(choices: Choices, say: Say) -> Mapping[Any, str]:
    return {choice.code: str(say(choice.text)) for choice in say.questionnaire.choices_of(choices)}

"""Say an answer in words, for pages that show it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from surveyapp.questionnaire.answer_types.asked import missing_kind
from surveyapp.questionnaire.choices import MissingKind
from surveyapp.questionnaire.instances import in_instance, plain_name, values_in_instance
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets import widget_of

WAYS_NOT_TO_ANSWER: Final[tuple[MissingKind, ...]] = get_args(MissingKind)


@dataclass(frozen=True, slots=True)
class Told:
    """A question and what was answered, line by line; `name` is the question's id, in a repeat that of its instance."""

    name: str
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
                    yield Told(asked.id, replace(say, values=known)(question.text), lines)


def words_of(question: Question, value: Any, say: Say) -> tuple[str, ...]:
    """Return an answer's lines; a dash where there is none."""
    for kind in WAYS_NOT_TO_ANSWER:
        if missing_kind(value) == kind:
            return (str(say.missing(kind)),)
    if value is None:
        return ("–",)
    told = widget_of(question.answer).tell(question, value, say) if question.answer.asks else None
    if told is not None:
        return told
    return (say.number(value),) if isinstance(value, int | float) else (str(value),)

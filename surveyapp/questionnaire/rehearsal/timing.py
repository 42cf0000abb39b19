"""Estimate how long a question takes: reading it, in the script it is written in, and answering it.

Reading speeds are mean characters a minute, spaces apart, of adults reading texts of equal content aloud
(Trauzettel-Klosinski, Dietz and the IReST Study Group, Investigative Ophthalmology & Visual Science 53, 2012): Latin
the mean of its ten languages, Cyrillic Russian, Han Chinese, Kana Japanese. Hangul, Thai, Lao, Khmer and all other
scripts are not in that study; they take the value below, an assumption. The time of answering is an assumption too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.model import Text, remembered, wording
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

SECONDS_A_PAGE = 2.0
"""Turning to a page and finding one's place on it."""
_CHARACTERS_A_MINUTE: tuple[tuple[int, int, float], ...] = (
    (0x0590, 0x05FF, 833.0),  # Hebrew
    (0x0600, 0x08FF, 612.0),  # Arabic
    (0x0400, 0x052F, 986.0),  # Cyrillic
    (0x0E00, 0x0EFF, 700.0),  # Thai, Lao: assumed
    (0x1780, 0x17FF, 700.0),  # Khmer: assumed
    (0x3040, 0x30FF, 357.0),  # Kana
    (0xAC00, 0xD7AF, 500.0),  # Hangul: assumed
    (0x3400, 0x9FFF, 255.0),  # Han
    (0x20000, 0x3FFFF, 255.0),
)
_LATIN = 950.0
_SECONDS_TO_ANSWER: Mapping[str, float] = {
    "information": 0.0,
    "calculated": 0.0,
    "text": 12.0,
    "number": 5.0,
    "date": 8.0,
    "month": 6.0,
    "time": 6.0,
    "datetime": 12.0,
    "duration": 8.0,
}
_SECONDS_A_TOUCH = 1.5
_SECONDS_A_NUMBER = 5.0
_CHOICES_READ = 12
"""Of a longer list nobody reads every choice: it is searched."""


@lru_cache(maxsize=50_000)
def seconds_to_read(text: str) -> float:
    """Return the seconds that reading a text takes."""
    return sum(60.0 / _speed(ord(character)) for character in text if not character.isspace())


def _speed(code: int) -> float:
    return next((speed for first, last, speed in _CHARACTERS_A_MINUTE if first <= code <= last), _LATIN)


@remembered
def seconds_by_question(questionnaire: Questionnaire) -> Mapping[str, tuple[float, ...]]:
    """Return what each question takes in each language, with everything shown; languages in their order."""
    return {question.id: tuple(_seconds(questionnaire, question)) for question in questionnaire.questions()}


@remembered
def seconds_by_page(questionnaire: Questionnaire) -> Mapping[str, tuple[float, ...]]:
    """Return what each page takes in each language beside its questions."""
    return {page.id: tuple(_seconds_of_page(questionnaire, page)) for page in questionnaire.pages}


def most_minutes(questionnaire: Questionnaire) -> Mapping[str, float]:
    """Return by language the minutes for somebody who is asked every question once."""
    parts = (*seconds_by_question(questionnaire).values(), *seconds_by_page(questionnaire).values())
    return {
        language: round(sum(part[at] for part in parts) / 60, 1) for at, language in enumerate(questionnaire.languages)
    }


def _seconds_of_page(questionnaire: Questionnaire, page: Page) -> Iterator[float]:
    for language in questionnaire.languages:
        yield SECONDS_A_PAGE + _reading([page.title, page.notice], language, questionnaire.base_language)


def _seconds(questionnaire: Questionnaire, question: Question) -> Iterator[float]:
    shown = {part: questionnaire.choices_of(source) for part, source in sources_of(question.answer).items()}
    choices = [choice.text for part in shown.values() for choice in part[:_CHOICES_READ]]
    touches = _seconds_to_answer(question, len(shown.get("rows", ())), len(shown.get("choices", ())))
    for language in questionnaire.languages:
        texts = [question.text, question.hint, *choices]
        yield touches + _reading(texts, language, questionnaire.base_language)


def _seconds_to_answer(question: Question, rows: int, choices: int) -> float:
    match question.answer.kind:
        case "grid":
            return rows * _SECONDS_A_TOUCH
        case "several":
            return 2 * _SECONDS_A_TOUCH
        case "ranking":
            top = getattr(question.answer, "top", None) or choices
            return min(top, choices) * 2 * _SECONDS_A_TOUCH
        case "best-worst":
            screens = max(map(len, getattr(question.answer, "designs", ((),))))
            return screens * (2 * _SECONDS_A_TOUCH + SECONDS_A_PAGE)
        case "sum":
            return choices * _SECONDS_A_NUMBER
        case kind:
            return _SECONDS_TO_ANSWER.get(kind, _SECONDS_A_TOUCH)


def _reading(texts: list[Text | None], language: str, base: str) -> float:
    return sum(seconds_to_read(wording(text, language, base)[0]) for text in texts)

"""Estimate how long a question takes: reading it, in the script it is written in, and answering it.

Reading speeds are mean characters a minute, spaces apart, of adults reading texts of equal content aloud
(Trauzettel-Klosinski, Dietz and the IReST Study Group, Investigative Ophthalmology & Visual Science 53, 2012): Latin
the mean of its ten languages, Cyrillic Russian, Han Chinese, Han and Kana together Japanese. Hangul, Thai, Lao, Khmer
and all other scripts are not in that study; they take the value below, an assumption. Signs that nobody sees, such as
the one that puts a Khmer consonant under another, are not characters. Respondents read silently, which
is faster by the factor between the mean rates of silent and oral reading of English in Brysbaert's meta-analysis
(Journal of Memory and Language 109, 2019): 238 to 183 words a minute. The time of answering is an assumption too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.model import Text, remembered, wording
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

SECONDS_A_PAGE = 2.0
"""Turning to a page and finding one's place on it."""
_JAPANESE = 357.0
_FIRST_EAST_ASIAN = 0x3000
_CHARACTERS_A_MINUTE: tuple[tuple[int, int, float], ...] = (
    (0x0590, 0x05FF, 833.0),  # Hebrew
    (0x0600, 0x08FF, 612.0),  # Arabic
    (0x0400, 0x052F, 986.0),  # Cyrillic
    (0x0E00, 0x0EFF, 700.0),  # Thai, Lao: assumed
    (0x1780, 0x17FF, 700.0),  # Khmer: assumed
    (0x3040, 0x30FF, _JAPANESE),  # Kana
    (0xAC00, 0xD7AF, 500.0),  # Hangul: assumed
    (0x3400, 0x9FFF, 255.0),  # Han
    (0x20000, 0x3FFFF, 255.0),
)
_LATIN = 950.0
_UNSEEN = frozenset("\u17d2\u200b\u200c\u200d\u2060")
_SILENTLY = 238 / 183
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
_SECONDS_A_SEARCH = 6.0
"""Typing a few letters of a name one knows, and touching it."""


@lru_cache(maxsize=50_000)
def seconds_to_read(text: str, language: str = "") -> float:
    """Return the seconds that reading a text takes; `language` tells Japanese from Chinese where both write Han."""
    japanese = language.partition("-")[0] == "ja"
    return sum(60.0 / (_SILENTLY * _speed(ord(character), japanese)) for character in text if _is_seen(character))


def _is_seen(character: str) -> bool:
    return not character.isspace() and character not in _UNSEEN


def _speed(code: int, japanese: bool) -> float:
    if japanese and code >= _FIRST_EAST_ASIAN:
        return _JAPANESE
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


@dataclass(frozen=True, slots=True)
class Spent:
    """Where the time goes of somebody who is asked every question once: characters to read, and minutes.

    `touching` is answering and turning pages.
    """

    characters: int
    reading: float
    touching: float


def time_spent(questionnaire: Questionnaire) -> Mapping[str, Spent]:
    """Return by language what `most_minutes` is made of."""
    texts = [text for page in questionnaire.pages for text in (page.title, page.notice)]
    asked = [question for question in questionnaire.questions() if question.answer.kind != "calculated"]
    texts += [text for question in asked for text in _texts(questionnaire, question)]
    touching = SECONDS_A_PAGE * len(questionnaire.pages) + sum(_touches(questionnaire, question) for question in asked)
    return {
        language: Spent(
            _characters(texts, language, questionnaire.base_language),
            _reading(texts, language, questionnaire.base_language) / 60,
            touching / 60,
        )
        for language in questionnaire.languages
    }


def _characters(texts: list[Text | None], language: str, base: str) -> int:
    return sum(sum(map(_is_seen, wording(text, language, base)[0])) for text in texts)


def _seconds_of_page(questionnaire: Questionnaire, page: Page) -> Iterator[float]:
    for language in questionnaire.languages:
        yield SECONDS_A_PAGE + _reading([page.title, page.notice], language, questionnaire.base_language)


def _seconds(questionnaire: Questionnaire, question: Question) -> Iterator[float]:
    if question.answer.kind == "calculated":
        yield from (0.0 for _ in questionnaire.languages)
        return
    texts, touches = _texts(questionnaire, question), _touches(questionnaire, question)
    for language in questionnaire.languages:
        yield touches + _reading(texts, language, questionnaire.base_language)


def _shown(questionnaire: Questionnaire, question: Question) -> Mapping[str, Sequence[Choice]]:
    """Return the choices and rows that are read; a list that is searched is not."""
    if getattr(question.answer, "layout", "") == "type-ahead":
        return {}
    return {part: questionnaire.choices_of(source) for part, source in sources_of(question.answer).items()}


def _texts(questionnaire: Questionnaire, question: Question) -> list[Text | None]:
    shown = _shown(questionnaire, question)
    return [question.text, question.hint, *(choice.text for part in shown.values() for choice in part[:_CHOICES_READ])]


def _touches(questionnaire: Questionnaire, question: Question) -> float:
    shown = _shown(questionnaire, question)
    return _seconds_to_answer(question, len(shown.get("rows", ())), len(shown.get("choices", ())))


def _seconds_to_answer(question: Question, rows: int, choices: int) -> float:
    if getattr(question.answer, "layout", "") == "type-ahead":
        return _SECONDS_A_SEARCH
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
    return sum(seconds_to_read(*wording(text, language, base)) for text in texts)

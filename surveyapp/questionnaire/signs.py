"""Name what is noticed of a way of answering, and tell haste from the time that reading takes.

A sign says how an answer came to be, never who gave it; it is there for a person to look at, and deletes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from surveyapp.questionnaire.answer_types import sources_of
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.rehearsal.timing import seconds_by_page, seconds_by_question
from surveyapp.questionnaire.schema import Page, Questionnaire

TRAP: Final = "trap"
HASTE: Final = "haste"
RUSH: Final = "rush"
SIGNS: Final = (TRAP, HASTE, RUSH)
TIMES: Final = ((2, "0-2"), (5, "2-5"), (10, "5-10"), (20, "10-20"), (40, "20-40"), (90, "40-90"), (300, "90-300"))
"""Upper ends of the classes of seconds spent on a page: coarse, so that they tell haste and nothing of the person."""
FASTER: Final = 3.0
"""A page is hasty where it took less than a third of the time that reading and answering it takes."""
FEWEST_PAGES: Final = 5
_LIMITS: Final = {name: limit for limit, name in TIMES}


def time_class(seconds: int) -> str:
    """Return the coarse class of a time spent."""
    return next((name for limit, name in TIMES if seconds < limit), "300+")


def is_hasty(
    questionnaire: Questionnaire, answers: Mapping[str, Any], seconds: Mapping[str, str], language: str
) -> bool:
    """Tell whether more than half of the pages that can be judged, at least five of them, were answered in haste.

    `answers` are the values by question, `seconds` the class of time of each step. A page that even a slow reader
    answers in a few seconds cannot be judged: no class is short enough.
    """
    if language not in questionnaire.languages:
        return False
    at = questionnaire.languages.index(language)
    pages = {page.id: page for page in questionnaire.pages}
    took = [(_page_of(step, pages), name) for step, name in seconds.items()]
    screens = Counter(page for page, _ in took)
    shares = _shares(questionnaire, answers)
    expected = {
        name: _expected(questionnaire, page, shares, at) / screens[name]
        for name, page in pages.items()
        if name in screens
    }
    hasty = [
        _LIMITS.get(name, float("inf")) * FASTER <= expected[page]
        for page, name in took
        if expected.get(page, 0.0) >= TIMES[0][0] * FASTER
    ]
    return len(hasty) >= FEWEST_PAGES and 2 * sum(hasty) > len(hasty)


def _shares(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> dict[str, float]:
    """Return how much of each question was answered: of a grid, the share of its rows."""
    found: dict[str, float] = {}
    for name, value in answers.items():
        question = questionnaire.question_by_id.get(plain_name(name))
        rows = sources_of(question.answer).get("rows") if question is not None else None
        of = len(questionnaire.choices_of(rows)) if rows is not None and isinstance(value, Mapping) else 0
        found[plain_name(name)] = min(1.0, len(value) / of) if of else 1.0
    return found


def _expected(questionnaire: Questionnaire, page: Page, shares: Mapping[str, float], at: int) -> float:
    """Return the seconds that a page takes with what was answered of it."""
    asked = seconds_by_question(questionnaire)
    return seconds_by_page(questionnaire)[page.id][at] + sum(
        shares.get(question.id, 0.0) * asked[question.id][at] for question in page.questions
    )


def _page_of(step: str, pages: Mapping[str, Page]) -> str:
    """Return the page of a step: its key without the part and without the instance."""
    names = [plain_name(key) for key in (step, step.rpartition(".")[0])]
    return next((name for name in names if name in pages), step)

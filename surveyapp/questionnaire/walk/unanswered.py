"""Remember what came of pages that nobody had answered yet: the next one who gets there by the same is asked the same.

Nothing is held of anybody's answers to the page itself, and no page is remembered that is drawn by lot or that quotes
what was written elsewhere. A page that only codes and numbers lead to looks the same to everybody they lead there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from surveyapp.questionnaire.answer_types import BestWorst, is_shuffled, narrowed_by
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.path import PagePassed
from surveyapp.questionnaire.schema import Page, Questionnaire

MOST_OF_A_PAGE = 64
"""How many ways to a page are remembered; beyond, all of them are forgotten and learned anew."""

Basis = tuple[tuple[Any, ...], tuple[Any, ...]]
Passed = dict[Any, PagePassed]


def passed_by_others(questionnaire: Questionnaire, page: Page, basis: Basis) -> PagePassed | None:
    """Return what came of an unanswered page where the same led to it before."""
    held = _unanswered(questionnaire).get(page.id)
    return None if held is None or not _is_unanswered(basis) else held.get(_key(basis))


def remember(questionnaire: Questionnaire, page: Page, passed: PagePassed) -> None:
    """Keep what came of a page, if nobody's answers to it are in it."""
    held = _unanswered(questionnaire).get(page.id)
    if held is None or not _is_unanswered(passed.basis):
        return
    if len(held) >= MOST_OF_A_PAGE:
        held.clear()
    held[_key(passed.basis)] = passed


def is_common(questionnaire: Questionnaire, page: Page) -> bool:
    """Tell whether a page nobody has answered is the same for all whom the same values lead there."""
    return page.id in _unanswered(questionnaire)


@remembered
def _unanswered(questionnaire: Questionnaire) -> dict[str, Passed]:
    ids = Counter(page.id for page in questionnaire.pages)
    return {
        page.id: {}
        for page in questionnaire.pages
        if ids[page.id] == 1 and not page.shuffle and not any(map(_is_own, page.questions))
    }


def _is_own(question: Any) -> bool:
    """Tell whether what is shown of a question may differ between people whom the same values lead there."""
    answer = question.answer
    return isinstance(answer, BestWorst) or is_shuffled(answer) or bool(narrowed_by(answer))


def _is_unanswered(basis: tuple[tuple[Any, ...], ...]) -> bool:
    return all(given is None for given in basis[1])


def _key(basis: tuple[tuple[Any, ...], ...]) -> Any:
    """Return the values that lead to a page, and their kinds: 1 is not true."""
    return basis[0], tuple(map(type, basis[0]))

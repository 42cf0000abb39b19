"""Draw a page that nobody has written on once, and hand out copies: only the sealed place in it is a person's own.

Kept is only what was drawn without any answer: no answer stood in it, nothing was wrong with it, none of its wordings
quotes one. It is found by everything else that was drawn from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from surveyapp.questionnaire.path import Asked, Step
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import is_common
from surveyapp.recent import Recent
from surveyapp.respondent.chrome import Chrome
from surveyapp.web.around import Around, Joined

MOST_KEPT: Final = 512
PLACE: Final = secrets.token_hex(16)
"""Stands in a drawn page where the sealed place goes."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page drawn with PLACE: whether it quotes an answer, and how many sheets its reader's browser keeps then."""

    text: str
    quotes: bool
    sheets: int

    def placed(self, seal: Callable[[int], str]) -> str:
        """Return the page with its place, which tells how many sheets there are."""
        return self.text.replace(PLACE, seal(self.sheets), 1)


@dataclass(frozen=True, slots=True)
class _Blank:
    """What stands around the place; what it was drawn from is kept, so that nothing else can come to have its id."""

    asked: tuple[Asked, ...]
    chrome: Chrome
    around: Around
    sheets: int


_blanks: Recent[Hashable, _Blank] = Recent(MOST_KEPT)


def is_blank(questionnaire: Questionnaire, step: Step, given: Mapping[str, Any]) -> bool:
    """Tell whether a step is the same for many, and none of its questions and the texts beside them holds anything."""
    return (
        step.instance is None
        and is_common(questionnaire, step.page)
        and all(given.get(name) is None for name in names_in(step))
    )


def names_in(step: Step) -> Iterator[str]:
    """Yield the ids of a step's questions and of the texts beside them."""
    for asked in step.asked:
        yield asked.question.id
        yield from (name for name, _ in asked.beside)


def copy_of(step: Step, chrome: Chrome, also: Hashable, seal: Callable[[int], str], draw: Callable[[], Page]) -> str:
    """Return a page with its place; `draw` draws it with PLACE, `seal` makes the place.

    `also` is whatever else is drawn from.
    """
    key = (id(step.asked), id(chrome), also)
    kept = _blanks.get(key)
    if kept is None or kept.asked is not step.asked or kept.chrome is not chrome:
        drawn = draw()
        if drawn.quotes:
            return drawn.placed(seal)
        before, _, after = drawn.text.partition(PLACE)
        kept = _Blank(step.asked, chrome, Around(before, after), drawn.sheets)
        _blanks.put(key, kept)
    return Joined.of(kept.around, seal(kept.sheets))

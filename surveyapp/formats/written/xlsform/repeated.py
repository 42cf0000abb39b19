"""Know which repeats stand around a page, and which pages are all that stands at a place of a repeat."""

from __future__ import annotations

import re

from surveyapp.questionnaire.conditions import ALWAYS
from surveyapp.questionnaire.schema import Questionnaire


def chain_of(questionnaire: Questionnaire, name: str | None) -> tuple[str, ...]:
    """Return the repeats around a page that stands in this one, outermost first."""
    around = {repeat.id: repeat.inside for repeat in questionnaire.repeats}
    found: list[str] = []
    while name is not None and name not in found:
        found.insert(0, name)
        name = around.get(name)
    return tuple(found)


def bare_pages(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the pages that need no group of their own, as they are all that stands in the repeat at their place."""
    found: set[str] = set()
    before: str | None = None
    for page in questionnaire.pages:
        plain = page.repeat is not None and page.show_if == ALWAYS and page.notice is None and page.repeat != before
        before = None
        if plain and re.fullmatch(rf"{re.escape(str(page.repeat))}(-\d+)?", page.id):
            found.add(page.id)
            before = page.repeat
    return frozenset(found)

"""Keep a change of structure: on top of what others have changed meanwhile, noted, and never reusing a name unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Blueprint, abort, g

from surveyapp.console.audit import note
from surveyapp.console.manuscripts import actor, today
from surveyapp.questionnaire.editing.names import Reused, reused
from surveyapp.questionnaire.editing.structure import UnknownPart
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from surveyapp.services import manuscripts, revisions
from surveyapp.services.failures import StaleManuscript
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.transaction import begin_to_write, session

blueprint = Blueprint("structure", __name__, url_prefix="/manuscripts/<uuid:manuscript>/structure")
_ATTEMPTS: Final = 3


class Reuse(Exception):
    """A change would give ids or codes, that stood for something else before, to other words."""

    def __init__(self, names: tuple[Reused, ...]) -> None:
        super().__init__(", ".join(one.name for one in names))
        self.names = names


def keep(change: Callable[[Questionnaire], Questionnaire], *, action: str, place: str, again: bool = False) -> None:
    """Change the manuscript of this request as it is now; `again` lets names be used once more.

    Raises Reuse; a part that is no longer there is 404, and a manuscript that others keep changing 409.
    """
    for _ in range(_ATTEMPTS):
        found = refreshed()
        try:
            changed = change(found.questionnaire)
        except UnknownPart:
            abort(404)
        if changed == found.questionnaire:
            return
        names = () if again else reused(found.questionnaire, changed, revisions.names_known(session(), found))
        if names:
            raise Reuse(names)
        try:
            manuscripts.change(session(), found, changed, actor=actor(), today=today(), action=action, place=place)
        except StaleManuscript:
            continue
        note(action, found, manuscript=found.id, part=place)
        return
    abort(409)


def refreshed() -> Manuscript:
    """Return the manuscript as it is now, for writing; gone is 404."""
    begin_to_write(session())
    found = manuscripts.find(session(), g.manuscript.id)
    if found is None:
        abort(404)
    g.manuscript = found
    return found


def question_there(questionnaire: Questionnaire, name: str) -> Question:
    """Return a question, or answer 404."""
    found = questionnaire.question_by_id.get(name)
    return found if found is not None else abort(404)


def page_there(questionnaire: Questionnaire, name: str) -> Page:
    """Return a page, or answer 404."""
    found = next((page for page in questionnaire.pages if page.id == name), None)
    return found if found is not None else abort(404)

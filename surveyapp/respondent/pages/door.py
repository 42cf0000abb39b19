"""Notice how somebody comes to the door of a survey, and let everybody in; what was noticed is a sign in the data."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

from flask import current_app, request

from surveyapp.questionnaire.signs import RUSH, TRAP
from surveyapp.respondent.pacing import WAIT, Pacing, address_of
from surveyapp.respondent.pages.interview import Interview
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.widgets import Form
from surveyapp.settings import Settings

TRAP_FIELD: Final = "further-remarks"
"""A box on the first page that nobody can see, hear, reach or have filled in for them: only a program writes there."""


def noticed(place: Place, form: Form) -> Place:
    """Return the place with the sign that the box for programs was filled in, if it was."""
    if place.revision is not None or not form.get(TRAP_FIELD):
        return place
    return _with_sign(place, TRAP)


def at_the_door(interview: Interview) -> tuple[Interview, bool]:
    """Tell whether an interview may begin now: at once, or once its respondent has waited, and never again refused."""
    place, visit = interview.place, interview.visit
    now = int(time.time())
    if place.waits_from and now - place.waits_from >= WAIT:
        return interview, True
    pacing: Pacing = current_app.extensions["pacing"]
    settings: Settings = current_app.extensions["settings"]
    link = f"{visit.survey.survey_id}/{place.point}" if place.point else None
    crowded = bool(place.waits_from) or pacing.is_crowded(link, address_of(request, settings.proxies), visit.today)
    if not crowded:
        return interview, True
    waiting = replace(_with_sign(place, RUSH), waits_from=place.waits_from or now)
    return replace(interview, place=waiting), False


def waiting_remark(interview: Interview) -> str:
    """Ask for a little patience, in words that blame nobody."""
    _ = interview.visit.say().words.gettext
    return _(
        "Many people are beginning here at this moment. Please wait a few seconds, then press Continue again. "
        "Nothing you gave is lost."
    )


def _with_sign(place: Place, sign: str) -> Place:
    return replace(place, signs=tuple(sorted({*place.signs, sign})))

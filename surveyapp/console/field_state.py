"""Say whether a survey lets people in, and since when and by whom it does not."""

from __future__ import annotations

from flask import url_for

from surveyapp.console.access import may
from surveyapp.console.language import day as written_day
from surveyapp.console.language import gettext as _
from surveyapp.services import accounts, auditing, freezing
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.web.transaction import session


def state_of(survey: FieldedSurvey) -> dict[str, str]:
    """Say whether people are let in, since when not and by whom, and where that is changed by who may."""
    if survey.state == "open":
        told = _("People are let in.")
    else:
        last = auditing.newest(session(), survey.organisation_id, survey.slug, ("close survey",))
        since = survey.settings.get(freezing.CLOSED_ON)
        told = _("Closed.")
        if since and last is not None:
            told = _("Closed on {day} by {who}.").format(day=written_day(since), who=_name(last.actor))
    act = "ask_to_close" if survey.state == "open" else "ask_to_reopen"
    label = _("Close the survey") if survey.state == "open" else _("Open again")
    address = url_for(f"fieldwork.{act}", slug=survey.slug) if may(f"fieldwork.{act}") else ""
    return {"told": told, "label": label, "address": address}


def _name(actor: str) -> str:
    """Return the address of an account; whatever else stands in the trail is said as it stands there."""
    found = accounts.find(session(), actor)
    return found.email if found else actor

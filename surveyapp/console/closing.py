"""Close a survey and open it again in the room Field: what follows is said first, and who did it is noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console import counts as layout
from surveyapp.console.audit import note
from surveyapp.console.fieldwork import blueprint
from surveyapp.console.language import day as written_day
from surveyapp.console.language import gettext as _
from surveyapp.console.language import number
from surveyapp.console.rooms import room_page
from surveyapp.services import answering, freezing, publishing
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.web.transaction import session


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be confirmed: its name, what follows from it sentence by sentence, and the word on the button."""

    title: str
    follows: tuple[str, ...]
    button: str


@blueprint.get("/surveys/<slug>/field/close")
def ask_to_close(slug: str) -> ResponseReturnValue:
    """Say what closing does, before it is done."""
    survey: FieldedSurvey = g.survey
    return _confirm(_closing(survey)) if survey.state == "open" else _back(slug)


@blueprint.post("/surveys/<slug>/field/close")
def close(slug: str) -> ResponseReturnValue:
    """Close the survey; one that somebody closed meanwhile stays as it is, and nothing is noted."""
    if publishing.close(session(), slug, today=datetime.now(UTC).date()):
        note("close survey", g.survey)
    return _back(slug)


@blueprint.get("/surveys/<slug>/field/reopen")
def ask_to_reopen(slug: str) -> ResponseReturnValue:
    """Say what opening again does, before it is done."""
    survey: FieldedSurvey = g.survey
    return _confirm(_reopening(survey)) if survey.state == "closed" else _back(slug)


@blueprint.post("/surveys/<slug>/field/reopen")
def reopen(slug: str) -> ResponseReturnValue:
    """Open the survey again; one that is open stays as it is, and nothing is noted."""
    if publishing.reopen(session(), slug):
        note("reopen survey", g.survey)
    return _back(slug)


def _confirm(step: Step) -> str:
    return room_page("console/closing.html", next_step=None, step=step, action=request.path)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("fieldwork.counts", slug=slug) + "#fieldwork", 303)


def _closing(survey: FieldedSurvey) -> Step:
    today = datetime.now(UTC).date()
    unfinished = layout.shown_count(answering.count_unfinished(session(), survey.survey_id), number)
    as_closed = {**survey.settings, freezing.CLOSED_ON: today.isoformat()}
    begins = freezing.frozen_from("closed", as_closed)
    if begins is None or begins <= today:
        rest = _("The freeze has come: nobody can finish what they had begun, and no answer is corrected.")
    else:
        told = _(
            "Whoever has begun can still finish, and answers can be corrected, until the day before {day}. To end that "
            "earlier, set the first day of the analysis."
        )
        rest = told.format(day=written_day(begins.isoformat()))
    follows = (
        _("Nobody new is let in: the addresses, links and kiosks say that the survey is closed."),
        _("Begun and not finished at this moment: {n}.").format(n=unfinished),
        rest,
        _("What kiosks hold is still taken when they reach the server. Withdrawing and erasing never end."),
    )
    return Step(_("Close the survey?"), follows, _("Close the survey"))


def _reopening(survey: FieldedSurvey) -> Step:
    frozen = freezing.is_frozen("open", survey.settings, datetime.now(UTC).date())
    follows = (
        _("Its addresses, links and kiosks let people in again at once."),
        *((_("The freeze has come and stays: no answer is corrected."),) if frozen else ()),
    )
    return Step(_("Open the survey again?"), follows, _("Open again"))

"""Head every page of the room Report with its own pages, and put what takes long into the queue."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from flask import g, request, url_for

from surveyapp.console.access import may
from surveyapp.console.language import gettext as _
from surveyapp.console.rooms import NextStep, Room, room_page
from surveyapp.identity.visitor import current_visitor
from surveyapp.services import jobs
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState
from surveyapp.web.transaction import session

MOST_LOOKED_AT: Final = 50
PAGES: Final = {
    "reports.index": ("reports.index", "reports.show", "reports.publish"),
    "reports.plan": ("reports.plan", "reports.keep_plan", "reports.plan_text", "reports.keep_plan_text"),
    "reports.statements": ("reports.statements", "reports.keep_statements"),
    "reports.measures": ("reports.measures", "reports.ask_measure", "reports.keep_measure", "reports.confirm_measure"),
    "reports.open_answers": ("reports.open_answers", "reports.code_answers", "reports.keep_codes"),
    "reports.earlier_waves": ("reports.earlier_waves", "reports.add_wave"),
    "reports.data": ("reports.data", "reports.ask_data"),
}


def report_page(template: str, *, next_step: NextStep | None = None, **values: Any) -> str:
    """Draw a page of the room Report."""
    survey: FieldedSurvey = g.survey
    names = {
        "reports.index": _("Reports"),
        "reports.plan": _("Plan"),
        "reports.statements": _("Statements"),
        "reports.measures": _("Measures"),
        "reports.open_answers": _("Open answers"),
        "reports.earlier_waves": _("Earlier waves"),
        "reports.data": _("Data"),
    }
    pages = [
        Room(names[to], url_for(to, slug=survey.slug), here=request.endpoint in within)
        for to, within in PAGES.items()
        if may(to)
    ]
    return room_page(template, next_step=next_step, pages=pages, **values)


def enqueued(kind: str, **arguments: Any) -> str:
    """Put work for the survey of this request into the queue and return the job's id."""
    survey: FieldedSurvey = g.survey
    wanted = {"survey": survey.slug, **arguments}
    return jobs.enqueue(session(), kind, wanted, survey_id=survey.survey_id, organisation_id=survey.organisation_id).id


def newest_report(*, public: bool = False) -> JobState | None:
    """Return the newest report of the survey of this request that is written; with `public` no internal one."""
    survey: FieldedSurvey = g.survey
    for job in jobs.recent(session(), survey.survey_id, kind="report", limit=MOST_LOOKED_AT):
        if job.state == "done" and not (public and (job.result or {}).get("view") == "internal"):
            return job
    return None


def actor() -> str:
    """Return the account of who asks."""
    visitor = current_visitor()
    return visitor.id if visitor else ""


def today() -> date:
    return datetime.now(UTC).date()

"""Say the one next thing to do in a survey."""

from __future__ import annotations

from flask import url_for

from surveyapp.console.access import may
from surveyapp.console.language import gettext as _
from surveyapp.console.rooms import NextStep
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState


def next_step(survey: FieldedSurvey, *, finished: int, latest: JobState | None, address: str) -> NextStep | None:
    """Choose it from how many have finished and what became of the latest report; None where there is nothing."""
    if not finished:
        if survey.state != "open":
            return None
        return NextStep(_("share the survey; nobody has finished yet."), _("Open the survey"), address)
    if not may("reports.index"):
        return None
    reports = url_for("reports.index", slug=survey.slug)
    if latest is None or latest.state == "cancelled":
        return NextStep(_("write a report of what is finished."), _("To the reports"), reports)
    if latest.state == "done":
        return NextStep(_("read the latest report."), _("To the reports"), reports)
    if latest.state == "failed":
        return NextStep(_("the latest report failed; start it again."), _("To the reports"), reports)
    return NextStep(_("a report is being written."), _("Watch it"), reports)

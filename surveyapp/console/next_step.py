"""Say the one next thing to do in a survey."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from surveyapp.console.access import may
from surveyapp.console.language import gettext as _
from surveyapp.console.language import ngettext, number
from surveyapp.console.publishing_gate import Against
from surveyapp.console.report_standing import Standing, changed_name
from surveyapp.console.rooms import NextStep
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState
from surveyapp.services.reports import freshness


def next_of_reports(slug: str, job: JobState, standing: Standing, against: Sequence[Against]) -> NextStep | None:
    """Choose what comes after a report: what it lacks, then who publishes it, then the measures on it."""
    report = url_for("reports.show", slug=slug, job=job.id)
    if standing.state == "published":
        measures = url_for("reports.measures", slug=slug)
        return NextStep(_("write measures on what it found."), _("To the measures"), measures)
    if standing.state != "draft":
        return None
    missing, changed = [one for one in against if one.item], [one for one in standing.changed if one in freshness.KINDS]
    if missing and "statements" not in changed:
        told = ngettext(
            "state what the report must tell of itself: {n} item is missing.",
            "state what the report must tell of itself: {n} items are missing.",
            len(missing),
        )
        return NextStep(
            told.format(n=number(len(missing))), _("To the statements"), url_for("reports.statements", slug=slug)
        )
    if changed:
        told = _("write the report again; since it was written these changed: {changed}.")
        names = ", ".join(changed_name(one) for one in changed)
        return NextStep(told.format(changed=names), _("To the report"), report)
    if against:
        return NextStep(_("somebody else looks at the report and publishes it."), _("To the report"), report)
    return NextStep(_("look at the report and publish it."), _("To the report"), report)


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

"""The room Report: start one, watch it being written, read it here, take it along."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort, g, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.report_list import listed
from surveyapp.console.rooms import room_page
from surveyapp.services import collecting, jobs
from surveyapp.services.jobs import ArtefactFile, JobState
from surveyapp.web.transaction import session

KIND: Final = "report"
LANGUAGES: Final = ("vi", "en")
MOST_LISTED: Final = 50
_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
blueprint = Blueprint("reports", __name__, url_prefix="/surveys/<slug>/reports")


@blueprint.get("")
def index(slug: str) -> ResponseReturnValue:
    """List the reports of a survey, the newest first."""
    reports = [listed(job, slug) for job in jobs.recent(session(), g.survey.survey_id, kind=KIND, limit=MOST_LISTED)]
    return room_page(
        "console/reports.html",
        next_step=None,
        reports=reports,
        working=any(report.working for report in reports),
        nothing_yet=not collecting.count_finished(session(), slug),
        may_start=may("reports.start"),
    )


@blueprint.post("")
def start(slug: str) -> ResponseReturnValue:
    """Ask the worker for a report, unless one is being written or there is nothing to report on."""
    latest = jobs.recent(session(), g.survey.survey_id, kind=KIND, limit=1)
    if collecting.count_finished(session(), slug) and not any(job.is_open for job in latest):
        asked = {"survey": slug, "languages": list(LANGUAGES)}
        whose = {"survey_id": g.survey.survey_id, "organisation_id": g.survey.organisation_id}
        note("start report", g.survey, job=jobs.enqueue(session(), KIND, asked, **whose).id)
    return redirect(url_for("reports.index", slug=slug), 303)


@blueprint.get("/<uuid:job>/progress")
def progress(slug: str, job: UUID) -> ResponseReturnValue:
    """Say how far a report is, for the script of the list."""
    report = listed(_job(job), slug)
    return jsonify(working=report.working, progress=report.progress, step=report.step)


@blueprint.post("/<uuid:job>/cancel")
def cancel(slug: str, job: UUID) -> ResponseReturnValue:
    """Stop a report before its next step."""
    if jobs.cancel(session(), _job(job).id):
        note("cancel report", g.survey, job=str(job))
    return redirect(url_for("reports.index", slug=slug), 303)


@blueprint.get("/<uuid:job>/read/<name>")
def read(slug: str, job: UUID, name: str) -> ResponseReturnValue:
    """Show a report as a page of its own, which may use its one style sheet and nothing else."""
    found = _file(job, name)
    if not found.media_type.startswith("text/html"):
        abort(404)
    answer = Response(found.content, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = policy_of(found.content)
    return answer


@blueprint.get("/<uuid:job>/files/<name>")
def download(slug: str, job: UUID, name: str) -> ResponseReturnValue:
    """Hand out a file of a report."""
    found = _file(job, name)
    answer = Response(found.content, content_type=found.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug}-{name}")
    return answer


def policy_of(page: bytes) -> str:
    """Return the content policy of a report file: it allows the one `<style>` by its hash."""
    styles = _STYLE.findall(page)
    allowed = f"'sha256-{b64encode(sha256(styles[0]).digest()).decode()}'" if len(styles) == 1 else "'none'"
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def _job(job_id: UUID) -> JobState:
    """Return a report of the survey of this request; any other does not exist here."""
    job = jobs.find(session(), str(job_id))
    if job is None or job.survey_id != g.survey.survey_id or job.kind != KIND:
        abort(404)
    return job


def _file(job_id: UUID, name: str) -> ArtefactFile:
    job = _job(job_id)
    found = jobs.artefact(session(), job.id, name) if name in job.artefacts else None
    if found is None:
        abort(404)
    return found

"""The room Report: start one, watch it being written, read it here, take it along."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.catalogues import complete_in
from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.language import gettext as _
from surveyapp.console.next_step import next_of_reports
from surveyapp.console.plan_form import views_of
from surveyapp.console.publishing_gate import against_publishing
from surveyapp.console.report_list import asked, listed, moment, step_of, waves_listed
from surveyapp.console.report_pages import actor, enqueued, report_page
from surveyapp.console.report_standing import now_of_survey, standing_of
from surveyapp.identity.visitor import current_visitor
from surveyapp.services import collecting, jobs
from surveyapp.services.jobs import ArtefactFile, JobState
from surveyapp.services.reports import inputs, waves
from surveyapp.stated.statements import USUAL_LANGUAGES
from surveyapp.web.i18n import own_name
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

KIND: Final = "report"
MOST_LISTED: Final = 50
FOLLOWED: Final = ("draft", "published")
"""Standings of a report after which there is a next thing to do."""
LONGEST_ROLE: Final = 80
_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Again:
    """What a report is asked for with when it is written again as it was."""

    languages: tuple[str, ...]
    waves: tuple[str, ...]

    @classmethod
    def of(cls, job: JobState) -> Again:
        """Return what a report was asked for with."""
        asked: Any = job.arguments
        previous = [waves.Source(one["kind"], one["id"]).name for one in asked.get("previous", ())]
        return cls(tuple(asked.get("languages", ())), tuple(previous))


blueprint = Blueprint("reports", __name__, url_prefix="/surveys/<slug>/reports")


@blueprint.get("")
def index(slug: str) -> ResponseReturnValue:
    """List the reports of a survey, the newest first."""
    now, may_start = now_of_survey(), may("reports.start")
    found = jobs.recent(session(), g.survey.survey_id, kind=KIND, limit=MOST_LISTED)
    standings = [standing_of(job, now) for job in found]
    reports = [listed(job, slug, standing) for job, standing in zip(found, standings, strict=True)]
    newest = next(((job, one) for job, one in zip(found, standings, strict=True) if one.state in FOLLOWED), None)
    plan = inputs.find(session(), g.survey.survey_id, "plan").content
    planned = plan.get("written_in", USUAL_LANGUAGES)
    return report_page(
        "console/reports.html",
        next_step=next_of_reports(slug, *newest, against_publishing(*newest)) if newest and may_start else None,
        reports=reports,
        working=any(report.working for report in reports),
        nothing_yet=not collecting.count_finished(session(), slug),
        may_start=may_start,
        views=views_of(str(plan.get("view", "public"))),
        waves=[waves_listed(one) for one in waves.offered(session(), g.survey)],
        compared_before=Again.of(newest[0]).waves if newest else (),
        languages=[(tag, own_name(tag), tag in planned) for tag in offered_languages()],
    )


@blueprint.post("")
def start(slug: str) -> ResponseReturnValue:
    """Ask the worker for a report, unless one is being written or there is nothing to report on."""
    latest = jobs.recent(session(), g.survey.survey_id, kind=KIND, limit=1)
    if collecting.count_finished(session(), slug) and not any(job.is_open for job in latest):
        chosen = [tag for tag in offered_languages() if tag in request.form.getlist("language")]
        wanted: dict[str, Any] = {
            "languages": chosen or list(USUAL_LANGUAGES),
            "internal": request.form.get("view") == "internal",
            "by": actor(),
        }
        previous = waves.chosen_from(waves.offered(session(), g.survey), request.form.getlist("previous"))
        wanted |= {"previous": previous} if previous else {}
        note("start report", g.survey, job=enqueued(KIND, **wanted), internal=wanted["internal"])
    return redirect(url_for("reports.index", slug=slug), 303)


def offered_languages() -> list[str]:
    """Return the languages a report can be written in: the usual ones first."""
    return [*USUAL_LANGUAGES, *(tag for tag in complete_in(KIND) if tag not in USUAL_LANGUAGES)]


@blueprint.get("/<uuid:job>")
def show(slug: str, job: UUID) -> ResponseReturnValue:
    """Show one report: where it stands, its files, its checks, and what stands against publishing it."""
    return _shown(_job(job), slug)


@blueprint.post("/<uuid:job>/verify")
def verify(slug: str, job: UUID) -> ResponseReturnValue:
    """Ask the worker to make the report again and compare."""
    report = _job(job)
    if report.state == "done" and not any(one.is_open for one in _of_report("verify", report)):
        note("verify report", g.survey, report=report.id, job=enqueued("verify", report=report.id))
    return redirect(url_for("reports.show", slug=slug, job=job), 303)


@blueprint.post("/<uuid:job>/publish")
def publish(slug: str, job: UUID) -> ResponseReturnValue:
    """Ask the worker to make the report again and publish it, or say at once what stands against that."""
    report = _job(job)
    role = clean(request.form.get("role", ""))[:LONGEST_ROLE]
    against = against_publishing(report, standing_of(report, now_of_survey()))
    if against or not role:
        wrong = against[0].told if against else _("Say as what you publish it, such as director.")
        return _shown(report, slug, wrong=wrong), 422
    if not any(one.is_open for one in _of_report("publish", report)):
        visitor, by = current_visitor(), actor()
        alone = by == report.arguments.get("by")
        wanted = {"report": report.id, "by": by, "name": visitor.email if visitor else "", "role": role}
        note("ask to publish report", g.survey, report=report.id, job=enqueued("publish", **wanted, alone=alone))
    return redirect(url_for("reports.show", slug=slug, job=job), 303)


@blueprint.get("/<uuid:job>/progress")
def progress(slug: str, job: UUID) -> ResponseReturnValue:
    """Say how far a report, or what was asked for with it, is, for the script of the page."""
    found = jobs.find(session(), str(job))
    if found is None or found.survey_id != g.survey.survey_id:
        abort(404)
    return jsonify(working=found.is_open, progress=found.progress, step=step_of(found))


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


def _shown(job: JobState, slug: str, *, wrong: str = "") -> str:
    """Draw the page of one report."""
    standing = standing_of(job, now_of_survey())
    last = {kind: [asked(one) for one in _of_report(kind, job)[:1]] for kind in ("verify", "publish")}
    return report_page(
        "console/report_page.html",
        report=listed(job, slug, standing),
        standing=standing,
        published_at=moment(datetime.fromisoformat(told.at).timestamp()) if (told := standing.published) else "",
        against=against_publishing(job, standing),
        again=Again.of(job),
        checks=last["verify"],
        publishing=last["publish"],
        working=job.is_open or any(one.working for of in last.values() for one in of),
        may_start=may("reports.start"),
        may_publish=may("reports.publish") and standing.state == "draft",
        wrong=wrong,
    )


def _of_report(kind: str, report: JobState) -> list[JobState]:
    found = jobs.recent(session(), g.survey.survey_id, kind=kind, limit=MOST_LISTED)
    return [job for job in found if job.arguments.get("report") == report.id]


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

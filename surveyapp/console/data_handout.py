"""Hand out the data of a survey: asked for here, made in the background, forgotten after a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.language import gettext as _
from surveyapp.console.language import ngettext, number
from surveyapp.console.report_list import moment, step_of
from surveyapp.console.report_pages import enqueued, report_page
from surveyapp.console.report_standing import now_of_survey
from surveyapp.console.reports import blueprint
from surveyapp.services import collecting, jobs
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState
from surveyapp.services.reports import freshness
from surveyapp.web.i18n import own_name
from surveyapp.web.transaction import session

KIND: Final = "data"
FORMATS: Final = ("csv", "csv-labels", "xlsx", "sav", "dta", "parquet", "ddi", "triples", "json")
CAREFUL: Final = ("texts", "sensitive")
MOST_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Handout:
    """Data that were asked for; `address` is empty where they cannot be fetched, `why` then says so."""

    id: str
    name: str
    working: bool
    progress: float
    step: str
    told: str
    address: str
    why: str


@blueprint.get("/data")
def data(slug: str) -> ResponseReturnValue:
    """Show what can be asked for, and what was made lately."""
    survey: FieldedSurvey = g.survey
    state = now_of_survey().state
    handouts = [_handout(job, state) for job in jobs.recent(session(), survey.survey_id, kind=KIND, limit=MOST_LISTED)]
    return report_page(
        "console/data.html",
        handouts=handouts,
        working=any(one.working for one in handouts),
        formats=_format_names(),
        languages=[(tag, own_name(tag)) for tag in survey.questionnaire.languages],
        nothing_yet=not collecting.count_finished(session(), slug),
    )


@blueprint.post("/data")
def ask_data(slug: str) -> ResponseReturnValue:
    """Ask the worker for the data in a format, and note who asked for what."""
    survey: FieldedSurvey = g.survey
    form = request.form.get("format", "csv")
    language = request.form.get("language", "")
    leave_out = [kind for kind in CAREFUL if kind not in request.form.getlist("with")]
    if form not in FORMATS or (language and language not in survey.questionnaire.languages):
        abort(400)
    if collecting.count_finished(session(), slug):
        job = enqueued(KIND, format=form, language=language, leave_out=leave_out)
        note("export data", survey, job=job, format=form, language=language, left_out=leave_out)
    return redirect(url_for("reports.data", slug=slug), 303)


@blueprint.post("/data/<uuid:job>/file")
def fetch_data(slug: str, job: UUID) -> ResponseReturnValue:
    """Hand out the file, and note it; after a withdrawal it is not handed out any more."""
    found = jobs.find(session(), str(job))
    if found is None or found.survey_id != g.survey.survey_id or found.kind != KIND:
        abort(404)
    told = _handout(found, now_of_survey().state)
    file = jobs.artefact(session(), found.id, found.artefacts[0]) if told.address and found.artefacts else None
    if file is None:
        abort(404)
    note("fetch data", g.survey, job=found.id, file=file.name)
    answer = Response(file.content, content_type="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


def _handout(job: JobState, state: object) -> Handout:
    asked, result = job.arguments, job.result or {}
    then = result.get("state", {})
    gone = freshness.gone_since(then, state) if isinstance(then, dict) and isinstance(state, dict) else 0
    why = ""
    if job.state == "done" and not job.artefacts:
        why = _("It was deleted after a day.")
    elif gone:
        withdrawn = ngettext("{n} response was withdrawn since.", "{n} responses were withdrawn since.", gone)
        why = withdrawn.format(n=number(gone)) + " " + _("Ask for the data again.")
    fetchable = job.state == "done" and not why
    left = [_careful_name(kind) for kind in asked.get("leave_out", ())]
    n = result.get("n")
    told = ngettext("{n} response", "{n} responses", n).format(n=number(n)) if isinstance(n, int) else ""
    kept_back = _("without {kinds}").format(kinds=", ".join(left)) if left else _("with everything")
    return Handout(
        id=job.id,
        name=f"{_format_names().get(str(asked.get('format')), '')}, {moment(job.created)}",
        working=job.is_open,
        progress=job.progress,
        step=step_of(job),
        told=" · ".join(part for part in (told, kept_back) if part),
        address=url_for("reports.fetch_data", slug=g.survey.slug, job=job.id) if fetchable else "",
        why=why,
    )


def _careful_name(kind: object) -> str:
    return {"texts": _("free texts"), "sensitive": _("sensitive answers")}.get(str(kind), str(kind))


def _format_names() -> dict[str, str]:
    return {
        "csv": _("CSV with codes, for programs"),
        "csv-labels": _("CSV with labels, for spreadsheets"),
        "xlsx": _("Excel (.xlsx)"),
        "sav": _("SPSS, PSPP, R (.sav)"),
        "dta": _("Stata (.dta)"),
        "parquet": _("Parquet"),
        "ddi": _("DDI codebook with CSV, for archives"),
        "triples": _("Triple-S"),
        "json": _("JSON, everything in one file"),
    }

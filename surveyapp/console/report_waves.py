"""Earlier waves that reports are compared with: packages from elsewhere are added here, reports offer themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.language import current_language, day, ngettext, number
from surveyapp.console.language import gettext as _
from surveyapp.console.report_list import moment, step_of
from surveyapp.console.report_pages import report_page
from surveyapp.console.reports import blueprint
from surveyapp.questionnaire.problems import sentence_from_json
from surveyapp.services.jobs import JobState
from surveyapp.services.reports import waves
from surveyapp.web.limits import clean
from surveyapp.web.problem_words import said_in
from surveyapp.web.transaction import session

LONGEST_NAME = 120
ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class KeptWave:
    """A package from elsewhere; `told` says what it holds, `wrong` why it cannot be used."""

    id: str
    name: str
    working: bool
    step: str
    told: str
    wrong: str


@blueprint.get("/waves")
def earlier_waves(slug: str) -> ResponseReturnValue:
    """Show the packages from elsewhere, and take another."""
    return _page()


@blueprint.post("/waves")
def add_wave(slug: str) -> ResponseReturnValue:
    """Keep a data package that was sent, and have it looked into."""
    file = request.files.get("file")
    content = file.read() if file is not None else b""
    if file is None or not content.startswith(ZIP):
        return _page(wrong=_("Choose the ZIP of a data package, as the page Data hands it out.")), 422
    name = clean(file.filename or "")[:LONGEST_NAME]
    job = waves.upload(session(), g.survey, content, name=name)
    note("add earlier wave", g.survey, job=job, file=name)
    return redirect(url_for("reports.earlier_waves", slug=slug), 303)


@blueprint.post("/waves/<uuid:job>/remove")
def remove_wave(slug: str, job: UUID) -> ResponseReturnValue:
    """Delete a package from elsewhere; reports that were compared with it can then be read but not made again."""
    if not waves.forget(session(), g.survey, str(job)):
        abort(404)
    note("remove earlier wave", g.survey, job=str(job))
    flash(_("The package is deleted."))
    return redirect(url_for("reports.earlier_waves", slug=slug), 303)


def _page(*, wrong: str = "") -> str:
    kept = [_kept(job) for job in waves.uploads(session(), g.survey)]
    return report_page(
        "console/report_waves.html",
        kept=kept,
        working=any(one.working for one in kept),
        wrong=wrong,
        may_write=may("reports.add_wave"),
    )


def _why_not(job: JobState) -> str:
    """Say in the language of the request why a package cannot be used."""
    why: Any = (job.result or {}).get("why", ())
    if isinstance(why, str):
        return why
    return " ".join(said_in(current_language(), sentence_from_json(one)) for one in why) or step_of(job)


def _kept(job: JobState) -> KeptWave:
    told: Mapping[str, Any] = job.result or {}
    wrong = "" if told.get("fit", True) and job.state != "failed" else _why_not(job)
    what = ""
    if told.get("fit"):
        n = ngettext("{n} response", "{n} responses", told["n"]).format(n=number(told["n"]))
        what = " · ".join(
            (str(told["survey"]), n, f"{day(told['first'])} – {day(told['last'])}" if told["last"] else "")
        )
    name = str(job.arguments.get("name", "")) or _("Data package")
    return KeptWave(job.id, f"{name}, {moment(job.created)}", job.is_open, step_of(job), what.strip(" ·"), wrong)

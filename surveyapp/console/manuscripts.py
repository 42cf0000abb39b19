"""A manuscript on its way into the field: what was read, what is wrong, who publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.language import current_language, number
from surveyapp.console.language import gettext as _
from surveyapp.console.manuscript_pages import back_to, manuscript_page, said_of
from surveyapp.formats.native import write_native
from surveyapp.formats.result import count_kept
from surveyapp.identity.visitor import current_visitor
from surveyapp.questionnaire.rehearsal.timing import most_minutes
from surveyapp.services import manuscripts, releasing
from surveyapp.services.failures import Failure
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.fitting import countries_named, fit_for_the_field
from surveyapp.web.i18n import own_name
from surveyapp.web.problem_words import remark_in
from surveyapp.web.transaction import begin_to_write, session

MOST_SHOWN: Final = 300
SENSITIVITIES: Final = ("none", "basic")
blueprint = Blueprint("manuscripts", __name__, url_prefix="/manuscripts/<uuid:manuscript>")


@dataclass(frozen=True, slots=True)
class Tried:
    """A language of the manuscript, and the address where it is tried."""

    tag: str
    name: str
    address: str
    minutes: str


@blueprint.get("")
def overview(manuscript: UUID) -> ResponseReturnValue:
    """Show what was kept and lost of the file, what is wrong, and what is still to be done."""
    return _overview()


@blueprint.get("/questionnaire.json")
def download(manuscript: UUID) -> ResponseReturnValue:
    """Hand the questionnaire out in the native format."""
    found: Manuscript = g.manuscript
    answer = Response(write_native(found.questionnaire), content_type="application/json; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.slug}.json")
    return answer


@blueprint.post("/fit")
def fit(manuscript: UUID) -> ResponseReturnValue:
    """Make it fit for the field: its languages, what is untagged, a consent."""
    found: Manuscript = g.manuscript
    sensitivity = request.form.get("sensitivity", "")
    language = request.form.get("language", "")
    try:
        fitted, notes = fit_for_the_field(
            found.questionnaire,
            sensitivity if sensitivity in SENSITIVITIES else None,
            "consent" in request.form,
            language if language in ("vi", "en") else "en",
        )
    except Failure as failure:
        return _overview(wrong=said_of(failure)), 422
    begin_to_write(session())
    manuscripts.change(session(), found, fitted, actor=actor(), today=today(), notes=notes, action="fit manuscript")
    note("fit manuscript", found, manuscript=found.id, notes=notes)
    return back_to("manuscripts.overview")


@blueprint.post("/publish")
def publish(manuscript: UUID) -> ResponseReturnValue:
    """Freeze it as the next version, or say what stands against it."""
    found: Manuscript = g.manuscript
    settings, strangers = None, list[str]()
    if "cleared" in request.form:
        countries, strangers = countries_named(request.form["cleared"])
        settings = {"cleared": countries}
    if strangers:
        told = _("No country has the code {codes}.").format(codes=", ".join(strangers[:9]))
        return _overview(wrong=told), 422
    try:
        version = releasing.publish(session(), found, actor=actor(), today=today(), settings=settings)
    except Failure as failure:
        session().rollback()
        return _overview(wrong=said_of(failure)), 422
    alone = found.changed_by == actor()
    note("publish", found, version=version, hash=found.content_hash, file=found.file_name, alone=alone)
    flash(_("Version {number} is published.").format(number=number(version)))
    return redirect(url_for("questionnaires.outline", slug=found.slug), 303)


@blueprint.post("/discard")
def discard(manuscript: UUID) -> ResponseReturnValue:
    """Forget the manuscript."""
    found: Manuscript = g.manuscript
    manuscripts.discard(session(), found)
    note("discard manuscript", found, file=found.file_name, hash=found.content_hash)
    flash(_("The manuscript is discarded."))
    return redirect(url_for("surveys.index"), 303)


def _overview(*, wrong: str = "") -> str:
    found: Manuscript = g.manuscript
    asked, ready = found.questionnaire, releasing.readiness_of(session(), found)
    kept = count_kept(asked, found.added)
    minutes = most_minutes(asked)
    slug = manuscripts.preview_slug(found.id, current_app.config["SECRET_KEY"])
    respondents = current_app.config["RESPONDENT_URL"]
    return manuscript_page(
        "console/manuscript.html",
        ready,
        wrong=wrong,
        figures=[
            (_("pages"), number(kept.pages)),
            (_("questions"), number(kept.questions)),
            (_("choices"), number(kept.choices)),
            (_("languages"), number(len(kept.languages))),
        ],
        lost=[(one, *remark_in(current_language(), one.why)) for one in found.lost[:MOST_SHOWN]],
        lost_more=max(0, len(found.lost) - MOST_SHOWN),
        told=[one for one in found.problems if one not in ready.problems],
        problems=ready.problems[:MOST_SHOWN],
        problems_more=max(0, len(ready.problems) - MOST_SHOWN),
        tried=[
            Tried(tag, own_name(tag), f"{respondents}/{tag}/s/{slug}", number(minutes.get(tag, 0)))
            for tag in asked.languages
        ],
        untagged=sum(one.code == "sensitivity-missing" for one in ready.problems),
        has_no_language="und" in asked.languages,
        needs_another=releasing.needs_another(session(), found, actor()),
        is_new=ready.version == 0,
    )


def actor() -> str:
    """Return the id of whoever asks; the guard lets nobody in unsigned."""
    visitor = current_visitor()
    if visitor is None:
        abort(403)
    return visitor.id


def today() -> date:
    """Return the day by UTC."""
    return datetime.now(UTC).date()

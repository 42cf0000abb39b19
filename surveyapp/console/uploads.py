"""Take a questionnaire from a file, or from the newest version, and make it a manuscript."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Final

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.language import gettext as _
from surveyapp.console.rooms import room_page
from surveyapp.formats.apart import read_apart
from surveyapp.formats.reading import MOST_BYTES
from surveyapp.formats.result import ReadResult
from surveyapp.identity.visitor import Visitor, current_visitor
from surveyapp.questionnaire.problems import Problem
from surveyapp.services import fielded, manuscripts
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.publishing import is_slug
from surveyapp.services.releasing import PUBLISH
from surveyapp.web.limits import clean
from surveyapp.web.problem_words import detail_of
from surveyapp.web.transaction import begin_to_write, session

LARGEST_FILE: Final = MOST_BYTES + 64 * 1024
LONGEST_NAME: Final = 120
WITH_FILES: Final = ("uploads.take", "uploads.take_version", "reports.add_wave")
LONGEST_FORM: Final = 4 * 2**20
"""Bytes of the form of one question: two thousand choices in a few languages."""
blueprint = Blueprint("uploads", __name__)


def take_files(app: Flask) -> None:
    """Let somebody signed in send files and whole questions, whose forms are larger than any other."""

    @app.before_request
    def widen() -> None:
        if request.endpoint in WITH_FILES and current_visitor() is not None:
            request.max_content_length = request.max_form_memory_size = LARGEST_FILE
        elif request.endpoint == "structure.keep_question" and current_visitor() is not None:
            request.max_content_length = request.max_form_memory_size = LONGEST_FORM


@blueprint.get("/surveys/new")
def ask() -> ResponseReturnValue:
    """Ask for the file of a new survey's questionnaire."""
    return _page()


@blueprint.post("/surveys/new")
def take() -> ResponseReturnValue:
    """Read the file and begin a manuscript, or say what is wrong with it."""
    name = _file_name()
    slug = clean(request.form.get("slug", ""))[:LONGEST_NAME] or slug_from(name)
    if not is_slug(slug):
        return _page(wrong=_("An address has small letters a to z, digits and hyphens, at most 100."), slug=slug)
    organisations = dict(_organisations(current_visitor()))
    chosen = request.form.get("organisation", "")
    return _take(slug, chosen if chosen in organisations else next(iter(organisations)), name)


@blueprint.get("/surveys/<slug>/questionnaire/upload")
def ask_version(slug: str) -> ResponseReturnValue:
    """Ask for the file of a survey's next version."""
    return _page()


@blueprint.post("/surveys/<slug>/questionnaire/upload")
def take_version(slug: str) -> ResponseReturnValue:
    """Read the file of a next version and begin a manuscript, or say what is wrong with it."""
    return _take(slug, g.survey.organisation_id, _file_name())


@blueprint.post("/surveys/<slug>/questionnaire/copy")
def copy_version(slug: str) -> ResponseReturnValue:
    """Begin a manuscript with what the newest version asks, to change its wording here."""
    survey: FieldedSurvey = g.survey
    name = f"{slug}-{survey.version}.json"
    return _begin(slug, survey.organisation_id, name, ReadResult(survey.questionnaire, "native"))


def slug_from(file_name: str) -> str:
    """Make an address of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", PurePath(file_name).stem.lower()).strip("-")[:100].strip("-")


def _file_name() -> str:
    file = request.files.get("file")
    return clean(file.filename or "")[:LONGEST_NAME] if file is not None else ""


def _take(slug: str, organisation_id: str, name: str) -> ResponseReturnValue:
    if not name:
        return _page(wrong=_("Choose the file of a questionnaire."), slug=slug)
    reading = read_apart(request.files["file"].read(), name)
    if reading.questionnaire is None or reading.refused:
        told = _("This file cannot be used. Mend what is listed and send it again; nothing was kept.")
        return _page(wrong=told, slug=slug, problems=reading.problems)
    begin_to_write(session())
    there = fielded.find_survey(session(), slug)
    if there is not None and there.organisation_id != organisation_id:
        told = _("Another organisation's survey has this address already. Choose another.")
        return _page(wrong=told, slug=slug)
    return _begin(slug, organisation_id, name, reading)


def _begin(slug: str, organisation_id: str, name: str, reading: ReadResult) -> ResponseReturnValue:
    visitor = current_visitor()
    if visitor is None or reading.questionnaire is None:
        raise RuntimeError("the guard lets nobody in unsigned, and what cannot be read begins nothing")
    made = manuscripts.add(
        session(),
        organisation_id,
        slug,
        reading.questionnaire,
        reading,
        file_name=name,
        actor=visitor.id,
        today=datetime.now(UTC).date(),
    )
    found = manuscripts.find(session(), made)
    if found is not None:
        note("begin manuscript", found, file=name, hash=found.content_hash)
    return redirect(url_for("manuscripts.overview", manuscript=made), 303)


def _page(*, wrong: str = "", slug: str = "", problems: tuple[Problem, ...] = ()) -> ResponseReturnValue:
    values = {"wrong": wrong, "slug": slug, "problems": problems, "most": MOST_BYTES // 2**20, "detail_of": detail_of}
    if "survey" in g:
        page = room_page("console/upload_version.html", next_step=None, **values)
    else:
        organisations = _organisations(current_visitor())
        page = render_template("console/upload.html", organisations=organisations, **values)
    return page, 422 if wrong else 200


def _organisations(visitor: Visitor | None) -> list[tuple[str, str]]:
    """Return id and name of the organisations for which the visitor may write questionnaires."""
    members = visitor.memberships if visitor else ()
    return list(dict.fromkeys((one.organisation_id, one.organisation) for one in members if one.role in PUBLISH))

"""The room Questionnaire: what is asked, in order, and what the newest version changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.console.rooms import room_page
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.services import manuscripts, versions
from surveyapp.web.transaction import session

MOST_SHOWN: Final = 300
blueprint = Blueprint("questionnaires", __name__)


@dataclass(frozen=True, slots=True)
class OutlinedQuestion:
    id: str
    text: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pages under one heading; those before the first heading have none."""

    title: str
    questions: tuple[OutlinedQuestion, ...]


@blueprint.get("/surveys/<slug>/questionnaire")
def outline(slug: str) -> ResponseReturnValue:
    """Show every question under the heading of its section."""
    there = manuscripts.of_organisations(session(), [g.survey.organisation_id])
    return room_page(
        "console/questionnaire.html",
        next_step=None,
        sections=sections_of(g.survey.questionnaire),
        manuscripts=[one for one in there if one.slug == slug],
        may_upload=may("uploads.ask_version"),
    )


@blueprint.get("/surveys/<slug>/questionnaire/changes")
def changes(slug: str) -> ResponseReturnValue:
    """Show what the newest version changed, wording by wording, and how each change is marked."""
    found = versions.newest_changes(session(), g.survey.survey_id)
    return room_page(
        "console/changes.html",
        next_step=None,
        changes=found,
        shown=() if found is None else found.wording[:MOST_SHOWN],
        left_out=0 if found is None else max(0, len(found.wording) - MOST_SHOWN),
        may_mark=may("questionnaires.mark"),
        change_name=change_name,
    )


@blueprint.post("/surveys/<slug>/questionnaire/changes")
def mark(slug: str) -> ResponseReturnValue:
    """Keep what the visitor says of the changes."""
    new = versions.mark(session(), g.survey.survey_id, request.form)
    if new:
        note("mark changes", g.survey, **new)
    return redirect(url_for("questionnaires.changes", slug=slug), 303)


def change_name(change: str) -> str:
    """Return what became of a page or question."""
    names = {"added": _("new"), "removed": _("gone"), "changed": _("works differently"), "moved": _("moved")}
    return names.get(change, change)


def sections_of(questionnaire: Questionnaire) -> list[Section]:
    """Outline a questionnaire in the language of the request, or in its base language where it is not translated."""
    base = questionnaire.base_language
    found: list[tuple[str, list[OutlinedQuestion]]] = []
    for page in questionnaire.pages:
        if page.section or page.ends_section or not found:
            found.append((wording(page.section, current_language(), base)[0], []))
        found[-1][1].extend(_question(question, base) for question in page.questions)
    return [Section(title, tuple(questions)) for title, questions in found]


def _question(question: Question, base: str) -> OutlinedQuestion:
    text, language = wording(question.text, current_language(), base)
    return OutlinedQuestion(question.id, text, language, kind_name(question.answer.kind))


def kind_name(kind: str) -> str:
    """Return what an answer type is called."""
    names = {
        "information": _("information"),
        "consent": _("consent"),
        "one": _("one choice"),
        "several": _("several choices"),
        "number": _("number"),
        "text": _("text"),
        "date": _("date"),
        "month": _("month"),
        "time": _("time"),
        "datetime": _("date and time"),
        "duration": _("length of time"),
        "sum": _("sum of parts"),
        "grid": _("grid"),
        "ranking": _("ranking"),
        "best-worst": _("best and worst"),
        "calculated": _("calculated"),
    }
    return names.get(kind, kind)

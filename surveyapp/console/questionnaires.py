"""The room Questionnaire: what is asked, in order. It only reads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.console.rooms import room_page
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Question, Questionnaire

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
    return room_page("console/questionnaire.html", next_step=None, sections=sections_of(g.survey.questionnaire))


def sections_of(questionnaire: Questionnaire) -> list[Section]:
    """Outline a questionnaire in the language of the request, or in its base language where it is not translated."""
    base = questionnaire.base_language
    found: list[tuple[str, list[OutlinedQuestion]]] = []
    for page in questionnaire.pages:
        if page.section or not found:
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

"""The room Questionnaire: what is asked, in order. It only reads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.console.rooms import room_page
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

blueprint = Blueprint("questionnaires", __name__)


@dataclass(frozen=True, slots=True)
class OutlinedQuestion:
    id: str
    text: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class OutlinedPage:
    title: str
    questions: tuple[OutlinedQuestion, ...]


@blueprint.get("/surveys/<slug>/questionnaire")
def outline(slug: str) -> ResponseReturnValue:
    """Show every page with its questions."""
    questionnaire: Questionnaire = g.survey.questionnaire
    pages = [outlined(page, questionnaire.base_language) for page in questionnaire.pages]
    return room_page("console/questionnaire.html", next_step=None, pages=pages)


def outlined(page: Page, base: str) -> OutlinedPage:
    """Outline a page in the language of the request, or in the base language where it is not translated."""
    title, _language = wording(page.title, current_language(), base)
    return OutlinedPage(title or page.id, tuple(_question(question, base) for question in page.questions))


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
        "grid": _("grid"),
        "ranking": _("ranking"),
        "best-worst": _("best and worst"),
        "calculated": _("calculated"),
    }
    return names.get(kind, kind)

"""Head every page of a manuscript: what it is, the one next thing to do, and its pages."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.language import current_language, ngettext, number
from surveyapp.console.language import gettext as _
from surveyapp.console.problem_names import problem_name
from surveyapp.console.rooms import NextStep, Room
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.problems import Problem
from surveyapp.services import revisions
from surveyapp.services.failures import (
    Failure,
    NeedsAnother,
    NotPublishable,
    SlugTaken,
    StaleManuscript,
    UnknownManuscript,
    Unmarked,
)
from surveyapp.services.manuscripts import Manuscript
from surveyapp.services.releasing import Readiness
from surveyapp.web.problem_words import detail_of
from surveyapp.web.transaction import session


def manuscript_page(template: str, ready: Readiness, **values: Any) -> str:
    """Draw a page of the manuscript of this request."""
    found: Manuscript = g.manuscript
    asked = found.questionnaire
    title, language = wording(asked.title, current_language(), asked.base_language)
    return render_template(
        template,
        manuscript=found,
        title=title or found.slug,
        title_language=language,
        source=format_name(found.source),
        version=ready.version,
        version_shown=number(ready.version + 1),
        rooms=_pages(found, ready),
        next_step=next_step(found, ready),
        may_write=may("manuscripts.publish"),
        undoable=revisions.newest(session(), found),
        action_name=action_name,
        errors=ready.errors,
        unmarked=len(ready.unmarked),
        number=number,
        address_of=lambda place: address_of(found, place),
        problem_name=problem_name,
        detail_of=detail_of,
        **values,
    )


def next_step(found: Manuscript, ready: Readiness) -> NextStep:
    """Choose the one next thing: mend, mark, rehearse, publish."""
    if ready.errors:
        told = ngettext("mend the error that is left.", "mend the {n} errors that are left.", ready.errors)
        return NextStep(
            told.format(n=number(ready.errors)),
            _("To the problems"),
            url_for("manuscripts.overview", manuscript=found.id) + "#problems",
        )
    if ready.unmarked:
        n = len(ready.unmarked)
        told = ngettext("say what the changed wording is.", "say what {n} changed wordings are.", n)
        return NextStep(
            told.format(n=number(n)), _("To the changes"), url_for("manuscripts.changes", manuscript=found.id)
        )
    if not found.rehearsal:
        return NextStep(
            _("let simulated respondents try it."),
            _("To the rehearsal"),
            url_for("manuscripts.rehearsal", manuscript=found.id),
        )
    return NextStep(
        _("publish it."), _("To publishing"), url_for("manuscripts.overview", manuscript=found.id) + "#publish"
    )


def back_to(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Lead back to a page of the manuscript of this request."""
    return redirect(url_for(endpoint, manuscript=g.manuscript.id, **values), 303)


def said_of(failure: Failure) -> str:
    """Say in the reader's language what stands against what was asked for."""
    match failure:
        case NeedsAnother():
            return _("You changed it last. Somebody else who may publish must look at it and publish it.")
        case Unmarked():
            return _("Say of every changed wording whether it corrects a slip or means something else.")
        case NotPublishable():
            return _("It cannot be published before its errors are mended.")
        case SlugTaken():
            return _("Another organisation's survey has this address already. Choose another.")
        case StaleManuscript() | UnknownManuscript():
            return _("It was changed in the meantime, perhaps in another window. Look at it again.")
        case _:
            return str(failure)


def format_name(source: str) -> str:
    """Return what a format is called."""
    names = {
        "native": "surveyapp",
        "xlsform": "XLSForm",
        "limesurvey": "LimeSurvey",
        "ons": _("census runner"),
        "qualtrics": "Qualtrics",
        "surveyjs": "SurveyJS",
    }
    return names.get(source, source)


def action_name(action: str) -> str:
    """Return what a change of a manuscript is called."""
    names = {
        "begin": _("begun"),
        "change": _("changed"),
        "change wording": _("wording changed"),
        "fit manuscript": _("made fit for the field"),
        "change question": _("question changed"),
        "change page": _("page changed"),
        "change languages": _("languages changed"),
        "change kind": _("kind of answer changed"),
        "add question": _("question added"),
        "add page": _("page added"),
        "move question": _("question moved"),
        "move page": _("page moved"),
        "move section": _("section moved"),
        "duplicate question": _("question duplicated"),
        "duplicate page": _("page duplicated"),
        "duplicate section": _("section duplicated"),
        "take out question": _("question taken out"),
        "take out page": _("page taken out"),
        "take out section": _("section taken out"),
        "take back": _("taken back, to change"),
        "restore": _("restored, from change"),
    }
    return names.get(action, action)


def part_of(found: Manuscript, place: str) -> str:
    """Return the part of a questionnaire that a place is in: a question's id, a page, a list, or the whole."""
    first, _rest, second = place.partition(".")
    if first in ("pages", "lists", "repeats"):
        return f"{first}.{second.partition('.')[0]}"
    return first if first in found.questionnaire.question_by_id else "questionnaire"


def address_of(found: Manuscript, place: str) -> str:
    """Return where what a problem is about can be changed."""
    part = part_of(found, place)
    head, _dot, name = part.partition(".")
    if part in found.questionnaire.question_by_id:
        return url_for("structure.question", manuscript=found.id, question=part)
    if head == "pages" and any(page.id == name for page in found.questionnaire.pages):
        return url_for("structure.page", manuscript=found.id, page=name)
    if head == "lists":
        uses = (one.id for one in found.questionnaire.questions() if name in one.answer.sources().values())
        if (question := next(uses, None)) is not None:
            return url_for("structure.question", manuscript=found.id, question=question)
    return url_for("manuscripts.ask_wording", manuscript=found.id, part=part)


def by_part(found: Manuscript, problems: tuple[Problem, ...]) -> dict[str, list[Problem]]:
    """Put problems beside what they concern."""
    told: dict[str, list[Problem]] = {}
    for problem in problems:
        told.setdefault(part_of(found, problem.place), []).append(problem)
    return told


def _pages(found: Manuscript, ready: Readiness) -> list[Room]:
    names = [
        ("manuscripts.overview", _("Overview")),
        ("manuscripts.questions", _("Questions")),
        ("manuscripts.rehearsal", _("Rehearsal")),
        ("structure.history", _("History")),
    ]
    if ready.version:
        names.insert(2, ("manuscripts.changes", _("Changes")))
    here = request.endpoint or ""
    at = "manuscripts.questions" if here.startswith("structure.") and here != "structure.history" else here
    return [Room(name, url_for(to, manuscript=found.id), here=at == to) for to, name in names]

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
        errors=ready.errors,
        unmarked=len(ready.unmarked),
        number=number,
        part_of=part_of,
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


def part_of(found: Manuscript, place: str) -> str:
    """Return the part of a questionnaire that a place is in: a question's id, a page, a list, or the whole."""
    first, _rest, second = place.partition(".")
    if first in ("pages", "lists", "repeats"):
        return f"{first}.{second.partition('.')[0]}"
    return first if first in found.questionnaire.question_by_id else "questionnaire"


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
    ]
    if ready.version:
        names.insert(2, ("manuscripts.changes", _("Changes")))
    here = request.endpoint or ""
    return [Room(name, url_for(to, manuscript=found.id), here=here == to) for to, name in names]

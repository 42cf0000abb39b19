"""Open a survey: the first page, and the way to it in the browser's own language. Reading it stores nothing."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from surveyapp.respondent.pages.interview import before_gates
from surveyapp.respondent.pages.showing import show_step
from surveyapp.respondent.visit import Visit, visiting
from surveyapp.services import answering
from surveyapp.web.i18n import preferred
from surveyapp.web.transaction import reading, session


@reading
@visiting
def start(visit: Visit) -> ResponseReturnValue:
    """Show who asks and why, and the first question."""
    if visit.place is None:
        raise NotFound
    interview = before_gates(visit, visit.place)
    if not interview.steps:
        raise NotFound
    return show_step(interview, interview.steps[0])


@reading
def choose_language(slug: str) -> ResponseReturnValue:
    """Lead from an address without a language to the one the browser prefers, keeping the link's token."""
    survey = answering.find_survey(session(), slug)
    if survey is None:
        raise NotFound
    language = preferred(list(request.accept_languages.values()), survey.questionnaire.languages)
    return redirect(url_for("start", language=language, slug=slug, p=request.args.get("p")))

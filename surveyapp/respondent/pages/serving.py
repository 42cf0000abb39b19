"""Receive a posted page, and answer even where its place is lost."""

from __future__ import annotations

from flask import render_template, request

from surveyapp.respondent.given_back import written_in
from surveyapp.respondent.pages.moving import answer
from surveyapp.respondent.visit import Answer, Visit, visiting
from surveyapp.services.failures import UnknownDraft
from surveyapp.web.transaction import writing_late


@writing_late
@visiting
def post_page(visit: Visit) -> Answer:
    """Answer a posted page with the next one."""
    if visit.place is None:
        return _lost(visit, expired=False), 400
    try:
        return answer(visit, visit.place, request.form)
    except UnknownDraft:
        return _lost(visit, expired=True), 410


def _lost(visit: Visit, *, expired: bool) -> str:
    """Offer to begin again, and give back what was written on the page."""
    chrome = visit.chrome()
    return render_template(
        "respondent/lost.html",
        chrome=chrome,
        links=chrome.links,
        expired=expired,
        written=written_in(request.form, visit.survey.questionnaire),
    )

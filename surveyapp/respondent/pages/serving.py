"""Receive a posted page, and answer even where its place is lost."""

from __future__ import annotations

from flask import render_template, request

from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.pages.moving import answer
from surveyapp.respondent.visit import Answer, Visit, visiting
from surveyapp.respondent.widgets import Form
from surveyapp.services.failures import UnknownDraft
from surveyapp.web.limits import clean
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
        written=_written(request.form, visit.survey.questionnaire),
    )


def _written(form: Form, questionnaire: Questionnaire) -> list[str]:
    names = {question.id for question in questionnaire.questions() if question.answer.kind == "text"}
    names.update(name for question in questionnaire.questions() for name, _ in texts_beside(questionnaire, question))
    return [text for name in form if plain_name(name) in names and (text := clean(form.get(name, "")))]

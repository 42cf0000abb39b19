"""Answer for a survey that is closed: newcomers are told so, and whoever had begun may finish until the freeze."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from flask import render_template, request
from sqlalchemy.orm import Session

from surveyapp.catalogues import locale_of, translator
from surveyapp.questionnaire.days import long_day
from surveyapp.respondent.chrome import chrome_of
from surveyapp.respondent.given_back import written_in
from surveyapp.respondent.saying import DOMAIN
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.typesetting import typeset
from surveyapp.services import answering, freezing

OPEN_WHEN_CLOSED: Final = ("show_genuine", "show_receipt", "act_on_receipt")
"""Views that outlive the fieldwork: rights do not end with it."""

OPEN_UNTIL_FROZEN: Final = ("ask_code", "resume", "show_names")
"""Views that somebody who had begun needs besides the pages."""


def lets_in(
    view: str,
    survey: answering.FieldedSurvey,
    place: Place | None,
    draft: answering.DraftState | None,
    *,
    session: Session,
    secret: str,
    today: date,
) -> bool:
    """Tell whether a closed survey answers: rights stay, who had begun may finish, who has finished sees it again.

    Somebody has begun once the last gate is passed and stored, even if that answer never arrived.
    """
    if view in OPEN_WHEN_CLOSED:
        return True
    frozen = freezing.is_frozen(survey.state, survey.settings, today)
    if view in OPEN_UNTIL_FROZEN:
        return not frozen
    if view != "post_page" or place is None:
        return False
    begun = draft is not None or answering.load(session, survey.survey_id, place.draft) is not None
    return (begun and not frozen) or answering.is_finished(session, survey.survey_id, place.draft, secret)


def remark(survey: answering.FieldedSurvey, language: str) -> str:
    """Tell somebody in the middle that the survey has closed, and that they may finish; until when, if that was set."""
    _ = translator(DOMAIN, language).gettext
    freeze = freezing.freeze_of(survey.settings)
    if freeze is None:
        told = _(
            "This survey is closed to new people. You began before, so you can still finish and send your answers."
        )
        return typeset(told, language)
    told = _(
        "This survey is closed to new people. You began before, so you can finish and send your answers until %(day)s."
    )
    last = long_day(freeze - timedelta(days=1), locale_of(language))
    return typeset(told % {"day": last}, language)


def show_closed(survey: answering.FieldedSurvey, language: str, place: Place | None, today: date) -> str:
    """Say that nobody is asked any more, how to finish what had begun while one can, and give back what was written."""
    chrome = chrome_of(survey, language)
    return render_template(
        "respondent/closed.html",
        chrome=chrome,
        links=chrome.links,
        frozen=freezing.is_frozen(survey.state, survey.settings, today),
        begun=place is not None and place.revision is not None,
        written=written_in(request.form, survey.questionnaire),
    )

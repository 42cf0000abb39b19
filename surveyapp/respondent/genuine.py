"""Answer `is this survey genuine?`: who runs it, under which law, how to check, and what is and is not kept."""

from __future__ import annotations

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from surveyapp.respondent.visit import Visit, visiting
from surveyapp.services import answering
from surveyapp.settings import Settings
from surveyapp.web.transaction import reading


@reading
@visiting
def show_genuine(visit: Visit) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    chrome, say, about = visit.chrome("genuine"), visit.say(), visit.survey.questionnaire.about
    names = ("sponsor", "purpose", "law", "not_stored", "contact", "genuine")
    return render_template(
        "respondent/genuine.html",
        chrome=chrome,
        links=chrome.links,
        title=say(visit.survey.questionnaire.title),
        about={name: say(getattr(about, name)) for name in names} if about else {},
        address=settings.respondent_url + url_for("start", language=visit.language, slug=visit.survey.slug),
        days=answering.draft_days(visit.survey.settings),
    )

"""Come back to an unfinished interview with its code, on any device."""

from __future__ import annotations

import time

from flask import render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.respondent.forms import CodeForm
from surveyapp.respondent.pages.interview import of_draft
from surveyapp.respondent.pages.showing import show_step
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.visit import Visit, visiting
from surveyapp.services import answering
from surveyapp.web.transaction import reading


@reading
@visiting
def ask_code(visit: Visit) -> ResponseReturnValue:
    return _ask(visit, CodeForm(), wrong=False)


@reading
@visiting
def resume(visit: Visit) -> ResponseReturnValue:
    """Show the page where the interview stopped, or ask again for a code that is not known."""
    form = CodeForm(request.form)
    if not form.validate():
        return _ask(visit, form, wrong=True)
    survey = visit.survey
    draft_id = answering.resume(visit.session, survey.survey_id, form.code.data or "", visit.secret)
    draft = answering.load(visit.session, survey.survey_id, draft_id) if draft_id else None
    if draft is None:
        return _ask(visit, form, wrong=True)
    place = Place(draft.draft_id, draft.seed, revision=draft.revision, counted=True)
    interview = of_draft(visit, place, draft)
    _ = visit.say().words.gettext
    remark = _("Welcome back. Your answers are here.")
    return show_step(interview, interview.unfinished(), remark=remark, anew=True)


def _ask(visit: Visit, form: CodeForm, *, wrong: bool) -> str:
    chrome = visit.chrome("resume")
    return render_template(
        "respondent/resume.html",
        chrome=chrome,
        links=chrome.links,
        form=form,
        wrong=wrong,
        served=int(time.time()),
        is_open=visit.survey.state != "closed",
    )

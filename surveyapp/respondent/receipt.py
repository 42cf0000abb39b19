"""Let whoever holds a receipt code see what is stored, withdraw it, or erase it. Only a post changes anything."""

from __future__ import annotations

import time
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.catalogues import locale_of
from surveyapp.questionnaire.days import long_day
from surveyapp.respondent.answers import tell
from surveyapp.respondent.forms import CodeForm
from surveyapp.respondent.pages.interview import of_draft
from surveyapp.respondent.pages.showing import show_step
from surveyapp.respondent.saying import say_in
from surveyapp.respondent.sealed import Place
from surveyapp.respondent.typesetting import typeset
from surveyapp.respondent.visit import Visit, visiting
from surveyapp.services import answering
from surveyapp.services.failures import Frozen, UnknownCode
from surveyapp.services.freezing import is_frozen
from surveyapp.web.i18n import number
from surveyapp.web.transaction import reading, writing

LIMITS: Final = {"": 10, "withdraw": 15, "erase": 20}
"""Days that Decree 356/2025 allows to show or correct, to withdraw and to erase."""


@reading
@visiting
def show_receipt(visit: Visit) -> ResponseReturnValue:
    return _ask(visit, CodeForm(), wrong=False)


@writing
@visiting
def act_on_receipt(visit: Visit) -> ResponseReturnValue:
    """Show what is stored under a code, or do what was asked for and say that it is done."""
    form = CodeForm(request.form)
    if not form.validate():
        return _ask(visit, form, wrong=True)
    code = form.code.data or ""
    action = "correct" if "question" in request.form else request.form.get("action", "view")
    try:
        if action in ("ask-withdraw", "ask-erase"):
            return _confirm(visit, code, action.removeprefix("ask-"))
        if action == "withdraw":
            answering.withdraw(visit.session, code, visit.secret, visit.today)
        elif action == "erase":
            answering.erase(visit.session, code, visit.secret, visit.today)
        elif action == "correct":
            return _correct(visit, code, request.form.get("question", ""))
        return _view(visit, code, done=action if action in ("withdraw", "erase") else "")
    except UnknownCode:
        return _ask(visit, form, wrong=True)


def _correct(visit: Visit, code: str, question: str) -> str:
    """Show the page of a question, or the first, with what was answered; or why it can no longer be corrected."""
    try:
        draft = answering.begin_correction(visit.session, visit.survey, code, visit.secret, visit.today)
    except Frozen:
        return _view(visit, code, done="")
    place = Place(draft.draft_id, draft.seed, revision=draft.revision, counted=True)
    interview = of_draft(visit, place, draft)
    _ = visit.say().words.gettext
    remark = _("Here are your answers. Change what is wrong, and send them again.")
    asking = (step for step in interview.steps if any(asked.question.id == question for asked in step.asked))
    return show_step(interview, next(asking, interview.steps[0]), remark=remark, anew=True)


def _clock(visit: Visit, done: str) -> str:
    """Acknowledge a request: that it is done today, and how long the law would have allowed."""
    days = LIMITS[done]
    told = visit.say().words.ngettext(
        "Received and done on %(day)s. The law of Viet Nam (Decree 356/2025) gives two working days to confirm a "
        "request, and %(num)s day to do what this one asks.",
        "Received and done on %(day)s. The law of Viet Nam (Decree 356/2025) gives two working days to confirm a "
        "request, and %(num)s days to do what this one asks.",
        days,
    )
    day = long_day(visit.today, locale_of(visit.language))
    return typeset(told % {"day": day, "num": number(days, visit.language)}, visit.language)


def _view(visit: Visit, code: str, *, done: str) -> str:
    view = answering.view_receipt(visit.session, code, visit.secret, visit.today)
    answers = {name: held["v"] for name, held in view.answers.items()}
    say = say_in(visit.language, view.questionnaire, {})
    more: dict[str, Any] = {"frozen": is_frozen(visit.survey.state, visit.survey.settings, visit.today)}
    more["clock"] = _clock(visit, done)
    return _page(visit, "view", code=code, view=view, told=list(tell(answers, say)), done=done, **more)


def _confirm(visit: Visit, code: str, asked: str) -> str:
    answering.view_receipt(visit.session, code, visit.secret, visit.today)
    return _page(visit, "confirm", code=code, asked=asked)


def _ask(visit: Visit, form: CodeForm, *, wrong: bool) -> str:
    return _page(visit, "code", form=form, wrong=wrong)


def _page(visit: Visit, stage: str, **values: object) -> str:
    chrome = visit.chrome("receipt")
    told = {"stage": stage, "served": int(time.time()), "receives": True, **values}
    return render_template("respondent/receipt.html", chrome=chrome, links=chrome.links, **told)

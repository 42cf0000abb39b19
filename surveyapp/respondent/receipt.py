"""Let whoever holds a receipt code see what is stored, withdraw it, or erase it. Only a post changes anything."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.respondent.answers import tell
from surveyapp.respondent.forms import CodeForm
from surveyapp.respondent.saying import say_in
from surveyapp.respondent.visit import Visit, visiting
from surveyapp.services import answering
from surveyapp.services.failures import UnknownCode
from surveyapp.web.transaction import reading, writing


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
    code, action = form.code.data or "", request.form.get("action", "view")
    try:
        if action in ("ask-withdraw", "ask-erase"):
            return _confirm(visit, code, action.removeprefix("ask-"))
        if action == "withdraw":
            answering.withdraw(visit.session, code, visit.secret, visit.today)
        elif action == "erase":
            answering.erase(visit.session, code, visit.secret, visit.today)
        return _view(visit, code, done=action if action in ("withdraw", "erase") else "")
    except UnknownCode:
        return _ask(visit, form, wrong=True)


def _view(visit: Visit, code: str, *, done: str) -> str:
    view = answering.view_receipt(visit.session, code, visit.secret, visit.today)
    answers = {name: held["v"] for name, held in view.answers.items()}
    say = say_in(visit.language, view.questionnaire, {})
    return _page(visit, "view", code=code, view=view, told=list(tell(answers, say)), done=done)


def _confirm(visit: Visit, code: str, asked: str) -> str:
    answering.view_receipt(visit.session, code, visit.secret, visit.today)
    return _page(visit, "confirm", code=code, asked=asked)


def _ask(visit: Visit, form: CodeForm, *, wrong: bool) -> str:
    return _page(visit, "code", form=form, wrong=wrong)


def _page(visit: Visit, stage: str, **values: object) -> str:
    chrome = visit.chrome("receipt")
    return render_template("respondent/receipt.html", chrome=chrome, links=chrome.links, stage=stage, **values)

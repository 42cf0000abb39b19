"""The plan of a survey's reports: as a form, as text, with every mistake at once."""

from __future__ import annotations

import json
from typing import Any, Final

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.language import gettext as _
from surveyapp.console.measure_list import worded
from surveyapp.console.plan_form import form_of, merged, plan_from_form, whole, with_themes
from surveyapp.console.plan_places import Mistake, mistakes_of
from surveyapp.console.plan_rows import laid_rows, most_rows
from surveyapp.console.plan_weights import LONGEST_TABLE, recorded, weights_names
from surveyapp.console.report_pages import actor, report_page, today
from surveyapp.console.reports import blueprint, offered_languages
from surveyapp.formats.apart import TooMuch, ask_apart
from surveyapp.formats.native.writer import plain
from surveyapp.questionnaire.problems import sentence_to_json
from surveyapp.recent import Recent
from surveyapp.services import collecting
from surveyapp.services.failures import StaleInput
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import inputs
from surveyapp.services.reports.inputs import Kept
from surveyapp.web.i18n import own_name
from surveyapp.web.transaction import begin_to_write, session

LONGEST_PLAN: Final = 200_000
_looks: Recent[tuple[str, str], dict[str, Any]] = Recent(16)


@blueprint.get("/plan")
def plan(slug: str) -> ResponseReturnValue:
    """Show the plan that stands as a form."""
    kept = _kept()
    return _form_page(_looked_over(_own(kept)), kept.revision)


@blueprint.post("/plan")
def keep_plan(slug: str) -> ResponseReturnValue:
    """Keep what the form says, or show it again with every mistake."""
    kept, revision = _kept(), _revision()
    ticked = request.form.getlist("written_in"), request.form.getlist("waves.since")
    stands = _looked_over(_own(kept))
    written = with_themes(plan_from_form(request.form, *ticked, _margins_sent()), stands["plan"] or stands["usual"])
    look, more = _looked_over(merged(kept.content, written)), request.form.get("more", "")
    typed = {**look, "plan": whole(look["usual"], kept.content, written)}
    if more:
        return _form_page({**typed, "problems": []}, revision, more=more)
    if look["problems"]:
        return _form_page(typed, revision, wrong=_mistakes(look)), 422
    return _keep(look, revision) or (_form_page(look, kept.revision, wrong=_stale()), 409)


@blueprint.get("/plan/text")
def plan_text(slug: str) -> ResponseReturnValue:
    """Show the whole plan as text."""
    kept = _kept()
    return _text_page(_pretty(_looked_over(_own(kept))["plan"]), kept.revision)


@blueprint.post("/plan/text")
def keep_plan_text(slug: str) -> ResponseReturnValue:
    """Keep a plan written as text, or show it again with every mistake; an empty text takes up the usual plan."""
    text, revision = request.form.get("text", "")[:LONGEST_PLAN], _revision()
    look = _looked_over(text)
    if look["problems"]:
        return _text_page(text, revision, wrong=_mistakes(look), mistakes=mistakes_of(look["problems"], {})), 422
    return _keep(look, revision) or (_text_page(text, _kept().revision, wrong=_stale()), 409)


def _keep(look: dict[str, Any], revision: int) -> ResponseReturnValue | None:
    """Keep the parts that are not as usual; return None where somebody was first."""
    survey: FieldedSurvey = g.survey
    own = look["own"]
    begin_to_write(session())
    try:
        inputs.keep(session(), survey.survey_id, "plan", own, revision=revision, actor=actor(), today=today())
    except StaleInput:
        session().rollback()
        return None
    note("change plan", survey, parts=sorted(own), revision=revision + 1)
    flash(_("The plan is kept. The next report follows it."))
    return redirect(url_for("reports.plan", slug=survey.slug), 303)


def _looked_over(text: str) -> dict[str, Any]:
    """Have a plan looked over in a process of its own, or remember what came of it."""
    survey: FieldedSurvey = g.survey
    key = (survey.content_hash, text)
    found = _looks.get(key)
    if found is None:
        try:
            found = ask_apart("surveyapp.tasks.planning", plain(survey.questionnaire), text.encode())
        except TooMuch as error:
            return {"usual": {}, "plan": {}, "own": {}, "problems": [{"place": "", **sentence_to_json(error.text)}]}
        _looks.put(key, found)
    return found


def whole_plan() -> dict[str, Any]:
    """Return the plan that stands, completed by the usual one; answer 503 where it cannot be looked over just now."""
    look = _looked_over(_own(_kept()))
    plan: dict[str, Any] = look["plan"] or look["usual"]
    return plan or abort(503)


def _form_page(look: dict[str, Any], revision: int, *, wrong: str = "", more: str = "") -> str:
    """Show the form; a list in which another row was asked for (`more`) is shown with it, and begins to be written."""
    own = sorted(look["own"] or {})
    return report_page(
        "console/plan.html",
        form=form_of(look["plan"] or look["usual"], look["problems"], laid_rows(request.form, more)),
        more=more,
        most_rows=most_rows,
        weightings=weights_names(),
        recorded=recorded(collecting.points(session(), g.survey.survey_id)),
        languages=[(tag, own_name(tag)) for tag in offered_languages()],
        questions=_questions(),
        revision=revision,
        wrong=wrong,
        own=own,
        may_write=may("reports.keep_plan"),
    )


def _text_page(text: str, revision: int, *, wrong: str = "", mistakes: tuple[Mistake, ...] = ()) -> str:
    return report_page(
        "console/plan_text.html",
        text=text,
        revision=revision,
        wrong=wrong,
        mistakes=mistakes,
        longest=LONGEST_PLAN,
        may_write=may("reports.keep_plan"),
    )


def _mistakes(look: dict[str, Any]) -> str:
    return _("The plan is not kept yet: mend what is listed ({n}).").format(n=len(look["problems"]))


def _questions() -> list[tuple[str, str]]:
    """Return the questions that a field of the form may name, with their wording."""
    survey: FieldedSurvey = g.survey
    return [(one.id, worded(one.text)) for one in survey.questionnaire.questions()]


def _margins_sent() -> str:
    """Return the table of margins that was sent along as a file; empty where none was."""
    file = request.files.get("margins")
    return file.read(LONGEST_TABLE).decode("utf-8-sig", "replace") if file is not None else ""


def _stale() -> str:
    return _("It was changed in the meantime, perhaps in another window. Compare it with yours, which is still here.")


def _kept() -> Kept:
    survey: FieldedSurvey = g.survey
    return inputs.find(session(), survey.survey_id, "plan")


def _own(kept: Kept) -> str:
    return json.dumps(kept.content, ensure_ascii=False, sort_keys=True)


def _pretty(plan: Any) -> str:
    return json.dumps(plan, ensure_ascii=False, indent=1)


def _revision() -> int:
    said = request.form.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 9 else -1

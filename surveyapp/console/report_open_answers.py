"""Open answers in the console: themes are proposed, persons code some answers, one of them confirms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.coding_form import (
    FEWEST_CODED,
    NEW_THEMES,
    Entry,
    coded_from,
    put,
    quotes_from,
    side_of,
    themes_from,
    why_not_confirmed,
)
from surveyapp.console.language import LANGUAGES
from surveyapp.console.language import gettext as _
from surveyapp.console.measure_list import worded
from surveyapp.console.report_list import moment, step_of
from surveyapp.console.report_pages import actor, enqueued, report_page, today
from surveyapp.console.report_plan import whole_plan
from surveyapp.console.reports import blueprint
from surveyapp.identity.visitor import current_visitor
from surveyapp.services import jobs
from surveyapp.services.failures import StaleInput
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState
from surveyapp.services.reports import inputs, open_answers
from surveyapp.services.reports.open_answers import OpenAnswer
from surveyapp.web.i18n import own_name
from surveyapp.web.transaction import begin_to_write, session

KIND = "themes"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An open question of the plan and how far its coding is."""

    name: str
    wording: str
    themes: int
    coded: int
    coded_again: int
    confirmed_by: str


@blueprint.get("/open-answers", endpoint="open_answers")
def list_open_answers(slug: str) -> ResponseReturnValue:
    """List the open questions of the plan with how far each is."""
    job = _proposal()
    return report_page(
        "console/open_answers.html",
        questions=[_question(one) for one in _entries()],
        job=job,
        step=step_of(job) if job else "",
        made=moment(job.created) if job else "",
        working=job is not None and job.is_open,
    )


@blueprint.post("/open-answers/themes")
def propose_themes(slug: str) -> ResponseReturnValue:
    """Ask the worker for themes that the answers suggest."""
    job = _proposal()
    if job is None or not job.is_open:
        note("propose themes", g.survey, job=enqueued(KIND))
    return redirect(url_for("reports.open_answers", slug=slug), 303)


@blueprint.get("/open-answers/<question>")
def code_answers(slug: str, question: str) -> ResponseReturnValue:
    """Show the themes of an open question, and answers to code; a second person does not see what the first one did."""
    return _coding_page(_entry(question), _kept().revision)


@blueprint.post("/open-answers/<question>")
def keep_codes(slug: str, question: str) -> ResponseReturnValue:
    """Keep themes, codes and quotes; confirm the themes where that is asked for and may be."""
    entry, kept = _entry(question), _kept()
    answers = _answers(entry)
    themes = themes_from(request.form, _themes(entry))
    made = put(
        entry,
        person=_person(),
        themes=themes,
        coded=coded_from(request.form, answers, themes),
        quotes=quotes_from(request.form, answers),
    )
    wrong = why_not_confirmed(made, _person()) if "confirm" in request.form else ""
    if "confirm" in request.form and not wrong:
        made["confirmed_by"] = _person()
    begin_to_write(session())
    try:
        _keep(kept, made)
    except StaleInput:
        session().rollback()
        return _coding_page(made, kept.revision, wrong=_("The plan was changed in the meantime. Send it again.")), 409
    note("code open answers", g.survey, question=question, confirmed=bool(made.get("confirmed_by")))
    if wrong:
        return _coding_page(made, kept.revision + 1, wrong=wrong), 422
    flash(_("It is kept. The next report follows it."))
    return redirect(url_for("reports.code_answers", slug=slug, question=question), 303)


def _keep(kept: inputs.Kept, made: Mapping[str, Any]) -> None:
    survey: FieldedSurvey = g.survey
    entries = [made if one["question"] == made["question"] else one for one in _entries()]
    content = {**kept.content, "open_ends": entries}
    revision = int(request.form.get("revision", "-1") or -1)
    inputs.keep(session(), survey.survey_id, "plan", content, revision=revision, actor=actor(), today=today())


def _coding_page(entry: Entry, revision: int, *, wrong: str = "") -> str:
    side = side_of(entry, _person())
    themes = [*_themes(entry), *({"id": "", "label": {}, "terms": ()} for _new in range(NEW_THEMES))]
    return report_page(
        "console/open_answers_code.html",
        question=entry["question"],
        wording=_wording(entry["question"]),
        themes=themes,
        coded=entry.get(side) or {} if side else {},
        may_code=bool(side),
        quotes={one["response"]: one["translation"] for one in entry.get("quotes") or ()},
        answers=_answers(entry),
        confirmed_by=entry.get("confirmed_by", ""),
        fewest=FEWEST_CODED,
        languages=[(tag, own_name(tag)) for tag in LANGUAGES],
        revision=revision,
        worded=worded,
        wrong=wrong,
    )


def _answers(entry: Entry) -> tuple[OpenAnswer, ...]:
    also = {*(entry.get("coded") or {}), *(one["response"] for one in entry.get("quotes") or ())}
    consent = str(whole_plan().get("consent_to_quote", ""))
    return open_answers.to_code(session(), g.survey, str(entry["question"]), consent=consent, also=also)


def _themes(entry: Entry) -> list[Mapping[str, Any]]:
    """Return the themes of a question: those that stand, else those proposed."""
    proposal = _proposal()
    proposed: Any = ((proposal.result if proposal else None) or {}).get("themes", {})
    return list(entry.get("themes") or proposed.get(entry["question"], ()))


def _question(entry: Entry) -> OpenQuestion:
    coded, again = (len(entry.get(side) or {}) for side in ("coded", "coded_again"))
    name, confirmed = str(entry["question"]), str(entry.get("confirmed_by", ""))
    return OpenQuestion(name, _wording(name), len(_themes(entry)), coded, again, confirmed)


def _wording(name: str) -> str:
    survey: FieldedSurvey = g.survey
    return next((worded(one.text) for one in survey.questionnaire.questions() if one.id == name), name)


def _entries() -> list[Entry]:
    return list(whole_plan().get("open_ends") or ())


def _entry(question: str) -> Entry:
    return next((one for one in _entries() if one["question"] == question), None) or abort(404)


def _proposal() -> JobState | None:
    survey: FieldedSurvey = g.survey
    return next(iter(jobs.recent(session(), survey.survey_id, kind=KIND, limit=1)), None)


def _kept() -> inputs.Kept:
    survey: FieldedSurvey = g.survey
    return inputs.find(session(), survey.survey_id, "plan")


def _person() -> str:
    visitor = current_visitor()
    return visitor.email if visitor else ""

"""The room Field: who has come, from where, in which language. It reads day-level counters, never an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from flask import Blueprint, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from surveyapp.console import counts as layout
from surveyapp.console.access import may
from surveyapp.console.audit import note
from surveyapp.console.field_state import state_of
from surveyapp.console.language import day as written_day
from surveyapp.console.language import gettext as _
from surveyapp.console.language import ngettext, number
from surveyapp.console.next_step import next_step
from surveyapp.console.rooms import room_page
from surveyapp.console.sources import language_name, source_name
from surveyapp.questionnaire.signs import HASTE, RUSH, SIGNS, TRAP
from surveyapp.services import collecting, fielded, freezing, jobs
from surveyapp.services.failures import FreezeRefused
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.web.i18n import own_name
from surveyapp.web.transaction import session

blueprint = Blueprint("fieldwork", __name__)
_LONGEST_DAY: Final = 40


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    shown: str


@dataclass(frozen=True, slots=True)
class Sign:
    """What was noticed of some ways of answering, in words, and of how many."""

    name: str
    meaning: str
    shown: str


@dataclass(frozen=True, slots=True)
class Address:
    language: str
    name: str
    address: str


@blueprint.get("/surveys/<slug>/field")
def counts(slug: str) -> ResponseReturnValue:
    """Show the counts of a survey by source and language."""
    return _page()


@blueprint.post("/surveys/<slug>/field/freeze")
def freeze(slug: str) -> ResponseReturnValue:
    """Set the day from which answers are no longer corrected, or say why it cannot be."""
    survey: FieldedSurvey = g.survey
    given = request.form.get("day", "").strip()[:_LONGEST_DAY]
    try:
        day = freezing.set_freeze(session(), survey.survey_id, given, datetime.now(UTC).date())
    except FreezeRefused as refused:
        return _page(given=given, wrong=_sentence(refused)), 422
    note("set freeze", survey, before=survey.settings.get("freeze"), day=day.isoformat() if day else None)
    return redirect(url_for("fieldwork.counts", slug=slug), 303)


def _sentence(refused: FreezeRefused) -> str:
    told = {
        "day": _("A day is written as year, month and day: 2026-11-30."),
        "past": _("The day is past. Choose today or a later day."),
        "begun": _("The freeze has come and stays: corrections have been refused since."),
    }
    return told[refused.why]


def _freezing(survey: FieldedSurvey, given: str | None, wrong: str) -> dict[str, object]:
    """Return what the page says of corrections, and what was typed."""
    set_to, begins = freezing.freeze_of(survey.settings), freezing.frozen_from(survey.state, survey.settings)
    frozen = freezing.is_frozen(survey.state, survey.settings, datetime.now(UTC).date())
    kept = fielded.draft_days(survey.settings)
    after_closing = ngettext(
        "Answers may be corrected until {n} day after the survey is closed, and what began before may be finished.",
        "Answers may be corrected until {n} days after the survey is closed, and what began before may be finished.",
        kept,
    )
    return {
        "frozen": frozen,
        "day": written_day(begins.isoformat()) if begins and begins > date.min else "",
        "after_closing": after_closing.format(n=number(kept)),
        "given": given if given is not None else set_to.isoformat() if set_to else "",
        "wrong": wrong,
        "may_set": may("fieldwork.freeze") and not frozen,
    }


def _page(*, given: str | None = None, wrong: str = "") -> str:
    survey: FieldedSurvey = g.survey
    rows = collecting.counts(session(), survey.survey_id)
    steps = collecting.steps_tallied(session(), survey.survey_id)
    addresses = addresses_of(survey)
    return room_page(
        "console/field.html",
        next_step=next_step(
            survey,
            finished=steps.get("complete", 0),
            latest=next(iter(jobs.recent(session(), survey.survey_id, kind="report", limit=1)), None),
            address=addresses[0].address,
        ),
        figures=figures_of(steps),
        table=layout.table_of(
            ((row.sample_source, row.language, row.n) for row in rows),
            languages=survey.questionnaire.languages,
            name_source=source_name,
            name_language=language_name,
            total=_("All sources"),
            write=number,
        ),
        addresses=addresses,
        standing=state_of(survey),
        freeze=_freezing(survey, given, wrong),
        signs=signs_of(steps, simulated=bool(survey.settings.get("simulated"))),
    )


def figures_of(steps: Mapping[str, int]) -> list[Figure]:
    """Give the figures above the table; those who began and have not finished may still be answering."""
    named = [
        (_("finished"), "complete"),
        (_("opened the first page"), "open"),
        (_("began"), "begun"),
        (_("declined"), "refused"),
        (_("not in the audience"), "screened-out"),
        (_("country not cleared"), "not-cleared"),
    ]
    return [Figure(name, layout.shown_count(steps.get(step, 0), number)) for name, step in named]


def signs_of(steps: Mapping[str, int], *, simulated: bool) -> list[Sign]:
    """Count the finished responses that show each sign, and explain it; simulated ones have no pace of their own."""
    explained = {
        TRAP: (
            _("Box for programs filled in"),
            _("The first page holds a box that nobody can see, hear or reach. A program that fills in every box does."),
        ),
        HASTE: (
            _("Faster than reading"),
            _(
                "More than half of the pages took less than a third of the time that reading them takes in their "
                "language. Somebody who knows the questions may do so too."
            ),
        ),
        RUSH: (
            _("In a rush of many"),
            _(
                "Very many began through the same link or from the same network just then: a full hall, or a flood. "
                "They waited five seconds once."
            ),
        ),
    }
    counts = {sign: layout.shown_count(steps.get(f"sign:{sign}", 0), number) for sign in SIGNS}
    if simulated:
        counts[HASTE] = "–"
    return [Sign(*explained[sign], counts[sign]) for sign in SIGNS]


def addresses_of(survey: FieldedSurvey) -> list[Address]:
    """Give the address of the survey in each of its languages."""
    base = current_app.config["RESPONDENT_URL"]
    return [
        Address(language, own_name(language), f"{base}/{language}/s/{survey.slug}")
        for language in survey.questionnaire.languages
    ]

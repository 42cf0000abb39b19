"""Head every page of a survey: title and state, the one next thing to do, the rooms that the visitor may enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request, url_for

from surveyapp.console.access import may
from surveyapp.console.language import current_language, ngettext, number
from surveyapp.console.language import gettext as _
from surveyapp.questionnaire.model import wording
from surveyapp.services.fielded import FieldedSurvey


@dataclass(frozen=True, slots=True)
class Heading:
    """What is said of a survey above its rooms."""

    slug: str
    title: str
    open: bool
    simulated: bool
    version: int
    languages: int


@dataclass(frozen=True, slots=True)
class Room:
    name: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next thing; without an address there is nothing to press."""

    sentence: str
    label: str = ""
    address: str = ""


def heading_of(survey: FieldedSurvey) -> Heading:
    """Say of a survey what its heading needs, in the language of the request."""
    questionnaire = survey.questionnaire
    title, _language = wording(questionnaire.title, current_language(), questionnaire.base_language)
    return Heading(
        slug=survey.slug,
        title=title or survey.slug,
        open=survey.state == "open",
        simulated=bool(survey.settings.get("simulated")),
        version=survey.version,
        languages=len(questionnaire.languages),
    )


def state_line(heading: Heading) -> str:
    """Say the rest of the state after its first word."""
    version = _("version {number} locked").format(number=number(heading.version))
    spoken = ngettext("{n} language", "{n} languages", heading.languages).format(n=number(heading.languages))
    return f"{version} · {spoken}"


def rooms_of(slug: str) -> list[Room]:
    """Return the rooms that exist and that the visitor may enter, in their order."""
    found = [
        ("questionnaires.outline", _("Questionnaire")),
        ("fieldwork.counts", _("Field")),
        ("reports.index", _("Report")),
    ]
    here = (request.endpoint or "").partition(".")[0]
    return [
        Room(name, url_for(endpoint, slug=slug), here=endpoint.partition(".")[0] == here)
        for endpoint, name in found
        if may(endpoint)
    ]


def first_room(roles: frozenset[str], slug: str) -> str:
    """Return where a member begins: the counts, or the questionnaire for who may not see them."""
    return url_for("fieldwork.counts" if may("fieldwork.counts", roles) else "questionnaires.outline", slug=slug)


def room_page(template: str, *, next_step: NextStep | None, **values: Any) -> str:
    """Draw a page of the survey of this request."""
    survey: FieldedSurvey = g.survey
    return render_template(
        template,
        survey=heading_of(survey),
        rooms=rooms_of(survey.slug),
        next_step=next_step,
        state_line=state_line,
        **values,
    )

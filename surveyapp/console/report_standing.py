"""Say where a report stands: being written, a draft, published, superseded, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from flask import g

from surveyapp.console.language import gettext as _
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState
from surveyapp.services.reports import freshness, publications, snapshots
from surveyapp.services.reports.publications import Published
from surveyapp.web.transaction import session

State = Literal["working", "failed", "cancelled", "draft", "internal", "published", "superseded"]
MOST_CHANGES: Final = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """`changed` names what is another than when it was written; with any, the report is stale."""

    state: State
    name: str
    changed: tuple[str, ...] = ()
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class Now:
    """What reports of the survey are held against: today's state, and what was published."""

    state: Mapping[str, Any]
    published: Sequence[Published]


def now_of_survey() -> Now:
    """Ask once for the survey of this request."""
    survey: FieldedSurvey = g.survey
    return Now(freshness.state_of(session(), survey), publications.of_survey(session(), survey.survey_id))


def standing_of(job: JobState, now: Now) -> Standing:
    """Say where the report of a job stands."""
    if job.is_open:
        return Standing("working", _("Being written"))
    if job.state == "failed":
        return Standing("failed", _("Failed"))
    if job.state == "cancelled":
        return Standing("cancelled", _("Cancelled"))
    result = job.result or {}
    then: Any = result.get("state", {})
    changed = freshness.changed_since(then, now.state)
    told = next((one for one in reversed(now.published) if one.job_id == job.id), None)
    if told is not None:
        holds = told.number == now.published[-1].number
        name = _("Published") if holds else _("Published, superseded since")
        return Standing("published" if holds else "superseded", name, changed, told)
    if result.get("view") == "internal":
        return Standing("internal", _("Internal, not for publication"), changed)
    name = _("Draft: not all is stated") if result.get("missing") else _("Not published yet")
    return Standing("draft", name, changed)


def gone_from(job: JobState) -> int:
    """Count the respondents of a report who withdrew, or corrected what they said, since it was written."""
    survey: FieldedSurvey = g.survey
    result = job.result or {}
    made_from = snapshots.find(session(), survey.survey_id, str(result.get("snapshot", "")))
    if made_from is None:
        return 0
    gone = snapshots.gone_from(session(), survey.survey_id, made_from)
    written_of = cast("int", result.get("responses", len(made_from.responses)))
    return max(0, gone - (len(made_from.responses) - written_of))


def changed_name(what: str) -> str:
    """Return what has changed in the language of the request."""
    names = {
        "data": _("the answers"),
        "questionnaire": _("the questionnaire"),
        "plan": _("the plan"),
        "statements": _("the statements"),
        "measures": _("the measures"),
    }
    return names.get(what, what)

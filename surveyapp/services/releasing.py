"""Say what still stands between a manuscript and the field, and put it there by a second person where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.stability import unstable_codes
from surveyapp.questionnaire.versions import (
    StructureChange,
    WordingChange,
    refused_of,
    structure_changes,
    wording_changes,
)
from surveyapp.recent import Recent
from surveyapp.services import accounts, fielded, manuscripts, publishing
from surveyapp.services.failures import NeedsAnother, Unmarked
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.manuscripts import Manuscript

PUBLISH: Final = frozenset({"researcher", "administrator"})
"""Roles that write questionnaires and publish them."""

_Compared = tuple[tuple[WordingChange, ...], tuple[StructureChange, ...], tuple[Problem, ...]]
_comparisons: Recent[tuple[str, str], _Compared] = Recent(16)


@dataclass(frozen=True, slots=True)
class Readiness:
    """`version` is the number of the version it follows, 0 where it is the first; `problems` hold for publishing."""

    version: int
    problems: tuple[Problem, ...]
    wording: tuple[WordingChange, ...]
    structure: tuple[StructureChange, ...]
    unmarked: tuple[WordingChange, ...]
    """Replaced wordings of which nobody has said yet whether they are slips."""

    @property
    def errors(self) -> int:
        """Return how many problems keep it from being published."""
        return sum(problem.severity == "error" for problem in self.problems)


def readiness_of(session: Session, manuscript: Manuscript) -> Readiness:
    """Hold a manuscript against the newest version at its address, and against everything lint knows."""
    asked, own = manuscript.questionnaire, problems_for_publishing(manuscript.questionnaire)
    survey = fielded.find_survey(session, manuscript.slug)
    if survey is None:
        return Readiness(0, own, (), (), ())
    wording, structure, unstable = _compared(survey, manuscript)
    refused = refused_of(wording, structure, asked, manuscript.marks)
    unmarked = tuple(change for change in wording if change.proposal is not None and change.key not in manuscript.marks)
    return Readiness(survey.version, (*refused, *unstable, *own), wording, structure, unmarked)


def ids_published(session: Session, manuscript: Manuscript) -> frozenset[str]:
    """Return the ids of the questions of the version that a manuscript follows."""
    survey = fielded.find_survey(session, manuscript.slug)
    return frozenset() if survey is None else frozenset(survey.questionnaire.question_by_id)


def _compared(survey: FieldedSurvey, manuscript: Manuscript) -> _Compared:
    """Return what a manuscript changes, from memory where these two contents were compared before."""
    key = (survey.content_hash, manuscript.content_hash)
    found = _comparisons.get(key)
    if found is None:
        both = survey.questionnaire, manuscript.questionnaire
        found = wording_changes(*both), structure_changes(*both), unstable_codes(*both)
        _comparisons.put(key, found)
    return found


@remembered
def problems_for_publishing(questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Return every problem of a questionnaire as publishing sees it."""
    return tuple(problems_in(questionnaire))


def needs_another(session: Session, manuscript: Manuscript, actor: str) -> bool:
    """Tell whether this account changed the manuscript last while somebody else in the organisation may publish it."""
    if actor != manuscript.changed_by:
        return False
    return any(
        member.active
        and member.id != actor
        and accounts.roles_in(session, member.id, manuscript.organisation_id) & PUBLISH
        for member in accounts.members(session, manuscript.organisation_id)
    )


def publish(
    session: Session, manuscript: Manuscript, *, actor: str, today: date, settings: Mapping[str, Any] | None = None
) -> int:
    """Freeze a manuscript as the next version of the survey at its address and return the version's number.

    Raises NeedsAnother, Unmarked, NotPublishable, SlugTaken, StaleManuscript; the edge must then roll back.
    """
    if needs_another(session, manuscript, actor):
        raise NeedsAnother
    if readiness_of(session, manuscript).unmarked:
        raise Unmarked
    manuscripts.discard(session, manuscript)
    return publishing.publish(
        session,
        manuscript.organisation_id,
        manuscript.slug,
        manuscript.questionnaire,
        settings=settings,
        marks=manuscript.marks,
        today=today,
    )

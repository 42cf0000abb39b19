"""Read what was collected: finished responses for the analysis, tallies for everything that only counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services.failures import UnknownSurvey
from surveyapp.services.fielded import Point, context_of, point_of
from surveyapp.store import responses, surveys, tallies
from surveyapp.store.models.response import Tally
from surveyapp.store.models.survey import CollectionPoint

__all__ = [
    "CountRow",
    "DayCount",
    "FinishedResponse",
    "context_of",
    "count_finished",
    "counts",
    "counts_by_day",
    "finished_responses",
    "points",
    "steps_tallied",
]


@dataclass(frozen=True, slots=True)
class FinishedResponse:
    """One response as stored; `doc` as in `answering.DraftState`, `purposes` what was consented to."""

    id: str
    version: int
    wave: int
    point: Point
    day: date
    purposes: tuple[str, ...]
    doc: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many people reached a step in one language by one sample source."""

    language: str
    sample_source: str
    n: int


@dataclass(frozen=True, slots=True)
class DayCount:
    day: date
    step: str
    n: int


def count_finished(session: Session, slug: str) -> int:
    """Count finished responses, without those withdrawn or erased; raise UnknownSurvey."""
    survey = surveys.find_survey(session, slug)
    if survey is None:
        raise UnknownSurvey
    return responses.count_responses(session, survey.id, "finished")


def finished_responses(session: Session, survey_id: str) -> Iterator[FinishedResponse]:
    """Yield finished responses, without those withdrawn or erased, by their random ids: the order tells nothing."""
    for response, point in responses.responses_of(session, survey_id, "finished"):
        yield FinishedResponse(
            id=response.id,
            version=response.version,
            wave=response.wave,
            point=point_of(point),
            day=response.day,
            purposes=tuple(response.purposes),
            doc=response.doc,
        )


def points(session: Session, survey_id: str) -> tuple[Point, ...]:
    """Return where people are met, by id."""
    return tuple(point_of(row) for row in surveys.points_of(session, survey_id))


def counts(session: Session, survey_id: str, *, step: str = "complete") -> tuple[CountRow, ...]:
    """Return who reached a step by language and sample source, none of them zero; reads tallies only."""
    by = (Tally.step, Tally.language, CollectionPoint.sample_source)
    found = tallies.tallies(session, survey_id, *by)
    return tuple(CountRow(language, source, int(n)) for reached, language, source, n in found if reached == step)


def counts_by_day(session: Session, survey_id: str) -> tuple[DayCount, ...]:
    """Return the steps reached by day; reads tallies only."""
    found = tallies.tallies(session, survey_id, Tally.day, Tally.step)
    return tuple(DayCount(day, step, int(n)) for day, step, n in found)


def steps_tallied(session: Session, survey_id: str) -> dict[str, int]:
    """Return how many people reached each step in all; reads tallies only."""
    return {step: int(n) for step, n in tallies.tallies(session, survey_id, Tally.step)}

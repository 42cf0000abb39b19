"""Count how far people get, by day and never by person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.store import tallies


def tally(session: Session, survey_id: str, point_id: str, today: date, language: str, *steps: str, n: int = 1) -> None:
    """Count `n` more people at each step.

    Steps are `open`, `refused`, `screened-out`, `not-cleared`, `quota-full`, `closed`, `page:<id>`; `begun`, `complete`
    and `expired` are counted by `begin`, `finish` and `expire` themselves.
    """
    tallies.add_to_tallies(session, counts_of(survey_id, point_id, today, language, steps), n)


def counts_of(survey_id: str, point_id: str, today: date, language: str, steps: Iterable[str]) -> list[dict[str, Any]]:
    """Return the keys under which steps are counted."""
    key = {"survey_id": survey_id, "point_id": point_id, "day": today, "language": language}
    return [{**key, "step": step} for step in steps]

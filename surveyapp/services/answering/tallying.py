"""Count how far people get, by day and never by person."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from surveyapp.store import tallies


def tally(session: Session, survey_id: str, point_id: str, today: date, language: str, *steps: str, n: int = 1) -> None:
    """Count `n` more people at each step.

    Steps are `open`, `refused`, `screened-out`, `not-cleared`, `quota-full`, `closed`, `page:<id>`; `begun`, `complete`
    and `expired` are counted by `begin`, `finish` and `expire` themselves.
    """
    tallies.add_to_tallies(session, survey_id, tallies.Steps(point_id, today, language, steps), n)

"""Do what has to be done now and then whether or not anybody asks: let things expire, forget what was deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from surveyapp.database import forget_deleted, writing
from surveyapp.services import answering, jobs, kiosks

EVERY = 3600.0
"""Seconds between two rounds; drafts expire at midnight, so an hour is soon enough."""

KEPT = 24 * 3600.0
"""Seconds for which data that somebody asked for are kept."""


def keep_house(engine: Engine, *, now: datetime) -> int:
    """Delete drafts and refused kiosk records whose time has passed, and data handed out a day ago; count the drafts.

    What was deleted is taken out of the files, too. Commits as it goes, a few hundred drafts at a time, so that nobody
    who is answering waits long.
    """
    expired = 0
    while True:
        with writing(engine) as session:
            taken = answering.expire(session, now=now)
        expired += taken
        if not taken:
            break
    with writing(engine) as session:
        kiosks.expire(session, today=now.date())
        jobs.forget_files(session, "data", before=now.timestamp() - KEPT)
    forget_deleted(engine)
    return expired

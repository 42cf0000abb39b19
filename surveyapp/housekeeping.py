"""Do what has to be done now and then whether or not anybody asks: let drafts expire, forget what was deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from surveyapp.database import forget_deleted, writing
from surveyapp.services import answering

EVERY = 3600.0
"""Seconds between two rounds; drafts expire at midnight, so an hour is soon enough."""


def keep_house(engine: Engine, *, now: datetime) -> int:
    """Delete every draft whose time has passed, take what was deleted out of the files, and return how many there were.

    Commits as it goes, a few hundred drafts at a time, so that nobody who is answering waits long.
    """
    expired = 0
    while True:
        with writing(engine) as session:
            taken = answering.expire(session, now=now)
        expired += taken
        if not taken:
            break
    forget_deleted(engine)
    return expired

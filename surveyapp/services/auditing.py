"""Write down what was done, so that a change or a gap shows: every entry's hash covers the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from surveyapp.store import audit
from surveyapp.store.storable import storable

Chain = Literal["staff", "respondents"]
GROUND = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain; kept elsewhere, it proves later that nothing before it changed."""

    number: int
    hash: str


def note(
    session: Session,
    organisation_id: str,
    *,
    actor: str,
    action: str,
    subject: str,
    today: date,
    details: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Head:
    """Append what a member of staff, or the program for them, did."""
    moment = None if at is None else at.isoformat(timespec="seconds")
    return _append(session, organisation_id, "staff", (today, moment, actor, action, subject, details or {}))


def note_respondent(session: Session, organisation_id: str, *, action: str, subject: str, today: date) -> Head:
    """Append what some respondent asked for: which survey and which day, not who, when or which response."""
    return _append(session, organisation_id, "respondents", (today, None, "respondent", action, subject, {}))


def head(session: Session, organisation_id: str, chain: Chain) -> Head:
    """Return the end of a chain, number 0 where nothing was noted."""
    last = audit.last(session, organisation_id, chain)
    return Head(0, GROUND) if last is None else Head(last.number, last.hash)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of one act of staff, without its place in the chain."""

    actor: str
    action: str
    day: date


def newest(session: Session, organisation_id: str, subject: str, actions: Sequence[str]) -> Noted | None:
    """Return the last of some acts that was noted of a subject; None where none was."""
    found = audit.newest_of(session, organisation_id, subject, actions)
    return None if found is None else Noted(found.actor, found.action, found.day)


def first_broken(session: Session, organisation_id: str, chain: Chain, known: Head | None = None) -> int | None:
    """Return the number of the first entry that was changed, or stands where one is missing; None for a whole chain.

    `known` is a head kept elsewhere: without it, entries cut off at the end cannot be noticed.
    """
    previous, number = GROUND, 0
    for entry in audit.entries(session, organisation_id, chain):
        number += 1
        what = (entry.day, entry.at, entry.actor, entry.action, entry.subject, entry.details)
        right = _hash(organisation_id, chain, number, what, previous)
        if entry.number != number or entry.previous_hash != previous or entry.hash != right:
            return number
        if known is not None and known.number == number and known.hash != right:
            return number
        previous = right
    return number + 1 if known is not None and known.number > number else None


_What = tuple[date, str | None, str, str, str, Mapping[str, Any]]


def _append(session: Session, organisation_id: str, chain: Chain, what: _What) -> Head:
    day, at, *words = what
    actor, action, subject, details = storable(words)
    last = audit.last(session, organisation_id, chain)
    number, previous = (1, GROUND) if last is None else (last.number + 1, last.hash)
    own = _hash(organisation_id, chain, number, (day, at, actor, action, subject, details), previous)
    values = {
        "organisation_id": organisation_id,
        "chain": chain,
        "number": number,
        "day": day,
        "at": at,
        "actor": actor,
        "action": action,
        "subject": subject,
        "details": details,
        "previous_hash": previous,
        "hash": own,
    }
    audit.append(session, values)
    return Head(number, own)


def _hash(organisation_id: str, chain: str, number: int, what: _What, previous: str) -> str:
    day, *rest = what
    covered = json.dumps([organisation_id, chain, number, day.isoformat(), *rest, previous], sort_keys=True)
    return hashlib.sha256(covered.encode()).hexdigest()

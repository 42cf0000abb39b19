"""Try refused records again, ever more seldom, and keep none of them longer than is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from surveyapp.services.kiosks.keys import Kiosk
from surveyapp.services.kiosks.records import Held, why_not
from surveyapp.services.kiosks.sealing import Sealed
from surveyapp.store import kiosks
from surveyapp.store.models.kiosk import KioskRecord

KEPT_DAYS: Final = 90
"""For so long a refused record is kept, here and on a station that cannot get rid of it."""
AT_ONCE: Final = 20
"""How many refused records one call of a station tries again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A refused record: the id it is kept under, the one it claims, and its content as it came."""

    record_id: str
    claims: str
    sealed: Sealed


def due(session: Session, kiosk: Kiosk, *, today: date) -> Sequence[Kept]:
    """Return the refused records of a point that are to be tried now.

    The wait is as long as the record has been tried for already, so it doubles: a day, two, four, eight and so on.
    """
    rows = kiosks.refused_of(session, kiosk.survey.survey_id, kiosk.point.id)
    return [_kept(row) for row in rows if _is_due(row, today)][:AT_ONCE]


def settle(session: Session, kiosk: Kiosk, kept: Kept, found: Held | str, *, secret: str, today: date) -> str:
    """Store a refused record that holds a sound interview now, or note that it was tried; return what it is.

    `found` is the interview, or in a word why there is none. One that was settled meanwhile is left alone.
    """
    survey_id = kiosk.survey.survey_id
    row = kiosks.refused_for_update(session, survey_id, kept.record_id)
    if row is None:
        return "settled"
    if isinstance(found, Held):
        if kept.claims != kept.record_id and kiosks.claim(session, survey_id, kept.claims, row.point_id) is not None:
            row.state, row.sealed = "repeated", {}
            session.flush()
            return row.state
        found = why_not(session, found, secret=secret, today=today)
    if not found:
        row.state, row.why, row.sealed = "stored" if kept.claims == kept.record_id else "repeated", "", {}
    else:
        row.why, row.tried = found, today
    session.flush()
    return "refused" if found else "stored"


def try_soon(session: Session, survey_id: str, point_id: str) -> int:
    """Let every refused record of a point be tried at the next call of a station; return how many there are."""
    return kiosks.try_soon(session, survey_id, point_id)


def erase(session: Session, survey_id: str, point_id: str) -> int:
    """Delete what the refused records of a point hold; who sends one again is told that it was refused."""
    return kiosks.empty(session, survey_id, point_id, "erased")


def expire(session: Session, *, today: date) -> int:
    """Delete what records hold that were refused more than `KEPT_DAYS` ago; return how many there were."""
    return kiosks.let_expire(session, today - timedelta(days=KEPT_DAYS))


def _is_due(row: KioskRecord, today: date) -> bool:
    if row.tried is None or row.day is None:
        return True
    return today - row.tried >= max(row.tried - row.day, timedelta(days=1))


def _kept(row: KioskRecord) -> Kept:
    content = dict(row.sealed)
    claims = str(content.pop("id", row.id))
    return Kept(row.id, claims, Sealed(**content))

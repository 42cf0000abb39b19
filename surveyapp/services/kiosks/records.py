"""Take the records of kiosks, each exactly once: as a response, or refused and kept as it came."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy.orm import Session

from surveyapp.services.answering import DraftState, finish_elsewhere
from surveyapp.services.answering.tallying import tally
from surveyapp.services.failures import CodeTaken, EndsEarly, NotComplete
from surveyapp.services.kiosks.keys import Kiosk
from surveyapp.services.kiosks.sealing import Sealed
from surveyapp.store import kiosks

NOT_BEFORE: Final = "not_before"
"""In the document of a response from a kiosk: the earliest day on which it may have been given, "" where that is not
known; its day is that of its arrival."""
Taken = Literal["stored", "refused"]
MOST_REFUSED: Final = 10_000
"""How many refused records are kept for one point: somebody who holds its key cannot fill the disk."""


class TooManyRefused(Exception):
    """A point has so many refused records that no more are kept; the station keeps its own."""


@dataclass(frozen=True, slots=True)
class Held:
    """An interview that was held at a kiosk, as it would be stored: its receipt code, the pages passed after gates."""

    draft: DraftState
    code: str
    pages: Sequence[str]


def store(
    session: Session, kiosk: Kiosk, record_id: str, sealed: Sealed, held: Held, *, secret: str, today: date
) -> Taken:
    """Store what was answered at a kiosk as a response, and count it as if it had been answered here.

    A record that was taken before is not taken again, and what became of it is returned. One that cannot be a
    response is refused and kept. Raises TooManyRefused.
    """
    before = kiosks.claim(session, kiosk.survey.survey_id, record_id, kiosk.point.id)
    if before is not None:
        return "stored" if before == "stored" else "refused"
    why = why_not(session, held, secret=secret, today=today)
    return _keep(session, kiosk, record_id, why, sealed, today) if why else "stored"


def refuse(
    session: Session, kiosk: Kiosk, record_id: str, why: str, sealed: Sealed, *, today: date, claims: str = ""
) -> Taken:
    """Keep a record that cannot be a response as it came, once; raise TooManyRefused.

    `claims` is the id it says it has, where it is kept under another.
    """
    before = kiosks.claim(session, kiosk.survey.survey_id, record_id, kiosk.point.id)
    if before is not None:
        return "stored" if before == "stored" else "refused"
    return _keep(session, kiosk, record_id, why, sealed, today, claims=claims)


def why_not(session: Session, held: Held, *, secret: str, today: date) -> str:
    """Store and count an interview; return "", or in a word why it cannot be a response, with nothing stored."""
    draft = held.draft
    try:
        finish_elsewhere(session, draft, code=held.code, secret=secret, today=today)
    except EndsEarly as ends:
        return ends.outcome
    except NotComplete:
        return "incomplete"
    except CodeTaken:
        return "code-taken"
    steps = ("open", "begun", *(f"page:{page}" for page in held.pages))
    tally(session, draft.survey_id, draft.point_id, today, draft.language, *steps)
    return ""


def id_of_content(sealed: Sealed) -> str:
    """Return an id for a record that cannot be opened: the one it claims may be that of a sound one."""
    content = f"{sealed.key}\x00{sealed.nonce}\x00{sealed.text}"
    return str(uuid.UUID(bytes=hashlib.sha256(content.encode()).digest()[:16], version=4))


def _keep(
    session: Session, kiosk: Kiosk, record_id: str, why: str, sealed: Sealed, today: date, claims: str = ""
) -> Taken:
    if kiosks.count_refused(session, kiosk.survey.survey_id, kiosk.point.id) >= MOST_REFUSED:
        raise TooManyRefused
    content = {**sealed.as_json(), "id": claims or record_id}
    kiosks.refuse(session, kiosk.survey.survey_id, record_id, why, content, today)
    return "refused"

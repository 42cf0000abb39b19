"""Open what a station sealed and answer it again here: what comes of it is a response, or refused and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import ValidationError
from sqlalchemy.orm import Session

from surveyapp.respondent.kiosk.replaying import NotReplayable, Record, replay
from surveyapp.respondent.visit import Visit
from surveyapp.services import kiosks, publishing
from surveyapp.services.kiosks import Held, Kiosk, Sealed, UnreadableRecord
from surveyapp.web.transaction import begin_to_write

UNREADABLE = "unreadable"


def take(session: Session, kiosk: Kiosk, record_id: str, sealed: Sealed, *, secret: str, today: date) -> str:
    """Store a record, or refuse and keep it; return which. Raises TooManyRefused."""
    found = _held_in(session, kiosk, record_id, sealed, secret)
    begin_to_write(session)
    if isinstance(found, Held):
        return kiosks.store(session, kiosk, record_id, sealed, found, secret=secret, today=today)
    kept_under = kiosks.id_of_content(sealed) if found == UNREADABLE else record_id
    return kiosks.refuse(session, kiosk, kept_under, found, sealed, today=today, claims=record_id)


def take_again(session: Session, kiosk: Kiosk, *, secret: str, today: date) -> int:
    """Try the refused records of a point whose time has come; return how many are stored now."""
    kept = kiosks.due(session, kiosk, today=today)
    found = [_held_in(session, kiosk, one.claims, one.sealed, secret) for one in kept]
    begin_to_write(session)
    settled = [
        kiosks.settle(session, kiosk, one, held, secret=secret, today=today)
        for one, held in zip(kept, found, strict=True)
    ]
    return settled.count("stored")


def _held_in(session: Session, kiosk: Kiosk, record_id: str, sealed: Sealed, secret: str) -> Held | str:
    """Return the interview that a record holds, or in a word why it holds none."""
    place = (kiosk.survey.survey_id, kiosk.point.id, record_id)
    try:
        record = Record.model_validate_json(kiosks.unseal(secret, *place, sealed))
        return replay(_visit(session, kiosk, record, secret), record_id, record)
    except UnreadableRecord:
        return UNREADABLE
    except NotReplayable as error:
        return error.why
    except ValidationError:
        return "malformed"


def _visit(session: Session, kiosk: Kiosk, record: Record, secret: str) -> Visit:
    """Return a visit to the version that was shown, on the day that the station took it for."""
    survey, published = kiosk.survey, publishing.questionnaires_of(session, kiosk.survey.survey_id)
    if record.version not in published:
        raise NotReplayable("version")
    survey = replace(survey, version=record.version, questionnaire=published[record.version])
    return Visit(survey, record.language, session, secret, record.today, point=kiosk.point)

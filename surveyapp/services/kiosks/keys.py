"""Open and close kiosks: a key that the console shows, from which only a keyed hash is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from surveyapp.services import codes
from surveyapp.services.failures import UnknownPoint
from surveyapp.services.fielded import FieldedSurvey, Point, find_survey, point_of
from surveyapp.store import kiosks
from surveyapp.store.models.survey import CollectionPoint

_KEY: Final = "kiosk-key"
_LOOKUP: Final = "kiosk-key-lookup"


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The place a key opens."""

    survey: FieldedSurvey
    point: Point


def open_kiosk(session: Session, survey_id: str, point_id: str, *, secret: str) -> str:
    """Give a point a new key, which makes its earlier one void; raise UnknownPoint."""
    row = _row(session, survey_id, point_id)
    row.kiosk_number += 1
    key = _key(secret, row)
    row.kiosk_hmac = codes.keyed_hash(secret, _LOOKUP, key)
    session.flush()
    return key


def close_kiosk(session: Session, survey_id: str, point_id: str) -> None:
    """Make the key of a point void; what waits on its stations stays there until they get a new one."""
    _row(session, survey_id, point_id).kiosk_hmac = None
    session.flush()


def key_of(row: CollectionPoint, secret: str) -> str | None:
    """Return the key that opens the kiosk of a point now; None where there is none, or the secret has changed."""
    key = _key(secret, row)
    return key if row.kiosk_hmac == codes.keyed_hash(secret, _LOOKUP, key) else None


def find_kiosk(session: Session, key: str, *, secret: str) -> Kiosk | None:
    """Return what a key opens, however it was typed."""
    read = codes.read_code(key)
    found = None if read is None else kiosks.find_by_key(session, codes.keyed_hash(secret, _LOOKUP, read))
    survey = None if found is None else find_survey(session, found[0])
    return None if found is None or survey is None else Kiosk(survey, point_of(found[1]))


def _key(secret: str, row: CollectionPoint) -> str:
    return codes.derive_code(secret, _KEY, f"{row.survey_id}/{row.id}/{row.kiosk_number}")


def _row(session: Session, survey_id: str, point_id: str) -> CollectionPoint:
    row = kiosks.point_for_update(session, survey_id, point_id)
    if row is None:
        raise UnknownPoint
    return row

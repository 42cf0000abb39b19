"""Keep the points where people are met: each with a link of its own, which is derived and never stored."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from surveyapp.services import codes
from surveyapp.services.failures import PointRefused, UnknownPoint
from surveyapp.services.fielded import LINK, Point, point_of, questionnaire_by_number
from surveyapp.services.kiosks import key_of
from surveyapp.services.publishing import add_point
from surveyapp.store import kiosks, surveys, tallies
from surveyapp.store.models.response import Tally
from surveyapp.store.models.survey import CollectionPoint

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_LINK_TOKEN = "link-token"  # noqa: S105
KINDS: Final = ("airport", "border-gate", "mission", "culture-centre", "association", "event", "university", "other")
"""Kinds of places, as the console offers them."""
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class LinkedPoint:
    """`token` is "" for the survey's own address, None where whoever made the link kept its token.

    `kiosk_key` opens the point's kiosk; None where no kiosk is open.
    """

    point: Point
    token: str | None
    kiosk_key: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a point for people: what it is called, where it is, of what kind, in which languages it speaks.

    Blank and () leave a thing open.
    """

    label: str = ""
    place: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()


def token_of(secret: str, survey_id: str, point_id: str) -> str:
    """Return the token in a point's link: 80 bits that follow from the secret, in small letters and digits."""
    return codes.derive_code(secret, _LINK_TOKEN, f"{survey_id}/{point_id}").replace("-", "").lower()


def add(
    session: Session,
    survey_id: str,
    *,
    name: str,
    sample_source: str,
    channel: str,
    mode: str,
    country: str,
    secret: str,
    told: Told | None = None,
) -> LinkedPoint:
    """Add a point under a name that its survey has not used; raise PointRefused."""
    country = country.strip().upper()
    if not _NAME.match(name):
        raise PointRefused("name")
    if country and not _COUNTRY.match(country):
        raise PointRefused("country")
    surveys.lock(session, survey_id)
    if any(row.id == name for row in surveys.points_of(session, survey_id)):
        raise PointRefused("taken")
    token = token_of(secret, survey_id, name)
    point = add_point(
        session,
        survey_id,
        id=name,
        token=token,
        sample_source=sample_source,
        channel=channel,
        mode=mode,
        country=country or None,
        secret=secret,
    )
    told = told or Told()
    describe(session, survey_id, name, told)
    return LinkedPoint(replace(point, **asdict(told)), token)


def describe(session: Session, survey_id: str, name: str, told: Told) -> None:
    """Say of a point what people should know of it; raise PointRefused, UnknownPoint."""
    row = kiosks.point_for_update(session, survey_id, name)
    if row is None:
        raise UnknownPoint
    if told.kind and told.kind not in KINDS:
        raise PointRefused("kind")
    newest = max(surveys.versions_of(session, survey_id))
    if not set(told.languages) <= set(questionnaire_by_number(session, survey_id, newest).languages):
        raise PointRefused("languages")
    row.label, row.place = (" ".join(text.split())[:LONGEST_NAME] for text in (told.label, told.place))
    row.kind, row.languages = told.kind, list(told.languages)
    session.flush()


def of_survey(session: Session, survey_id: str, *, secret: str) -> tuple[LinkedPoint, ...]:
    """Return the points of a survey by name, with the tokens of their links and the keys of their kiosks."""
    rows = surveys.points_of(session, survey_id)
    return tuple(LinkedPoint(point_of(row), _token(row, secret), key_of(row, secret)) for row in rows)


def counts_by_point(session: Session, survey_id: str) -> dict[tuple[str, str], int]:
    """Return how many people reached a step by (point, step); reads tallies only."""
    found = tallies.tallies(session, survey_id, CollectionPoint.id, Tally.step)
    return {(point, step): int(n) for point, step, n in found}


def _token(row: CollectionPoint, secret: str) -> str | None:
    if row.token_hmac is None:
        return ""
    token = token_of(secret, row.survey_id, row.id)
    return token if codes.keyed_hash(secret, LINK, token) == row.token_hmac else None

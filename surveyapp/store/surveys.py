"""Query surveys, versions, waves and collection points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, insert, select
from sqlalchemy.orm import Session

from surveyapp.store.models.survey import CollectionPoint, Survey, Version, Wave
from surveyapp.store.prepared import Prepared

DEFAULT_POINT = "web"
"""The collection point of the survey's own address, without a token."""


class SurveyRow(NamedTuple):
    """A survey as a request reads it: no part of the session's state."""

    id: str
    organisation_id: str
    slug: str
    state: str
    settings: Mapping[str, Any]


class NewestVersion(NamedTuple):
    survey: SurveyRow
    number: int
    content_hash: str


_SURVEY = cast(Table, Survey.__table__).c
_VERSION = cast(Table, Version.__table__).c
NEWEST_COLUMNS = (*(_SURVEY[name] for name in SurveyRow._fields), _VERSION.number, _VERSION.content_hash)
WIDTH = len(NEWEST_COLUMNS)


def at_address(*also: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Select the columns of the survey at the address `slug` with its newest version, and others behind them.

    Asked on every page, and therefore prepared by whoever asks it.
    """
    return (
        select(*NEWEST_COLUMNS, *also)
        .join_from(_SURVEY.id.table, _VERSION.number.table, _VERSION.survey_id == _SURVEY.id)
        .where(_SURVEY.slug == bindparam("slug"))
        .order_by(_VERSION.number.desc())
        .limit(1)
    )


_AT_ADDRESS = Prepared(at_address())


def newest_of(row: Sequence[Any]) -> NewestVersion:
    """Read the columns that `at_address` begins with."""
    return NewestVersion(SurveyRow(*row[: WIDTH - 2]), *row[WIDTH - 2 : WIDTH])


def find_survey(session: Session, slug: str) -> Survey | None:
    """Return the survey at an address, whether or not anything is published there."""
    return session.scalar(select(Survey).where(Survey.slug == slug))


def by_id(session: Session, survey_id: str) -> Survey:
    """Return a survey that is known to exist."""
    return session.get_one(Survey, survey_id)


def with_newest_version(session: Session, slug: str) -> NewestVersion | None:
    """Return a survey with its newest version in one statement; None where nothing is published."""
    found = _AT_ADDRESS.first(session, {"slug": slug})
    return None if found is None else newest_of(found)


def of_organisations(session: Session, organisation_ids: Sequence[str]) -> Sequence[NewestVersion]:
    """Return organisations' published surveys with their newest versions, by address."""
    newest = select(Version.survey_id, func.max(Version.number).label("number")).group_by(Version.survey_id).subquery()
    rows = session.execute(
        select(*NEWEST_COLUMNS)
        .join(newest, newest.c.survey_id == Survey.id)
        .join(Version, (Version.survey_id == Survey.id) & (Version.number == newest.c.number))
        .where(Survey.organisation_id.in_(organisation_ids))
        .order_by(Survey.slug)
    )
    return [newest_of(row) for row in rows]


def content_of(session: Session, survey_id: str, number: int) -> str:
    """Return the native JSON of a version that is known to exist."""
    return session.execute(
        select(Version.content).where(Version.survey_id == survey_id, Version.number == number)
    ).scalar_one()


def marks_of(session: Session, survey_id: str, number: int) -> dict[str, str]:
    """Return what a person said of the changes of a version."""
    return dict(session.get_one(Version, (survey_id, number)).marks)


def set_marks(session: Session, survey_id: str, number: int, marks: dict[str, str]) -> None:
    """Keep what a person says of the changes of a version; its content stays as it is."""
    session.get_one(Version, (survey_id, number)).marks = marks


def versions_of(session: Session, survey_id: str) -> dict[int, str]:
    """Return the content hash of every version by its number, oldest first."""
    rows = session.execute(
        select(Version.number, Version.content_hash).where(Version.survey_id == survey_id).order_by(Version.number)
    )
    return {row.number: row.content_hash for row in rows}


def find_point(session: Session, survey_id: str, token_hmac: str | None) -> CollectionPoint | None:
    """Return the collection point a token leads to; without one, the survey's own address."""
    wanted = CollectionPoint.token_hmac == token_hmac if token_hmac else CollectionPoint.id == DEFAULT_POINT
    return session.scalar(select(CollectionPoint).where(CollectionPoint.survey_id == survey_id, wanted))


def points_of(session: Session, survey_id: str) -> Sequence[CollectionPoint]:
    return session.scalars(
        select(CollectionPoint).where(CollectionPoint.survey_id == survey_id).order_by(CollectionPoint.id)
    ).all()


def add_wave(session: Session, survey_id: str, number: int) -> None:
    session.execute(insert(Wave).values(survey_id=survey_id, number=number, opens=None, closes=None))


def lock(session: Session, survey_id: str) -> None:
    """Make other writers of this survey wait; on SQLite a writing transaction holds everything already."""
    session.execute(select(Survey.id).where(Survey.id == survey_id).with_for_update())

"""Query the keys of kiosks, the records they send and the stations that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Row, Update, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.store.models.kiosk import KioskRecord, KioskStation
from surveyapp.store.models.survey import CollectionPoint, Survey


def find_by_key(session: Session, kiosk_hmac: str) -> tuple[str, CollectionPoint] | None:
    """Return the survey's address and the point whose kiosk a key opens."""
    found = session.execute(
        select(Survey.slug, CollectionPoint)
        .join(CollectionPoint, CollectionPoint.survey_id == Survey.id)
        .where(CollectionPoint.kiosk_hmac == kiosk_hmac)
        .execution_options(populate_existing=True)
    ).first()
    return None if found is None else (found[0], found[1])


def point_for_update(session: Session, survey_id: str, point_id: str) -> CollectionPoint | None:
    """Return a point, and make others who would change it wait."""
    wanted = (CollectionPoint.survey_id == survey_id, CollectionPoint.id == point_id)
    return session.scalar(select(CollectionPoint).where(*wanted).with_for_update())


def claim(session: Session, survey_id: str, record_id: str, point_id: str) -> str | None:
    """Take a record for this transaction, as `stored`; return its state where somebody took it before.

    Whoever sends the same record meanwhile waits until this transaction ends.
    """
    made = session.scalar(
        _inserting(session, KioskRecord)
        .values(survey_id=survey_id, id=record_id, point_id=point_id, state="stored", why="", sealed={})
        .on_conflict_do_nothing()
        .returning(KioskRecord.id)
    )
    if made is not None:
        return None
    return str(session.execute(select(KioskRecord.state).where(*_record(survey_id, record_id))).scalar_one())


def refuse(session: Session, survey_id: str, record_id: str, why: str, sealed: Mapping[str, Any], day: date) -> None:
    """Keep a claimed record as it came."""
    told = {"state": "refused", "why": why, "sealed": sealed, "day": day, "tried": day}
    session.execute(update(KioskRecord).where(*_record(survey_id, record_id)).values(**told))


def refused_of(session: Session, survey_id: str, point_id: str) -> Sequence[KioskRecord]:
    """Return the refused records of a point, those first that were tried longest ago."""
    wanted = (KioskRecord.survey_id == survey_id, KioskRecord.point_id == point_id, KioskRecord.state == "refused")
    by = (KioskRecord.tried.is_not(None), KioskRecord.tried, KioskRecord.id)
    return session.scalars(select(KioskRecord).where(*wanted).order_by(*by)).all()


def refused_for_update(session: Session, survey_id: str, record_id: str) -> KioskRecord | None:
    """Return a record if it still is a refused one, and make others who would settle it wait."""
    wanted = (*_record(survey_id, record_id), KioskRecord.state == "refused")
    found = select(KioskRecord).where(*wanted).with_for_update()
    return session.scalar(found.execution_options(populate_existing=True))


def try_soon(session: Session, survey_id: str, point_id: str) -> int:
    """Let the refused records of a point be tried at the next call; return how many there are."""
    wanted = (KioskRecord.survey_id == survey_id, KioskRecord.point_id == point_id, KioskRecord.state == "refused")
    return _changed(session, update(KioskRecord).where(*wanted).values(tried=None))


def empty(session: Session, survey_id: str, point_id: str, state: str) -> int:
    """Delete what the refused records of a point hold, so that only their ids are known; return how many there were."""
    wanted = (KioskRecord.survey_id == survey_id, KioskRecord.point_id == point_id, KioskRecord.state == "refused")
    return _changed(session, update(KioskRecord).where(*wanted).values(state=state, sealed={}))


def let_expire(session: Session, before: date) -> int:
    """Delete what records hold that were refused before a day; return how many there were."""
    wanted = (KioskRecord.state == "refused", KioskRecord.day < before)
    return _changed(session, update(KioskRecord).where(*wanted).values(state="expired", sealed={}))


def records_by_state(session: Session, survey_id: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return point, state, reason, number and the first day of the records of a survey."""
    by = (KioskRecord.point_id, KioskRecord.state, KioskRecord.why)
    counted = select(*by, func.count(), func.min(KioskRecord.day)).where(KioskRecord.survey_id == survey_id)
    return session.execute(counted.group_by(*by).order_by(*by)).all()


def count_refused(session: Session, survey_id: str, point_id: str) -> int:
    wanted = (KioskRecord.survey_id == survey_id, KioskRecord.point_id == point_id, KioskRecord.state == "refused")
    return session.scalar(select(func.count()).select_from(KioskRecord).where(*wanted)) or 0


def station_for_update(session: Session, survey_id: str, point_id: str, station_id: str, today: date) -> KioskStation:
    """Return a station, known from now on, and make others who speak for it wait."""
    key = {"survey_id": survey_id, "point_id": point_id, "id": station_id}
    session.execute(
        _inserting(session, KioskStation).values(**key, counts={}, waiting=0, day=today).on_conflict_do_nothing()
    )
    wanted = [getattr(KioskStation, name) == value for name, value in key.items()]
    return session.execute(
        select(KioskStation).where(*wanted).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()


def stations_of(session: Session, survey_id: str) -> Sequence[KioskStation]:
    return session.scalars(
        select(KioskStation).where(KioskStation.survey_id == survey_id).order_by(KioskStation.id)
    ).all()


def count_stations(session: Session, survey_id: str, point_id: str, *, but: str) -> int:
    """Count the stations of a point beside one."""
    wanted = (KioskStation.survey_id == survey_id, KioskStation.point_id == point_id, KioskStation.id != but)
    return session.scalar(select(func.count()).select_from(KioskStation).where(*wanted)) or 0


def _record(survey_id: str, record_id: str) -> tuple[ColumnElement[bool], ...]:
    return KioskRecord.survey_id == survey_id, KioskRecord.id == record_id


def _changed(session: Session, statement: Update) -> int:
    changed = session.execute(statement.execution_options(synchronize_session=False))
    return int(cast(CursorResult[Any], changed).rowcount)


def _inserting(session: Session, table: type[Any]) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return cast(Any, dialect).insert(table)

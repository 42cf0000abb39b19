"""Query what reports are made from beside the answers, and which of them were published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.store.models.report import Publication, ReportInput, Snapshot
from surveyapp.store.models.response import Response


def find_input(session: Session, survey_id: str, kind: str) -> ReportInput | None:
    return session.get(ReportInput, (survey_id, kind), populate_existing=True)


def put_input(session: Session, survey_id: str, kind: str, revision: int, values: Mapping[str, Any]) -> bool:
    """Change an input that is still at a revision, 0 where there is none yet; return false where it is not."""
    if revision == 0:
        return _inserted(session, ReportInput, {"survey_id": survey_id, "kind": kind, "revision": 1, **values})
    statement = (
        update(ReportInput)
        .where(ReportInput.survey_id == survey_id, ReportInput.kind == kind, ReportInput.revision == revision)
        .values(**values, revision=revision + 1)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1


def insert_publication(session: Session, values: Mapping[str, Any]) -> bool:
    """Add a publication; return false where its number or its manifest is taken."""
    return _inserted(session, Publication, values)


def publications(session: Session, survey_id: str) -> Sequence[Publication]:
    """Return a survey's published reports, the first one first."""
    rows = session.scalars(
        select(Publication)
        .where(Publication.survey_id == survey_id)
        .order_by(Publication.number)
        .execution_options(populate_existing=True)
    )
    return rows.all()


def count_by_state(session: Session, survey_id: str) -> dict[str, tuple[int, int]]:
    """Return of each state how many responses are in it, and the sum of their revisions."""
    rows = session.execute(
        select(Response.state, func.count(), func.sum(Response.revision))
        .where(Response.survey_id == survey_id)
        .group_by(Response.state)
    )
    return {state: (int(n), int(revisions)) for state, n, revisions in rows}


def find_snapshot(session: Session, survey_id: str, digest: str) -> Snapshot | None:
    return session.get(Snapshot, (survey_id, digest))


def insert_snapshot(session: Session, values: Mapping[str, Any]) -> bool:
    """Add a snapshot; return false where it is there."""
    return _inserted(session, Snapshot, values)


def finished_ids(session: Session, survey_id: str, *, held: bool = False) -> frozenset[str]:
    """Return the ids of the finished responses; `held`, none of them is withdrawn before the transaction ends."""
    statement = select(Response.id).where(Response.survey_id == survey_id, Response.state == "finished")
    return frozenset(session.scalars(statement.with_for_update(read=True) if held else statement))


def _inserted(session: Session, model: Any, values: Mapping[str, Any]) -> bool:
    try:
        with session.begin_nested():
            session.execute(insert(model).values(**values))
    except IntegrityError:
        return False
    return True

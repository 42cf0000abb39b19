"""Query the contents that manuscripts had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session, defer

from surveyapp.store.models.manuscript import ManuscriptRevision


def insert_revision(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(ManuscriptRevision).values(**values))


def newest_number(session: Session, manuscript_id: str, until: int | None = None) -> int | None:
    """Return the number of the newest revision, or of the newest one that was there at `until`."""
    statement = select(func.max(ManuscriptRevision.number)).where(ManuscriptRevision.manuscript_id == manuscript_id)
    if until is not None:
        statement = statement.where(ManuscriptRevision.number <= until)
    return session.scalar(statement)


def find(session: Session, manuscript_id: str, number: int) -> ManuscriptRevision | None:
    return session.get(ManuscriptRevision, (manuscript_id, number), populate_existing=True)


def listed(session: Session, manuscript_id: str) -> Sequence[ManuscriptRevision]:
    """Return all revisions without their contents, the newest first."""
    return session.scalars(
        select(ManuscriptRevision)
        .where(ManuscriptRevision.manuscript_id == manuscript_id)
        .options(defer(ManuscriptRevision.content))
        .order_by(ManuscriptRevision.number.desc())
    ).all()


def remove_all(session: Session, manuscript_id: str) -> None:
    session.execute(delete(ManuscriptRevision).where(ManuscriptRevision.manuscript_id == manuscript_id))


def empty_until(session: Session, manuscript_id: str, number: int) -> None:
    """Drop the contents of the revisions up to a number; what was done and which names it took out stays."""
    session.execute(
        update(ManuscriptRevision)
        .where(
            ManuscriptRevision.manuscript_id == manuscript_id,
            ManuscriptRevision.number <= number,
            ManuscriptRevision.content != b"",
        )
        .values(content=b"")
        .execution_options(synchronize_session=False)
    )

"""Query questionnaires that authors work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.orm import Session

from surveyapp.store.models.manuscript import Manuscript


class Listed(NamedTuple):
    """A manuscript without its content."""

    id: str
    organisation_id: str
    slug: str
    file_name: str


def insert_manuscript(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(Manuscript).values(**values))


def find(session: Session, manuscript_id: str) -> Manuscript | None:
    return session.get(Manuscript, manuscript_id, populate_existing=True)


def of_organisations(session: Session, organisation_ids: Sequence[str]) -> Sequence[Listed]:
    """Return organisations' manuscripts by the address they are meant for."""
    rows = session.execute(
        select(Manuscript.id, Manuscript.organisation_id, Manuscript.slug, Manuscript.file_name)
        .where(Manuscript.organisation_id.in_(organisation_ids))
        .order_by(Manuscript.slug, Manuscript.id)
    )
    return [Listed(*row) for row in rows]


def change(session: Session, manuscript_id: str, revision: int, values: Mapping[str, Any]) -> bool:
    """Change a manuscript that is still at a revision, which goes up; return false where it is not."""
    statement = (
        update(Manuscript)
        .where(Manuscript.id == manuscript_id, Manuscript.revision == revision)
        .values(**values, revision=revision + 1)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1


def remove(session: Session, manuscript_id: str, revision: int) -> bool:
    """Delete a manuscript that is still at a revision; return false where it is not."""
    statement = delete(Manuscript).where(Manuscript.id == manuscript_id, Manuscript.revision == revision)
    statement = statement.execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1

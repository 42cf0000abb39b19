"""Query drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import Row, Table, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.store.models.response import Draft, Receipt
from surveyapp.store.models.survey import Version
from surveyapp.store.prepared import Prepared

DRAFT: Table = cast(Table, Draft.__table__)
VERSION: Table = cast(Table, Version.__table__)
RECEIPT: Table = cast(Table, Receipt.__table__)


class DraftRow(NamedTuple):
    """A draft as a request reads it, with the content hash of the version it was begun in."""

    survey_id: str
    id: str
    version: int
    point_id: str
    wave: int
    revision: int
    doc: Mapping[str, Any]
    posts: Mapping[str, str]
    begun_hash: str


DRAFT_COLUMNS = tuple(DRAFT.c[name] for name in DraftRow._fields[:-1])
THIS_DRAFT = (DRAFT.c.survey_id == bindparam("survey"), DRAFT.c.id == bindparam("draft"))
_SELECT_DRAFT = (
    select(*DRAFT_COLUMNS, VERSION.c.content_hash)
    .join_from(DRAFT, VERSION, (VERSION.c.survey_id == DRAFT.c.survey_id) & (VERSION.c.number == DRAFT.c.version))
    .where(*THIS_DRAFT)
)
_SELECT_DRAFT_FOR_UPDATE = _SELECT_DRAFT.with_for_update(of=DRAFT)
_TAKE = delete(DRAFT).where(*THIS_DRAFT).returning(*DRAFT_COLUMNS)


def _inserting(insert: Any) -> Any:
    """Insert a draft of which there is no receipt, if its id is not there yet."""
    names = [column.name for column in DRAFT.columns]
    given = select(*(bindparam(name, type_=DRAFT.c[name].type) for name in names))
    finished = select(RECEIPT.c.response_id).where(
        RECEIPT.c.survey_id == bindparam("survey_id"), RECEIPT.c.code_hmac == bindparam("receipt")
    )
    return (
        insert(DRAFT).from_select(names, given.where(~finished.exists())).on_conflict_do_nothing().returning(DRAFT.c.id)
    )


_INSERT = Prepared(writes=True, postgresql=_inserting(postgresql.insert), sqlite=_inserting(sqlite.insert))


def insert_draft(session: Session, values: Mapping[str, Any], receipt_hmac: str) -> bool:
    """Insert a draft; return false where one with its id is there already, or was finished under that receipt."""
    return _INSERT.first(session, {**values, "receipt": receipt_hmac}) is not None


def select_draft(session: Session, survey_id: str, draft_id: str, *, for_update: bool = False) -> DraftRow | None:
    """Return a draft with the content hash of its version, read from the database and not from the session."""
    statement = _SELECT_DRAFT_FOR_UPDATE if for_update else _SELECT_DRAFT
    found = session.execute(statement, {"survey": survey_id, "draft": draft_id}).first()
    return None if found is None else DraftRow._make(found)


def take_draft(session: Session, survey_id: str, draft_id: str) -> Row[*tuple[Any, ...]] | None:
    """Delete a draft and return it; of many who try at once, one gets it and the others wait and get none."""
    return session.execute(_TAKE, {"survey": survey_id, "draft": draft_id}).first()


def count_drafts(session: Session, survey_id: str) -> int:
    """Return how many interviews of a survey have begun and are not finished; corrections are among them."""
    return session.scalar(select(func.count()).select_from(Draft).where(Draft.survey_id == survey_id)) or 0


def take_expired(session: Session, hour: int, at_most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Delete drafts whose time has passed and return survey, collection point and document of each."""
    due = (
        select(Draft.survey_id, Draft.id)
        .where(Draft.expires_hour <= hour)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    taken = []
    for survey_id, draft_id in session.execute(due).all():
        row = take_draft(session, survey_id, draft_id)
        if row is not None:
            taken.append(row)
    return taken


def draft_by_resume_code(session: Session, survey_id: str, resume_hmac: str) -> str | None:
    return session.scalar(select(Draft.id).where(Draft.survey_id == survey_id, Draft.resume_hmac == resume_hmac))

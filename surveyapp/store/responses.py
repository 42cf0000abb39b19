"""Query drafts, responses, receipts, consents and tallies."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from surveyapp.store.models.response import ConsentGiven, Draft, Receipt, Response, Tally
from surveyapp.store.models.survey import CollectionPoint, Version

SLOTS = 8
"""How many rows a tally is spread over where writers do not wait for each other anyway."""

DRAFT_COLUMNS = (
    Draft.survey_id,
    Draft.id,
    Draft.version,
    Draft.point_id,
    Draft.wave,
    Draft.revision,
    Draft.doc,
    Draft.posts,
)

# What every page asks is made once, since making a statement costs more than asking it.
_THIS_DRAFT = (Draft.survey_id == bindparam("survey"), Draft.id == bindparam("draft"))
_SELECT_DRAFT = (
    select(*DRAFT_COLUMNS, Version.content_hash.label("begun_hash"))
    .join(Version, (Version.survey_id == Draft.survey_id) & (Version.number == Draft.version))
    .where(*_THIS_DRAFT)
)
_SELECT_DRAFT_FOR_UPDATE = _SELECT_DRAFT.with_for_update(of=Draft)
_UPDATE_DRAFT = (
    update(cast(Table, Draft.__table__))
    .where(*_THIS_DRAFT, Draft.revision == bindparam("before"))
    .values(revision=bindparam("after"), doc=bindparam("new_doc"), posts=bindparam("new_posts"))
)


def _adding_to_tally(upsert: Any) -> Any:
    statement = upsert(cast(Table, Tally.__table__))
    primary = [column.name for column in Tally.__table__.primary_key]
    return statement.on_conflict_do_update(index_elements=primary, set_={"n": Tally.n + statement.excluded.n})


_ADD_TO_TALLY = {"postgresql": _adding_to_tally(postgresql.insert), "sqlite": _adding_to_tally(sqlite.insert)}


def insert_draft(session: Session, values: Mapping[str, Any], receipt_hmac: str) -> bool:
    """Insert a draft; return false where one with its id is there already, or was finished under that receipt."""
    names = list(values)
    given = select(*(bindparam(name, values[name], Draft.__table__.c[name].type) for name in names))
    finished = select(Receipt.response_id).where(
        Receipt.survey_id == values["survey_id"], Receipt.code_hmac == receipt_hmac
    )
    statement = (
        _upserting(session, Draft)
        .from_select(names, given.where(~finished.exists()))
        .on_conflict_do_nothing()
        .returning(Draft.id)
    )
    return session.scalar(statement) is not None


def select_draft(
    session: Session, survey_id: str, draft_id: str, *, for_update: bool = False
) -> Row[*tuple[Any, ...]] | None:
    """Return a draft with the content hash of its version, read from the database and not from the session."""
    statement = _SELECT_DRAFT_FOR_UPDATE if for_update else _SELECT_DRAFT
    return session.execute(statement, {"survey": survey_id, "draft": draft_id}).first()


def update_draft(
    session: Session,
    survey_id: str,
    draft_id: str,
    *,
    revision: int,
    doc: Mapping[str, Any],
    posts: Mapping[str, str],
) -> bool:
    """Change a draft that is still at `revision`, which goes up by one; return false where somebody was first."""
    given = {"survey": survey_id, "draft": draft_id, "before": revision, "after": revision + 1}
    return _touched(session, _UPDATE_DRAFT, {**given, "new_doc": doc, "new_posts": posts}) == 1


def take_draft(
    session: Session, survey_id: str, draft_id: str, *, revision: int | None = None
) -> Row[*tuple[Any, ...]] | None:
    """Delete a draft and return it; of many who try at once, one gets it and the others wait and get none.

    With a `revision` only a draft that is still at it is taken.
    """
    wanted = [Draft.survey_id == survey_id, Draft.id == draft_id]
    return session.execute(
        delete(Draft)
        .where(*wanted, *([] if revision is None else [Draft.revision == revision]))
        .returning(*DRAFT_COLUMNS)
        .execution_options(synchronize_session=False)
    ).first()


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


def insert_response(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(Response).values(**values))


def insert_receipt(session: Session, survey_id: str, code_hmac: str, response_id: str) -> None:
    session.execute(insert(Receipt).values(survey_id=survey_id, code_hmac=code_hmac, response_id=response_id))


def insert_consents(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.execute(insert(ConsentGiven), [dict(row) for row in rows])


def has_receipt(session: Session, survey_id: str, code_hmac: str) -> bool:
    found = select(Receipt.response_id).where(Receipt.survey_id == survey_id, Receipt.code_hmac == code_hmac)
    return session.scalar(found) is not None


def response_by_code(session: Session, code_hmac: str, *, for_update: bool = False) -> Response | None:
    """Return the response a receipt code belongs to, whichever its survey."""
    statement = (
        select(Response)
        .join(Receipt, (Receipt.survey_id == Response.survey_id) & (Receipt.response_id == Response.id))
        .where(Receipt.code_hmac == code_hmac)
        .execution_options(populate_existing=True)
    )
    return session.scalar(statement.with_for_update(of=Response) if for_update else statement)


def count_responses(session: Session, survey_id: str, state: str) -> int:
    counted = select(func.count()).select_from(Response)
    return session.scalar(counted.where(Response.survey_id == survey_id, Response.state == state)) or 0


def responses_of(session: Session, survey_id: str, state: str) -> Iterator[tuple[Response, CollectionPoint]]:
    """Yield responses with their collection points, by random id, without holding all of them in memory."""
    rows = session.execute(
        select(Response, CollectionPoint)
        .join(
            CollectionPoint,
            (CollectionPoint.survey_id == Response.survey_id) & (CollectionPoint.id == Response.point_id),
        )
        .where(Response.survey_id == survey_id, Response.state == state)
        .order_by(Response.id)
        .execution_options(yield_per=500)
    )
    yield from ((response, point) for response, point in rows)


def add_to_tallies(session: Session, keys: Sequence[Mapping[str, Any]], n: int) -> None:
    """Count `n` more of each step, inserting its row or adding to it; in one order, so that nobody waits in a ring."""
    slot = secrets.randbelow(SLOTS) if session.get_bind().dialect.name == "postgresql" else 0
    rows = sorted(({**key, "slot": slot, "n": n} for key in keys), key=lambda row: str(row["step"]))
    session.execute(_ADD_TO_TALLY[session.get_bind().dialect.name], rows if len(rows) > 1 else rows[0])


def tallies(session: Session, survey_id: str, *by: InstrumentedAttribute[Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return tallies of a survey summed over everything but the columns named, which order them; the sum is last."""
    return session.execute(
        select(*by, func.sum(Tally.n))
        .join(CollectionPoint, (CollectionPoint.survey_id == Tally.survey_id) & (CollectionPoint.id == Tally.point_id))
        .where(Tally.survey_id == survey_id)
        .group_by(*by)
        .order_by(*by)
    ).all()


def _upserting(session: Session, table: type[Any]) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return cast(Any, dialect).insert(table)


def _touched(session: Session, statement: Any, given: Mapping[str, Any] | None = None) -> int:
    return cast("CursorResult[Any]", session.execute(statement, given)).rowcount

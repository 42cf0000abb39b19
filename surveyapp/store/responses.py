"""Query responses, receipts and consents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from surveyapp.store.models.response import ConsentGiven, Receipt, Response
from surveyapp.store.models.survey import CollectionPoint

RESPONSE: Table = cast(Table, Response.__table__)
CONSENT: Table = cast(Table, ConsentGiven.__table__)
_RECEIPT: Table = cast(Table, Receipt.__table__)
# Made once, since making a statement costs more than asking it.
_INSERT_RESPONSE, _INSERT_RECEIPT, _INSERT_CONSENT = insert(RESPONSE), insert(_RECEIPT), insert(CONSENT)


def insert_finished(
    session: Session, response: Mapping[str, Any], code_hmac: str, consents: Sequence[Mapping[str, Any]]
) -> None:
    """Insert a response with its receipt and its consents."""
    belongs = {"survey_id": response["survey_id"], "response_id": response["id"]}
    session.execute(_INSERT_RESPONSE, dict(response))
    session.execute(_INSERT_RECEIPT, {**belongs, "code_hmac": code_hmac})
    if consents:
        session.execute(_INSERT_CONSENT, [{**belongs, **consent} for consent in consents])


def has_receipt(session: Session, survey_id: str, code_hmac: str) -> bool:
    found = select(Receipt.response_id).where(Receipt.survey_id == survey_id, Receipt.code_hmac == code_hmac)
    return session.scalar(found) is not None


def response_by_code(session: Session, code_hmac: str, *, for_update: bool = False) -> Response | None:
    """Return the response a receipt code belongs to, whichever its survey.

    Whoever waited `for_update` for the correction of a response finds that one gone and looks again: PostgreSQL reads
    the receipt as it was before the wait.
    """
    statement = (
        select(Response)
        .join(Receipt, (Receipt.survey_id == Response.survey_id) & (Receipt.response_id == Response.id))
        .where(Receipt.code_hmac == code_hmac)
        .execution_options(populate_existing=True)
    )
    if not for_update:
        return session.scalar(statement)
    locked = statement.with_for_update(of=Response)
    return session.scalar(locked) or session.scalar(locked)


def response_by_id(session: Session, survey_id: str, id: str, *, for_update: bool = False) -> Response | None:
    statement = select(Response).where(Response.survey_id == survey_id, Response.id == id)
    statement = statement.execution_options(populate_existing=True)
    return session.scalar(statement.with_for_update(of=Response) if for_update else statement)


def empty_response(session: Session, survey_id: str, id: str) -> None:
    """Erase what a response holds; that there was one remains."""
    there = (RESPONSE.c.survey_id == survey_id) & (RESPONSE.c.id == id)
    session.execute(update(RESPONSE).where(there).values(state="erased", doc={}, revision=RESPONSE.c.revision + 1))


def replace_response(session: Session, survey_id: str, id: str, *, by: str) -> None:
    """Let the receipts of a response lead to the one that corrects it, and delete it with its consents."""
    for table in (CONSENT, _RECEIPT):
        mine = (table.c.survey_id == survey_id) & (table.c.response_id == id)
        change = delete(table) if table is CONSENT else update(table).values(response_id=by)
        session.execute(change.where(mine))
    session.execute(delete(RESPONSE).where(RESPONSE.c.survey_id == survey_id, RESPONSE.c.id == id))


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

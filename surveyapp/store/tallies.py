"""Count by day, and never by person."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from surveyapp.store.models.response import Tally
from surveyapp.store.models.survey import CollectionPoint

SLOTS = 8
"""How many rows a tally is spread over where writers do not wait for each other anyway."""
TALLY: Table = cast(Table, Tally.__table__)


def raising(insert: Any) -> Any:
    """Let an insert into the tallies add to the rows that are there."""
    primary = [column.name for column in TALLY.primary_key]
    return insert.on_conflict_do_update(index_elements=primary, set_={"n": TALLY.c.n + insert.excluded.n})


_ADD = {"postgresql": raising(postgresql.insert(TALLY)), "sqlite": raising(sqlite.insert(TALLY))}


def add_to_tallies(session: Session, keys: Sequence[Mapping[str, Any]], n: int) -> None:
    """Count `n` more of each step, inserting its row or adding to it; in one order, so that nobody waits in a ring."""
    dialect = dialect_of(session)
    slot = some_slot() if dialect == "postgresql" else 0
    rows = sorted(({**key, "slot": slot, "n": n} for key in keys), key=lambda row: str(row["step"]))
    if rows:
        session.execute(_ADD[dialect], rows if len(rows) > 1 else rows[0])


def some_slot() -> int:
    """Return one of the rows a tally is spread over."""
    return secrets.randbelow(SLOTS)


def tallies(session: Session, survey_id: str, *by: InstrumentedAttribute[Any]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return tallies of a survey summed over everything but the columns named, which order them; the sum is last."""
    return session.execute(
        select(*by, func.sum(Tally.n))
        .join(CollectionPoint, (CollectionPoint.survey_id == Tally.survey_id) & (CollectionPoint.id == Tally.point_id))
        .where(Tally.survey_id == survey_id)
        .group_by(*by)
        .order_by(*by)
    ).all()


def dialect_of(session: Session) -> str:
    """Return `sqlite` or `postgresql`."""
    return str(session.get_bind().dialect.name)

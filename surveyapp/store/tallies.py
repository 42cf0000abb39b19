"""Count by day, and never by person."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import ARRAY, JSON, Integer, Row, Table, Text, bindparam, func, literal, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.expression import CTE

from surveyapp.store.models.response import Tally
from surveyapp.store.models.survey import CollectionPoint
from surveyapp.store.prepared import Prepared

SLOTS = 8
"""How many rows a tally is spread over where writers do not wait for each other anyway."""
TALLY: Table = cast(Table, Tally.__table__)


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps that were come to at a collection point, on a day, in a language; what every count is kept under."""

    point_id: str
    day: date
    language: str
    steps: tuple[str, ...]

    def given(self) -> dict[str, Any]:
        """Return what statements that count are given; steps in one order, so that nobody waits in a ring."""
        key = {"count_point_id": self.point_id, "count_day": self.day, "count_language": self.language}
        return {**key, "count_steps": sorted(self.steps), "count_slot": some_slot()}


TEXTS = ARRAY(Text).with_variant(JSON(), "sqlite")
"""Several texts given at once."""
ONE = literal(1)


def counting(given: Callable[[str, Any], Any], dialect: str, *, after: CTE | None = None, n: Any = ONE) -> Any:
    """Insert into the tallies, or add to them: once, or once for each row that was changed in `after`.

    `given` says of a name and a type how the value is given.
    """
    key = [given(f"count_{name}", TALLY.c[name].type) for name in ("point_id", "day", "language")]
    steps = given("count_steps", TEXTS)
    if dialect == "sqlite":
        each = func.json_each(steps).table_valued("value")
        rows = select(given("survey", TALLY.c.survey_id.type), *key, each.c.value, literal(0), n).select_from(each)
        rows = rows.where(true())  # without it SQLite would take ON CONFLICT for a join
    else:
        slot = given("count_slot", TALLY.c.slot.type)
        rows = select(given("survey", TALLY.c.survey_id.type), *key, func.unnest(steps), slot, n)
        rows = rows if after is None else rows.select_from(after)
    insert = sqlite.insert(TALLY) if dialect == "sqlite" else postgresql.insert(TALLY)
    filled = insert.from_select(["survey_id", "point_id", "day", "language", "step", "slot", "n"], rows)
    primary = [column.name for column in TALLY.primary_key]
    return filled.on_conflict_do_update(index_elements=primary, set_={"n": TALLY.c.n + filled.excluded.n})


def as_parameter(name: str, type_: Any) -> Any:
    """Let a statement be given a value under a name."""
    return bindparam(name, type_=type_)


_ADD = Prepared(
    writes=True,
    **{name: counting(as_parameter, name, n=bindparam("n", type_=Integer)) for name in ("postgresql", "sqlite")},
)


def add_to_tallies(session: Session, survey_id: str, counted: Steps, n: int) -> None:
    """Count `n` more of each step, inserting its row or adding to it."""
    if counted.steps:
        _ADD.execute(session, {"survey": survey_id, "n": n, **counted.given()})


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

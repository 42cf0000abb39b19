"""Keep the plan, the statements and the measures of a survey's reports, so that nobody overwrites another unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from surveyapp.services.failures import StaleInput
from surveyapp.stated.register import Register, RegisterError, register_from
from surveyapp.stated.statements import Statements, StatementsError, statements_from
from surveyapp.store import reports, surveys

Kind = Literal["plan", "statements", "measures"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands today. `revision` is 0 where nobody has kept anything yet."""

    content: Mapping[str, Any] = field(default_factory=dict)
    revision: int = 0
    changed_by: str = ""
    day: date | None = None


def find(session: Session, survey_id: str, kind: Kind) -> Kept:
    """Return what stands of a kind."""
    row = reports.find_input(session, survey_id, kind)
    return Kept() if row is None else Kept(row.content, row.revision, row.changed_by, row.day)


def keep(
    session: Session,
    survey_id: str,
    kind: Kind,
    content: Mapping[str, Any],
    *,
    revision: int,
    actor: str,
    today: date,
) -> None:
    """Put a content in the place of the one of this revision; raise StaleInput where that one stands no more."""
    surveys.lock(session, survey_id)
    values = {"content": json.loads(json.dumps(content)), "changed_by": actor, "day": today}
    if not reports.put_input(session, survey_id, kind, revision, values):
        raise StaleInput


def statements_of(kept: Kept) -> Statements:
    """Return the statements that stand; raise StatementsError where they cannot be read."""
    return statements_from(kept.content) if kept.content else Statements()


def register_of(kept: Kept) -> Register:
    """Return the measures that stand; raise RegisterError where they cannot be read."""
    return register_from(kept.content) if kept.content else Register()


__all__ = [
    "Kept",
    "Kind",
    "RegisterError",
    "StatementsError",
    "find",
    "keep",
    "register_of",
    "statements_of",
]

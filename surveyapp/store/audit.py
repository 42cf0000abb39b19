"""Query the chain of what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from surveyapp.store.models.account import Organisation
from surveyapp.store.models.audit import AuditEntry


def last(session: Session, organisation_id: str, chain: str) -> AuditEntry | None:
    """Return the newest entry of a chain; whoever else would append waits until this transaction ends."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    return session.scalar(_of(organisation_id, chain).order_by(AuditEntry.number.desc()).limit(1))


def newest_of(session: Session, organisation_id: str, subject: str, actions: Sequence[str]) -> AuditEntry | None:
    """Return the newest entry of staff on a subject with one of these actions."""
    about = (AuditEntry.subject == subject, AuditEntry.action.in_(actions))
    return session.scalar(_of(organisation_id, "staff").where(*about).order_by(AuditEntry.number.desc()).limit(1))


def append(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(AuditEntry).values(**values))


def entries(session: Session, organisation_id: str, chain: str) -> Iterator[AuditEntry]:
    """Yield a chain from its first entry."""
    yield from session.scalars(
        _of(organisation_id, chain)
        .order_by(AuditEntry.number)
        .execution_options(yield_per=1000, populate_existing=True)
    )


def _of(organisation_id: str, chain: str) -> Select[AuditEntry]:
    return select(AuditEntry).where(AuditEntry.organisation_id == organisation_id, AuditEntry.chain == chain)

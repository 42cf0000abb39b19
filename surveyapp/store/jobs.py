"""Query background work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.orm import Session

from surveyapp.store.models.job import Artefact, Job


def insert_job(session: Session, values: Mapping[str, Any]) -> None:
    session.execute(insert(Job).values(**values))


def claim_next(session: Session, worker: str, now: float) -> Job | None:
    """Give the oldest queued job to a worker in one statement; two workers never get the same one."""
    oldest = (
        select(Job.id)
        .where(Job.state == "queued")
        .order_by(Job.created, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    return session.scalar(
        update(Job)
        .where(Job.id == oldest, Job.state == "queued")
        .values(state="running", claimed_by=worker, heartbeat=now, attempts=Job.attempts + 1, progress=0.0, step="")
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def change_running(session: Session, job_id: str, worker: str, values: Mapping[str, Any]) -> bool:
    """Change a job that this worker still holds; return false where it does not."""
    return _changed(
        session, update(Job).where(Job.id == job_id, Job.state == "running", Job.claimed_by == worker), values
    )


def cancel(session: Session, job_id: str) -> bool:
    """Cancel a job that is not over; return false where it was."""
    open_ = update(Job).where(Job.id == job_id, Job.state.in_(("queued", "running")))
    return _changed(session, open_, {"state": "cancelled", "claimed_by": None})


def silent_since(session: Session, before: float, *, fewest: int, most: int, values: Mapping[str, Any]) -> int:
    """Change running jobs whose last sign of life is older, with `fewest` to `most` attempts; return how many."""
    statement = update(Job).where(
        Job.state == "running", Job.heartbeat < before, Job.attempts >= fewest, Job.attempts <= most
    )
    return _count(session, statement, values)


def find(session: Session, job_id: str) -> Job | None:
    return session.get(Job, job_id, populate_existing=True)


def recent(session: Session, survey_id: str, kind: str | None, limit: int) -> Sequence[Job]:
    """Return a survey's newest jobs first."""
    statement = select(Job).where(Job.survey_id == survey_id).order_by(Job.created.desc(), Job.id).limit(limit)
    if kind is not None:
        statement = statement.where(Job.kind == kind)
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def artefact_names(session: Session, job_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the files each job made, without reading them."""
    names: dict[str, tuple[str, ...]] = {}
    rows = session.execute(
        select(Artefact.job_id, Artefact.name).where(Artefact.job_id.in_(job_ids)).order_by(Artefact.name)
    )
    for job_id, name in rows:
        names[job_id] = (*names.get(job_id, ()), name)
    return names


def put_artefact(session: Session, job_id: str, name: str, media_type: str, content: bytes) -> None:
    """Keep a file, in place of one of that name."""
    session.execute(delete(Artefact).where(Artefact.job_id == job_id, Artefact.name == name))
    session.execute(insert(Artefact).values(job_id=job_id, name=name, media_type=media_type, content=content))


def delete_artefacts(session: Session, kind: str, before: float) -> int:
    """Delete the files of jobs of a kind that were created before; return how many."""
    older = select(Job.id).where(Job.kind == kind, Job.created < before)
    statement = delete(Artefact).where(Artefact.job_id.in_(older)).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def delete_artefact(session: Session, job_id: str, name: str) -> bool:
    statement = delete(Artefact).where(Artefact.job_id == job_id, Artefact.name == name)
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1


def artefact(session: Session, job_id: str, name: str) -> Artefact | None:
    return session.get(Artefact, (job_id, name))


def _changed(session: Session, statement: Any, values: Mapping[str, Any]) -> bool:
    return _count(session, statement, values) == 1


def _count(session: Session, statement: Any, values: Mapping[str, Any]) -> int:
    changing = statement.values(**values).execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", session.execute(changing)).rowcount

"""Queue background work and follow it: the row is the truth, and a worker that dies gives its job back."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy.orm import Session

from surveyapp.services.failures import JobLost, UnknownJob
from surveyapp.store import jobs
from surveyapp.store.models.job import Job

State = Literal["queued", "running", "done", "failed", "cancelled"]
MOST_ATTEMPTS = 3
SILENCE = 60.0
"""Seconds without a sign of life after which a worker is taken for dead."""


@dataclass(frozen=True, slots=True)
class JobState:
    """A job as it stands: `progress` from 0 to 1, `created` in seconds since 1970, `artefacts` its files' names."""

    id: str
    kind: str
    arguments: Mapping[str, Any]
    survey_id: str | None
    organisation_id: str | None
    state: State
    progress: float
    step: str
    attempts: int
    created: float
    result: Mapping[str, Any] | None
    error: str | None
    artefacts: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("queued", "running")


@dataclass(frozen=True, slots=True)
class ArtefactFile:
    name: str
    media_type: str
    content: bytes


def enqueue(
    session: Session,
    kind: str,
    arguments: Mapping[str, Any],
    *,
    survey_id: str | None = None,
    organisation_id: str | None = None,
    now: float | None = None,
) -> JobState:
    """Put work in the queue; a worker may take it once the edge has committed."""
    created = time.time() if now is None else now
    job_id = str(uuid.uuid4())
    values = {
        "id": job_id,
        "kind": kind,
        "arguments": arguments,
        "survey_id": survey_id,
        "organisation_id": organisation_id,
        "state": "queued",
        "progress": 0.0,
        "step": "",
        "attempts": 0,
        "created": created,
        "day": datetime.fromtimestamp(created, UTC).date(),
    }
    jobs.insert_job(session, values)
    return _known(session, job_id)


def claim(session: Session, worker: str, *, now: float | None = None) -> JobState | None:
    """Take the oldest queued job for a worker, None where nothing is to be done; commit before working on it."""
    job = jobs.claim_next(session, worker, time.time() if now is None else now)
    return None if job is None else _state(job, ())


def heartbeat(
    session: Session, job_id: str, worker: str, *, progress: float, step: str = "", now: float | None = None
) -> None:
    """Show that the worker lives and how far it is; raise JobLost where it must stop."""
    moment = time.time() if now is None else now
    values = {"heartbeat": moment, "progress": min(max(progress, 0.0), 1.0), "step": step}
    _change(session, job_id, worker, values)


def keep(session: Session, job_id: str, worker: str, name: str, media_type: str, content: bytes) -> None:
    """Keep a file the job made; raise JobLost where it is no longer this worker's."""
    _change(session, job_id, worker, {"heartbeat": time.time()})
    jobs.put_artefact(session, job_id, name, media_type, content)


def attach(session: Session, job_id: str, name: str, media_type: str, content: bytes) -> None:
    """Send a file along with a job that was just put in the queue."""
    jobs.put_artefact(session, job_id, name, media_type, content)


def forget_artefact(session: Session, job_id: str, name: str) -> bool:
    """Delete a file of a job; return false where it has none of that name."""
    return jobs.delete_artefact(session, job_id, name)


def finish(session: Session, job_id: str, worker: str, result: Mapping[str, Any] | None = None) -> None:
    """Say that the work is done; raise JobLost where it is no longer this worker's."""
    _change(session, job_id, worker, {"state": "done", "progress": 1.0, "step": "", "result": result, "error": None})


def fail(session: Session, job_id: str, worker: str, error: str) -> None:
    """Say in a sentence why the work cannot be done; it is not tried again. Raises JobLost."""
    _change(session, job_id, worker, {"state": "failed", "error": error})


def cancel(session: Session, job_id: str) -> bool:
    """Stop a job, also while a worker is at it: its next sign of life tells it. Return false where it was over."""
    return jobs.cancel(session, job_id)


def sweep(session: Session, *, silence: float = SILENCE, now: float | None = None) -> tuple[int, int]:
    """Give silent workers' jobs back to the queue, or fail them after three attempts; return how many of each."""
    before = (time.time() if now is None else now) - silence
    lost = "The worker stopped in the middle of this three times. Start it again; if it stops again, look at its log."
    failed = jobs.silent_since(
        session, before, fewest=MOST_ATTEMPTS, most=2**31 - 1, values={"state": "failed", "error": lost}
    )
    again = {"state": "queued", "claimed_by": None}
    requeued = jobs.silent_since(session, before, fewest=0, most=MOST_ATTEMPTS - 1, values=again)
    return requeued, failed


def find(session: Session, job_id: str) -> JobState | None:
    """Return a job as it stands now."""
    job = jobs.find(session, job_id)
    return None if job is None else _state(job, jobs.artefact_names(session, [job_id]).get(job_id, ()))


def recent(session: Session, survey_id: str, *, kind: str | None = None, limit: int = 20) -> tuple[JobState, ...]:
    """Return a survey's jobs, the newest first."""
    rows = jobs.recent(session, survey_id, kind, limit)
    names = jobs.artefact_names(session, [row.id for row in rows])
    return tuple(_state(row, names.get(row.id, ())) for row in rows)


def forget_files(session: Session, kind: str, *, before: float) -> int:
    """Delete the files of older jobs of a kind and return how many there were; that they were made stays known."""
    return jobs.delete_artefacts(session, kind, before)


def artefact(session: Session, job_id: str, name: str) -> ArtefactFile | None:
    """Return a file a job made."""
    row = jobs.artefact(session, job_id, name)
    return None if row is None else ArtefactFile(row.name, row.media_type, row.content)


def _change(session: Session, job_id: str, worker: str, values: Mapping[str, Any]) -> None:
    if not jobs.change_running(session, job_id, worker, values):
        raise JobLost


def _known(session: Session, job_id: str) -> JobState:
    found = find(session, job_id)
    if found is None:
        raise UnknownJob
    return found


def _state(row: Job, artefacts: tuple[str, ...]) -> JobState:
    return JobState(
        id=row.id,
        kind=row.kind,
        arguments=row.arguments,
        survey_id=row.survey_id,
        organisation_id=row.organisation_id,
        state=cast(State, row.state),
        progress=row.progress,
        step=row.step,
        attempts=row.attempts,
        created=row.created,
        result=row.result,
        error=row.error,
        artefacts=artefacts,
    )

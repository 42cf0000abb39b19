"""Hold a job in the hands of a worker: show how far it is, keep what it made, stop once it is taken away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.services import jobs
from surveyapp.services.failures import DatabaseUnavailable
from surveyapp.services.jobs import JobState

MEDIA_TYPES: Final = {".html": "text/html; charset=utf-8", ".json": "application/json"}
log = logging.getLogger("surveyapp.worker")
Result: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class Reached:
    share: float = 0.0
    step: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A job in the hands of a worker; every step it takes raises JobLost once the job is no longer the worker's."""

    engine: Engine
    job: JobState
    worker: str
    reached: Reached = field(default_factory=Reached)

    def progress(self, share: float, step: str) -> None:
        """Show how far the job is (0 to 1) and what is being done; a database that is away does not stop the work."""
        self.reached.share, self.reached.step = share, step
        try:
            with writing(self.engine) as session:
                jobs.heartbeat(session, self.job.id, self.worker, progress=share, step=step)
        except DatabaseUnavailable as away:
            log.warning("%s", away)

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file the job made."""
        media_type = MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
        with writing(self.engine) as session:
            jobs.keep(session, self.job.id, self.worker, name, media_type, content)


Task: TypeAlias = Callable[[Work], Result]

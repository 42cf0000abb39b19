"""Do background work: take a job, show signs of life, stop when told, leave nothing half done.

The job's row is the truth. A worker that is killed stops beating, and after a while its job goes back to the queue.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
import traceback
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine

from surveyapp.database import make_engine, writing
from surveyapp.housekeeping import EVERY, keep_house
from surveyapp.services import jobs
from surveyapp.services.failures import DatabaseUnavailable, Failure, JobLost
from surveyapp.services.jobs import JobState
from surveyapp.settings import Settings
from surveyapp.tasks import data_work, earlier_waves, report_work, theme_work
from surveyapp.tasks.work import Task, Work

IDLE: Final = 1.0
"""Seconds between two looks at an empty queue."""
BEAT: Final = 10.0
"""Seconds between two signs of life; well below `jobs.SILENCE`."""
AWAY: Final = 5.0
"""Seconds to wait while the database is away."""
log = logging.getLogger("surveyapp.worker")

TASKS: Final[Mapping[str, Task]] = {
    "report": report_work.write_report,
    "verify": report_work.verify_report,
    "publish": report_work.publish_report,
    "data": data_work.hand_out,
    "wave": earlier_waves.look_into,
    "themes": theme_work.propose_themes,
}


@dataclass(slots=True)
class Worker:
    """Work through the queue under one name."""

    engine: Engine
    tasks: Mapping[str, Task] = field(default_factory=lambda: TASKS)
    beat: float = BEAT
    silence: float = jobs.SILENCE
    name: str = field(default_factory=lambda: f"worker-{uuid.uuid4()}")
    stopping: threading.Event = field(default_factory=threading.Event)
    next_round: float = 0.0
    """When to keep house again, by the monotonic clock."""

    def run(self, *, once: bool = False) -> int:
        """Work until told to stop, or with `once` until nothing waits; return how many jobs came to an end."""
        ended = 0
        while not self.stopping.is_set():
            try:
                self._keep_house()
                job = self._claim()
            except DatabaseUnavailable as away:
                if once:
                    raise
                log.warning("%s", away)
                self.stopping.wait(AWAY)
                continue
            if job is not None:
                self._do(job)
                ended += 1
            elif once:
                break
            else:
                self.stopping.wait(IDLE)
        return ended

    def _keep_house(self) -> None:
        """Let drafts expire and forget what was deleted, when it is time again."""
        if time.monotonic() < self.next_round:
            return
        self.next_round = time.monotonic() + EVERY
        expired = keep_house(self.engine, now=datetime.now(UTC))
        if expired:
            log.info("Let %d drafts expire", expired)

    def _claim(self) -> JobState | None:
        with writing(self.engine) as session:
            requeued, failed = jobs.sweep(session, silence=self.silence)
            job = jobs.claim(session, self.name)
        if requeued or failed:
            log.warning("Took back %d jobs of workers that fell silent; gave %d up.", requeued, failed)
        return job

    def _do(self, job: JobState) -> None:
        """Do one job to its end, whatever that is; what went wrong is logged by its kind and place, never its text."""
        work = Work(self.engine, job, self.name)
        log.info("Began %s %s", job.kind, job.id)
        try:
            with self._beating(work):
                result = self._task(job)(work)
            with writing(self.engine) as session:
                jobs.finish(session, job.id, self.name, result)
            log.info("Finished %s %s", job.kind, job.id)
        except JobLost:
            log.info("Stopped %s %s: it was cancelled or taken away", job.kind, job.id)
        except DatabaseUnavailable as away:
            log.warning("Left %s %s to be taken up again: %s", job.kind, job.id, away)
        except Failure as failure:
            self._fail(job, str(failure))
        except Exception as error:
            log.error("%s in %s\n%s", type(error).__name__, job.kind, "".join(traceback.format_tb(error.__traceback__)))
            self._fail(job, type(error).__name__)

    def _task(self, job: JobState) -> Task:
        if job.kind not in self.tasks:
            raise Failure(f"This worker does not know how to do {job.kind!r}. Update it to the console's version.")
        return self.tasks[job.kind]

    def _fail(self, job: JobState, error: str) -> None:
        log.error("Failed %s %s: %s", job.kind, job.id, error)
        try:
            with writing(self.engine) as session:
                jobs.fail(session, job.id, self.name, error)
        except (JobLost, DatabaseUnavailable) as late:
            log.warning("Could not note it: %s", late)

    @contextmanager
    def _beating(self, work: Work) -> Iterator[None]:
        """Show signs of life while a long step says nothing."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(self.beat):
                try:
                    work.progress(work.reached.share, work.reached.step)
                except JobLost:
                    return

        heart = threading.Thread(target=beat, name="heartbeat", daemon=True)
        heart.start()
        try:
            yield
        finally:
            done.set()
            heart.join()


def run(settings: Settings, once: bool = False, tasks: Mapping[str, Task] = TASKS) -> int:
    """Work through the queue of a database; SIGTERM and SIGINT let the job at hand be finished first."""
    engine = make_engine(settings.database_url)
    worker = Worker(engine, tasks)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stopping.set())
    try:
        return worker.run(once=once)
    finally:
        engine.dispose()

"""A worker is a process: killed, its job is taken up by another; told to stop, it finishes first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.services import jobs
from surveyapp.worker import Worker
from tests.patience import LONGEST, wait_until
from tests.worker.test_worker import enqueued, found

HOUSE = Path(__file__).resolve().parents[2]


@contextmanager
def worker_process(url: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "tests.worker.slow_worker", url], cwd=HOUSE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_the_job_of_a_killed_worker_is_done_by_the_next(engine: Engine, database_url: str) -> None:
    job = enqueued(engine, survey="ours")
    with worker_process(database_url) as process:
        wait_until(lambda: found(engine, job).step == "In the middle", "the middle of the job")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert found(engine, job).state == "running"
    next_one = Worker(engine, {"report": lambda work: {"by": "the next"}}, silence=0.5)
    wait_until(lambda: next_one.run(once=True) == 1, "the next one to take it up")
    assert found(engine, job).state == "done"
    assert found(engine, job).attempts == 2
    assert found(engine, job).result == {"by": "the next"}


def test_a_worker_told_to_end_finishes_what_it_began(engine: Engine, database_url: str) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "brief", {}).id
    with worker_process(database_url) as process:
        wait_until(lambda: found(engine, job).step == "In the middle", "the middle of the job")
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST) == 0
    assert found(engine, job).state == "done"
    assert found(engine, job).result == {"brief": True}

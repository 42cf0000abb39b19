"""The worker does what was asked for, once, shows how far it is, and stops when told."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine, select

from surveyapp.database import reading, writing
from surveyapp.services import jobs
from surveyapp.services.failures import DatabaseUnavailable, Failure
from surveyapp.services.jobs import JobState
from surveyapp.store.models.job import Job
from surveyapp.tasks.work import Task, Work
from surveyapp.worker import Worker
from tests.patience import LONGEST, wait_until


def enqueued(engine: Engine, **arguments: Any) -> str:
    with writing(engine) as session:
        return jobs.enqueue(session, "report", arguments).id


def found(engine: Engine, job_id: str) -> JobState:
    with reading(engine) as session:
        job = jobs.find(session, job_id)
    assert job is not None
    return job


def worked(engine: Engine, task: Task, **options: Any) -> int:
    return Worker(engine, {"report": task}, **options).run(once=True)


def test_jobs_are_done_in_the_order_they_were_asked_for_and_their_files_kept(engine: Engine) -> None:
    done: list[str] = []

    def task(work: Work) -> Mapping[str, Any]:
        done.append(work.job.arguments["survey"])
        work.keep("report.en.html", b"<p>")
        return {"n": 1}

    first, second = enqueued(engine, survey="one"), enqueued(engine, survey="two")
    assert worked(engine, task) == 2
    assert done == ["one", "two"]
    assert [found(engine, job).state for job in (first, second)] == ["done", "done"]
    assert found(engine, first).artefacts == ("report.en.html",)
    assert found(engine, first).result == {"n": 1}


def test_progress_can_be_read_while_the_work_goes_on(engine: Engine) -> None:
    seen: list[tuple[str, float, str]] = []
    job = enqueued(engine)

    def task(work: Work) -> Mapping[str, Any]:
        work.progress(0.4, "Weighting")
        now = found(engine, job)
        seen.append((now.state, now.progress, now.step))
        return {}

    worked(engine, task)
    assert seen == [("running", 0.4, "Weighting")]
    assert found(engine, job).progress == 1


def test_a_cancelled_job_stops_before_its_next_step(engine: Engine) -> None:
    steps: list[str] = []
    job = enqueued(engine)

    def task(work: Work) -> Mapping[str, Any]:
        for step in ("one", "two", "three"):
            work.progress(0.5, step)
            steps.append(step)
            if step == "one":
                with writing(engine) as session:
                    jobs.cancel(session, job)
        return {}

    worked(engine, task)
    assert steps == ["one"]
    assert found(engine, job).state == "cancelled"


def test_a_job_cancelled_at_its_very_end_stays_cancelled(engine: Engine) -> None:
    job = enqueued(engine)

    def task(work: Work) -> Mapping[str, Any]:
        with writing(engine) as session:
            jobs.cancel(session, job)
        return {"too": "late"}

    worked(engine, task)
    assert found(engine, job).state == "cancelled"
    assert found(engine, job).result is None


def test_a_failure_with_a_name_is_told_in_its_sentence(engine: Engine) -> None:
    job = enqueued(engine)

    def task(work: Work) -> Mapping[str, Any]:
        raise Failure("There are too few answers to report on.")

    worked(engine, task)
    assert found(engine, job).state == "failed"
    assert found(engine, job).error == "There are too few answers to report on."


def test_an_unforeseen_error_is_told_by_its_kind_and_never_by_its_text(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    job, answer = enqueued(engine), "what-somebody-said"

    def task(work: Work) -> Mapping[str, Any]:
        raise ValueError(answer)

    worked(engine, task)
    assert found(engine, job).error == "ValueError"
    assert "ValueError" in caplog.text
    assert answer not in caplog.text


def test_a_kind_of_work_that_is_not_known_fails_with_what_to_do(engine: Engine) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "dance", {}).id
    Worker(engine, {}).run(once=True)
    assert "Update" in str(found(engine, job).error)


def test_a_long_silent_step_keeps_its_job_by_the_heartbeat(engine: Engine) -> None:
    job = enqueued(engine)

    def last_beat() -> float:
        with reading(engine) as session:
            return session.scalars(select(Job.heartbeat).where(Job.id == job)).one() or 0.0

    def task(work: Work) -> Mapping[str, Any]:
        claimed = last_beat()
        wait_until(lambda: last_beat() > claimed, "a heartbeat")
        with writing(engine) as session:
            assert jobs.sweep(session, silence=0, now=last_beat()) == (0, 0), "nobody silent since it was claimed"
        return {}

    worked(engine, task, beat=0.1)
    assert found(engine, job).state == "done"
    assert found(engine, job).attempts == 1


def test_a_worker_told_to_stop_finishes_the_job_at_hand_and_begins_no_other(engine: Engine) -> None:
    started, go_on = threading.Event(), threading.Event()

    def task(work: Work) -> Mapping[str, Any]:
        started.set()
        assert go_on.wait(LONGEST)
        return {}

    at_hand, waiting = enqueued(engine), enqueued(engine)
    worker = Worker(engine, {"report": task})
    running = threading.Thread(target=worker.run)
    running.start()
    assert started.wait(LONGEST)
    worker.stopping.set()
    go_on.set()
    running.join(LONGEST)
    assert not running.is_alive()
    assert found(engine, at_hand).state == "done"
    assert found(engine, waiting).state == "queued"


def test_many_workers_at_once_do_every_job_exactly_once(engine: Engine) -> None:
    done: list[str] = []

    def task(work: Work) -> Mapping[str, Any]:
        done.append(work.job.id)
        return {}

    asked = [enqueued(engine) for _ in range(12)]
    workers = [threading.Thread(target=worked, args=(engine, task)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(LONGEST)
    assert sorted(done) == sorted(asked)


def test_a_database_that_is_away_does_not_end_a_worker(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    job = enqueued(engine)
    worker = Worker(engine, {"report": lambda work: {}})
    truly, times = worker._claim, [0]

    def claim(self: Worker) -> JobState | None:
        times[0] += 1
        if times[0] == 1:
            raise DatabaseUnavailable
        return truly()

    monkeypatch.setattr(Worker, "_claim", claim)
    monkeypatch.setattr("surveyapp.worker.AWAY", 0.05)
    running = threading.Thread(target=worker.run)
    running.start()
    wait_until(lambda: found(engine, job).state == "done", "the job")
    worker.stopping.set()
    running.join(LONGEST)
    assert not running.is_alive()

"""A job is done once, or says why it was not, whatever happens to the workers."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import jobs
from surveyapp.services.failures import JobLost
from tests.services.fieldwork import publish_tiny


def test_jobs_are_taken_in_the_order_they_came(engine: Engine) -> None:
    with writing(engine) as session:
        later = jobs.enqueue(session, "report", {}, now=20.0)
        earlier = jobs.enqueue(session, "report", {"survey": "x"}, now=10.0)
        first = jobs.claim(session, "worker", now=30.0)
        second = jobs.claim(session, "worker", now=30.0)
        assert jobs.claim(session, "worker", now=30.0) is None
    assert first is not None and second is not None
    assert (first.id, second.id) == (earlier.id, later.id)
    assert (first.state, first.attempts, first.arguments) == ("running", 1, {"survey": "x"})


def test_progress_files_and_result_can_be_followed(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        job = jobs.enqueue(session, "report", {}, survey_id=survey.survey_id)
        assert job.is_open
        jobs.claim(session, "worker")
        jobs.heartbeat(session, job.id, "worker", progress=0.5, step="weighting")
        half = jobs.find(session, job.id)
        jobs.keep(session, job.id, "worker", "report.en.html", "text/html", b"old")
        jobs.keep(session, job.id, "worker", "report.en.html", "text/html", b"\0new")
        jobs.finish(session, job.id, "worker", {"figures": 3})
    assert half is not None
    assert (half.progress, half.step) == (0.5, "weighting")
    with reading(engine) as session:
        (done,) = jobs.recent(session, survey.survey_id, kind="report")
        file = jobs.artefact(session, job.id, "report.en.html")
        assert jobs.artefact(session, job.id, "other") is None
        assert jobs.recent(session, survey.survey_id, kind="other") == ()
    assert (done.state, done.progress, done.result, done.artefacts) == (
        "done",
        1.0,
        {"figures": 3},
        ("report.en.html",),
    )
    assert not done.is_open
    assert file == jobs.ArtefactFile("report.en.html", "text/html", b"\0new")


def test_a_failed_job_says_why_and_is_not_tried_again(engine: Engine) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "report", {})
        jobs.claim(session, "worker")
        jobs.fail(session, job.id, "worker", "There are too few answers.\0")
        assert jobs.claim(session, "worker") is None
        found = jobs.find(session, job.id)
    assert found is not None
    assert (found.state, found.error) == ("failed", "There are too few answers.")


def test_a_cancelled_job_stops_its_worker_at_the_next_sign_of_life(engine: Engine) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "report", {})
        jobs.claim(session, "worker")
        assert jobs.cancel(session, job.id)
        assert not jobs.cancel(session, job.id)
        with pytest.raises(JobLost):
            jobs.heartbeat(session, job.id, "worker", progress=0.9)
        with pytest.raises(JobLost):
            jobs.keep(session, job.id, "worker", "x", "text/plain", b"")
        with pytest.raises(JobLost):
            jobs.finish(session, job.id, "worker")
        found = jobs.find(session, job.id)
    assert found is not None
    assert (found.state, found.artefacts) == ("cancelled", ())


def test_a_dead_workers_job_is_taken_by_another_three_times_and_then_fails(engine: Engine) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "report", {}, now=0.0)
        for attempt in (1, 2, 3):
            now = 1000.0 * attempt
            taken = jobs.claim(session, f"worker {attempt}", now=now)
            assert taken is not None
            assert taken.attempts == attempt
            assert jobs.sweep(session, silence=60, now=now + 59) == (0, 0)
            requeued, failed = jobs.sweep(session, silence=60, now=now + 61)
            assert (requeued, failed) == ((1, 0) if attempt < 3 else (0, 1))
        found = jobs.find(session, job.id)
    assert found is not None
    assert found.state == "failed"
    assert found.error is not None and "three times" in found.error


def test_a_worker_that_was_only_slow_learns_that_its_job_is_anothers(engine: Engine) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "report", {})
        jobs.claim(session, "slow", now=0.0)
        jobs.sweep(session, silence=60, now=100.0)
        jobs.claim(session, "quick", now=101.0)
        with pytest.raises(JobLost):
            jobs.finish(session, job.id, "slow")
        jobs.finish(session, job.id, "quick")


def test_a_worker_that_shows_life_keeps_its_job(engine: Engine) -> None:
    with writing(engine) as session:
        job = jobs.enqueue(session, "report", {})
        jobs.claim(session, "worker", now=0.0)
        jobs.heartbeat(session, job.id, "worker", progress=0.1, now=90.0)
        assert jobs.sweep(session, silence=60, now=100.0) == (0, 0)


def test_an_unknown_job_is_not_found(engine: Engine) -> None:
    with writing(engine) as session:
        assert jobs.find(session, "nothing") is None
        assert not jobs.cancel(session, "nothing")

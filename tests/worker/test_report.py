"""The report of a survey, written by the worker from what is in the database."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.instruments import bundled
from surveyapp.services import fielded, jobs, publishing
from surveyapp.services.reports import publications
from surveyapp.worker import Worker
from tests.worker.test_worker import found

SLUG = "interest-and-needs-2026"


@pytest.fixture
def asked(engine: Engine) -> str:
    """Publish the bundled survey and ask for its report."""
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, bundled(), settings={"simulated": True}, today=date(2026, 11, 2))
        survey = fielded.find_survey(session, SLUG)
        assert survey is not None
        return jobs.enqueue(
            session, "report", {"survey": SLUG, "languages": ["vi", "en"]}, survey_id=survey.survey_id
        ).id


def test_a_survey_nobody_has_finished_has_a_report_that_says_so(engine: Engine, asked: str) -> None:
    Worker(engine).run(once=True)
    job = found(engine, asked)
    assert (job.state, job.error) == ("done", None)
    with reading(engine) as session:
        file = jobs.artefact(session, asked, "report.en.html")
    assert file is not None
    assert "Nobody has answered yet" in file.content.decode()


def test_what_the_task_writes_is_kept_with_its_kind(
    engine: Engine, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from surveyapp.tasks import reporting

    def wrote(session, slug, out, progress, *, languages, **given):  # type: ignore[no-untyped-def]
        progress(0.5, "writing")
        out.mkdir()
        paths = [out / f"report.{language}.html" for language in languages]
        for path in paths:
            path.write_text(f"{slug}: {path.name}", encoding="utf-8")
        return (*paths, manifest(out))

    monkeypatch.setattr(reporting, "report_on_survey", wrote)
    Worker(engine).run(once=True)
    job = found(engine, asked)
    assert (job.state, job.artefacts) == ("done", ("manifest.json", "report.en.html", "report.vi.html"))
    with reading(engine) as session:
        file = jobs.artefact(session, asked, "report.vi.html")
    assert file is not None
    assert file.content == f"{SLUG}: report.vi.html".encode()
    assert file.media_type == "text/html; charset=utf-8"


def test_a_report_is_judged_with_every_one_that_was_published_and_no_other(
    engine: Engine, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from surveyapp.tasks import reporting

    before: list[list[str]] = []

    def wrote(session, slug, out, progress, *, ledger, **given):  # type: ignore[no-untyped-def]
        before.append([report["data"] for report in json.loads(ledger.read_text("utf-8"))["reports"]])
        out.mkdir()
        return (manifest(out),)

    monkeypatch.setattr(reporting, "report_on_survey", wrote)
    Worker(engine).run(once=True)
    with writing(engine) as session:
        survey = fielded.find_survey(session, SLUG)
        assert survey is not None
        printed = {"data": "first", "responses": 20, "last": "2026-11-02", "cells": []}
        report = publications.Judged(b"{}", printed, 0, asked)
        who = publications.Publisher("a", "Lan", "director")
        publications.add(session, survey, report, who, now=datetime(2026, 11, 2, tzinfo=UTC))
        wanted = {"survey": SLUG, "languages": ["vi"]}
        jobs.enqueue(session, "report", wanted, survey_id=survey.survey_id)
    Worker(engine).run(once=True)
    assert before == [[], ["first"]]


def manifest(folder: Path) -> Path:
    told = {"items": [], "plan": {"view": "public"}, "responses": 20}
    (folder / "manifest.json").write_text(json.dumps(told), "utf-8")
    return folder / "manifest.json"

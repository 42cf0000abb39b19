"""A report of the console is compared with an earlier report of the survey, or with a package from elsewhere."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.questionnaire.problems import sentence_from_json
from surveyapp.services import jobs
from surveyapp.services.reports import snapshots, waves
from surveyapp.tasks.exporting import write_package
from surveyapp.web.problem_words import said_in
from tests.console.conftest import members  # noqa: F401
from tests.console.fieldwork import survey_of
from tests.console.house import OURS, Members
from tests.console.reporting import answer, work
from tests.worker.test_publishing import ask, publish
from tests.worker.test_publishing_at_once import lively, withdraw  # noqa: F401

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def manifest_of(engine: Engine, report: jobs.JobState) -> Any:
    with reading(engine) as session:
        file = jobs.artefact(session, report.id, "manifest.json")
    assert file is not None
    return json.loads(file.content)


def test_a_report_compared_with_an_earlier_one_covers_only_who_answered_since(lively: Engine) -> None:  # noqa: F811
    first = ask(lively, "report")
    answer(lively, 40, "travel")
    second = ask(lively, "report", previous=[{"kind": "report", "id": first.id}])
    told = manifest_of(lively, second)
    assert told["responses"] == 40
    assert told["previous"] == manifest_of(lively, first)["hashes"]
    checked = ask(lively, "verify", report=second.id).result
    assert checked is not None and (checked["holds"], checked["gone"]) == (True, 0)
    with reading(lively) as session:
        survey = survey_of(session)
        snapshot = snapshots.find(session, survey.survey_id, manifest_of(lively, first)["snapshot"])
    assert snapshot is not None and len(snapshot.responses) == 50
    while not gone_from(lively, snapshot):
        withdraw(lively)
    checked = ask(lively, "verify", report=second.id).result
    assert checked is not None and checked["holds"] and checked["gone"]
    assert [code for code, _ in publish(lively, second)["reasons"]] == ["gone"]


def gone_from(engine: Engine, snapshot: snapshots.Snapshot) -> int:
    with reading(engine) as session:
        return snapshots.gone_from(session, survey_of(session).survey_id, snapshot)


def packed(engine: Engine, folder: Path) -> bytes:
    with reading(engine) as session:
        write_package(session, OURS, folder)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("data.csv", "codebook.json", "design.json"):
            archive.write(folder / name, f"inside/{name}")
    return content.getvalue()


def uploaded(engine: Engine, content: bytes) -> jobs.JobState:
    with writing(engine) as session:
        job = waves.upload(session, survey_of(session), content, name="wave-1.zip")
    work(engine)
    with reading(engine) as session:
        found = jobs.find(session, job)
    assert found is not None
    return found


def test_a_package_from_elsewhere_is_looked_into_and_compared_with(lively: Engine, tmp_path: Path) -> None:  # noqa: F811
    job = uploaded(lively, packed(lively, tmp_path / "package"))
    assert job.result is not None
    assert (job.result["fit"], job.result["survey"], job.result["n"]) == (True, OURS, 50)
    with reading(lively) as session:
        offered = waves.offered(session, survey_of(session))
    chosen = waves.chosen_from(offered, [f"upload:{job.id}", "upload:unknown"])
    assert chosen == [{"kind": "upload", "id": job.id}]
    report = ask(lively, "report", previous=chosen)
    assert set(manifest_of(lively, report)["previous"]) == {"data.csv", "codebook.json", "design.json"}
    checked = ask(lively, "verify", report=report.id).result
    assert checked is not None and checked["holds"]
    with writing(lively) as session:
        assert waves.forget(session, survey_of(session), job.id)
        assert not waves.forget(session, survey_of(session), report.id)
        again = jobs.enqueue(session, "verify", {"survey": OURS, "report": report.id})
    work(lively)
    with reading(lively) as session:
        failed = jobs.find(session, again.id)
    assert failed is not None and "is not there any more" in str(failed.error)


def test_what_is_no_package_is_refused_in_a_sentence(lively: Engine) -> None:  # noqa: F811
    assert "must be a ZIP" in str(uploaded(lively, b"PK no archive").result)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    told = uploaded(lively, empty.getvalue()).result
    assert told is not None and not told["fit"]
    (why,) = [sentence_from_json(one) for one in told["why"]]
    assert said_in("vi", why) == "Gói dữ liệu không có codebook.json; hãy xuất lại gói."


def test_internal_and_unfinished_reports_offer_themselves_to_nobody(members: Members) -> None:  # noqa: F811
    with writing(members.engine) as session:
        survey = survey_of(session)
        for result in ({"view": "internal", "snapshot": "a", "responses": 1}, {"view": "public", "responses": 1}):
            job = jobs.enqueue(session, "report", {}, survey_id=survey.survey_id)
            jobs.claim(session, "w")
            jobs.finish(session, job.id, "w", result)
        jobs.enqueue(session, "report", {}, survey_id=survey.survey_id)
        assert waves.offered(session, survey) == ()

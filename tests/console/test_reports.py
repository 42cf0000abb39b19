"""The room Report: start, watch, cancel, read, download."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from surveyapp.console.reports import policy_of
from surveyapp.database import reading, writing
from surveyapp.services import jobs
from surveyapp.services.failures import JobLost
from surveyapp.store.models.account import Account
from surveyapp.store.models.audit import AuditEntry
from tests.console.fieldwork import REPORT, STYLE, WORKER, report, respond, survey_of
from tests.console.house import THEIRS, Members, token_of

REPORTS = "/surveys/our-survey/reports"


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    respond(members.engine)
    members.sign_in(client, "researcher")
    return client


def post(client: FlaskClient, address: str) -> int:
    token = token_of(client.get(REPORTS).text)
    return client.post(address, data={"csrf_token": token}).status_code


def asked_for(members: Members) -> tuple[jobs.JobState, ...]:
    with reading(members.engine) as session:
        return jobs.recent(session, survey_of(session).survey_id)


def test_starting_a_report_puts_it_in_the_queue(researcher: FlaskClient, members: Members) -> None:
    assert "No report has been written yet." in researcher.get(REPORTS).text
    assert post(researcher, REPORTS) == 303
    (job,) = asked_for(members)
    assert (job.kind, job.state) == ("report", "queued")
    assert {**job.arguments, "by": ""} == {
        "survey": "our-survey",
        "languages": ["vi", "en"],
        "internal": False,
        "by": "",
    }
    assert "Waiting for the worker" in researcher.get(REPORTS).text


def test_there_is_nothing_to_start_before_anybody_has_finished(client: FlaskClient, members: Members) -> None:
    members.sign_in(client, "researcher")
    page = client.get(REPORTS).text
    assert "Nobody has finished yet: there is nothing to report on." in page
    assert post(client, REPORTS) == 303
    assert asked_for(members) == ()


def test_the_audit_trail_says_who_started_and_who_cancelled(researcher: FlaskClient, members: Members) -> None:
    post(researcher, REPORTS)
    (job,) = asked_for(members)
    post(researcher, f"{REPORTS}/{job.id}/cancel")
    with reading(members.engine) as session:
        entries = session.execute(select(AuditEntry.action, AuditEntry.actor).order_by(AuditEntry.number)).all()
        researcher_id = session.scalar(select(Account.id).where(Account.email == "researcher@example.org"))
    assert [tuple(entry) for entry in entries] == [("start report", researcher_id), ("cancel report", researcher_id)]


def test_pressing_twice_starts_one_report(researcher: FlaskClient, members: Members) -> None:
    for _ in range(3):
        assert post(researcher, REPORTS) == 303
    assert len(asked_for(members)) == 1


def test_a_report_that_is_over_does_not_keep_the_next_from_starting(researcher: FlaskClient, members: Members) -> None:
    report(members.engine, state="done")
    post(researcher, REPORTS)
    assert len(asked_for(members)) == 2


def test_a_page_opened_again_starts_nothing(researcher: FlaskClient, members: Members) -> None:
    researcher.get(REPORTS)
    assert asked_for(members) == ()


def test_a_running_report_shows_how_far_it_is(researcher: FlaskClient, members: Members) -> None:
    job = report(members.engine, state="running")
    page = researcher.get(REPORTS).text
    assert 'value="0.4"' in page
    assert "Information needs: overseas Vietnamese" in page
    told = researcher.get(f"{REPORTS}/{job}/progress").get_json()
    assert told == {"working": True, "progress": 0.4, "step": "Information needs: overseas Vietnamese"}


def test_a_report_can_be_cancelled_and_the_worker_is_told(researcher: FlaskClient, members: Members) -> None:
    job = report(members.engine, state="running")
    assert post(researcher, f"{REPORTS}/{job}/cancel") == 303
    assert "Cancelled" in researcher.get(REPORTS).text
    with writing(members.engine) as session, pytest.raises(JobLost):
        jobs.heartbeat(session, job, WORKER, progress=0.5)


def test_a_failed_report_says_what_to_do_and_not_the_error(researcher: FlaskClient, members: Members) -> None:
    report(members.engine, state="failed")
    page = researcher.get(REPORTS).text
    assert "Start it again" in page
    assert "ValueError" not in page


def test_a_report_is_read_under_a_policy_that_allows_its_one_style(researcher: FlaskClient, members: Members) -> None:
    job = report(members.engine, state="done")
    answer = researcher.get(f"{REPORTS}/{job}/read/report.en.html")
    assert answer.data == REPORT
    allowed = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{allowed}';")
    assert "script-src" not in policy


def test_a_page_with_two_styles_gets_none() -> None:
    assert "style-src 'none'" in policy_of(b"<style>a{}</style><style>b{}</style>")
    assert "style-src 'none'" in policy_of(b"<p>no style</p>")


def test_files_are_handed_out_to_be_kept(researcher: FlaskClient, members: Members) -> None:
    job = report(members.engine, state="done")
    answer = researcher.get(f"{REPORTS}/{job}/files/manifest.json")
    assert answer.data == b"{}"
    assert answer.headers["Content-Disposition"] == "attachment; filename=our-survey-manifest.json"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("rest", ["read/manifest.json", "read/nothing.html", "files/nothing.json"])
def test_what_a_report_does_not_have_is_not_there(researcher: FlaskClient, members: Members, rest: str) -> None:
    job = report(members.engine, state="done")
    assert researcher.get(f"{REPORTS}/{job}/{rest}").status_code == 404


def test_the_report_of_another_survey_is_not_reached_through_ours(researcher: FlaskClient, members: Members) -> None:
    theirs = report(members.engine, state="done", slug=THEIRS)
    for rest in ("progress", "read/report.en.html", "files/report.en.html"):
        assert researcher.get(f"{REPORTS}/{theirs}/{rest}").status_code == 404
    assert post(researcher, f"{REPORTS}/{theirs}/cancel") == 404


def test_an_auditor_reads_and_cannot_start(client: FlaskClient, members: Members) -> None:
    job = report(members.engine, state="done")
    members.sign_in(client, "auditor")
    page = client.get(REPORTS).text
    assert "Start a report" not in page
    assert client.get(f"{REPORTS}/{job}/read/report.vi.html").status_code == 200

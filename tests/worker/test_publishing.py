"""A report of the console from its writing to its publication, with the worker that does both."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from surveyapp.database import reading, writing
from surveyapp.services import accounts, jobs
from surveyapp.services.reports import inputs, publications
from surveyapp.store.models.audit import AuditEntry
from surveyapp.store.models.response import Response
from tests.console.conftest import members  # noqa: F401
from tests.console.fieldwork import DAY, survey_of
from tests.console.house import OURS, Members
from tests.console.reporting import answer, field, state, work

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def ask(engine: Engine, kind: str, **arguments: Any) -> jobs.JobState:
    """Put something in the queue, have it done, and return what came of it."""
    with writing(engine) as session:
        survey = survey_of(session)
        wanted = {"survey": OURS, "languages": ["en"], "formats": ["html"], **arguments}
        job = jobs.enqueue(session, kind, wanted, survey_id=survey.survey_id, organisation_id=survey.organisation_id)
    work(engine)
    with reading(engine) as session:
        found = jobs.find(session, job.id)
    assert found is not None and found.error is None
    return found


def publish(engine: Engine, report: jobs.JobState) -> Any:
    with reading(engine) as session:
        account = accounts.find_by_email(session, "administrator@example.org")
    assert account is not None
    who = {"by": account.id, "name": "lan@example.org", "role": "director", "alone": False}
    return ask(engine, "publish", report=report.id, **who).result


@pytest.fixture
def engine_with_answers(members: Members) -> Engine:  # noqa: F811
    field(members.engine)
    answer(members.engine, 30, "news")
    answer(members.engine, 20, "papers", "travel", age="old")
    return members.engine


def codes(result: Any) -> set[str]:
    return {code for code, _what in result["reasons"]}


def test_a_report_is_published_once_and_later_ones_are_judged_with_it(engine_with_answers: Engine) -> None:
    engine = engine_with_answers
    draft = ask(engine, "report")
    assert draft.result is not None and "contact" in draft.result["missing"]
    assert "missing" in codes(publish(engine, draft))
    state(engine)
    assert codes(publish(engine, draft)) == {"missing", "inputs"}, "the draft does not hold what was stated since"
    report = ask(engine, "report")
    assert report.result is not None and report.result["missing"] == []
    assert ask(engine, "verify", report=report.id).result["holds"]
    assert publish(engine, report) == {"published": 1, "reasons": []}
    assert codes(publish(engine, report)) == {"published"}
    with reading(engine) as session:
        (told,) = publications.of_survey(session, survey_of(session).survey_id)
        actions = session.scalars(select(AuditEntry.action)).all()
    assert (told.job_id, told.name, told.role) == (report.id, "lan@example.org", "director")
    assert told.printed["cells"] and told.printed["responses"] == 50
    assert actions == ["publish report"]


def test_a_report_whose_answers_were_withdrawn_is_not_published(engine_with_answers: Engine) -> None:
    engine = engine_with_answers
    state(engine)
    report = ask(engine, "report")
    with writing(engine) as session:
        one = session.scalar(select(Response.id).limit(1))
        session.execute(update(Response).where(Response.id == one).values(state="withdrawn", revision=2))
    assert publish(engine, report)["reasons"] == [["gone", ["1"]]]
    checked = ask(engine, "verify", report=report.id).result
    assert checked is not None and (checked["gone"], checked["holds"]) == (1, True)


def test_whoever_was_suspended_since_they_asked_publishes_nothing(engine_with_answers: Engine) -> None:
    engine = engine_with_answers
    state(engine)
    report = ask(engine, "report")
    with writing(engine) as session:
        accounts.suspend(session, "administrator@example.org")
    assert publish(engine, report) == {"published": 0, "reasons": [["role", []]]}


def test_an_internal_report_prints_more_and_is_never_published(engine_with_answers: Engine) -> None:
    engine = engine_with_answers
    answer(engine, 7, "papers", age="old")
    state(engine)
    report = ask(engine, "report", internal=True)
    assert report.result is not None and report.result["view"] == "internal"
    with reading(engine) as session:
        page = jobs.artefact(session, report.id, "report.en.html")
    assert page is not None and "Internal, not for publication" in page.content.decode()
    assert "internal" in codes(publish(engine, report))


def test_the_plan_that_is_kept_is_the_one_that_is_followed(engine_with_answers: Engine) -> None:
    engine = engine_with_answers
    with writing(engine) as session:
        own = {"thresholds": {"low_base": 40}}
        inputs.keep(session, survey_of(session).survey_id, "plan", own, revision=0, actor="a", today=DAY)
    report = ask(engine, "report")
    with reading(engine) as session:
        manifest = jobs.artefact(session, report.id, "manifest.json")
    assert manifest is not None and '"low_base": 40' in manifest.content.decode()


def test_two_reports_judged_at_once_are_not_both_published(engine_with_answers: Engine) -> None:
    from datetime import UTC, datetime

    from surveyapp.services.failures import AnotherPublished

    engine = engine_with_answers
    who = publications.Publisher("a", "Lan", "director")
    with writing(engine) as session:
        survey = survey_of(session)
        first, second = (publications.Judged(content, {"cells": []}, 0) for content in (b"{}", b"{ }"))
        publications.add(session, survey, first, who, now=datetime.now(UTC))
        with pytest.raises(AnotherPublished):
            publications.add(session, survey, second, who, now=datetime.now(UTC))

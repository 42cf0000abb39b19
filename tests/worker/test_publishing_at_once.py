"""Publish while the survey goes on: others answer, some withdraw, statements change, a second person publishes too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from surveyapp.database import reading, writing
from surveyapp.services import jobs, publishing
from surveyapp.services.failures import AnotherPublished, StaleInput
from surveyapp.services.reports import inputs, publications, snapshots
from surveyapp.services.reports.publications import Judged, Publisher
from surveyapp.store.models.response import Response
from surveyapp.tasks import publishing as judging
from tests.console.conftest import TODAY, members  # noqa: F401
from tests.console.fieldwork import count, survey_of
from tests.console.house import OURS, Members, questionnaire
from tests.console.reporting import answer, field, state
from tests.services.racing import all_at_once
from tests.worker.test_publishing import ask, codes, publish

WHO = Publisher("somebody", "lan@example.org", "director")


@pytest.fixture
def lively(members: Members) -> Engine:  # noqa: F811
    """Field a survey that people have answered, with everything stated."""
    field(members.engine)
    answer(members.engine, 30, "news")
    answer(members.engine, 20, "papers", "travel", age="old")
    state(members.engine)
    return members.engine


def finished(engine: Engine) -> list[str]:
    """Return who has answered so far."""
    with reading(engine) as session:
        of_ours = (Response.survey_id == survey_of(session).survey_id) & (Response.state == "finished")
        return list(session.scalars(select(Response.id).where(of_ours)))


def withdraw(engine: Engine, who: str | None = None) -> None:
    """Take one finished response out, as its holder does: any, or the one of somebody."""
    with writing(engine) as session:
        chosen = Response.id == (who or finished(engine)[0])
        one = session.scalar(select(Response).where(chosen).with_for_update())
        assert one is not None
        one.state, one.revision = "withdrawn", one.revision + 1


def meanwhile(monkeypatch: pytest.MonkeyPatch, *events: Callable[[], None]) -> None:
    """Let each event happen just after a judgement, before what was judged is published."""
    judge, waiting = judging.judge_on_survey, list(events)

    def then(*given: Any, **named: Any) -> Any:
        found = judge(*given, **named)
        if waiting:
            waiting.pop(0)()
        return found

    monkeypatch.setattr(judging, "judge_on_survey", then)


def test_a_report_is_published_and_holds_while_the_survey_goes_on(lively: Engine) -> None:
    report, before = ask(lively, "report"), finished(lively)
    answer(lively, 7, "papers")
    count(lively, {("poster", "en"): 12})
    with writing(lively) as session:
        publishing.publish(session, survey_of(session).organisation_id, OURS, questionnaire(), today=TODAY)
    assert publish(lively, report) == {"published": 1, "reasons": []}
    checked = ask(lively, "verify", report=report.id).result
    assert checked is not None
    assert (checked["holds"], checked["gone"]) == (True, 0)
    assert {again for _stored, again in checked["files"].values()} == {"same"}  # type: ignore[attr-defined]
    withdraw(lively, before[0])
    checked = ask(lively, "verify", report=report.id).result
    assert checked is not None
    assert (checked["holds"], checked["gone"], checked["figures"]) == (True, 1, "same")


def test_a_withdrawal_that_comes_while_a_report_is_judged_is_honoured(
    lively: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask(lively, "report")
    meanwhile(monkeypatch, lambda: withdraw(lively))
    assert publish(lively, report) == {"published": 0, "reasons": [["gone", ["1"]]]}
    assert publish(lively, ask(lively, "report")) == {"published": 1, "reasons": []}


def test_statements_that_change_while_a_report_is_judged_stop_it(
    lively: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask(lively, "report")

    def restate() -> None:
        with writing(lively) as session:
            survey = survey_of(session).survey_id
            content = inputs.find(session, survey, "statements").content
            inputs.keep(session, survey, "statements", content, revision=1, actor="b", today=TODAY)

    meanwhile(monkeypatch, restate)
    assert publish(lively, report) == {"published": 0, "reasons": [["inputs", ["statements"]]]}


def test_a_report_is_judged_again_with_one_that_was_published_meanwhile(
    lively: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(lively, "report")
    answer(lively, 30, "travel")
    second = ask(lively, "report")

    def publish_the_other() -> None:
        with writing(lively) as session:
            manifest = jobs.artefact(session, first.id, "manifest.json")
            assert manifest is not None
            printed = {"data": "first", "responses": 50, "last": "2026-11-03", "cells": []}
            other = Judged(manifest.content, printed, 0, first.id)
            publications.add(session, survey_of(session), other, WHO, now=datetime.now(UTC))

    meanwhile(monkeypatch, publish_the_other)
    assert publish(lively, second) == {"published": 2, "reasons": []}
    assert codes(publish(lively, first)) == {"published", "withheld"}


def test_of_many_who_publish_at_once_one_takes_the_place_and_the_others_are_told(lively: Engine) -> None:
    with reading(lively) as session:
        survey = survey_of(session)

    def act(number: int) -> str:
        try:
            with writing(lively) as session:
                report = Judged(f"{{ {number} }}".encode(), {"cells": []}, 0)
                publications.add(session, survey, report, WHO, now=datetime.now(UTC))
        except AnotherPublished:
            return "told"
        return "published"

    assert sorted(all_at_once(8, act)) == ["published", *["told"] * 7]
    with reading(lively) as session:
        assert [one.number for one in publications.of_survey(session, survey.survey_id)] == [1]


def test_whoever_withdraws_waits_for_a_publication_that_has_begun(lively: Engine) -> None:
    with writing(lively) as session:
        survey = survey_of(session)
        snapshot = snapshots.take(session, survey)
        withdrawing = Thread(target=withdraw, args=(lively,))
        report = Judged(b"{}", {"cells": []}, 0, made_from=snapshot, responses=50)
        assert publications.add(session, survey, report, WHO, now=datetime.now(UTC)).number == 1
        withdrawing.start()
        withdrawing.join(0.3)
        assert withdrawing.is_alive(), "the withdrawal must wait until the publication stands"
    withdrawing.join()
    with reading(lively) as session:
        assert snapshots.gone_from(session, survey.survey_id, snapshot) == 1


def test_inputs_kept_at_once_by_many_are_kept_once(lively: Engine) -> None:
    with reading(lively) as session:
        survey = survey_of(session).survey_id

    def act(number: int) -> str:
        try:
            with writing(lively) as session:
                inputs.keep(session, survey, "plan", {"seed": number}, revision=0, actor="a", today=TODAY)
        except StaleInput:
            return "told"
        return "kept"

    assert sorted(all_at_once(8, act)) == ["kept", *["told"] * 7]


def test_erasing_a_response_leaves_no_more_of_it_in_a_snapshot_than_its_random_id(lively: Engine) -> None:
    with writing(lively) as session:
        survey = survey_of(session)
        snapshot = snapshots.take(session, survey)
        snapshots.keep(session, survey.survey_id, snapshot, today=TODAY)
        session.execute(update(Response).values(state="erased", doc={}))
    with reading(lively) as session:
        assert snapshots.find(session, survey.survey_id, snapshot.digest) == snapshot
        assert snapshots.gone_from(session, survey.survey_id, snapshot) == 50

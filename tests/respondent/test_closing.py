"""Whoever had begun when a survey was closed finishes it; nobody else is let in; no answer is lost."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.database import writing
from surveyapp.services import answering, fielded, freezing, publishing
from tests.respondent.browsing import go_to, open_page, send
from tests.respondent.conftest import Count
from tests.respondent.page_kinds import receipt_code
from tests.respondent.survey import LANGUAGES, SLUG
from tests.respondent.test_journey import document, values

START = f"/en/s/{SLUG}"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
STILL = "You began before, so you can still finish and send your answers."


def today() -> date:
    return datetime.now(UTC).date()


def close(engine: Engine, *, freeze_in: int | None = None, days_ago: int = 0) -> None:
    """Close the survey, `days_ago` days ago, with its freeze set for a day from today where that is given."""
    with writing(engine) as session:
        survey = fielded.find_survey(session, SLUG)
        assert survey is not None
        if freeze_in is not None:
            freezing.set_freeze(session, survey.survey_id, (today() + timedelta(days=freeze_in)).isoformat(), today())
        publishing.close(session, SLUG, today=today() - timedelta(days=days_ago))


def test_who_is_in_the_middle_is_told_and_sends_everything(client: FlaskClient, engine: Engine, count: Count) -> None:
    page = go_to(client, "YEAR", path=START)
    close(engine)
    while page.read.outcome is None:
        page = page.answer()
        assert (STILL in page.text) is (page.read.outcome is None), "on every page, and not beside the receipt"
    assert page.read.outcome == "complete"
    assert (count("response"), count("draft"), count("complete")) == (1, 0, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_language_of_the_page_also_after_a_change(
    client: FlaskClient, engine: Engine, language: str
) -> None:
    page = go_to(client, "ONE", path=START)
    close(engine)
    shown = page.post(lang=language) if language != "en" else page.post({"ONE": "1"})
    aside = re.search(r'<p class="page">((?:(?!</p>).)*)</p></aside>\s*<main', shown.html)
    assert aside is not None
    assert (STILL in shown.text) is (language == "en")


def test_newcomers_are_told_that_it_is_closed_and_how_to_come_back(client: FlaskClient, engine: Engine) -> None:
    at_the_gate = open_page(client, START)
    close(engine)
    for page in (open_page(client, START), at_the_gate.answer(AGE="old")):
        assert page.read.outcome == "closed"
        assert "you can still finish with your code" in page.text
        assert f'href="{START}/resume"' in page.html


def test_nothing_of_a_newcomer_is_stored(client: FlaskClient, engine: Engine, count: Count) -> None:
    at_the_gate = go_to(client, "CNS", path=START)
    close(engine)
    assert at_the_gate.post({"CNS": "yes"}).read.outcome == "closed"
    assert (count("draft"), count("begun")) == (0, 0)


def test_who_had_begun_without_hearing_of_it_goes_on(client: FlaskClient, engine: Engine, count: Count) -> None:
    last_gate = go_to(client, "CNS", path=START)
    last_gate.post({"CNS": "yes"})  # its answer never arrives
    close(engine)
    assert last_gate.post({"CNS": "yes"}).read.questions == ["ONE"]
    assert count("draft") == 1


def test_a_code_leads_back_on_another_device(app: Flask, client: FlaskClient, engine: Engine, count: Count) -> None:
    page = go_to(client, "OPEN", path=START)
    code = receipt_code(page.post({"OPEN": "so far"}, action="later"))
    close(engine)
    asked = open_page(app.test_client(), f"{START}/resume")
    assert "begin the survey" not in asked.text
    back = asked.send({"code": code})
    assert back.values["OPEN"] == "so far" and STILL in back.text
    assert back.post().read.outcome == "complete"
    assert count("response") == 1


def test_the_last_page_sent_again_after_the_closing_shows_the_same_receipt(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "OPEN", path=START)
    first = page.post({"OPEN": "x"})
    close(engine, freeze_in=0)
    again = page.post({"OPEN": "x"})
    assert again.read.outcome == "complete"
    assert receipt_code(again) == receipt_code(first)


def test_a_freeze_that_is_set_ends_it_and_is_told_before(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "OPEN", path=START)
    close(engine, freeze_in=3)
    later = page.post({"OPEN": "x"}, action="later")
    assert "Come back within 3 days" in later.text
    last = today() + timedelta(days=2)
    assert f"until {last:%B} {last.day}, {last.year}." in later.text


def test_after_the_freeze_nothing_is_taken_and_what_was_written_is_given_back(
    client: FlaskClient, engine: Engine, count: Count
) -> None:
    page = go_to(client, "OPEN", path=START)
    close(engine, freeze_in=0)
    told = page.post({"OPEN": "my own words"})
    assert told.read.outcome == "closed"
    assert "Answers that were not sent before can no longer be taken." in told.text
    assert "my own words" in told.text
    assert (count("draft"), count("response")) == (1, 0)
    assert open_page(client, f"{START}/resume").read.outcome == "closed"
    assert "with your code" not in open_page(client, START).text
    assert open_page(client, f"{START}/receipt").read.outcome is None, "rights stay"


@pytest.mark.parametrize(("days_ago", "outcome"), [(29, "complete"), (30, "closed")])
def test_without_a_freeze_it_ends_when_everything_begun_before_has_expired(
    client: FlaskClient, engine: Engine, days_ago: int, outcome: str
) -> None:
    page = go_to(client, "OPEN", path=START)
    close(engine, days_ago=days_ago)
    assert page.post({"OPEN": "x"}).read.outcome == outcome


def test_a_closing_of_which_no_day_is_known_has_ended_everything(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "OPEN", path=START)
    with engine.begin() as connection:
        connection.execute(text("UPDATE survey SET state = 'closed'"))
    assert page.post({"OPEN": "x"}).read.outcome == "closed"


def test_an_interview_that_expired_is_not_begun_anew(client: FlaskClient, engine: Engine, count: Count) -> None:
    page = go_to(client, "OPEN", path=START)
    close(engine)
    with writing(engine) as session:
        answering.expire(session, now=datetime.now(UTC) + timedelta(days=31))
    told = page.post({"OPEN": "my own words"})
    assert told.read.outcome == "closed" and "my own words" in told.text
    assert count("response") == 0


def test_opened_again_it_is_as_before(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "OPEN", path=START)
    close(engine)
    with writing(engine) as session:
        publishing.reopen(session, SLUG)
    assert open_page(client, START).read.outcome is None
    shown = page.post({"OPEN": "x"}, action="back")
    assert STILL not in shown.text


def test_a_correction_goes_on_until_the_freeze(client: FlaskClient, engine: Engine) -> None:
    code = receipt_code(go_to(client, "OPEN", path=START).post({"OPEN": "x"}))
    close(engine)
    shown = send(client, f"{START}/receipt", {"code": code, "question": "OPEN"})
    assert shown.post({"OPEN": "better"}, action="next").read.outcome == "complete"
    assert values(document(engine))["OPEN"] == "better"

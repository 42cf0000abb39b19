"""At the door of a survey: the box for programs, the wait among many, and pages sent faster than anybody answers."""

from __future__ import annotations

import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import reading
from surveyapp.questionnaire.signs import SIGNS
from surveyapp.respondent.pacing import WAIT, Pacing
from surveyapp.respondent.pages.door import TRAP_FIELD
from surveyapp.services import answering, collecting
from surveyapp.web.allowance import Allowance
from tests.respondent.browsing import Page, open_page
from tests.respondent.conftest import Count
from tests.respondent.survey import ANSWERS, SLUG

START = f"/en/s/{SLUG}"


def signs_stored(engine: Engine) -> list[Any]:
    with reading(engine) as session:
        survey = answering.find_survey(session, SLUG)
        assert survey is not None
        return [one.doc["signs"] for one in collecting.finished_responses(session, survey.survey_id)]


def to_the_end(page: Page) -> Page:
    while page.read.outcome is None:
        page = page.answer()
    return page


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page take a minute, by its own count."""
    monkeypatch.setattr("surveyapp.respondent.pages.moving._time_spent", lambda place: "40-90")


def test_a_program_that_fills_in_every_box_finishes_and_bears_a_sign(
    client: FlaskClient, engine: Engine, count: Count
) -> None:
    page = open_page(client, START).post({"AGE": "old", TRAP_FIELD: "https://spam.example"})
    assert to_the_end(page).read.outcome == "complete"
    assert signs_stored(engine) == [["haste", "trap"]]
    assert [count(f"sign:{sign}") for sign in SIGNS] == [1, 1, 0]
    with engine.connect() as connection:
        assert "spam" not in str([dict(row) for row in connection.exec_driver_sql("SELECT * FROM response").mappings()])


@pytest.mark.usefixtures("unhurried")
def test_a_person_bears_none_whatever_language_they_change_to(client: FlaskClient, engine: Engine) -> None:
    page = open_page(client, START).post({"AGE": "old"}, lang="vi").post({"AGE": "old"})
    assert to_the_end(page).read.outcome == "complete"
    assert signs_stored(engine) == [[]]


@pytest.mark.usefixtures("unhurried")
def test_whoever_comes_among_many_waits_once_and_is_let_in(
    app: Flask, client: FlaskClient, engine: Engine, count: Count, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.extensions["pacing"] = Pacing(from_network=Allowance(1, 0.0))
    client.environ_base["REMOTE_ADDR"] = "93.184.216.7"
    first = open_page(client, START).post({"AGE": "old"}).post({"CNS": "yes"})
    assert count("draft") == 1
    late = open_page(client, START).post({"AGE": "old"}).post({"CNS": "yes"})
    assert (late.status, count("draft")) == (200, 1)
    assert "Many people are beginning here" in late.text
    assert late.values["CNS"] == "yes", "what was given stands in the page"
    again = late.post({"CNS": "yes"})
    assert "Many people are beginning here" in again.text
    now = time.time
    monkeypatch.setattr("surveyapp.respondent.pages.door.time.time", lambda: now() + WAIT)
    again = again.post({"CNS": "yes"})
    assert count("draft") == 2
    assert [to_the_end(page).read.outcome for page in (first, again)] == ["complete", "complete"]
    assert sorted(signs_stored(engine)) == [[], ["rush"]]


def test_pages_faster_than_anybody_answers_come_back_whole(app: Flask, client: FlaskClient, count: Count) -> None:
    app.extensions["pacing"] = Pacing(posts=Allowance(4, 0.0))
    page = open_page(client, START)
    for name in ("AGE", "CNS", "ONE", "SCALE"):
        page = page.post({name: ANSWERS[name]})
    stopped = page.post({"LAND": "KR"})
    assert (stopped.status, count("draft")) == (429, 1)
    assert "That was very fast" in stopped.text
    assert 'name="LAND" value="KR"' in stopped.html.replace("\n", " ")
    app.extensions["pacing"] = Pacing()
    assert to_the_end(page.post({"LAND": "KR"})).read.outcome == "complete", "the page sent again goes on"

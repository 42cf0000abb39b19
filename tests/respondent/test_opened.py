"""What an answer opens, closes or spoils on its own page is met there, not after the last page, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import publishing
from tests.respondent.browsing import Page, open_page
from tests.respondent.survey import choices, page, question, text
from tests.respondent.test_journey import document, values

START = "/en/s/opened"
REMARK = "Your answer added something to this page."
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def questionnaire() -> Questionnaire:
    towns = choices("n1", "n2", "s1", n1={"show_if": "REGION == 'n'"}, n2={"show_if": "REGION == 'n'"},
                    s1={"show_if": "REGION == 's'"})  # fmt: skip
    gate = page("agree", question("CNS", "consent", purpose="analysis"),
                question("WHY", "text", show_if="CNS == 'yes'", required=False), gate=True)  # fmt: skip
    place = page("place", question("REGION", "one", choices=choices("n", "s")),
                 question("TOWN", "one", choices=towns, show_if="REGION is not missing"))  # fmt: skip
    car = page("car", question("CAR", "one", choices=choices("yes", "no")),
               question("MAKE", "text", show_if="CAR == 'yes'", required=False),
               question("AGE", "number", show_if="CAR == 'yes'"),
               question("NOTE", "information", show_if="AGE > 20"))  # fmt: skip
    last = page("last", question("LAST", "text", required=False))
    given = {"id": "opened", "languages": ("en",), "title": text("T"), "pages": [gate, place, car, last]}
    refused = {"id": "no", "when": "CNS == 'no'", "outcome": "refused", "text": text("Not agreed")}
    return Questionnaire.model_validate({**given, "endings": [refused]})


@pytest.fixture
def client(app: Flask, engine: Engine) -> FlaskClient:
    with writing(engine) as session:
        publishing.publish(session, None, "opened", questionnaire(), today=datetime.now(UTC).date())
    return app.test_client()


def at_place(client: FlaskClient) -> Page:
    shown = open_page(client, START).post({"CNS": "yes"})
    return shown.post() if "WHY" in shown.read.questions else shown


def at_car(client: FlaskClient) -> Page:
    return at_place(client).post({"REGION": "n"}).post({"TOWN": "n2"})


def test_a_question_that_is_opened_is_asked_at_once_and_is_no_mistake(client: FlaskClient) -> None:
    shown = at_place(client)
    assert shown.read.questions == ["REGION"]
    opened = shown.post({"REGION": "n"})
    assert opened.read.questions == ["REGION", "TOWN"]
    assert (opened.values["REGION"], opened.read.controls["TOWN"]) == ("n", ["n1", "n2"])
    assert REMARK in opened.text and "Error: " not in opened.text
    assert opened.post().text.count("Choose an answer.") == 2


def test_what_is_opened_at_a_gate_is_asked_before_anything_is_stored(client: FlaskClient) -> None:
    opened = open_page(client, START).post({"CNS": "yes"})
    assert opened.read.questions == ["CNS", "WHY"]
    assert opened.post({"WHY": "So"}).read.questions == ["REGION"]
    assert open_page(client, START).post({"CNS": "no"}).read.outcome == "refused"


def test_what_may_be_left_empty_is_offered_once(client: FlaskClient) -> None:
    shown = at_car(client)
    opened = shown.post({"CAR": "yes"})
    assert opened.read.questions == ["CAR", "MAKE", "AGE"]
    assert opened.post({"AGE": "3"}).read.questions == ["LAST"]


def test_a_note_that_is_opened_is_shown(client: FlaskClient) -> None:
    noted = at_car(client).post({"CAR": "yes"}).post({"AGE": "30"})
    assert "Question NOTE" in noted.text and REMARK in noted.text
    assert noted.post().read.questions == ["LAST"]


def test_what_is_closed_again_need_not_be_answered(client: FlaskClient, engine: Engine) -> None:
    opened = at_car(client).post({"CAR": "yes"})
    last = opened.post({"CAR": "no"})
    assert last.read.questions == ["LAST"]
    assert last.post().read.outcome == "complete"
    assert values(document(engine)) == {"CNS": "yes", "REGION": "n", "TOWN": "n2", "CAR": "no"}


def test_a_choice_that_is_no_longer_offered_is_asked_again_on_its_page(client: FlaskClient) -> None:
    shown = at_place(client).post({"REGION": "n"})
    spoiled = shown.post({"REGION": "s", "TOWN": "n1"})
    assert spoiled.read.questions == ["REGION", "TOWN"]
    assert spoiled.read.controls["TOWN"] == ["s1"]
    assert "not among those offered" in spoiled.text and REMARK not in spoiled.text
    assert spoiled.post({"TOWN": "s1"}).read.questions == ["CAR"]

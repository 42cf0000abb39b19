"""Whoever holds the receipt code sees, withdraws and erases; reading changes nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from tests.respondent.browsing import Page, go_to, open_page, send
from tests.respondent.conftest import Count, field
from tests.respondent.page_kinds import receipt_code
from tests.respondent.survey import EVERY_LANGUAGE, SLUG

START = f"/en/s/{SLUG}"


@pytest.fixture
def code(client: FlaskClient) -> str:
    done = go_to(client, "complete", path=START)
    parts = done.html.split('<p class="code"')[1].split("</p>")[0].split("<span>")[1:]
    return "-".join(part.split("</span>")[0].strip() for part in parts)


def state(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT state FROM response")).scalar_one())


def ask(client: FlaskClient, code: str, action: str = "view") -> Page:
    return send(client, f"{START}/receipt", {"code": code, "action": action})


def test_what_is_stored_is_shown_in_words(client: FlaskClient, code: str) -> None:
    shown = ask(client, code.replace("-", " ").lower())
    for words in (
        "1. Choice b E 2. Choice a E",
        "Question GRID E",
        "Choice r3 E: No idea E",
        "Nhiều điều hay",
        "1,985",
    ):
        assert words in shown.text.replace("\n", " ")


def test_withdrawing_asks_first_and_then_is_done(client: FlaskClient, engine: Engine, code: str) -> None:
    asked = ask(client, code, "ask-withdraw")
    assert state(engine) == "finished"
    done = send(client, asked.address, {"code": code, "action": "withdraw"})
    assert "are withdrawn" in done.text
    assert state(engine) == "withdrawn"


def test_erasing_leaves_no_answer(client: FlaskClient, engine: Engine, code: str) -> None:
    assert "Erase your answers for good?" in ask(client, code, "ask-erase").text
    assert "Nothing of what you answered" in ask(client, code, "erase").text
    assert state(engine) == "erased"
    assert "Nhiều điều" not in ask(client, code).text


def test_reading_changes_nothing(client: FlaskClient, engine: Engine, code: str) -> None:
    for query in ("", f"?code={code}&action=erase"):
        assert open_page(client, f"{START}/receipt{query}").status == 200
    assert state(engine) == "finished"


@pytest.mark.parametrize("action", ["view", "withdraw", "erase", "ask-erase", "nonsense"])
def test_a_wrong_code_is_asked_for_again(client: FlaskClient, action: str) -> None:
    page = ask(client, "AAAA-AAAA-AAAA-AAAA", action)
    assert "This code is not known" in page.text
    assert page.values["code"] == "AAAA-AAAA-AAAA-AAAA"


def test_is_this_survey_genuine_answers_who_why_and_where(client: FlaskClient) -> None:
    page = open_page(client, f"{START}/genuine")
    for words in ("sponsor E", "purpose E", "law E", "contact E", "not_stored E", "genuine E", "http://127.0.0.1:8000"):
        assert words in page.text


def test_answers_are_corrected_page_by_page_and_take_the_place_of_the_old(
    client: FlaskClient, engine: Engine, code: str
) -> None:
    page = ask(client, code, "correct")
    assert "Here are your answers" in page.text
    assert page.values["AGE"] == "old"
    while page.read.outcome is None:
        page = page.post({"ONE": "2"} if "ONE" in page.read.controls else {})
    assert "Your correction is saved" in page.text
    for either in (code, receipt_code(page)):
        assert "Choice 2 E" in ask(client, either).text
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT state, doc FROM response")).all()
        counted = connection.execute(text("SELECT sum(n) FROM tally WHERE step = 'complete'")).scalar_one()
    assert (len(rows), rows[0].state, "corrects" in str(rows[0].doc), counted) == (1, "finished", False, 1)


def test_a_correction_changes_nothing_before_it_is_sent(client: FlaskClient, code: str) -> None:
    page = ask(client, code, "correct").post().post().post({"ONE": "2"})
    assert page.read.questions == ["SCALE"]
    assert "Choice 1 E" in ask(client, code).text


def test_what_is_erased_meanwhile_does_not_come_back(client: FlaskClient, engine: Engine, code: str) -> None:
    page = ask(client, code, "correct")
    ask(client, code, "erase")
    while page.read.outcome is None and page.status == 200:
        page = page.post()
    assert page.status == 410
    assert state(engine) == "erased"


def test_who_no_longer_agrees_while_correcting_is_erased(client: FlaskClient, engine: Engine, code: str) -> None:
    page = ask(client, code, "correct").post().post({"CNS": "no"})
    assert page.read.outcome == "refused"
    assert state(engine) == "erased"


def test_after_the_freeze_a_correction_is_refused_and_the_other_rights_remain(
    client: FlaskClient, engine: Engine, code: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE survey SET state = 'closed'"))
    assert "can no longer be corrected" in ask(client, code, "correct").text
    assert "and 15 days to do what this one asks" in ask(client, code, "withdraw").text
    assert "and 20 days to do what this one asks" in ask(client, code, "erase").text


def test_one_answer_is_corrected_on_its_own_page_and_sent_at_once(client: FlaskClient, code: str, count: Count) -> None:
    shown = ask(client, code)
    assert shown.html.count('name="question"') == shown.html.count('scope="row"')
    page = send(client, shown.address, {"code": code, "question": "ONE"})
    assert (page.read.questions, page.values["ONE"]) == (["ONE"], "1")
    done = page.post({"ONE": "2"}, action="send")
    assert "Your correction is saved" in done.text
    assert "Choice 2 E" in ask(client, code).text
    assert (count("response"), count("draft")) == (1, 0)


def test_a_correction_that_is_wrong_or_asks_for_more_is_shown_before_it_is_sent(
    client: FlaskClient, code: str, count: Count
) -> None:
    page = send(client, f"{START}/receipt", {"code": code, "question": "YEAR"})
    wrong = page.post({"YEAR": "2027"}, action="send")
    assert wrong.read.questions == ["YEAR"] and "aria-invalid" in wrong.html
    assert "1,985" in ask(client, code).text
    assert "Your correction is saved" in wrong.post({"YEAR": "1986"}, action="send").text
    assert "1,986" in ask(client, code).text


def test_a_question_nobody_asks_is_corrected_from_the_first_page_on(client: FlaskClient, code: str) -> None:
    assert send(client, f"{START}/receipt", {"code": code, "question": "nonsense"}).read.questions == ["AGE"]


def test_sending_from_the_middle_is_for_corrections_only(client: FlaskClient, count: Count) -> None:
    page = go_to(client, "YEAR", path=START)
    assert 'value="send"' not in page.html
    going_on = send(client, START, {**page.values, "YEAR": "1985", "action": "send"})
    assert (going_on.read.questions, count("response")) == (["RANK"], 0)


def test_who_no_longer_agrees_while_correcting_one_answer_is_erased(
    client: FlaskClient, engine: Engine, code: str
) -> None:
    page = send(client, f"{START}/receipt", {"code": code, "question": "CNS"})
    assert page.post({"CNS": "no"}, action="send").read.outcome == "refused"
    assert state(engine) == "erased"


def test_every_request_is_acknowledged_with_its_day_and_its_clock_in_every_language(app: Flask, engine: Engine) -> None:
    field(engine, languages=EVERY_LANGUAGE)
    client = app.test_client()
    code = receipt_code(go_to(client, "complete", path=f"/en/s/{SLUG}"))
    year = str(datetime.now(UTC).year)
    for action, days in (("view", "10"), ("withdraw", "15"), ("erase", "20")):
        for language in EVERY_LANGUAGE:
            told = send(client, f"/{language}/s/{SLUG}/receipt", {"code": code, "action": action}).html
            clock = told.split('<p class="note">')[1].split("</p>")[0]
            assert year in clock and days in re.findall(r"[0-9]+", clock), (language, action)
            assert not re.search(r"[.。។]\s*[.。។]", clock), clock

"""Whoever holds the receipt code sees, withdraws and erases; reading changes nothing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from tests.respondent.browsing import Page, go_to, open_page, send
from tests.respondent.survey import SLUG

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
    for words in ("Question GRID E", "Choice r3 E: No idea E", "Nhiều điều hay", "1,985"):
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

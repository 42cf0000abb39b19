"""Two people change the same manuscript: the second is told, and nothing of either is lost."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.database import writing
from surveyapp.services import accounts, manuscripts, publishing
from surveyapp.services.failures import StaleManuscript
from tests.console.authors import begin_manuscript, press
from tests.console.editing import asked, form_of, layout, now, pressed, question
from tests.console.house import OURS, Members, token_of


@pytest.fixture
def author(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


@pytest.fixture
def page(members: Members) -> str:
    return f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=asked())}"


def test_two_authors_of_one_question_lose_nothing(app: Flask, author: FlaskClient, members: Members, page: str) -> None:
    other = app.test_client()
    members.sign_in(other, "administrator")
    address = f"{page}/structure/question?question=AGE"
    mine, theirs = form_of(author.get(address).text), form_of(other.get(address).text)
    theirs["text.en"], theirs["answer.maximum"] = "What is your age?", "110"
    assert other.post(address, data=theirs).status_code == 303
    mine["text.vi"] = "Tuổi của bạn?"
    assert author.post(address, data=mine).status_code == 303, "they wrote elsewhere in the question"
    kept = question(members, page, "AGE")
    assert kept.text == {"en": "What is your age?", "vi": "Tuổi của bạn?"}
    assert getattr(kept.answer, "maximum", 0) == 110

    mine["text.en"] = "Your age?"
    told = author.post(address, data=mine)
    assert (told.status_code, "What is your age?" in told.text) == (409, True)
    again = form_of(told.text)
    assert again["text.en"] == "Your age?", "what was typed stays"
    assert author.post(address, data=again).status_code == 303
    assert question(members, page, "AGE").text["en"] == "Your age?"

    late = form_of(author.get(address).text)
    other.post(f"{page}/structure/remove", data=pressed(other, page, what="question", name="AGE"))
    gone = author.post(address, data=late)
    assert (gone.status_code, "took this question out" in gone.text) == (409, True)


def test_what_was_taken_back_is_what_was_meant(app: Flask, author: FlaskClient, members: Members, page: str) -> None:
    author.post(f"{page}/structure/arrange", data=pressed(author, page, do="down question WAY"))
    told = author.post(f"{page}/structure/undo", data=pressed(author, page, number="1"))
    assert told.headers["Location"].endswith("/structure/history")
    assert layout(now(members, page))[1] == ("second", ["WAY"])


def test_a_write_that_meets_another_is_done_on_top_of_it(
    author: FlaskClient, members: Members, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, failures = manuscripts.change, [StaleManuscript(), StaleManuscript()]

    def late(*arguments: Any, **more: Any) -> None:
        if failures:
            raise failures.pop()
        change(*arguments, **more)

    monkeypatch.setattr(manuscripts, "change", late)
    author.post(f"{page}/structure/arrange", data=pressed(author, page, do="down question WAY"))
    assert layout(now(members, page))[1] == ("second", ["WAY"])


def test_a_translator_writes_the_languages_of_the_membership_and_no_structure(
    app: Flask, members: Members, page: str
) -> None:
    with writing(members.engine) as session:
        ours = publishing.find(session, OURS)
        assert ours is not None
        accounts.change_role(
            session, members.emails["translator"], ours.organisation_id, role="translator", language="vi"
        )
    client = app.test_client()
    members.sign_in(client, "translator")
    wording = f"{page}/wording?part=AGE&language="
    assert press(client, f"{wording}vi", f"{wording}vi", **{"AGE.text": "Tuổi?", "locked": "on", "sensitivity": "none"})
    assert press(client, f"{wording}en", f"{wording}en", **{"AGE.text": "Age?"}).status_code == 403
    kept = question(members, page, "AGE")
    assert kept.text == {"en": "How old are you?", "vi": "Tuổi?"}
    assert (kept.locked, kept.sensitivity) == (False, "basic"), "rules are the author's"
    assert f'action="{page}' in client.get(f"{wording}vi").text
    assert f'action="{page}' not in client.get(f"{wording}en").text


def test_two_translators_of_one_wording_lose_nothing(app: Flask, members: Members, page: str) -> None:
    wording = f"{page}/wording?part=WAY&language=vi"
    clients = app.test_client(), app.test_client()
    for client, role in zip(clients, ("translator", "researcher"), strict=True):
        members.sign_in(client, role)
    one, two = ({"csrf_token": token_of(client.get(wording).text), "seen": "1"} for client in clients)
    clients[0].post(wording, data={**one, "WAY.text": "Bạn đi bằng gì?", "WAY.choices.1": "Tàu hoả"})
    clients[1].post(wording, data={**two, "WAY.text": "Bạn đến bằng gì?", "WAY.choices.1": "Xe lửa"})
    kept = question(members, page, "WAY")
    assert kept.text["vi"] == "Bạn đi bằng gì?", "a page opened earlier does not put its old words back"
    told = clients[1].post(wording, data={**two, "WAY.text": "Đến bằng gì?"})
    assert (told.status_code, "Bạn đi bằng gì?" in told.text, "Đến bằng gì?" in told.text) == (409, True, True)

"""From the first page to the receipt, and every way to stop before."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.respondent.app import create_app
from tests.respondent.browsing import go_to, open_page, send
from tests.respondent.conftest import Count
from tests.respondent.survey import ANSWERS, LANGUAGES, SIGNS, SLUG, STORED

START = f"/en/s/{SLUG}"


def document(engine: Engine, table: str = "response") -> dict[str, object]:
    with engine.connect() as connection:
        doc = connection.execute(text(f"SELECT doc FROM {table}")).scalar_one()  # noqa: S608
    return dict(json.loads(doc) if isinstance(doc, str) else doc)


def values(doc: dict[str, object]) -> dict[str, object]:
    answers = doc["answers"]
    assert isinstance(answers, dict)
    return {name: held["v"] for name, held in answers.items()}


def test_a_whole_journey_is_stored_as_it_was_given(client: FlaskClient, engine: Engine, count: Count) -> None:
    done = go_to(client, "complete", path=START)
    assert done.read.outcome == "complete"
    assert (count("response"), count("draft"), count("receipt"), count("consent")) == (1, 0, 1, 1)
    assert values(document(engine)) == STORED
    assert (count("open"), count("begun"), count("complete")) == (1, 1, 1)


def test_opening_the_first_page_stores_nothing(client: FlaskClient, count: Count) -> None:
    for language in LANGUAGES:
        assert open_page(client, f"/{language}/s/{SLUG}").status == 200
    assert count("open") == count("draft") == 0


@pytest.mark.parametrize(
    ("given", "outcome"), [({"AGE": "young"}, "screened-out"), ({"CNS": "no"}, "refused")], ids=["age", "consent"]
)
def test_who_is_turned_away_leaves_only_a_count(
    client: FlaskClient, count: Count, given: dict[str, str], outcome: str
) -> None:
    ended = go_to(client, outcome, {**ANSWERS, **given}, path=START)
    assert ended.read.outcome == outcome
    assert (count("draft"), count("response"), count(outcome)) == (0, 0, 1)


def test_nothing_is_stored_before_the_last_gate_and_a_draft_right_after_it(client: FlaskClient, count: Count) -> None:
    gate = open_page(client, START).answer()
    assert gate.read.questions == ["CNS"]
    assert count("draft") == 0
    assert gate.answer().read.questions == ["ONE"]
    assert count("draft") == 1


def test_consent_taken_back_later_removes_the_draft(client: FlaskClient, count: Count) -> None:
    consent = go_to(client, "SCALE", path=START).post(action="back").post(action="back")
    assert consent.read.questions == ["CNS"]
    assert consent.post({"CNS": "no"}).read.outcome == "refused"
    assert (count("draft"), count("refused")) == (0, 1)


def test_consent_refused_on_a_page_left_open_removes_the_draft_too(client: FlaskClient, count: Count) -> None:
    consent = open_page(client, START).answer()
    consent.answer()
    assert count("draft") == 1
    assert consent.post({"CNS": "no"}).read.outcome == "refused"
    assert (count("draft"), count("refused")) == (0, 1)


def test_back_shows_what_was_given_and_keeps_what_was_typed(client: FlaskClient) -> None:
    year = go_to(client, "YEAR", path=START)
    grid = year.post({"YEAR": "1977"}, action="back")
    assert grid.values["GRID__r3"] == ".dont_know"
    assert grid.post(action="next").values["YEAR"] == "1977"


def test_an_answer_changed_and_changed_back_loses_nothing(client: FlaskClient, engine: Engine) -> None:
    scale = go_to(client, "SCALE", path=START)
    scale.post(action="back").post({"ONE": "2"}).post(action="back").post({"ONE": "1"})
    assert values(document(engine, "draft"))["ONE"] == "1"


def test_later_shows_a_code_that_leads_back(client: FlaskClient) -> None:
    later = go_to(client, "YEAR", path=START).post({"YEAR": "1985"}, action="later")
    found = later.html.split('<p class="code"')[1].split("</p>")[0]
    code = "-".join(part.split("</span>")[0].strip() for part in found.split("<span>")[1:])
    back = send(client, f"{START}/resume", {"code": code.lower()})
    assert back.read.questions == ["RANK"]
    assert back.post(action="back").values["YEAR"] == "1985"


def test_the_pages_that_show_a_code_say_where_to_type_it_on_another_device(client: FlaskClient) -> None:
    year = go_to(client, "YEAR", path=START)
    assert f">127.0.0.1:8000{START}/resume</p>" in year.post({"YEAR": "1985"}, action="later").html
    assert f">127.0.0.1:8000{START}/receipt</p>" in go_to(client, "complete", path=START).html


def test_a_code_leads_back_to_the_screen_that_was_reached(client: FlaskClient) -> None:
    second = go_to(client, "BEST", path=START).answer()
    later = second.post(action="later")
    found = later.html.split('<p class="code"')[1].split("</p>")[0]
    code = "-".join(part.split("</span>")[0].strip() for part in found.split("<span>")[1:])
    back = send(client, f"{START}/resume", {"code": code})
    assert "BEST__2__best" in back.read.controls
    assert back.post(action="back").values["BEST__1__best"] == ANSWERS["BEST__1__best"]


def test_the_code_can_be_read_in_another_language_and_loses_nothing(client: FlaskClient) -> None:
    later = go_to(client, "YEAR", path=START).post({"YEAR": "1985"}, action="later")
    other = later.post(lang="vi")
    assert (other.read.language, other.html.count('class="code"')) == ("vi", 1)
    assert other.post(action="stay").values["YEAR"] == "1985"


def test_go_on_after_later_shows_the_same_page(client: FlaskClient) -> None:
    later = go_to(client, "YEAR", path=START).post({"YEAR": "1985"}, action="later")
    assert later.post(action="stay").values["YEAR"] == "1985"


def test_a_browsers_history_leads_to_any_page_that_was_reached_with_what_was_answered_since(
    client: FlaskClient,
) -> None:
    gate = go_to(client, "CNS", path=START)
    first = send(client, START, {"place": gate.values["place"], "step": "age"})
    assert (first.read.questions, first.values["AGE"]) == (["AGE"], "old")
    assert first.post(action="next").read.questions == ["CNS"]
    year = go_to(client, "YEAR", path=START)
    assert send(client, START, {"place": year.values["place"], "step": "one"}).values["ONE"] == "1"
    later = send(client, START, {"place": year.values["place"], "step": "scale", "shows": "later"})
    assert later.html.count('class="code"') == 1


@pytest.mark.parametrize("step", ["rank", "nonsense", "", "done", "one.9"])
def test_a_browsers_history_leads_no_further_than_was_reached(client: FlaskClient, step: str) -> None:
    for question in ("CNS", "YEAR"):
        page = go_to(client, question, path=START)
        assert send(client, START, {"place": page.values["place"], "step": step}).read.questions in (
            [question],
            ["ONE"],
        )


@pytest.mark.parametrize(
    ("question", "following"), [("CNS", "ONE"), ("YEAR", "RANK")], ids=["before-the-gate", "after"]
)
def test_a_page_that_lay_open_for_a_day_is_answered_by_a_server_that_was_started_since(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, question: str, following: str
) -> None:
    yesterday = time.time() - 30 * 3600
    with monkeypatch.context() as clock:
        clock.setattr("surveyapp.respondent.sealed.time.time", lambda: yesterday)
        page = go_to(client, question, path=START)
    restarted = create_app(app.extensions["settings"]).test_client()
    assert replace(page, client=restarted).answer().read.questions == [following]


def test_who_has_not_agreed_yet_is_told_which_way_back_keeps_the_answers(client: FlaskClient) -> None:
    gate = go_to(client, "CNS", path=START)
    told = "<noscript>"
    assert told not in open_page(client, START).html
    assert told in gate.html
    assert told not in gate.answer().html


@pytest.mark.parametrize("code", ["", "XXXX-XXXX-XXXX-XXXX", "ü" * 300, "0000 0000 0000 0000"])
def test_a_code_nobody_has_is_asked_for_again(client: FlaskClient, code: str) -> None:
    again = send(client, f"{START}/resume", {"code": code})
    assert "This code is not known" in again.text
    assert again.status == 200


def test_the_resume_page_is_offered(client: FlaskClient) -> None:
    assert open_page(client, f"{START}/resume").status == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_language_of_its_address(client: FlaskClient, language: str) -> None:
    page = open_page(client, f"/{language}/s/{SLUG}")
    while page.read.outcome is None:
        assert (page.read.language, page.read.direction) == (language, "rtl" if language == "ar" else "ltr")
        others = [sign for tag, sign in SIGNS.items() if tag not in (language, "en")]
        asked = page.text.split("Question")[1]
        assert SIGNS[language] in asked and not any(sign in asked for sign in others)
        page = page.answer()
    assert page.read.outcome == "complete"


def test_a_refusal_of_everything_reaches_the_end(client: FlaskClient, engine: Engine) -> None:
    refusals = {
        **ANSWERS,
        "ONE": ".refused",
        "SCALE": ".dont_know",
        "LAND": ".refused",
        "MANY": ".refused",
        **{f"GRID__r{n}": ".dont_know" for n in (1, 2, 3)},
        "YEAR": "",
        "YEAR__missing": ".refused",
        "RANK__1": "",
        "RANK__2": "",
        "RANK__missing": ".refused",
        **{f"BEST__{n}__{side}": None for n in (1, 2) for side in ("best", "worst")},
        "BEST__missing": ".refused",
        "OPEN": "",
        "OPEN__missing": ".refused",
    }
    assert go_to(client, "complete", refusals, path=START).read.outcome == "complete"
    stored = values(document(engine))
    for name in ("ONE", "LAND", "MANY", "YEAR", "RANK", "BEST", "OPEN"):
        assert stored[name] == {"missing": "refused"}


def test_a_refused_best_worst_question_passes_over_its_other_screens(client: FlaskClient) -> None:
    first = go_to(client, "BEST", path=START)
    following = first.post({"BEST__missing": ".refused"})
    assert following.read.questions == ["OPEN"]
    assert "BEST__1__best" in following.post(action="back").read.controls


def test_an_optional_text_may_be_left_empty(client: FlaskClient) -> None:
    assert go_to(client, "OPEN", path=START).post({"OPEN": ""}).read.outcome == "complete"

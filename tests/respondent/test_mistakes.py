"""A mistake is named where it is, nothing typed is lost, and unusual answers are asked about once."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.respondent.browsing import go_to, open_page
from tests.respondent.survey import SLUG
from tests.respondent.test_journey import document, values

START = f"/en/s/{SLUG}"
WRONG = [
    ("AGE", {}, "AGE", "Choose an answer."),
    ("CNS", {}, "CNS", "Choose an answer."),
    ("ONE", {"ONE": "nonsense"}, "ONE", "not among those offered"),
    ("MANY", {"MANY": ["a", "b", "c"]}, "MANY", "no more than 2"),
    ("MANY", {"MANY": ["a", "none"]}, "MANY", "cannot be combined"),
    ("MANY", {"MANY": []}, "MANY", "at least one"),
    ("GRID", {"GRID__r1": "1"}, "GRID__r2", "Choice r2"),
    ("YEAR", {"YEAR": ""}, "YEAR", "Write a number."),
    ("YEAR", {"YEAR": "last year"}, "YEAR", "figures only"),
    ("YEAR", {"YEAR": "1899"}, "YEAR", "from 1900 to 2026"),
    ("YEAR", {"YEAR": "1985.5"}, "YEAR", "whole number"),
    ("RANK", {"RANK__1": "a", "RANK__2": "a"}, "RANK__1", "same thing twice"),
    ("RANK", {"RANK__1": "a", "RANK__2": ""}, "RANK__1", "at least 2"),
    ("BEST", {"BEST__1__best": "a", "BEST__1__worst": "a"}, "BEST__1__best", "two different things"),
    ("BEST", {"BEST__1__best": "a"}, "BEST__1__best", "one thing as most"),
    ("OPEN", {"OPEN": "x" * 501}, "OPEN", "no more than 500"),
    ("ONE", {"ONE": "x", "ONE_other": "x" * 1001}, "ONE_other", "no more than 1,000"),
]


@pytest.mark.parametrize(("question", "given", "anchor", "words"), WRONG)
def test_a_mistake_is_linked_named_and_kept(
    client: FlaskClient, question: str, given: dict[str, Any], anchor: str, words: str
) -> None:
    page = go_to(client, question, path=START)
    wrong = page.post(given)
    assert wrong.status == 200 and wrong.read.questions == page.read.questions
    assert f'<a href="#{anchor}">' in wrong.html
    assert wrong.text.count(words) >= 2
    assert "Error: " in wrong.text
    offered = {n: v for n, v in given.items() if v in wrong.read.controls.get(n, []) or wrong.read.kinds.get(n) in
               ("text", "textarea", "select")}  # fmt: skip
    assert {name: wrong.values.get(name) for name in offered} == offered


def test_an_unusual_number_is_asked_about_once_and_then_taken(client: FlaskClient, engine: Engine) -> None:
    year = go_to(client, "YEAR", path=START)
    asked = year.post({"YEAR": "1910"})
    assert "This is unusual" in asked.text
    assert asked.post().read.questions == ["RANK"]
    doc = document(engine, "draft")
    assert (values(doc)["YEAR"], doc["soft"]) == (1910, ["YEAR"])


def test_a_doubt_about_a_gate_is_remembered_once_there_is_a_draft(client: FlaskClient, engine: Engine) -> None:
    doubted = open_page(client, START).post({"AGE": "ancient"})
    assert "Really? E" in doubted.text
    doubted.post().answer().answer()
    assert document(engine, "draft")["soft"] == ["AGE"]


def test_a_soft_check_shown_stays_shown_through_a_change_of_language(client: FlaskClient) -> None:
    asked = go_to(client, "YEAR", path=START).post({"YEAR": "1910"})
    assert asked.post(lang="vi").post().read.questions == ["RANK"]


@pytest.mark.parametrize("written", ["١٩٨٥", "１９８５", " 1985 ", "1.985", "1,985", "1 985"])
def test_a_number_is_read_as_people_write_it(client: FlaskClient, engine: Engine, written: str) -> None:
    go_to(client, "YEAR", path=START).post({"YEAR": written})
    assert values(document(engine, "draft"))["YEAR"] == 1985


def test_a_text_beside_other_chooses_it(client: FlaskClient, engine: Engine) -> None:
    go_to(client, "ONE", path=START).post({"ONE": None, "ONE_other": "mine"})
    stored = values(document(engine, "draft"))
    assert (stored["ONE"], stored["ONE_other"]) == ("x", "mine")


def test_a_text_beside_other_does_not_override_a_choice(client: FlaskClient, engine: Engine) -> None:
    go_to(client, "MANY", path=START).post({"MANY": ["a"], "MANY_other": "mine"})
    stored = values(document(engine, "draft"))
    assert (stored["MANY"], stored["MANY_other"]) == (["a"], "mine")


def test_an_answer_wins_over_a_refusal_ticked_beside_it(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "YEAR", path=START).post({"YEAR": "1985", "YEAR__missing": ".refused"})
    page.post({"RANK__1": "b", "RANK__2": "a", "RANK__missing": ".refused"})
    stored = values(document(engine, "draft"))
    assert (stored["YEAR"], stored["RANK"]) == (1985, ["b", "a"])


def test_a_choice_from_a_list_wins_over_the_refusal_below_it(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "LAND", path=START)
    assert page.read.controls["LAND"] == ["", "KR", "JP", ".refused"]
    page.post({"LAND": [".refused", "JP"]})
    assert values(document(engine, "draft"))["LAND"] == "JP"


def test_going_back_from_a_mistake_keeps_it_to_be_mended(client: FlaskClient) -> None:
    grid = go_to(client, "YEAR", path=START).post({"YEAR": "last year"}, action="back")
    again = grid.post()
    assert again.values["YEAR"] == "last year"
    assert "figures only" in again.post().text

"""Reloads, double clicks, browser Back and second tabs: nothing twice, nothing overwritten in silence."""

from __future__ import annotations

from threading import Barrier, Thread

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.respondent.browsing import Page, go_to, open_page, send
from tests.respondent.conftest import Count
from tests.respondent.survey import ANSWERS, SLUG
from tests.respondent.test_journey import document, values

START = f"/en/s/{SLUG}"


def same(first: Page, second: Page) -> bool:
    """Tell whether two pages ask the same with the same given; the sealed place differs by the second it was served."""
    left, right = ({k: v for k, v in page.values.items() if k != "place"} for page in (first, second))
    return (first.read.questions, left, first.status) == (second.read.questions, right, second.status)


def test_every_page_posted_twice_gives_the_same_page_and_one_response(client: FlaskClient, count: Count) -> None:
    page = open_page(client, START)
    while page.read.outcome is None:
        first = page.answer()
        assert same(first, page.answer())
        page = first
    assert (count("response"), count("draft"), count("complete"), count("begun")) == (1, 0, 1, 1)


def test_the_receipt_is_the_same_however_often_it_is_asked_for(client: FlaskClient, count: Count) -> None:
    last = go_to(client, "OPEN", path=START)
    codes = {
        send(client, START, {**last.values, "action": "next"}).html.split('class="code"')[1][:200] for _ in range(5)
    }
    assert len(codes) == 1
    assert count("receipt") == 1


def test_a_burst_of_the_same_last_page_makes_one_response(app: Flask, client: FlaskClient, count: Count) -> None:
    last = go_to(client, "OPEN", path=START)
    barrier, outcomes = Barrier(8), []

    def press() -> None:
        barrier.wait()
        outcomes.append(send(app.test_client(), START, {**last.values, "action": "next"}).read.outcome)

    threads = [Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["complete"] * 8
    assert count("response") == 1


def test_an_old_page_sent_again_unchanged_just_goes_on(client: FlaskClient) -> None:
    one = go_to(client, "ONE", path=START)
    one.answer().answer().answer()
    assert one.answer().read.questions == ["SCALE"]


def test_a_second_tab_with_another_answer_gets_both_shown_and_changes_nothing(
    client: FlaskClient, engine: Engine
) -> None:
    first = go_to(client, "ONE", path=START)
    first.post({"ONE": "1"})
    merge = first.post({"ONE": "2"})
    assert "answered twice" in merge.text
    assert "Choice 1" in merge.text and "Choice 2" in merge.text
    assert values(document(engine, "draft"))["ONE"] == "1"


def test_of_several_screens_and_rows_only_those_that_differ_are_shown_twice(client: FlaskClient) -> None:
    best = go_to(client, "BEST", path=START).answer()
    best.answer()
    merge = best.post({"BEST__2__best": "c", "BEST__2__worst": "b"})
    told = merge.html.split("<dl")[1].split("</dl>")[0]
    assert told.count("<p dir") == 2
    assert "Choice d" in told and "Choice c" in told and "Choice a" not in told
    grid = go_to(client, "GRID", path=START)
    grid.answer()
    rows = grid.post({"GRID__r1": "2", "GRID__r2": ANSWERS["GRID__r2"]}).html.split("<dl")[1].split("</dl>")[0]
    assert rows.count("<p dir") == 2 and "Choice r1" in rows and "Choice r2" not in rows


def test_keeping_what_was_saved_goes_on_with_it(client: FlaskClient, engine: Engine) -> None:
    first = go_to(client, "ONE", path=START)
    first.post({"ONE": "1"})
    assert first.post({"ONE": "2"}).post(action="saved").read.questions == ["SCALE"]
    assert values(document(engine, "draft"))["ONE"] == "1"


def test_using_what_was_just_given_stores_it(client: FlaskClient, engine: Engine) -> None:
    first = go_to(client, "ONE", path=START)
    first.post({"ONE": "1"})
    assert first.post({"ONE": "2"}).post(action="mine").read.questions == ["SCALE"]
    assert values(document(engine, "draft"))["ONE"] == "2"


def test_a_merge_page_overtaken_again_shows_both_again(client: FlaskClient, engine: Engine) -> None:
    first = go_to(client, "ONE", path=START)
    first.post({"ONE": "1"})
    merge, other = first.post({"ONE": "2"}), first.post({"ONE": "x", "ONE_other": "third"})
    other.post(action="mine")
    again = merge.post(action="mine")
    assert "answered twice" in again.text
    assert values(document(engine, "draft"))["ONE"] == "x"


def test_a_merge_page_keeps_both_through_a_change_of_language(client: FlaskClient, engine: Engine) -> None:
    first = go_to(client, "ONE", path=START)
    first.post({"ONE": "1"})
    merge = first.post({"ONE": "2"}).post(lang="vi")
    assert merge.read.language == "vi"
    merge.post(action="mine")
    assert values(document(engine, "draft"))["ONE"] == "2"


def test_a_tab_left_open_on_a_finished_interview_shows_the_receipt(client: FlaskClient, count: Count) -> None:
    early = go_to(client, "SCALE", path=START)
    page = early.answer()
    while page.read.outcome is None:
        page = page.answer()
    assert early.post({"SCALE": "3"}).read.outcome == "complete"
    assert count("response") == 1


def test_other_screens_of_a_grid_do_not_make_its_first_one_stale(client: FlaskClient) -> None:
    grid = go_to(client, "GRID", path=START)
    grid.answer().answer()
    assert grid.answer(ANSWERS).read.questions == ["GRID"]

"""Leaving quickly: the way out stands on every page, works without a script and without a database, and stays left."""

from __future__ import annotations

import time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.http import parse_cookie

from surveyapp.respondent.leaving import LEFT
from tests.respondent.browsing import Page, go_to, open_page, send
from tests.respondent.conftest import field
from tests.respondent.page_kinds import receipt_code
from tests.respondent.survey import ANSWERS, SLUG

START = f"/en/s/{SLUG}"
ELSEWHERE = "https://www.wikipedia.org/"


def leave(page: Page) -> None:
    """Follow the way out of a page as a browser does."""
    address = page.html.split('class="exit"')[1].split('href="')[1].split('"')[0]
    answer = page.client.get(address)
    assert answer.headers["Refresh"] == f"0; url={ELSEWHERE}"
    assert "survey" not in answer.text.lower()


def leads_away(page: Page) -> bool:
    return page.html == page.client.get("/leave").text


def test_what_is_kept_of_leaving_is_the_time_and_nobody_but_the_server_reads_it(client: FlaskClient) -> None:
    cookie = client.get(f"/s/{SLUG}/leave").headers["Set-Cookie"]
    assert abs(int(parse_cookie(cookie)[LEFT]) - time.time()) < 60
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=604800"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("question", ["CNS", "YEAR", "complete"], ids=["before-the-gate", "after-it", "at-the-end"])
def test_a_page_that_is_sent_again_after_leaving_leads_away(client: FlaskClient, question: str) -> None:
    page = go_to(client, question, path=START)
    leave(page)
    again = send(client, START, {**page.values, **ANSWERS})
    assert leads_away(again)
    assert leads_away(send(client, START, {**page.values, "lang": "vi"}))


def test_a_receipt_code_that_is_sent_again_after_leaving_leads_away(client: FlaskClient) -> None:
    code = receipt_code(go_to(client, "complete", path=START))
    asked = open_page(client, f"{START}/receipt")
    shown = asked.send({"code": code})
    assert "What is stored under your code" in shown.text
    leave(shown)
    assert leads_away(asked.send({"code": code}))
    assert leads_away(send(client, f"{START}/receipt", {"code": code, "action": "ask-erase"}))


def test_whoever_comes_anew_after_leaving_may_answer(client: FlaskClient) -> None:
    client.set_cookie(LEFT, str(int(time.time()) - 2))
    assert go_to(client, "complete", path=START).read.outcome == "complete"
    assert open_page(client, f"{START}/receipt").send({"code": "nonsense"}).text.count("not known") == 1


def test_what_a_browser_fetches_ahead_leaves_nothing(client: FlaskClient) -> None:
    answer = client.get(f"/s/{SLUG}/leave", headers={"Sec-Purpose": "prefetch;prerender"})
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Refresh"]


@pytest.mark.parametrize("kept", ["", "soon", "-5", "٣", "9" * 400])
def test_a_cookie_of_somebody_elses_making_breaks_nothing(client: FlaskClient, kept: str) -> None:
    client.set_cookie(LEFT, kept)
    assert open_page(client, START).answer().status == 200


def test_a_survey_may_lead_elsewhere_and_a_way_out_is_found_without_a_database(
    client: FlaskClient, engine: Engine, unreachable: FlaskClient
) -> None:
    field(engine, quick_exit='https://tin-tức.example/?q="')
    assert client.get(f"/s/{SLUG}/leave").headers["Refresh"] == "0; url=https://xn--tin-tc-fr8b.example/?q=%22"
    assert unreachable.get(f"/s/{SLUG}/leave").headers["Refresh"] == f"0; url={ELSEWHERE}"
    assert unreachable.get(f"/s/{SLUG}/leave").status_code == 200

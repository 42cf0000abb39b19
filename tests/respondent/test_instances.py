"""Pages that repeat are served once an instance, keep their answers apart, and come and go with their reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.database import make_engine, migrate, writing
from surveyapp.questionnaire.walk import walk
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.chromium import CHROMIUM, SWITCHES, go_on
from tests.listening import listening
from tests.respondent.browsing import Page, go_to, open_page, send
from tests.surveys import survey

START = "/vi/s/countries"
ANSWERS: dict[str, Any] = {
    "LIVED": ["KR", "JP"],
    "YEARS@KR": "3",
    "STAYS@KR": "2",
    "PURPOSE@KR@1": "study",
    "PURPOSE@KR@2": "work",
    "LIKED@KR__food": "1",
    "YEARS@JP": "1",
    "STAYS@JP": "1",
    "PURPOSE@JP@1": "else",
    "PURPOSE_other@JP@1": "Vì yêu",
    "TOTAL": "2",
    "AGE@1": "4",
    "MORE@1": "yes",
    "AGE@2": "2",
    "MORE@2": "no",
}


def field(engine: Engine) -> None:
    with writing(engine) as session:
        publishing.publish(session, None, "countries", survey("repeats"), today=datetime.now(UTC).date())


@pytest.fixture
def repeating(settings: Settings, engine: Engine) -> FlaskClient:
    field(engine)
    return create_app(settings).test_client()


def stored(engine: Engine, table: str) -> dict[str, Any]:
    with engine.connect() as connection:
        doc = connection.execute(text(f"SELECT doc FROM {table}")).scalar_one()  # noqa: S608
    found = doc if isinstance(doc, dict) else json.loads(doc)
    return {name: held["v"] for name, held in found["answers"].items()}


def follow(page: Page, answers: dict[str, Any]) -> Iterator[Page]:
    for _ in range(40):
        yield page
        if page.read.outcome:
            return
        page = page.answer(answers)
    raise AssertionError("the survey has no end")


def test_a_journey_through_nested_repeats_is_stored_by_instance(repeating: FlaskClient, engine: Engine) -> None:
    seen = list(follow(open_page(repeating, START), ANSWERS))
    assert seen[-1].read.outcome == "complete"
    asked = dict.fromkeys(page.read.questions[0] for page in seen if page.read.questions)
    assert [*asked][:5] == ["LIVED", "YEARS@KR", "PURPOSE@KR@1", "PURPOSE@KR@2", "LIKED@KR"]
    found = stored(engine, "response")
    assert found["PURPOSE@KR@2"] == "work"
    assert found["PURPOSE_other@JP@1"] == "Vì yêu"
    assert (found["YEARS@KR"], found["YEARS@JP"], found["AGE@2"]) == (3, 1, 2)


def test_each_instance_says_what_it_is_about(repeating: FlaskClient) -> None:
    page = go_to(repeating, "YEARS@JP", ANSWERS, path=START)
    assert "Thời gian ở Nhật Bản" in page.text
    assert "Bao nhiêu năm ở Nhật Bản?" in page.text
    inner = go_to(repeating, "PURPOSE@KR@2", ANSWERS, path=START)
    assert "Vì sao ở lần 2 tại Hàn Quốc?" in inner.text


def test_a_country_taken_back_is_not_asked_nor_counted_and_returns_with_its_answers(
    repeating: FlaskClient, engine: Engine
) -> None:
    page = go_to(repeating, "YEARS@JP", ANSWERS, path=START)
    for _ in range(5):
        page = page.post(action="back")
    assert page.read.questions == ["LIVED"]
    without = page.post({"LIVED": ["JP"]})
    assert without.read.questions[0] == "YEARS@JP"
    assert stored(engine, "draft")["YEARS@KR"] == 3
    again = without.post(action="back").post({"LIVED": ["KR", "JP"]})
    assert again.values["YEARS@KR"] == "3"
    last = list(follow(again.post(action="back").post({"LIVED": ["JP"]}), {**ANSWERS, "LIVED": ["JP"]}))[-1]
    assert last.read.outcome == "complete"
    counted = walk(survey("repeats"), stored(engine, "response")).counted
    assert counted["YEARS@JP"] == 1
    assert [name for name in counted if "@KR" in name] == []


def test_a_page_of_an_instance_that_is_gone_leads_back_to_where_one_was(repeating: FlaskClient) -> None:
    stale = go_to(repeating, "YEARS@KR", ANSWERS, path=START)
    other_tab = stale.post(action="back").post({"LIVED": ["JP"]})
    assert other_tab.read.questions[0] == "YEARS@JP"
    shown = send(repeating, START, {**stale.values, "YEARS@KR": "9", "action": "next"})
    assert shown.status == 200
    assert shown.read.questions


def test_a_mistake_in_one_instance_is_said_there(repeating: FlaskClient) -> None:
    page = go_to(repeating, "YEARS@JP", ANSWERS, path=START).post({"YEARS@JP": "many"})
    assert page.read.questions[0] == "YEARS@JP"
    assert "#YEARS@JP" in page.html
    soft = page.post({"YEARS@JP": "60", "STAYS@JP": "1"})
    assert "Lâu vậy ở Nhật Bản?" in soft.text


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_nested_repeat_on_a_small_phone(tmp_path: Path, scripts: bool) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    field(engine)
    app = create_app(Settings(database_url=url, secret_key="s" * 40, instance=tmp_path))
    with listening(app) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}).new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(f"{address}{START}")
        for _ in range(30):
            page.locator("button.go, #survey-done").first.wait_for()
            if page.locator("#survey-done").count():
                break
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            fill(page)
            go_on(page, page.locator("button.go"))
        assert page.locator("#survey-done").get_attribute("data-outcome") == "complete"
        assert trouble == []
        browser.close()
    assert stored(engine, "response")["PURPOSE_other@JP@1"] == "Vì yêu"
    engine.dispose()


def fill(page: Any) -> None:
    for name, given in ANSWERS.items():
        for control in page.locator(f'[name="{name}"]').all():
            if control.evaluate("e => e.type") not in ("radio", "checkbox"):
                control.fill(given)
            elif control.get_attribute("value") in given:
                control.check()

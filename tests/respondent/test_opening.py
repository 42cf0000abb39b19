"""Questions, choices and rows that answers on the same page decide on come and go at once, as the server decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import make_engine, migrate, writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import walk
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.chromium import CHROMIUM, SWITCHES, another_page
from tests.listening import listening
from tests.respondent.browsing import Page, open_page
from tests.respondent.survey import choices, page, question, text
from tests.respondent.test_journey import document, values

START = "/en/s/opening"


def questionnaire() -> Questionnaire:
    kinds = choices("dog", "cat", "horse", horse={"show_if": "AGE >= 12"})
    care = {"rows": choices("feed", "walk", walk={"show_if": "KIND == 'dog'"}), "choices": choices("1", "2")}
    pets = page(
        "pets",
        question("PET", "one", choices=choices("yes", "no"), missing=["refused"]),
        question("AGE", "number", required=False),
        question("KIND", "one", choices=kinds, show_if="PET == 'yes'"),
        question("NAME", "text", show_if="KIND in ['dog', 'cat']", required=False),
        question("CARE", "grid", **care, show_if="KIND is not missing"),
        question("NOTE", "information", show_if="PET is refused"),
        question("TOLD", "several", choices=choices("a", "b", b={"show_if": "NAME == 'Rex'"}), at_least=0),
    )
    last = page("last", question("LAST", "text", required=False))
    return Questionnaire.model_validate(
        {
            "id": "opening",
            "languages": ("en",),
            "title": text("T"),
            "missing_texts": {"refused": text("No word")},
            "pages": [pets, last],
        }
    )


@pytest.fixture
def client(app: Flask, engine: Engine) -> FlaskClient:
    publish(engine)
    return app.test_client()


def publish(engine: Engine) -> None:
    with writing(engine) as session:
        publishing.publish(session, None, "opening", questionnaire(), today=datetime.now(UTC).date())


def sent(page: Page, opened: str, **given: Any) -> Page:
    return page.post({**given, "opened": opened})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestServer:
    def test_without_script_the_page_is_what_it_was(self, client: FlaskClient) -> None:
        first = open_page(client, START)
        assert first.read.questions == ["PET", "AGE", "TOLD"]
        opened = first.post({"PET": "yes"})
        assert opened.read.questions == ["PET", "AGE", "KIND", "TOLD"]
        assert opened.read.controls["KIND"] == ["dog", "cat"]

    def test_what_a_script_showed_is_read_with_the_rest(self, client: FlaskClient, engine: Engine) -> None:
        given = {"PET": "yes", "AGE": "30", "KIND": "horse", "CARE__feed": "1", "TOLD": "a"}
        last = sent(open_page(client, START), "KIND CARE", **given)
        assert last.read.questions == ["LAST"]
        assert last.post().read.outcome == "complete"
        stored = {"PET": "yes", "AGE": 30, "KIND": "horse", "CARE": {"feed": "1"}, "TOLD": ["a"]}
        assert values(document(engine)) == stored

    def test_what_it_showed_and_was_not_answered_is_a_mistake(self, client: FlaskClient) -> None:
        wrong = sent(open_page(client, START), "KIND NAME CARE", PET="yes", KIND="dog", CARE__feed="1")
        assert wrong.read.questions == ["PET", "AGE", "KIND", "NAME", "CARE", "TOLD"]
        assert "Error: " in wrong.text

    @pytest.mark.parametrize("opened", ["", "KIND", "KIND NAME CARE LAST nothing", "\0 é"])
    def test_what_is_not_asked_is_not_taken_whatever_the_page_says(
        self, client: FlaskClient, engine: Engine, opened: str
    ) -> None:
        last = sent(open_page(client, START), opened, PET="no", KIND="dog", NAME="Rex", LAST="x")
        assert last.post().read.outcome == "complete"
        assert values(document(engine)) == {"PET": "no", "TOLD": []}

    def test_what_the_script_could_not_show_is_asked_as_without_it(self, client: FlaskClient) -> None:
        assert sent(open_page(client, START), "", PET="yes").read.questions == ["PET", "AGE", "KIND", "TOLD"]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Open the survey's first page in a browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    folder: Path = tmp_path_factory.mktemp("opening")
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    publish(engine)
    app = create_app(Settings(database_url=url, secret_key="s" * 40, instance=folder))
    with listening(app) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        shown = browser.new_page(viewport={"width": 360, "height": 740})
        shown.goto(f"{address}{START}")
        yield shown
        browser.close()
    engine.dispose()


def visible(shown: Any) -> dict[str, list[str]]:
    """Return the visible questions with the values of the marks that can be made in each."""
    return dict(
        shown.evaluate(
            """() => [...document.querySelectorAll("fieldset, section.info")].filter((e) => e.checkVisibility())
                .map((e) => [e.dataset.question || "NOTE",
                             [...e.querySelectorAll("li input, tr input")]
                                .filter((i) => i.closest("li, tr").checkVisibility() && !i.value.startsWith("."))
                                .map((i) => i.value)])"""
        )
    )


def asked_here(answers: dict[str, Any]) -> dict[str, list[str]]:
    """Return the same of a walk."""
    found: dict[str, list[str]] = {}
    for asked in walk(questionnaire(), answers).pages[0].asked:
        codes = [choice.code for choice in asked.shown.choices]
        found[asked.question.id] = codes * max(1, len(asked.shown.rows))
    return found


@pytest.mark.browser
def test_the_browser_shows_what_the_server_would_ask(opened: Any) -> None:
    for pet, age, kind, name in product(("no", ".refused", "yes"), ("", "7", "30"), ("dog", "horse"), ("", "Rex")):
        opened.evaluate(
            """([pet, age, kind, name]) => {
                const type = (control, value) => {
                  control.value = value;
                  control.dispatchEvent(new Event("input", {bubbles: true}));
                };
                document.querySelector(`[name=PET][value="${pet}"]`).click();
                type(document.querySelector("[name=AGE]"), age);
                document.querySelector(`[name=KIND][value="${kind}"]`).click();
                type(document.querySelector("[name=NAME]"), name);
            }""",
            [pet, age, kind, name],
        )
        given: dict[str, Any] = {"PET": {"missing": "refused"} if pet == ".refused" else pet}
        given |= {"AGE": int(age)} if age else {}
        checked = opened.evaluate("document.querySelector('[name=KIND]:checked:not(:disabled)')?.value ?? null")
        given |= {"KIND": checked} if checked else {}
        given |= {"NAME": name} if name else {}
        assert visible(opened) == asked_here(given), (pet, age, kind, name)


@pytest.mark.browser
def test_what_came_at_once_is_sent_and_kept(opened: Any) -> None:
    opened.reload()
    opened.locator("[name=PET][value=yes]").check()
    opened.locator("[name=KIND][value=cat]").check()
    opened.locator("[name=NAME]").fill("Mi")
    opened.locator("[name=CARE__feed]").first.check()
    with another_page(opened):
        opened.get_by_role("button", name="Continue").last.click()
    assert opened.locator("fieldset").get_attribute("data-question") == "LAST"
    with another_page(opened):
        opened.get_by_role("button", name="Back").click()
    assert opened.locator("[name=NAME]").input_value() == "Mi"
    opened.locator("[name=PET][value=no]").check()
    assert not opened.locator("[name=NAME]").is_visible()
    opened.locator("[name=PET][value=yes]").check()
    assert opened.locator("[name=NAME]").input_value() == "Mi", "hiding takes nothing away"

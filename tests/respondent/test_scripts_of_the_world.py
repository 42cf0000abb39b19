"""Texts and numbers in every script: composed undisturbed, kept in one form, written as their readers do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.respondent.chrome import Chrome
from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.browsing import go_to
from tests.respondent.page_kinds import page_kinds
from tests.respondent.serving import Served, serving
from tests.respondent.survey import SLUG
from tests.respondent.test_journey import document, values

WRITTEN = [
    "Nguyễn Thị Hằng",
    "ភាសាខ្មែរ",
    "ພາສາລາວ",
    "ภาษาไทย น้ำ",
    "한국어",
    "が ぎ ぱ",
    "العربيّة",
    "Łódź – Kuřátko",
    "é́ǘ",
]


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_text_is_kept_composed_and_shown_as_it_was_written(
    client: FlaskClient, engine: Engine, text: str, form: Any
) -> None:
    page = go_to(client, "OPEN", path=f"/en/s/{SLUG}").post({"OPEN": unicodedata.normalize(form, text)}, action="back")
    assert values(document(engine, "draft"))["OPEN"] == unicodedata.normalize("NFC", text)
    assert page.post().values["OPEN"] == unicodedata.normalize("NFC", text)


NUMBERS = {
    "en": "12,345.5", "vi": "12.345,5", "de": "12.345,5", "es": "12.345,5", "fr": "12\u202f345,5", "pl": "12\xa0345,5",
    "cs": "12\xa0345,5", "ru": "12\xa0345,5", "ar": "12,345.5", "th": "12,345.5", "lo": "12.345,5", "km": "12,345.5",
}  # fmt: skip


@pytest.mark.parametrize(("language", "written"), NUMBERS.items())
def test_a_number_is_written_as_its_readers_write_it(language: str, written: str) -> None:
    assert Chrome(language, SLUG, "", "").say_number(12345.5) == written


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("scripts"), instrument=False) as there:
        yield there


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_an_input_method_is_never_disturbed_by_the_search(served: Served) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    html = next(shown.html for name, shown in page_kinds(served.app, "ko") if name == "LAND")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        page.route(f"{served.address}/shown", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{served.address}/shown")
        method = page.context.new_cdp_session(page)
        box = page.locator("#LAND")
        box.focus()
        everything = page.locator("[role=option]").count()
        for composed in ("ㅎ", "하", "한"):
            method.send("Input.imeSetComposition", {"text": composed, "selectionStart": 1, "selectionEnd": 1})
            assert box.input_value() == composed
            assert page.locator("[role=option]").count() == everything
        page.keyboard.press("Escape")
        method.send("Input.insertText", {"text": "한"})
        assert box.input_value() == "한"
        page.locator("[role=option]").nth(1).wait_for()
        box.fill("JP 한")
        page.keyboard.press("Enter")
        assert page.locator("select[name=LAND]").input_value() == "JP"
        box.select_text()
        method.send("Input.imeSetComposition", {"text": "한", "selectionStart": 1, "selectionEnd": 1})
        method.send("Input.insertText", {"text": "한"})
        assert page.locator("select[name=LAND]").input_value() == "", "what was chosen before does not stay unseen"
        browser.close()

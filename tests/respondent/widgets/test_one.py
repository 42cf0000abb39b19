"""A list to search stands in the reader's alphabet and is found under other names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from surveyapp.database import make_engine, migrate, writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.chromium import CHROMIUM, SWITCHES
from tests.listening import listening

LANDS = (
    ("HK", {"en": "Hong Kong", "zh-Hant": "香港", "vi": "Hồng Kông"}, {}),
    ("IT", {"en": "Italy", "zh-Hant": "義大利", "vi": "Ý"}, {"zh-Hant": "意大利"}),
    ("KR", {"en": "South Korea", "zh-Hant": "南韓", "vi": "Hàn Quốc"}, {"vi": "Nam Hàn", "en": "Republic of Korea"}),
)
SURVEY = Questionnaire.model_validate(
    {
        "id": "lands",
        "languages": ["en", "vi", "vi-US", "zh-Hant"],
        "title": {"en": "Lands", "vi": "Các nước", "zh-Hant": "各地"},
        "lists": {"lands": [{"code": code, "text": text, "also": also} for code, text, also in LANDS]},
        "alphabetical": {"lands": {"vi": ["KR", "HK", "IT"], "zh-Hant": ["KR", "HK", "IT"]}},
        "pages": [
            {
                "id": "first",
                "questions": [
                    {
                        "id": "LAND",
                        "text": {"en": "Where?", "vi": "Ở đâu?", "zh-Hant": "哪裡？"},
                        "sensitivity": "basic",
                        "answer": {"kind": "one", "choices": "lands", "layout": "type-ahead"},
                    }
                ],
            }
        ],
    }
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder: Path = tmp_path_factory.mktemp("lands")
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    with writing(engine) as session:
        publishing.publish(session, None, "lands", SURVEY, today=datetime.now(UTC).date())
    return create_app(Settings(database_url=url, secret_key="s" * 40, instance=folder))


@pytest.fixture(scope="module")
def phone(app: Any) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with listening(app, threads=2) as base, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser.new_context(base_url=base, viewport={"width": 360, "height": 740}).new_page()
        browser.close()


def options(app: Any, language: str) -> dict[str, str]:
    """Return the other names by code, in the order in which the codes stand."""
    client = app.test_client()
    html = client.get(f"/{language}/s/lands").get_data(as_text=True)
    (question,) = re.findall(r'<select [^>]*name="([^"]*)"[^>]* data-names>', html)
    names = client.get(f"/{language}/s/lands/names/{question}").get_json()
    return {code: names.get(code, "") for code in re.findall(r"<option value=(\w+)", html)}


@pytest.mark.parametrize(("language", "order"), [("en", ["HK", "IT", "KR"]), ("vi", ["KR", "HK", "IT"])])
def test_a_list_stands_in_the_alphabet_of_its_reader(app: Any, language: str, order: list[str]) -> None:
    assert list(options(app, language)) == order


def test_a_region_has_the_list_and_the_title_of_its_language(app: Any) -> None:
    assert options(app, "vi-US") == options(app, "vi")
    assert "<title>Các nước" in app.test_client().get("/vi-US/s/lands").get_data(as_text=True)


def test_what_a_choice_is_called_too_goes_along_with_its_name_in_the_surveys_language(app: Any) -> None:
    assert options(app, "vi")["KR"] == "Nam Hàn, South Korea, Republic of Korea"
    assert options(app, "en")["KR"] == "Republic of Korea"
    assert options(app, "zh-Hant")["IT"] == "意大利, Italy"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("vi", "han quoc", "Hàn Quốc"),
        ("vi", "nam han", "Hàn Quốc"),
        ("vi-US", "Nam Hàn", "Hàn Quốc"),
        ("vi", "korea", "Hàn Quốc"),
        ("vi", "KR", "Hàn Quốc"),
        ("zh-Hant", "意大利", "義大利"),
    ],
)
def test_a_search_finds_every_name(phone: Any, language: str, typed: str, found: str) -> None:
    phone.goto(f"/{language}/s/lands")
    with phone.expect_response("**/names/*"):
        phone.locator(".seek input").fill(typed)
    offered = "[...document.querySelectorAll('.seek [role=option]')].map((one) => one.innerText).join()"
    phone.wait_for_function(f"(found) => {offered} === found", arg=found)

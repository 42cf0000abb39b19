"""Field the small survey, and open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.database import writing
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from surveyapp.settings import Settings
from tests.chromium import CHROMIUM, SWITCHES, browser_or_skip
from tests.respondent.survey import LANGUAGES, SLUG, questionnaire

Count = Callable[[str], int]


def field(
    engine: Engine, *, slug: str = SLUG, languages: tuple[str, ...] = LANGUAGES, open: bool = True, **settings: Any
) -> None:
    """Publish the small survey."""
    with writing(engine) as session:
        today, told = datetime.now(UTC).date(), {"simulated": True, **settings}
        publishing.publish(session, None, slug, questionnaire(languages), settings=told, today=today)
        if not open:
            publishing.close(session, slug, today=today)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_key="s" * 40, instance=tmp_path)


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    field(engine)
    made = create_app(settings)
    made.testing = True
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def count(engine: Engine) -> Count:
    """Count the rows of a table, or the tally of a step."""

    def rows(what: str) -> int:
        tables = ("draft", "response", "receipt", "consent")
        query = f"SELECT count(*) FROM {what}" if what in tables else "SELECT sum(n) FROM tally WHERE step = :step"  # noqa: S608
        with engine.connect() as connection:
            return int(connection.execute(text(query), {} if what in tables else {"step": what}).scalar() or 0)

    return rows


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Give a browser, the same to every test of a file."""
    with browser_or_skip().sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Any) -> Any:
    """Give an empty page of a small screen."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.fixture
def unreachable(tmp_path: Path) -> FlaskClient:
    """Give a client of an application whose database does not answer."""
    url = "postgresql://nobody@127.0.0.1:1/nothing"
    app = create_app(Settings(database_url=url, secret_key="s" * 40, instance=tmp_path))
    return app.test_client()

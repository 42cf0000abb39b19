"""Serve a small survey at a kiosk to every test here that does not serve its own, and open a browser for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from waitress.server import create_server

from surveyapp.database import make_engine, migrate
from surveyapp.respondent.app import create_app
from surveyapp.settings import Settings
from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.kiosk.fielding import SECRET, SMALL, field_kiosk
from tests.respondent.kiosk.tablet import Kiosk


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("station")
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    app = create_app(Settings(database_url=url, secret_key=SECRET, instance=folder))
    app.extensions["fielded"] = (field_kiosk(engine, SMALL), engine)
    return app


@pytest.fixture(scope="module")
def served(app: Flask) -> Iterator[Kiosk]:
    fielded, engine = app.extensions["fielded"]
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}", fielded, engine
    server.close()
    engine.dispose()


@pytest.fixture
def kiosk(served: Kiosk) -> Kiosk:
    """Give the kiosk with nothing collected yet."""
    with served[2].begin() as connection:
        for table in ("consent", "receipt", "response", "kiosk_record", "kiosk_station", "tally"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608
    return served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    yield context.new_page()
    context.close()

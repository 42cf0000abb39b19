"""A kiosk's server and its browser are killed while one sends and somebody answers: each response is there, once."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading
from surveyapp.services import kiosks
from tests.chromium import CHROMIUM, another_page
from tests.patience import wait_until
from tests.ports import free_ports
from tests.respondent.kiosk.fielding import POINT, SECRET, SMALL, Fielded, field_kiosk, rows, tallied
from tests.respondent.kiosk.power import begin_and_type, kill_browser, switched_on, traces_in
from tests.respondent.kiosk.tablet import choose, open_kiosk
from tests.respondent.kiosk.unreliable import Way
from tests.torture.killing import start_server

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if CHROMIUM is None:
    pytest.skip("chromium is not installed", allow_module_level=True)


@pytest.fixture
def fielded(engine: Engine) -> Fielded:
    return field_kiosk(engine, SMALL)


class Server:
    """A server in a process of its own, behind a way that may lose its answers."""

    def __init__(self, url: str) -> None:
        self.url, self.port = url, free_ports()
        self.way = Way(self.port)
        self.start()

    def start(self) -> None:
        self.process = start_server(self.url, self.port, secret=SECRET)

    def wait_until_up(self) -> None:
        def listens() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0

        wait_until(listens, "the server")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(database_url: str, fielded: Fielded) -> Iterator[Server]:
    made = Server(database_url)
    yield made
    made.way.close()
    with contextlib.suppress(ProcessLookupError):
        made.kill()


def interview(page: Any) -> None:
    choose(page, "en")
    page.locator("[name=CNS][value=yes]").check()
    page.locator("button.go").click()
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    page.locator("#survey-done[data-outcome=complete]").wait_for()
    with another_page(page):
        page.locator("button.go").click()
    page.locator(".attract").wait_for()


def lose(server: Server, number: int, after: Callable[[], None]) -> None:
    """Lose the answer to one of the records that come from now on, once something else has been done."""
    left = [number]

    def cut(line: str) -> bool:
        left[0] -= line.startswith("POST") and "/records" in line
        if left[0]:
            return False
        server.way.cut = lambda line: False
        after()
        return True

    server.way.cuts.clear()
    server.way.cut = cut


def test_each_response_is_stored_once_whatever_is_killed(
    engine: Engine, fielded: Fielded, server: Server, tmp_path: Path
) -> None:
    """The server dies between storing and acknowledging; then the tablet does, while somebody is answering."""
    profile = tmp_path / "profile"
    place = (f"http://127.0.0.1:{server.way.port}", fielded, engine)
    with playwright.sync_playwright() as driver:
        context = switched_on(driver, profile)
        server.wait_until_up()
        page = open_kiosk(context, place)
        context.set_offline(True)
        for _ in range(2):
            interview(page)
        lose(server, 1, server.kill)
        context.set_offline(False)
        wait_until(server.way.cuts.is_set, "the first record")
        assert rows(engine, "SELECT count(*) FROM response") == [(1,)]
        assert page.evaluate("() => kioskStore.waiting()") == 2
        context.set_offline(True)
        server.start()
        server.wait_until_up()
        begin_and_type(page)
        lose(server, 2, lambda: kill_browser(profile))
        context.set_offline(False)
        wait_until(server.way.cuts.is_set, "the second record")
        with contextlib.suppress(playwright.Error):
            context.close()
        assert rows(engine, "SELECT count(*) FROM response") == [(2,)]
        assert traces_in(profile) == []
        switch_on_again(driver, profile, place[0])
    today = str(datetime.now(UTC).date())
    assert [str(day) for (day,) in rows(engine, "SELECT day FROM response")] == [today] * 2
    assert rows(engine, "SELECT state, count(*) FROM kiosk_record GROUP BY state") == [("stored", 2)]
    counted = tallied(engine)
    assert (counted["complete"], counted["open"], counted["approached"]) == (2, 2, 3)
    with reading(engine) as session:
        told = kiosks.kiosks_of(session, fielded.survey.survey_id)[POINT]
    assert (told.stations, told.started, told.completed, told.cut_short, told.waiting) == (1, 3, 2, 1, 0)


def switch_on_again(driver: Any, profile: Path, address: str) -> None:
    """Open the page as it was left, see that it shows nobody's answers, and let it send what waits."""
    context = switched_on(driver, profile)
    page = context.new_page()
    page.goto(f"{address}/kiosk/{POINT}")
    page.locator(".attract").wait_for()
    assert page.locator("fieldset, input, textarea").count() == 0
    wait_until(lambda: page.evaluate("() => kioskStore.waiting()") == 0, "the rest")
    page.evaluate("(point) => kioskSending.send(point, true)", POINT)
    context.close()

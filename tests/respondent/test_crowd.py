"""Three hundred people behind one address all finish beside a flood, over two real servers that count alone."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from flask import Flask

from surveyapp.database import make_engine, migrate, reading
from surveyapp.respondent.app import create_app
from surveyapp.respondent.pacing import Pacing
from surveyapp.respondent.pages.door import TRAP_FIELD
from surveyapp.services import collecting
from surveyapp.settings import Settings
from surveyapp.web.allowance import Allowance
from tests.listening import listening
from tests.respondent.browsing import Read
from tests.services.fieldwork import SLUG, publish_tiny

PEOPLE, FLOODERS, LONGEST = 300, 4, 600.0
EMBASSY = {"X-Forwarded-For": "93.184.216.7"}
"""What the one proxy in front saw of all of them."""
ANSWERS = {"AGREE": "yes", "AGE": "41"}
pytestmark = pytest.mark.slow


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    logging.getLogger("waitress").setLevel(logging.ERROR)  # that somebody waits for a thread is no news
    with listening(app, clear_untrusted_proxy_headers=False) as address:
        yield f"{address}/en/s/{SLUG}"


def fetch(address: str, form: dict[str, str] | None = None) -> tuple[int, Read]:
    """Fetch a page, or post to it, and read it whatever its status."""
    data = None if form is None else urlencode(form).encode()
    try:
        with urlopen(Request(address, data, EMBASSY), timeout=60) as response:  # noqa: S310
            status, html = response.status, response.read().decode()
    except HTTPError as error:
        status, html = error.code, error.read().decode()
    read = Read()
    read.feed(html)
    return status, read


def one_person(addresses: Iterator[str], outcomes: list[str]) -> None:
    """Answer as a person behind the address does, and do what a page says: wait, and send it again."""
    end = time.monotonic() + LONGEST
    _, page = fetch(next(addresses))
    while page.outcome is None and time.monotonic() < end:
        place = dict(page.fields)["place"]
        form = {name: value for name, value in ANSWERS.items() if name in page.controls}
        _, following = fetch(next(addresses), {**form, "place": place, "action": "next"})
        if set(following.controls) == set(page.controls):
            time.sleep(1)
        page = following
    outcomes.append(page.outcome or "none")


def flood(address: str, stop: threading.Event, refused: list[int]) -> None:
    """Begin interview after interview as fast as it goes, and send the pages of the last one over and over."""
    while not stop.is_set():
        _, page = fetch(address)
        form = {"AGREE": "yes", "place": dict(page.fields)["place"], TRAP_FIELD: "x", "action": "next"}
        for _ in range(150):
            if stop.is_set():
                return
            status, _ = fetch(address, form)
            if status == 429:
                refused.append(status)
                break


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until the flood has been slowed by its own interviews, and the network is known to be crowded."""
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end, "nothing slows the flood"
        time.sleep(0.05)


def test_300_people_behind_one_address_finish_beside_a_flood_whichever_worker_takes_a_page(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    survey = publish_tiny(engine)
    workers = [create_app(Settings(url, "s" * 40, tmp_path, proxies=1)) for _ in range(2)]
    for app in workers:
        app.extensions["pacing"] = Pacing(posts=Allowance(20, 2.0), from_network=Allowance(25, 0.0))
    outcomes: list[str] = []
    refused: list[int] = []
    stop = threading.Event()
    with ExitStack() as open_doors:
        doors = [open_doors.enter_context(serving(app)) for app in workers]
        flooders = [threading.Thread(target=flood, args=(doors[at % 2], stop, refused)) for at in range(FLOODERS)]
        turns = [cycle(doors if at % 2 else reversed(doors)) for at in range(PEOPLE)]
        people = [threading.Thread(target=one_person, args=(turn, outcomes)) for turn in turns]
        for thread in flooders:
            thread.start()
        wait_until(lambda: bool(refused))
        for thread in people:
            thread.start()
        for thread in people:
            thread.join()
        stop.set()
        for thread in flooders:
            thread.join()
    assert outcomes == ["complete"] * PEOPLE
    with reading(engine) as session:
        assert collecting.count_finished(session, survey.slug) == PEOPLE
        assert collecting.steps_tallied(session, survey.survey_id)["sign:rush"] > PEOPLE / 2, "most had to wait"
    engine.dispose()

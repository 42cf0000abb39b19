"""One tablet is set up for one survey after the other at points of the same name: nothing of one goes to the other."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import kiosks
from tests.patience import wait_until
from tests.respondent.kiosk.fielding import POINT, SECRET, SMALL, Fielded, field_kiosk, rows
from tests.respondent.kiosk.serving import Kiosk
from tests.respondent.kiosk.tablet import finish_and_leave, open_kiosk

pytestmark = pytest.mark.browser
SEND = "(point) => kioskSending.send(point, true)"
AS_BEFORE = """async (point) => {
  const all = (name, what) => kioskStore.within([name], "readonly", (store) => store[what]());
  const [names, values] = [await all("state", "getAllKeys"), await all("state", "getAll")];
  const before = names.flatMap((name, at) => (name === "survey" ? [] : [[[name].flat().at(-1), values[at]]]));
  const queue = (await all("queue", "getAll")).map(({ survey, ...record }) => record);
  sessionStorage.before = JSON.stringify({ state: before, queue });
}"""
"""Hold what the station keeps as a page of before would have kept it: for one survey, without saying which."""
PUT_BACK = """async (point) => {
  const { state, queue } = JSON.parse(sessionStorage.before);
  const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  await done(indexedDB.deleteDatabase(`kiosk:${point}`));
  const opened = indexedDB.open(`kiosk:${point}`, 1);
  opened.onupgradeneeded = () => {
    opened.result.createObjectStore("state");
    opened.result.createObjectStore("queue", { keyPath: "id" });
  };
  const database = await done(opened);
  const kept = database.transaction(["state", "queue"], "readwrite");
  for (const [name, value] of state) kept.objectStore("state").put(value, name);
  for (const record of queue) kept.objectStore("queue").put(record);
  await new Promise((resolve) => (kept.oncomplete = resolve));
  database.close();
  sessionStorage.clear();
}"""

SECTIONS = """() => [...document.querySelectorAll("[data-surveys] section")].map((one) => ({
  title: one.querySelector("h2").textContent,
  waiting: one.querySelector("[data-told=waiting]").textContent,
  isVoid: one.querySelector("[data-why=void]").checkVisibility(),
}))"""


@pytest.fixture
def other(serving: tuple[Kiosk, Any]) -> Fielded:
    return field_kiosk(serving[0][2], SMALL, slug="kiosk-2027")


@pytest.fixture
def keys(kiosk: Kiosk, other: Fielded) -> tuple[Kiosk, Kiosk]:
    """Give the kiosks of both surveys, open."""
    address, _, engine = kiosk
    with writing(engine) as session:
        made = [
            (fielded, kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET))
            for fielded in (kiosk[1], other)
        ]
    first, second = ((address, Fielded(fielded.survey, key), engine) for fielded, key in made)
    return first, second


def open_unsent(page: Any, kiosk: Kiosk, answered: int) -> None:
    """Set the tablet up, and let so many answer without that a record can be sent."""
    page.route("**/records", lambda route: route.abort())
    open_kiosk(page.context, kiosk, page=page)
    for _ in range(answered):
        finish_and_leave(page)
    assert page.evaluate("() => kioskStore.waiting()") == answered


def set_up_anew(page: Any, kiosk: Kiosk) -> None:
    """Open the console's link on a tablet that has been set up before."""
    page.goto("about:blank")
    open_kiosk(page.context, kiosk, page=page)


def wait_until_asked(page: Any, kiosk: Kiosk) -> None:
    wanted = kiosk[1].survey.survey_id
    wait_until(lambda: page.evaluate("() => kioskStore.current()") == wanted, "the other survey", page=page)


def send(page: Any) -> None:
    page.evaluate(SEND, POINT)
    assert page.evaluate("() => kioskStore.waiting()") == 0


def told_to_staff(page: Any, kiosk: Kiosk) -> list[tuple[str, bool]]:
    """Return what the staff sees of each survey, the fullest first: how many wait, and whether its key is void."""
    page.locator(".station .link").click()
    page.locator("#key").fill(kiosk[1].key)
    page.locator("form .go").click()
    page.locator("[data-shown=state]:not([hidden])").wait_for()
    told = page.evaluate(SECTIONS)
    assert [one["title"] for one in told] == ["Small", "Small"]
    return sorted(((one["waiting"], one["isVoid"]) for one in told), reverse=True)


def stored(engine: Engine, *of: Kiosk) -> list[int]:
    """Count the responses of each survey; nothing may be refused."""
    assert rows(engine, "SELECT count(*) FROM kiosk_record WHERE state <> 'stored'") == [(0,)]
    found = dict(rows(engine, "SELECT survey_id, count(*) FROM response GROUP BY survey_id"))
    return [found.get(one[1].survey.survey_id, 0) for one in of]


def counted(*of: Kiosk) -> list[tuple[int, int, int]]:
    with reading(of[0][2]) as session:
        told = [kiosks.kiosks_of(session, one[1].survey.survey_id)[POINT] for one in of]
    return [(one.started, one.completed, one.waiting) for one in told]


def test_what_waits_for_the_survey_before_is_sent_and_counted_as_its_own(page: Any, keys: tuple[Kiosk, Kiosk]) -> None:
    first, second = keys
    open_unsent(page, first, 2)
    set_up_anew(page, second)
    finish_and_leave(page)
    assert page.evaluate("() => kioskStore.waiting()") == 3
    page.unroute("**/records")
    send(page)
    assert stored(first[2], first, second) == [2, 1]
    assert counted(first, second) == [(2, 2, 0), (1, 1, 0)]


def test_a_survey_before_whose_key_is_void_waits_for_its_next_key_and_holds_up_no_other(
    page: Any, keys: tuple[Kiosk, Kiosk]
) -> None:
    first, second = keys
    open_unsent(page, first, 1)
    set_up_anew(page, second)
    finish_and_leave(page)
    with writing(first[2]) as session:
        fresh = kiosks.open_kiosk(session, first[1].survey.survey_id, POINT, secret=SECRET)
    page.unroute("**/records")
    page.evaluate(SEND, POINT)
    assert page.evaluate("() => kioskStore.waiting()") == 1
    assert stored(first[2], first, second) == [0, 1]
    assert page.locator(".attract").count() == 1, "the survey that is asked goes on"
    assert told_to_staff(page, second) == [("1", True), ("0", False)]
    set_up_anew(page, (first[0], Fielded(first[1].survey, fresh), first[2]))
    send(page)
    assert stored(first[2], first, second) == [1, 1]


def test_what_an_older_page_kept_is_sent_for_the_survey_it_was_answered_in(
    page: Any, keys: tuple[Kiosk, Kiosk]
) -> None:
    first, second = keys
    open_unsent(page, first, 2)
    page.evaluate(AS_BEFORE, POINT)
    page.goto(f"{first[0]}/kiosk/icon-192.png")
    page.evaluate(PUT_BACK, POINT)
    open_kiosk(page.context, second, page=page)
    finish_and_leave(page)
    page.unroute("**/records")
    send(page)
    assert stored(first[2], first, second) == [2, 1]
    assert counted(first, second) == [(2, 2, 0), (1, 1, 0)]


def test_a_key_that_an_older_page_was_given_without_a_network_is_tried_for_no_other_survey(
    page: Any, keys: tuple[Kiosk, Kiosk]
) -> None:
    first, second = keys
    open_unsent(page, first, 1)
    page.evaluate(AS_BEFORE, POINT)
    page.goto(f"{first[0]}/kiosk/icon-192.png")
    page.evaluate(
        "(key) => (sessionStorage.before = sessionStorage.before.replaceAll(...key))", [first[1].key, second[1].key]
    )
    page.evaluate(PUT_BACK, POINT)
    page.unroute("**/records")
    page.goto(f"{first[0]}/kiosk/{POINT}")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate(SEND, POINT)
    wait_until_asked(page, second)
    page.evaluate(SEND, POINT)
    assert stored(first[2], first, second) == [0, 0]
    set_up_anew(page, first)
    send(page)
    assert stored(first[2], first, second) == [1, 0]


def test_a_wrong_key_leaves_a_kiosk_that_works_as_it_was(page: Any, keys: tuple[Kiosk, Kiosk]) -> None:
    first, _ = keys
    open_unsent(page, first, 1)
    page.goto("about:blank")
    page.goto(f"{first[0]}/kiosk/{POINT}#{'0' * 16}")
    page.locator("[data-why=void]:not([hidden])").wait_for()
    page.unroute("**/records")
    page.reload()
    page.locator(".attract").wait_for()
    send(page)
    assert stored(first[2], first) == [1]

"""What a station does with what its server does not take, with little room, a wrong clock, and impatient fingers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.chromium import another_page
from tests.patience import wait_until
from tests.respondent.kiosk.fielding import POINT, rows, tallied
from tests.respondent.kiosk.serving import Kiosk
from tests.respondent.kiosk.tablet import open_kiosk, to_the_last_page, wait_until_sent

pytestmark = pytest.mark.browser
UPGRADE = """(point) => {
  const opened = indexedDB.open(`kiosk:${point}`, 3);
  opened.onblocked = () => (self.became = "blocked");
  opened.onsuccess = () => {
    self.became = "upgraded";
    opened.result.close();
  };
}"""
DOUBTFUL = "2001-02-03T04:05:06"


def finish(page: Any) -> None:
    to_the_last_page(page)
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    page.locator("#survey-done").wait_for()


def clear(page: Any) -> None:
    with another_page(page):
        page.locator("button.go").click()
    page.locator(".attract").wait_for()


def state_of(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("() => kioskSending.state()")
    return found


def wait_for_state(page: Any, **wanted: int) -> None:
    wait_until(lambda: wanted.items() <= state_of(page).items(), f"{wanted}", page=page)


def responses(kiosk: Kiosk) -> int:
    return int(rows(kiosk[2], "SELECT count(*) FROM response")[0][0])


def test_a_record_the_server_cannot_take_waits_and_holds_up_no_other(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    asked: list[str] = []

    def fail_the_first(route: Any) -> None:
        record = route.request.post_data_json["id"]
        asked.append(record)
        if record == asked[0]:
            route.fulfill(status=500, body="{}")
        else:
            route.continue_()

    page.context.set_offline(True)
    for _ in range(2):
        finish(page)
        clear(page)
    page.route("**/records", fail_the_first)
    page.context.set_offline(False)
    page.locator(".station strong").wait_for()
    assert responses(kiosk) == 1
    assert {name: state_of(page)[name] for name in ("waiting", "held")} == {"waiting": 1, "held": 1}
    page.evaluate("(point) => kioskSending.send(point)", POINT)
    assert asked.count(asked[1]) == 1, "what was taken is not sent again while the other waits for a later round"
    assert rows(kiosk[2], "SELECT waiting, held FROM kiosk_station") == [(1, 1)]
    page.unroute("**/records")
    page.evaluate("(point) => kioskSending.send(point, true)", POINT)
    assert (responses(kiosk), state_of(page)["waiting"]) == (2, 0)


def test_the_staff_sees_what_is_held_and_erases_it_with_the_key_alone(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    page.route("**/records", lambda route: route.fulfill(status=413, body="{}"))
    finish(page)
    clear(page)
    page.locator(".station strong").wait_for()
    page.locator(".station .link").click()
    page.locator("#key").fill("0000-0000-0000-0000")
    page.locator("form .go").click()
    page.locator("[data-why=void]:not([hidden])").wait_for()
    assert page.evaluate("() => kioskStore.key()") == kiosk[1].key, "a wrong key does not take the right one's place"
    assert page.locator("[data-shown=state]").is_hidden()
    page.locator("#key").fill(kiosk[1].key.lower().replace("-", " "))
    page.locator("form .go").click()
    page.locator("[data-shown=state]:not([hidden])").wait_for()
    assert [page.locator(f"[data-told={name}]").inner_text() for name in ("waiting", "held", "givenUp")] == list("110")
    page.locator("[data-act=erase]").click()
    page.locator("[data-act=sure]").click()
    page.wait_for_function("() => document.querySelector('[data-told=givenUp]').textContent === '1'")
    assert state_of(page)["waiting"] == 0
    page.locator("[data-act=send]").click()
    page.wait_for_function("() => document.querySelector('[data-told=day]').textContent.startsWith('20')")
    with another_page(page):
        page.locator("[data-shown=state] [data-act=leave]").click()
    page.locator(".attract").wait_for()
    page.evaluate("(point) => kioskSending.send(point)", POINT)
    assert rows(kiosk[2], "SELECT waiting, given_up FROM kiosk_station") == [(0, 1)]


def test_a_held_record_goes_when_its_days_are_over_by_the_days_of_the_server(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    page.route("**/records", lambda route: route.fulfill(status=500, body="{}"))
    finish(page)
    wait_for_state(page, held=1)

    def on_day(day: str) -> int:
        page.route("**/counts", lambda route: route.fulfill(json={"taken": True, "day": day}))
        page.evaluate("(point) => kioskSending.send(point, true)", POINT)
        page.unroute("**/counts")
        return int(state_of(page)["waiting"])

    [record] = page.evaluate("() => kioskStore.within(['queue'], 'readonly', (queue) => queue.getAll())")
    since = record["since"]
    assert since == str(datetime.now(UTC).date())
    first = datetime.fromisoformat(since).toordinal()
    assert [on_day(str(datetime.fromordinal(first + days).date())) for days in (90, 91)] == [1, 0]
    assert state_of(page)["givenUp"] == 1


def test_what_the_server_refuses_and_keeps_leaves_the_station_and_is_told(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    to_the_last_page(page)

    def refuse(route: Any) -> None:
        route.fulfill(json={"id": route.request.post_data_json["id"], "state": "refused"})

    page.route("**/records", refuse)
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    wait_for_state(page, refused=1, waiting=0)


def test_what_waits_goes_at_once_when_the_call_that_held_it_up_has_failed(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    held: list[Any] = []
    page.route("**/records", lambda route: route.continue_() if held else held.append(route))
    finish(page)
    wait_until(lambda: bool(held), "the call", page=page)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    held[0].abort()
    wait_until_sent(page, kiosk[2], 1)


def test_a_network_that_never_answers_holds_nobody_up(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    page.route(f"**/kiosk/{POINT}/*", lambda route: None)
    page.reload()
    page.locator(".attract").wait_for()
    finish(page)
    clear(page)
    assert state_of(page)["waiting"] == 1
    page.unroute(f"**/kiosk/{POINT}/*")
    page.reload()
    wait_until_sent(page, kiosk[2], 1)


def test_a_paper_that_is_here_already_is_not_sent_again(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    with page.expect_response(f"**/kiosk/{POINT}/paper") as told:
        page.evaluate("() => dispatchEvent(new Event('online'))")
    assert told.value.status == 304


def test_two_taps_on_send_are_one_response(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    to_the_last_page(page)
    page.locator("[name=GO][value=no]").check()
    page.evaluate("() => { const go = document.querySelector('button.go'); go.click(); go.click(); go.click(); }")
    page.locator("#survey-done").wait_for()
    wait_until_sent(page, kiosk[2], 1)
    assert responses(kiosk) == 1
    assert tallied(kiosk[2])["complete"] == 1


def test_what_an_answer_opens_on_its_page_is_shown_at_once_and_stored(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    to_the_last_page(page)

    def asked() -> list[str]:
        found: list[str] = page.locator("fieldset").evaluate_all("(all) => all.map((one) => one.dataset.question)")
        return found

    assert asked() == ["GO"]
    page.locator("[name=GO][value=other]").check()
    page.locator("[name=GO_other]").fill("by boat")
    assert page.locator("[name=WHICH]").count() == 1
    page.locator("[name=GO][value=yes]").check()
    assert page.locator("[name=WHICH]").count() == 2
    page.locator("[name=WHICH][value=b]").check()
    page.locator("[name=WORDS]").fill("some words")
    page.locator("[name=GO][value=no]").check()
    assert asked() == ["GO"]
    page.locator("[name=GO][value=yes]").check()
    assert asked() == ["GO", "WHICH", "WORDS"]
    page.locator("button.go").click()
    page.locator("#survey-done").wait_for()
    wait_until_sent(page, kiosk[2], 1)
    [(doc,)] = rows(kiosk[2], "SELECT doc FROM response")
    held = {name: one["v"] for name, one in json.loads(doc)["answers"].items()}
    assert {name: held[name] for name in ("GO", "WHICH", "WORDS")} == {"GO": "yes", "WHICH": "b", "WORDS": "some words"}


def test_without_room_nobody_is_asked_and_a_full_disk_is_told(page: Any, kiosk: Kiosk) -> None:
    room = "{ quota: 1e9, usage: window.name === 'full' ? 1e9 : 0 }"
    page.add_init_script(f"navigator.storage.estimate = async () => ({room})")
    open_kiosk(page.context, kiosk, page=page)
    to_the_last_page(page)
    page.evaluate("() => (kioskStore.keep = async () => { throw new DOMException('full', 'QuotaExceededError'); })")
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    page.locator(".why").wait_for()
    assert "could not be kept" in page.locator(".why").inner_text()
    page.evaluate("() => (window.name = 'full')")
    clear(page)
    page.locator(".language[lang=en]").click()
    page.locator(".why").wait_for()
    assert "no more answers" in page.locator(".why").inner_text()
    page.evaluate("() => (window.name = '')")
    clear(page)
    finish(page)
    wait_until_sent(page, kiosk[2], 1)


def test_a_browser_that_does_not_tell_its_room_asks_as_any_other(page: Any, kiosk: Kiosk) -> None:
    page.add_init_script("StorageManager.prototype.estimate = undefined")
    open_kiosk(page.context, kiosk, page=page)
    finish(page)
    wait_until_sent(page, kiosk[2], 1)
    assert page.evaluate("async () => String(await kioskStaff.room())") == "Infinity"


def test_a_clock_that_jumps_between_interviews_loses_and_doubles_none(page: Any, kiosk: Kiosk) -> None:
    page.clock.install(time=DOUBTFUL)
    open_kiosk(page.context, kiosk, page=page)
    page.context.set_offline(True)
    for year in ("2061", "1980"):
        page.clock.set_system_time(f"{year}-06-07T08:09:10")
        finish(page)
        clear(page)
    page.context.set_offline(False)
    page.evaluate("(point) => kioskSending.send(point, true)", POINT)
    wait_until_sent(page, kiosk[2], 2)
    today = str(datetime.now(UTC).date())
    assert rows(kiosk[2], "SELECT day FROM response") == [(today,)] * 2
    docs = [json.loads(doc) for (doc,) in rows(kiosk[2], "SELECT doc FROM response")]
    assert [doc["not_before"] for doc in docs] == [today] * 2, "the days are the server's, whatever the tablet says"


@pytest.mark.parametrize("kept", [True, False])
def test_the_staff_is_told_where_the_browser_may_delete_what_waits(page: Any, kiosk: Kiosk, kept: bool) -> None:
    page.add_init_script(f"navigator.storage.persisted = async () => {str(kept).lower()}")
    open_kiosk(page.context, kiosk, page=page)
    page.locator(".station .link").click()
    page.locator("#key").fill(kiosk[1].key)
    page.locator("form .go").click()
    page.locator("[data-shown=state]:not([hidden])").wait_for()
    assert page.locator("[data-shown=unsafe]").is_hidden() is kept


@pytest.mark.parametrize("busy", [False, True], ids=["nobody at it", "somebody at it"])
def test_a_page_lets_a_newer_release_change_the_store_once_nobody_is_at_it(page: Any, kiosk: Kiosk, busy: bool) -> None:
    open_kiosk(page.context, kiosk, page=page)
    newer = page.context.new_page()
    newer.goto(f"{kiosk[0]}/kiosk/icon-192.png")
    if busy:
        to_the_last_page(page)
    newer.evaluate(UPGRADE, POINT)
    newer.wait_for_function("() => self.became")
    assert newer.evaluate("() => self.became") == ("blocked" if busy else "upgraded")
    if busy:
        assert page.locator("[name=GO]").count() > 0, "nobody is interrupted"
        page.locator("button.exit").click()
        newer.wait_for_function("() => self.became === 'upgraded'")

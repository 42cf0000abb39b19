"""What changes while a kiosk is away from its server: its key, the state of the survey; how it is installed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from surveyapp.database import writing
from surveyapp.services import kiosks, publishing
from tests.chromium import another_page
from tests.patience import wait_until
from tests.respondent.kiosk.fielding import POINT, SECRET, SLUG, rows
from tests.respondent.kiosk.serving import Kiosk
from tests.respondent.kiosk.tablet import finish_and_leave, open_kiosk, to_the_last_page, wait_until_sent

pytestmark = pytest.mark.browser
CALL = "() => dispatchEvent(new Event('online'))"


def away(page: Any, kiosk: Kiosk) -> None:
    """Set a kiosk up, and let somebody answer while it has no network."""
    open_kiosk(page.context, kiosk, page=page)
    page.context.set_offline(True)
    finish_and_leave(page)


@pytest.fixture
def key(kiosk: Kiosk) -> Any:
    """Give a kiosk that is open by a key of its own."""
    address, fielded, engine = kiosk
    with writing(engine) as session:
        made = kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
    return address, type(fielded)(fielded.survey, made), engine


@pytest.mark.parametrize("closed", [False, True], ids=["a new key", "the kiosk was closed in between"])
def test_a_key_that_is_void_when_the_network_is_back_keeps_what_waits_for_the_next_key(
    page: Any, key: Kiosk, closed: bool
) -> None:
    _, fielded, engine = key
    away(page, key)
    with writing(engine) as session:
        if closed:
            kiosks.close_kiosk(session, fielded.survey.survey_id, POINT)
        else:
            kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
    page.context.set_offline(False)
    page.locator("[data-why=void]:not([hidden])").wait_for()
    assert page.locator("[data-waiting]:not([hidden])").inner_text().endswith("1")
    assert rows(engine, "SELECT count(*) FROM response") == [(0,)]
    with writing(engine) as session:
        fresh = kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
    page.locator("#key").fill(fresh.lower())
    page.locator("button.go").click()
    page.locator(".attract").wait_for()
    wait_until_sent(page, engine, 1)
    assert rows(engine, "SELECT count(*) FROM response") == [(1,)]


def test_a_survey_that_was_closed_meanwhile_takes_what_waited_asks_nobody_and_is_open_again_by_itself(
    page: Any, key: Kiosk
) -> None:
    _, _, engine = key
    away(page, key)
    with writing(engine) as session:
        publishing.close(session, SLUG, today=datetime.now(UTC).date())
    try:
        page.context.set_offline(False)
        page.locator("[data-why=closed]:not([hidden])").wait_for()
        wait_until_sent(page, engine, 1)
        assert rows(engine, "SELECT count(*) FROM response") == [(1,)]
        page.reload()
        page.locator("[data-why=closed]:not([hidden])").wait_for()
    finally:
        with writing(engine) as session:
            publishing.reopen(session, SLUG)
    page.evaluate(CALL)
    page.locator(".attract").wait_for()


def test_somebody_who_answers_while_the_key_becomes_void_is_not_interrupted_and_loses_nothing(
    page: Any, key: Kiosk
) -> None:
    _, fielded, engine = key
    open_kiosk(page.context, key, page=page)
    to_the_last_page(page)
    with writing(engine) as session:
        kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
    with page.expect_response(lambda told: told.url.endswith("/counts") and told.status == 401):
        page.evaluate(CALL)  # a call that began before may still be told that all is well
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    page.locator("#survey-done[data-outcome=complete]").wait_for()
    assert page.evaluate("() => kioskStore.waiting()") == 1
    with another_page(page):
        page.locator("button.go").click()
    page.locator("[data-why=void]:not([hidden])").wait_for()


def test_a_refusal_of_the_old_key_that_comes_late_does_not_close_a_kiosk_that_was_given_a_new_one(
    page: Any, key: Kiosk
) -> None:
    _, fielded, engine = key
    open_kiosk(page.context, key, page=page)
    with writing(engine) as session:
        fresh = kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
    page.evaluate(CALL)
    page.locator("[data-why=void]:not([hidden])").wait_for()
    late = hold_first(page, "**/counts")
    page.evaluate(CALL)
    wait_until(lambda: bool(late), "the call", page=page)
    page.locator("#key").fill(fresh)
    page.locator("button.go").click()
    page.locator(".attract").wait_for()
    with page.expect_response("**/again"):
        late[0].continue_()
    assert (page.locator(".attract").count(), page.locator("#key").count()) == (1, 0)


def test_who_sends_a_key_twice_has_sent_it_once(page: Any, key: Kiosk) -> None:
    address, fielded, _ = key
    page.goto(f"{address}/kiosk/{POINT}")
    late = hold_first(page, "**/paper")
    page.locator("#key").fill(fielded.key)
    page.locator("button.go").click()
    wait_until(lambda: bool(late), "the call", page=page)
    page.locator("button.go").click()
    late[0].continue_()
    page.locator(".attract").wait_for()
    assert page.evaluate("() => kioskStore.key()") == fielded.key


def test_a_screen_that_says_the_same_stays_when_the_server_was_called(page: Any, key: Kiosk) -> None:
    """A finger may be on it, or the keyboard's focus."""
    open_kiosk(page.context, key, page=page)
    page.locator(".language[lang=ar]").focus()
    for _ in range(2):
        with page.expect_response("**/paper"):
            page.evaluate(CALL)
        page.wait_for_timeout(200)
    assert page.evaluate("() => document.activeElement.lang") == "ar"


def hold_first(page: Any, path: str) -> list[Any]:
    """Hold the first that is asked for there, and return it in a list as soon as it came."""
    held: list[Any] = []
    page.route(path, lambda route: route.continue_() if held else held.append(route))
    return held


def test_without_a_network_on_its_first_day_it_says_so_and_goes_on_by_itself_once_there_is_one(
    page: Any, key: Kiosk
) -> None:
    address, fielded, _ = key
    page.route("**/paper", lambda route: route.abort())
    page.goto(f"{address}/kiosk/{POINT}#{fielded.key}")
    page.locator("[data-why=network]:not([hidden])").wait_for()
    page.unroute("**/paper")
    page.evaluate(CALL)
    page.locator(".attract").wait_for()


def test_it_can_be_installed_and_asks_the_browser_to_keep_what_it_holds(page: Any, key: Kiosk) -> None:
    page.add_init_script("StorageManager.prototype.persist = async () => (window.asked = true)")
    open_kiosk(page.context, key, page=page)
    page.wait_for_function("() => window.asked")
    told = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one["errorId"] for one in told if one["errorId"] != "in-incognito"] == []
    manifest = page.request.get(f"{key[0]}/kiosk/{POINT}/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        answer = page.request.get(f"{key[0]}{icon['src']}")
        assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, icon["type"])
    assert page.request.get(f"{key[0]}/kiosk/icon-7.png").status == 404

"""The server is renewed while kiosks run: page, worker, paper and queue of two releases meet, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from surveyapp.database import writing
from surveyapp.services import publishing
from tests.chromium import another_page
from tests.patience import LONGEST, wait_until
from tests.respondent.kiosk.fielding import SLUG, SMALL, rows
from tests.respondent.kiosk.releases import Releases
from tests.respondent.kiosk.serving import Kiosk, serving_kiosk
from tests.respondent.kiosk.tablet import open_kiosk, to_the_last_page, wait_until_sent

pytestmark = pytest.mark.browser
CALL = "() => dispatchEvent(new Event('online'))"
SCRIPT = "() => document.querySelector('script').src"
WORKER = """async () => [
  (await caches.keys()).some((name) => name.startsWith("kiosk:next")),
  Boolean((await navigator.serviceWorker.getRegistration()).installing),
]"""
PAPERS = """() => kioskStore.within(["state"], "readonly", (state) => state.getAllKeys())
  .then((names) => names.flat().filter((name) => name.startsWith("paper")))"""

VERSION = "async () => (await kioskStore.get([await kioskStore.current(), 'paper 1'])).version"


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[Kiosk, Any]]:
    with serving_kiosk(tmp_path, SMALL, behind=Releases) as served:
        yield served


@pytest.fixture
def releases(serving: tuple[Kiosk, Any]) -> Any:
    return serving[1]


def send(page: Any) -> None:
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    page.locator("#survey-done[data-outcome=complete]").wait_for()


def leave(page: Any) -> None:
    with another_page(page):
        page.locator("button.go").click()
    page.locator(".attract").wait_for()
    page.wait_for_selector("html[data-kept]", state="attached")


def wait_for_release(page: Any, *, new: bool) -> None:
    """Wait for longer than the minute after which a kiosk asks again: an attempt that has begun may fail first."""
    shown = f"() => document.querySelector('script')?.src.endsWith('next.js') === {str(new).lower()}"
    page.wait_for_function(shown, timeout=1000 * LONGEST)
    page.locator(".attract").wait_for()


def versions(kiosk: Kiosk) -> list[Any]:
    return rows(kiosk[2], "SELECT version, count(*) FROM response GROUP BY version ORDER BY version")


def test_answers_that_waited_under_the_old_release_reach_the_new_one_and_its_page_starts_without_a_network(
    page: Any, kiosk: Kiosk, releases: Any
) -> None:
    open_kiosk(page.context, kiosk, page=page)
    page.context.set_offline(True)
    to_the_last_page(page)
    send(page)
    leave(page)
    releases.is_new = True
    page.context.set_offline(False)
    wait_for_release(page, new=True)
    wait_until_sent(page, kiosk[2], 1)
    wait_until(lambda: "paper 2" in page.evaluate(PAPERS), "the other paper", page=page)
    page.context.set_offline(True)
    page.reload()
    wait_for_release(page, new=True)
    to_the_last_page(page)
    send(page)
    page.context.set_offline(False)
    wait_until_sent(page, kiosk[2], 2)


def test_a_release_that_does_not_come_whole_changes_nothing(page: Any, kiosk: Kiosk, releases: Any) -> None:
    open_kiosk(page.context, kiosk, page=page)
    releases.is_new, releases.broken = True, (".css",)
    for _ in range(2):
        page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).update().catch(() => {})")
        page.reload()
        wait_for_release(page, new=False)
    page.context.set_offline(True)
    page.reload()
    wait_for_release(page, new=False)
    to_the_last_page(page)
    send(page)
    page.context.set_offline(False)
    wait_until_sent(page, kiosk[2], 1)
    leave(page)
    releases.broken = ()
    page.evaluate(CALL)
    wait_for_release(page, new=True)


def test_an_interview_that_has_begun_is_finished_on_its_own_page_while_the_new_worker_is_there_already(
    page: Any, kiosk: Kiosk, releases: Any
) -> None:
    open_kiosk(page.context, kiosk, page=page)
    to_the_last_page(page)
    releases.is_new = True
    page.evaluate(CALL)
    wait_until(lambda: page.evaluate(WORKER) == [True, False], "the new worker", page=page)
    assert not page.evaluate(SCRIPT).endswith("next.js")
    send(page)
    wait_until_sent(page, kiosk[2], 1)
    each_its_own = ["paper 1", "paper 2"]
    wait_until(lambda: sorted(page.evaluate(PAPERS)) == each_its_own, "the paper that each page can read", page=page)
    leave(page)
    wait_for_release(page, new=True)


def test_what_was_answered_in_an_earlier_version_of_the_questionnaire_is_stored_as_it_was_asked(
    page: Any, kiosk: Kiosk
) -> None:
    open_kiosk(page.context, kiosk, page=page)
    page.context.set_offline(True)
    to_the_last_page(page)
    send(page)
    leave(page)
    told = SMALL.model_dump(by_alias=True)
    told["pages"][1]["questions"] = told["pages"][1]["questions"][:1]
    told["pages"][1]["questions"][0]["answer"]["choices"][0]["code"] = "yes-by-all-means"
    with writing(kiosk[2]) as session:
        changed = type(SMALL).model_validate(told)
        publishing.publish(session, None, SLUG, changed, settings={"simulated": True}, today=datetime.now(UTC).date())
    page.context.set_offline(False)
    wait_until_sent(page, kiosk[2], 1)
    wait_until(lambda: page.evaluate(VERSION) == 2, "the new version", page=page)
    page.reload()
    page.locator(".attract").wait_for()
    to_the_last_page(page)
    assert page.locator("[name=GO][value=yes-by-all-means]").count() == 1
    send(page)
    wait_until_sent(page, kiosk[2], 2)
    assert versions(kiosk) == [(1, 1), (2, 1)]
    assert rows(kiosk[2], "SELECT DISTINCT state FROM kiosk_record") == [("stored",)]

"""A dead network in a real browser: what was given stays on the device, is sent once, and is forgotten once it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from sqlalchemy import text

from tests.chromium import another_page, browser_or_skip, go_on
from tests.respondent.serving import Served, serving
from tests.respondent.survey import SLUG
from tests.respondent.test_browser import pages

pytestmark = pytest.mark.browser
browser_or_skip()
KEPT = (
    "Object.keys(localStorage).concat(Object.keys(sessionStorage).filter((key) => !['place', 'offline'].includes(key)))"
)
"""What is kept of answers: neither the sealed place nor the words that say that there is no connection are any."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("network"), instrument=False) as there:
        yield there


def start(served: Served) -> str:
    return f"{served.address}/en/s/{SLUG}"


def reach(page: Any, served: Served, question: str) -> None:
    assert question in pages_until(page, served, question)


def pages_until(page: Any, served: Served, question: str) -> Iterator[str]:
    for asked in pages(page, start(served)):
        yield asked
        if asked == question:
            return


def saved(served: Served, question: str) -> list[tuple[Any, int]]:
    """Return what drafts hold for a question, with their revisions."""
    with served.engine.connect() as connection:
        rows = connection.execute(text(f"SELECT json_extract(doc, '$.answers.{question}.v'), revision FROM draft"))  # noqa: S608
        return [(value, revision) for value, revision in rows if value is not None]


def test_without_a_connection_the_page_waits_and_sends_once_when_there_is_one(phone: Any, served: Served) -> None:
    reach(phone, served, "ONE")
    before = len(saved(served, "ONE"))
    phone.locator("[name=ONE][value='2']").check()
    phone.context.set_offline(True)
    phone.locator("button.go").click()
    assert "kept on this device" in phone.locator("[data-offline]").inner_text()
    phone.locator("[name=ONE][value='1']").check()
    with another_page(phone):
        phone.context.set_offline(False)
    assert phone.locator("fieldset[data-question=SCALE]").count() == 1
    assert [value for value, _ in saved(served, "ONE")][before:] == ["1"]
    assert phone.evaluate(KEPT) == []


def test_a_change_of_language_without_a_connection_waits_too(phone: Any, served: Served) -> None:
    phone.goto(start(served))
    phone.context.set_offline(True)
    phone.locator("summary").click()
    phone.locator(".tongues [value=ar]").click()
    assert phone.locator("[data-offline]").is_visible()
    with another_page(phone):
        phone.context.set_offline(False)
    assert phone.locator("html").get_attribute("lang") == "ar"


@pytest.mark.parametrize("arrived", [True, False], ids=["the-answer-was-lost", "the-post-was-lost"])
def test_what_was_lost_on_the_way_is_offered_on_the_next_visit_and_counts_once(
    phone: Any, served: Served, arrived: bool
) -> None:
    reach(phone, served, "SCALE")
    before = saved(served, "SCALE")

    def lose(route: Any) -> None:
        if arrived:
            route.fetch()
        route.abort("connectionreset")

    phone.locator("[name=SCALE][value='2']").check()
    phone.route(start(served), lose)
    phone.locator("button.go").click()
    phone.wait_for_url("chrome-error://**")
    phone.unroute(start(served))
    phone.goto(start(served))
    offer = phone.locator("[data-unsent]")
    assert "have not been sent" in offer.inner_text()
    go_on(phone, offer.get_by_role("button", name="Send them now"))
    assert phone.locator("fieldset[data-question=LAND]").count() == 1
    assert len(saved(served, "SCALE")) == len(before) + 1
    assert phone.evaluate(KEPT) == []


def test_what_could_not_be_sent_is_deleted_when_asked_and_when_leaving_quickly(phone: Any, served: Served) -> None:
    delete, leave = "[data-unsent] button:nth-child(2)", "[data-exit]"
    for press in (delete, leave):
        phone.goto(start(served))
        phone.locator("[name=AGE][value=old]").check()
        phone.route(start(served), lambda route: route.abort())
        phone.locator("button.go").click()
        phone.wait_for_url("chrome-error://**")
        phone.unroute(start(served))
        phone.goto(start(served))
        assert phone.locator("[data-unsent]").is_visible()
        phone.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="elsewhere"))
        with another_page(phone) if press == leave else nullcontext():
            phone.locator(press).click()
        phone.goto(start(served))
        assert not phone.locator("[data-unsent]").is_visible()


def test_two_tabs_without_a_connection_are_both_sent_and_shown_what_differs(chromium: Any, served: Served) -> None:
    context = chromium.new_context()
    first, second = context.new_page(), context.new_page()
    reach(first, served, "ONE")
    second.route(start(served), lambda route: route.fulfill(body=first.content(), content_type="text/html"))
    second.goto(start(served))
    second.unroute(start(served))
    context.set_offline(True)
    for tab, value in ((first, "1"), (second, "2")):
        tab.locator(f"[name=ONE][value='{value}']").check()
        tab.locator("button.go").click()
    context.set_offline(False)
    first.locator("fieldset[data-question=SCALE], h1:has-text('answered twice')").first.wait_for()
    second.locator("fieldset[data-question=SCALE], h1:has-text('answered twice')").first.wait_for()
    seen = sorted(tab.locator("h1:has-text('answered twice')").count() for tab in (first, second))
    assert seen == [0, 1]
    context.close()

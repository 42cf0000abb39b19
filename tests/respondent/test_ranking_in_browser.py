"""Put things in order in a real browser: by buttons, by keyboard, by dragging; the selects stay what is posted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.chromium import browser_or_skip, go_on
from tests.respondent.page_kinds import page_kinds
from tests.respondent.serving import Served, serving
from tests.respondent.survey import SLUG

pytestmark = pytest.mark.browser
browser_or_skip()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("ranking"), instrument=False) as there:
        yield there


@pytest.fixture(scope="module")
def html(served: Served) -> str:
    return next(shown.html for name, shown in page_kinds(served.app, "en") if name == "RANK")


@pytest.fixture
def page(chromium: Any, served: Served, html: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    opened, address = context.new_page(), f"{served.address}/en/s/{SLUG}"
    opened.route(address, lambda route: route.fulfill(body=html, content_type="text/html"))
    opened.goto(address)
    opened.unroute(address)
    yield opened
    context.close()


def order(page: Any) -> list[str]:
    return [page.locator(f"[name=RANK__{place}]").input_value() for place in (1, 2)]


def test_pressing_in_order_ranks_and_the_arrows_change_it(page: Any) -> None:
    page.get_by_role("button", name="Choice b E", exact=True).click()
    page.get_by_role("button", name="Choice c E", exact=True).click()
    assert order(page) == ["b", "c"]
    assert page.locator(".order button.opt:enabled").count() == 0
    page.get_by_role("button", name="Choice c E: Move up").click()
    assert order(page) == ["c", "b"]
    assert page.get_by_role("status").filter(has_text="Choice c E: Place 1").count() == 1
    page.get_by_role("button", name="Choice b E: Take out").click()
    assert order(page) == ["c", ""]


def test_the_keyboard_alone_ranks_and_keeps_its_place(page: Any) -> None:
    page.get_by_role("button", name="Choice a E", exact=True).focus()
    for key in ("Enter", "Tab"):
        page.keyboard.press(key)
    page.get_by_role("button", name="Choice b E", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Choice b E: Move up").focus()
    page.keyboard.press("Space")
    assert order(page) == ["b", "a"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Choice b E: Move down"


def test_dragging_by_the_number_changes_the_order(page: Any) -> None:
    for code in ("a", "b"):
        page.get_by_role("button", name=f"Choice {code} E", exact=True).click()
    grips = [grip.bounding_box() for grip in page.locator(".grip").all()]
    page.mouse.move(grips[1]["x"] + 20, grips[1]["y"] + 20)
    page.mouse.down()
    page.mouse.move(grips[0]["x"] + 20, grips[0]["y"] + 2, steps=6)
    page.mouse.up()
    assert order(page) == ["b", "a"]
    page.get_by_role("checkbox", name="Rather not").check()
    page.get_by_role("button", name="Choice a E: Move up").click()
    assert not page.get_by_role("checkbox", name="Rather not").is_checked()
    go_on(page, page.locator("button.go"))
    assert page.locator("fieldset[data-question=BORN]").count() == 1


def test_the_link_of_a_mistake_leads_to_the_list(page: Any) -> None:
    go_on(page, page.locator("button.go"))
    page.locator(".errors a").click()
    page.wait_for_function("document.activeElement.className === 'order'")

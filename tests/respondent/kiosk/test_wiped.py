"""Somebody walks away from a kiosk in the middle of a word: whoever comes next finds nothing, wherever they look."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chromium import another_page
from tests.respondent.kiosk.fielding import POINT
from tests.respondent.kiosk.serving import Kiosk
from tests.respondent.kiosk.tablet import DUMP, open_kiosk, to_the_last_page

pytestmark = pytest.mark.browser
TYPED, BESIDE, COMPOSED = "qzxjvk said here wqjzkv@vqzkx.example", "xzqkvj by boat", "かきくけこ"
CACHED = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push(request.url, await (await cache.match(request)).text());
  }
  return texts.join();
}"""
SHOWN = """() => [document.title, location.href, document.documentElement.outerHTML, getSelection().toString(),
  ...[...document.querySelectorAll("input, textarea, select")].map((one) => one.value)].join()"""
UNFIT = """() => [...document.querySelectorAll("input, textarea, select")]
  .filter((one) => one.type !== "hidden" && (one.autocomplete !== "off" || one.spellcheck)).map((one) => one.name)"""


def type_in_the_middle_of_a_word(page: Any) -> None:
    page.locator("[name=GO][value=other]").check()
    page.locator("[name=GO_other]").fill(BESIDE)
    page.locator("[name=GO][value=yes]").check()
    page.locator("[name=WHICH][value=b]").check()
    page.locator("[name=WORDS]").fill(TYPED)
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": COMPOSED, "selectionStart": 5, "selectionEnd": 5})
    page.wait_for_function("(text) => document.querySelector('[name=WORDS]').value.includes(text)", arg=COMPOSED)
    assert page.evaluate(UNFIT) == []


def assert_nothing_is_left(page: Any) -> None:
    found = page.evaluate(SHOWN) + page.evaluate(DUMP, POINT) + page.evaluate(CACHED)
    assert [trace for trace in (TYPED, COMPOSED, BESIDE, *TYPED.split()[::3]) if trace in found] == []
    assert page.locator("fieldset, dialog, input").count() == 0
    assert page.evaluate("() => [scrollY, history.state, history.scrollRestoration]") == [0, None, "manual"]


@pytest.mark.parametrize("offline", [False, True])
def test_left_in_the_middle_of_a_word_it_clears_itself_of_everything(page: Any, kiosk: Kiosk, offline: bool) -> None:
    page.clock.install()
    page.goto("about:blank")
    open_kiosk(page.context, kiosk, page=page)
    other = open_kiosk(page.context, kiosk)
    to_the_last_page(other)
    other.locator("[name=GO][value=other]").check()
    other.locator("[name=GO_other]").fill(TYPED)
    length = page.evaluate("() => history.length")
    to_the_last_page(page)
    type_in_the_middle_of_a_word(page)
    page.context.set_offline(offline)
    page.clock.fast_forward(61_000)
    page.locator("dialog.still").wait_for()
    with another_page(page):
        page.clock.fast_forward(21_000)
    page.locator(".attract").wait_for()
    assert_nothing_is_left(page)
    assert page.evaluate("() => history.length") == length
    page.reload()
    page.locator(".attract").wait_for()
    assert_nothing_is_left(page)
    page.go_back()
    page.go_forward()
    page.locator(".attract").wait_for()
    assert_nothing_is_left(page)
    other.locator(".attract").wait_for()
    assert_nothing_is_left(other)


def test_nothing_can_be_copied_out_of_an_interview(page: Any, kiosk: Kiosk) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=kiosk[0])
    open_kiosk(page.context, kiosk, page=page)
    page.evaluate("() => navigator.clipboard.writeText('before')")
    to_the_last_page(page)
    type_in_the_middle_of_a_word(page)
    for keys in ("Control+A", "Control+C", "Control+X"):
        page.keyboard.press(keys)
    assert page.evaluate("() => navigator.clipboard.readText()") == "before"
    page.locator("[name=WORDS]").fill("")
    page.locator("[name=WORDS]").press("Control+Z")
    with another_page(page):
        page.locator(".exit").click()
    page.locator(".attract").wait_for()
    assert_nothing_is_left(page)


def test_it_clears_itself_also_where_it_cannot_count_any_more(page: Any, kiosk: Kiosk) -> None:
    open_kiosk(page.context, kiosk, page=page)
    to_the_last_page(page)
    type_in_the_middle_of_a_word(page)
    page.evaluate("() => (kioskStore.count = async () => { throw new DOMException('full', 'QuotaExceededError'); })")
    with another_page(page):
        page.locator(".exit").click()
    page.locator(".attract").wait_for()
    assert_nothing_is_left(page)

"""Nothing moves on a page after it was painted, however late its scripts come."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final, Literal

import pytest

from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.looking import Showing
from tests.respondent.page_kinds import page_kinds
from tests.respondent.serving import Served, serving
from tests.respondent.survey import SLUG

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")]
LATE: Final = 0.1
"""Seconds until a script comes: several frames of an empty machine."""
WATCH: Final = """(() => {
  window.moved = [];
  const name = (node) => node?.className || node?.tagName || node?.data;
  new PerformanceObserver((seen) => {
    for (const one of seen.getEntries()) window.moved.push([one.value, one.sources.map(({ node }) => name(node))]);
  }).observe({ type: "layout-shift", buffered: true });
})()"""
SETTLED: Final = """() =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved)))))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("still"), instrument=False) as there:
        yield there


@pytest.mark.parametrize(("language", "width", "scheme"), [("ar", 360, "light"), ("km", 1280, "dark")])
def test_nothing_moves(served: Served, language: str, width: int, scheme: Literal["light", "dark"]) -> None:
    from playwright.sync_api import sync_playwright

    def late(route: Any) -> None:
        time.sleep(LATE)
        route.continue_()

    moved = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme).new_page()
        page.add_init_script(WATCH)
        page.route("**/*.js", late)
        showing = Showing(page, served.address)
        for name, shown in page_kinds(served.app, language):
            if ": " not in name:
                showing.show(name, shown.html)
                moved[name] = page.evaluate(SETTLED)
        browser.close()
    assert len(moved) > 20
    assert {name: what for name, what in moved.items() if what} == {}


FIRST_ROW: Final = """() => {
  const [first, ...others] = document.querySelectorAll(".facts div");
  const place = () => JSON.stringify([...first.children].map((one) => one.getBoundingClientRect()));
  const whole = place();
  others.forEach((one) => one.remove());
  return [others.length, whole, place()];
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_said_of_the_survey_stands_where_it_stood_when_only_its_first_row_had_come(
    served: Served, width: int
) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_context(viewport={"width": width, "height": 740}).new_page()
        page.goto(f"{served.address}/vi/s/{SLUG}")
        others, whole, alone = page.evaluate(FIRST_ROW)
        browser.close()
    assert others > 1
    assert alone == whole

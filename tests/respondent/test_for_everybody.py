"""Every kind of page in every language, in both colour schemes, at 400 % zoom: for everybody, and easy to press.

`make torture` looks at every kind in every language; here every kind is looked at once, each language at some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.chromium import CHROMIUM, SWITCHES, browser_or_skip
from tests.respondent.listening import unheard
from tests.respondent.looking import Showing, problems_of, unstyled, widths_of
from tests.respondent.page_kinds import page_kinds
from tests.respondent.serving import Served, serving
from tests.respondent.survey import EVERY_LANGUAGE

pytestmark = pytest.mark.browser
playwright = browser_or_skip()
pytest.importorskip("axe_playwright_python", reason="axe is not installed")
SHORTEST: Final = ("zh-Hans", "receipt: view")
"""Where a button has the fewest letters."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("everybody")) as there:
        yield there


@pytest.fixture(scope="module")
def page(served: Served) -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser.new_context().new_page()
        browser.close()


def test_what_is_chosen_and_how_far_it_is_show_in_colours_that_the_reader_forces(served: Served, page: Any) -> None:
    showing = Showing(page, served.address)
    html = next(shown.html for name, shown in page_kinds(served.app, "en") if name == "ONE")
    page.emulate_media(forced_colors="active")
    showing.show("forced", html)
    empty, chosen = page.locator("[name=ONE]").all()[:2]
    chosen.check()
    page.evaluate("document.activeElement.blur()")
    assert empty.screenshot() != chosen.screenshot()
    part = page.locator("progress").evaluate("e => getComputedStyle(e).appearance")
    page.emulate_media(forced_colors="none")
    showing.stop()
    assert part == "auto"


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
def test_every_kind_of_page_is_for_everybody(served: Served, page: Any, language: str) -> None:
    at, found = EVERY_LANGUAGE.index(language), {}
    showing = Showing(page, served.address)
    for number, (name, shown) in enumerate(page_kinds(served.app, language)):
        if number % len(EVERY_LANGUAGE) == at or (language, name) == SHORTEST:
            showing.show(name, shown.html)
            looks = served.app.extensions["wardrobe"].looks[len(re.findall(r'"stylesheet" href="[^"]+">', shown.html))]
            bare = unstyled(page, shown.html, looks)
            found[name] = [*problems_of(page, widths=widths_of(shown.html)), *unheard(page), *bare]
    showing.stop()
    assert len(found) >= 3
    assert {name: problems for name, problems in found.items() if problems} == {}

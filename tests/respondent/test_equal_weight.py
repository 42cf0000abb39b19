"""Agreeing and refusing weigh the same on the page, in every language, and neither is chosen for anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp.catalogues import translator
from surveyapp.instruments import bundled
from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.browsing import Page, open_page
from tests.respondent.looking import Showing
from tests.respondent.serving import serving
from tests.respondent.walking import address_in

WEIGHT = """() => [...document.querySelectorAll("[data-question=CNS1] .opt")].map((e) => {
  const {width, height} = e.getBoundingClientRect(), s = getComputedStyle(e);
  const look = [s.color, s.backgroundColor, s.borderColor, s.borderWidth, s.fontWeight, s.fontSize, s.opacity];
  return [Math.round(width), Math.round(height), ...look, e.innerText];
})"""


def asked_to_agree(client: FlaskClient, language: str) -> Page:
    """Return the page of the bundled instrument that asks for consent, as served."""
    return open_page(client, address_in(language)).post({"SCR1": "5"}).post({"SCR2": "US"})


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_agreeing_and_refusing_look_the_same_and_stand_in_one_order_in_every_language(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with serving(tmp_path) as served, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        showing = Showing(page, served.address)
        for language in bundled().languages:
            words = translator("respondent", language)
            said = [words.gettext("I agree"), words.gettext("I do not agree")]
            showing.show(language, asked_to_agree(served.app.test_client(), language).html)
            for width, scheme in ((320, "light"), (320, "dark"), (1280, "light")):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)
                yes, no = page.evaluate(WEIGHT)
                assert yes[:-1] == no[:-1], (language, width, scheme)
                assert [yes[-1], no[-1]] == said, language
            assert page.locator(":checked:not(option)").count() == 0
        browser.close()

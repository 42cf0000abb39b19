"""Agreeing and refusing weigh the same on the page, and neither is ticked before somebody chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.looking import SCHEMES, Showing
from tests.respondent.page_kinds import page_kinds
from tests.respondent.serving import serving

WEIGHT = """() => [...document.querySelectorAll("[data-question=CNS] .opt")].map((e) => {
  const {width, height} = e.getBoundingClientRect(), s = getComputedStyle(e);
  const look = [s.color, s.backgroundColor, s.borderColor, s.borderWidth, s.fontWeight, s.fontSize, s.opacity];
  return [Math.round(width), Math.round(height), ...look];
})"""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_agreeing_and_refusing_look_the_same_in_every_language(tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with serving(tmp_path, instrument=False) as served, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        showing = Showing(page, served.address)
        for language in ("vi", "de", "ar", "ja"):
            html = next(shown.html for name, shown in page_kinds(served.app, language) if name == "CNS")
            showing.show(language, html)
            for width in (320, 360, 1280):
                for scheme in SCHEMES:
                    page.set_viewport_size({"width": width, "height": 800})
                    page.emulate_media(color_scheme=scheme)
                    yes, no = page.evaluate(WEIGHT)
                    assert yes == no, (language, width, scheme)
            assert page.locator(":checked:not(option)").count() == 0
        browser.close()

"""Answer the kiosk cut at a tablet without a network, in every language again and again, and send it at the end."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.kiosk.fielding import rows
from tests.respondent.kiosk.serving import serving_kiosk
from tests.respondent.kiosk.tablet import answer_in_every, open_kiosk, wait_until_sent
from tests.torture.finding import Finding

SIZES = ((1080, 1920), (1280, 800), (360, 740))


def run(seconds: float) -> list[Finding]:
    """Hold an interview in every language at one size of screen after another while there is time, once at least."""
    from playwright.sync_api import sync_playwright

    wrong: list[str] = []
    held, end = 0, time.monotonic() + seconds
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
        serving_kiosk(Path(folder)) as (kiosk, _),
    ):
        _, fielded, engine = kiosk
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        context = browser.new_context()
        page = open_kiosk(context, kiosk)
        languages = fielded.survey.questionnaire.languages
        while not held or time.monotonic() < end:
            width, height = SIZES[held // len(languages) % len(SIZES)]
            page.set_viewport_size({"width": width, "height": height})
            context.set_offline(True)
            wrong += answer_in_every(page, languages)
            held += len(languages)
            context.set_offline(False)
            wait_until_sent(page, engine, held)
        [(stored,)] = rows(engine, "SELECT count(*) FROM response")
        browser.close()
    figure = f"{len(wrong)} faults of screens, {held - stored} not stored once"
    return [Finding("a kiosk without a network keeps each interview", figure, held, kept=not wrong and held == stored)]

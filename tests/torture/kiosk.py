"""Answer at a tablet without a network, in every language again and again; take its power at every stage."""

from __future__ import annotations

import contextlib
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.chromium import CHROMIUM, SWITCHES
from tests.respondent.kiosk.fielding import POINT, SMALL, rows
from tests.respondent.kiosk.power import begin_and_type, kill_browser, switched_on, traces_in
from tests.respondent.kiosk.serving import serving_kiosk
from tests.respondent.kiosk.tablet import answer_in_every, open_kiosk, wait_until_sent
from tests.torture.finding import Finding

SIZES = ((1080, 1920), (1280, 800), (360, 740))


def run(seconds: float) -> list[Finding]:
    """Spend half of the time on each promise."""
    return [keep_every_interview(seconds / 2), lose_the_power(seconds / 2)]


def keep_every_interview(seconds: float) -> Finding:
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
    return Finding("a kiosk without a network keeps each interview", figure, held, kept=not wrong and held == stored)


def lose_the_power(seconds: float, seed: int = 1) -> Finding:
    """Kill the browser at one stage after another: what was thanked for is stored, and nothing else is left."""
    from playwright.sync_api import sync_playwright

    dice, thanked, cuts, found = random.Random(seed), 0, 0, 0
    end = time.monotonic() + seconds
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as driver,
        serving_kiosk(Path(folder), SMALL) as (kiosk, _),
    ):
        profile = Path(folder) / "profile"
        context = switched_on(driver, profile)
        page = open_kiosk(context, kiosk)
        while cuts < len(STAGES) or time.monotonic() < end:
            stage = STAGES[cuts] if cuts < len(STAGES) else dice.choice(STAGES)
            context.set_offline(True)
            thanked += reach(page, stage)
            kill_browser(profile)
            with contextlib.suppress(Exception):
                context.close()
            cuts, found = cuts + 1, found + len(traces_in(profile))
            context = switched_on(driver, profile)
            page = context.new_page()
            page.goto(f"{kiosk[0]}/kiosk/{POINT}")
            page.locator(".attract").wait_for()
            found += page.locator("fieldset, input, textarea, .receipt").count()
        wait_until_sent(page, kiosk[2], thanked)
        [(stored,)] = rows(kiosk[2], "SELECT count(*) FROM response")
        context.close()
    figure = f"{found} traces of what was typed, {abs(thanked - stored)} of those thanked not stored once"
    return Finding(
        "a kiosk that loses its power keeps what it thanked for", figure, cuts, kept=not found and thanked == stored
    )


STAGES = ("typed", "asked whether anybody is there", "choosing a language", "thanked", "cleared")


def reach(page: Any, stage: str) -> int:
    """Bring an interview to a stage, with words typed in it; return how many were thanked for on the way."""
    begin_and_type(page)
    if stage == "asked whether anybody is there":
        page.evaluate(
            "() => { const real = performance.now.bind(performance); performance.now = () => real() + 65000; }"
        )
        page.locator("dialog.still").wait_for()
    elif stage == "choosing a language":
        page.locator(".tongue").click()
        page.locator(".languages").wait_for()
    elif stage in ("thanked", "cleared"):
        page.locator("button.go").click()
        page.locator("#survey-done").wait_for()
        if stage == "cleared":
            page.locator("button.go").click()
            page.locator(".attract").wait_for()
        return 1
    return 0

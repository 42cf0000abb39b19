"""The console in a real browser: with its script, without any, and at every width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from surveyapp.database import writing
from surveyapp.questionnaire.texts import with_texts
from surveyapp.services import jobs, manuscripts
from surveyapp.services.rehearsing import rehearse_apart
from tests.chromium import CHROMIUM, SWITCHES, go_on
from tests.console.authors import begin_manuscript, native
from tests.console.fieldwork import REPORT, WORKER, count, report, respond
from tests.console.house import OURS, PASSWORD, Members, questionnaire
from tests.listening import listening
from tests.patience import LONGEST
from tests.respondent.looking import COLOUR_SCHEMES, RUN_AXE, axe

ROOMS = (
    "/",
    "/surveys/our-survey/questionnaire",
    "/surveys/our-survey/field",
    "/surveys/our-survey/field/points",
    "/surveys/our-survey/reports",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=1000 * LONGEST)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with listening(app) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str, members: Members) -> Iterator[Visit]:
    """Give a function that signs somebody in; at the end, nothing may have been refused by a content policy."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def sign_in(who: str = "researcher", **options: Any) -> Page:
        context = browser.new_context(base_url=address, locale="en-GB", **options)
        context.set_default_timeout(1000 * LONGEST)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if complains(said) else None)
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(f"{who}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        go_on(page, page.get_by_role("button", name="Sign in"))
        expect(page.get_by_role("heading", name="All surveys")).to_be_visible()
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []


def complains(said: ConsoleMessage) -> bool:
    """Tell what the browser refuses from a page that answers with what is wrong (422)."""
    return said.type == "error" and "status of 422" not in said.text


def newest(members: Members) -> str:
    with writing(members.engine) as session:
        job = jobs.claim(session, WORKER)
        assert job is not None
        return job.id


def beat(members: Members, job: str, share: float, step: str) -> None:
    with writing(members.engine) as session:
        jobs.heartbeat(session, job, WORKER, progress=share, step=step)


def end(members: Members, job: str) -> None:
    with writing(members.engine) as session:
        jobs.keep(session, job, WORKER, "report.en.html", "text/html; charset=utf-8", REPORT)
        jobs.finish(session, job, WORKER, {})


def test_a_report_is_started_followed_and_read_without_reloading(visit: Visit, members: Members) -> None:
    respond(members.engine)
    count(members.engine, {("web", "en"): 20})
    page = visit()
    page.get_by_role("link", name="News from Viet Nam").click()
    page.get_by_role("link", name="To the reports").click()
    page.get_by_role("button", name="Start a report").click()
    bar = page.get_by_role("progressbar")
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    expect(page.get_by_role("button", name="Start a report")).to_be_disabled()
    job = newest(members)
    beat(members, job, 0.5, "needs F")
    expect(page.get_by_text("Information needs: foreigners")).to_be_visible()
    expect(bar).to_have_js_property("value", 0.5)
    end(members, job)
    page.get_by_role("link", name="(English)").click()
    expect(page.get_by_role("heading", name="What people need")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(21, 25, 28)"


def test_everything_works_without_script(visit: Visit, members: Members) -> None:
    respond(members.engine)
    page = visit(java_script_enabled=False)
    page.goto("/surveys/our-survey/reports")
    page.get_by_role("button", name="Start a report").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    job = newest(members)
    beat(members, job, 0.5, "writing en")
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("Writing", exact=True)).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled")).to_be_visible()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_text("Đã huỷ")).to_be_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("button", name="Đăng nhập")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_room_scrolls_sideways(visit: Visit, members: Members, width: int, scheme: str) -> None:
    count(members.engine, {("web", "en"): 1200, ("web", "vi"): 30, ("qr", "vi"): 44, ("qr", "en"): 3})
    for state in ("failed", "done", "running"):
        report(members.engine, state=state)
    page = visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for room in ROOMS:
        page.goto(room)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), room


def test_what_is_pressed_is_large_enough_for_a_thumb(visit: Visit, members: Members) -> None:
    report(members.engine, state="done")
    page = visit(viewport={"width": 360, "height": 800}, has_touch=True)
    for room in ROOMS:
        page.goto(room)
        for pressed in page.locator("button, nav a, .button").all():
            box = pressed.bounding_box()
            assert box is None or box["height"] >= 44 or not pressed.is_visible(), pressed.inner_text()


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit()
    page.goto("/surveys/our-survey/field")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_pages_of_an_author_satisfy_axe_and_fit_a_phone(visit: Visit, members: Members) -> None:
    changed = with_texts(questionnaire(), "en", {"AGE.text": "How old is your child?", "pages.first.title": ""})
    at = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=changed)}"
    with writing(members.engine) as session:
        begun = manuscripts.find(session, at.rpartition("/")[2])
        assert begun is not None
        manuscripts.keep_rehearsal(session, begun, rehearse_apart(changed, 20))
    page = visit(viewport={"width": 360, "height": 800})
    pages = ("", "/questions", "/changes", "/rehearsal", "/wording?part=AGE&language=vi")
    for address in ("/surveys/new", f"/surveys/{OURS}/questionnaire/upload", *(f"{at}{rest}" for rest in pages)):
        page.goto(address)
        page.evaluate(axe())
        for scheme, rules in COLOUR_SCHEMES:
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(RUN_AXE, rules) == [], (address, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_a_survey_is_closed_and_opened_again_on_pages_that_satisfy_axe(visit: Visit, script: bool) -> None:
    page = visit(viewport={"width": 360, "height": 800}, java_script_enabled=script)
    page.goto(f"/surveys/{OURS}/field")
    for act, now in (("Close the survey", "Closed on"), ("Open again", "People are let in")):
        go_on(page, page.get_by_role("link", name=act))
        if script:
            page.evaluate(axe())
            for scheme, rules in COLOUR_SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(RUN_AXE, rules) == [], (act, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), act
        go_on(page, page.get_by_role("button", name=act))
        expect(page.get_by_text(now)).to_be_visible()


def test_an_author_brings_a_file_and_tries_it_in_another_language(visit: Visit, members: Members) -> None:
    page = visit()
    page.get_by_role("link", name="A new survey").click()
    content = {"name": "young people.json", "mimeType": "application/json", "buffer": native(questionnaire())}
    page.get_by_label("File", exact=True).set_input_files(content)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Nothing is wrong with it.")).to_be_visible()
    expect(page.get_by_role("link", name="Tiếng Việt")).to_have_attribute("href", re.compile("/vi/s/preview[.]"))
    page.get_by_role("link", name="To the rehearsal").click()
    page.get_by_role("button", name="Rehearse").click()
    expect(page.get_by_role("heading", name="200 respondents took")).to_be_visible()

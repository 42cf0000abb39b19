"""An author's hour in a real browser: a form is imported, changed, checked, published by a second person, answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, select

from surveyapp.console import app as console
from surveyapp.database import reading
from surveyapp.respondent import app as respondent
from surveyapp.settings import Settings
from surveyapp.store.models.response import Draft
from tests.chromium import CHROMIUM, go_on
from tests.console.authors import begin_manuscript
from tests.console.editing import asked
from tests.console.house import OURS, PASSWORD, Members
from tests.console.test_browser import browser  # noqa: F401
from tests.listening import listening
from tests.reference_data import reference_folder
from tests.respondent.looking import COLOUR_SCHEMES, RUN_AXE, axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def addresses(settings: Settings, members: Members) -> Iterator[tuple[str, str]]:
    """Serve respondents, and the console that leads to them; return the addresses of the console and of the pages."""
    with (
        listening(respondent.create_app(settings)) as pages,
        listening(console.create_app(replace(settings, respondent_url=pages))) as staff,
    ):
        yield staff, pages


class Desk:
    """Sign people in, each in a context of their own."""

    def __init__(self, opened: Browser, address: str, pages: str) -> None:
        self.opened, self.address, self.pages = opened, address, pages
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def sign_in(self, role: str, **options: Any) -> Page:
        page = self.open(locale="en-GB", **options)
        page.goto("/sign-in")
        page.get_by_label("E-mail address").fill(f"{role}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        go_on(page, page.get_by_role("button", name="Sign in"))
        return page

    def open(self, **options: Any) -> Page:
        self.contexts.append(self.opened.new_context(base_url=self.address, **options))
        page = self.contexts[-1].new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        return page


@pytest.fixture
def desk(browser: Browser, addresses: tuple[str, str]) -> Iterator[Desk]:  # noqa: F811
    made = Desk(browser, *addresses)
    yield made
    for context in made.contexts:
        context.close()
    assert [said for said in made.complaints if "422" not in said] == []


def press(page: Page, name: str, **more: Any) -> None:
    go_on(page, page.get_by_role("button", name=name, exact=True, **more).first)


def bring(page: Page, file: str) -> str:
    """Bring a file, make it fit, let it speak Vietnamese too, and return the manuscript's address."""
    page.goto("/surveys/new")
    page.get_by_label("File", exact=True).set_input_files(file)
    press(page, "Read the file")
    manuscript = page.url
    page.goto(f"{manuscript}/questions#languages")
    page.get_by_label("Tiếng Việt", exact=True).check()
    press(page, "Keep the languages")
    page.goto(manuscript)
    page.get_by_label("Questions whose sensitivity nobody has stated").select_option("basic")
    page.get_by_label("Ask for consent first, in our standard words").check()
    press(page, "Make it fit")
    return manuscript


def add_question(page: Page, manuscript: str) -> None:
    """Add a question with three choices in three languages behind the consent."""
    page.goto(f"{manuscript}/questions")
    go_on(page, page.get_by_role("link", name="Add a question to").first)
    page.get_by_label("Id: its name").fill("NEWS")
    page.get_by_label("Kind of answer").select_option("one")
    page.get_by_label("Wording (en)").fill("Where do you read news?")
    press(page, "Add it")
    words = page.get_by_role("group", name="Wording")
    words.get_by_label("français").fill("Où lisez-vous les nouvelles ?")
    words.get_by_label("Tiếng Việt").fill("Bạn đọc tin ở đâu?")
    rows = (
        ("Online", "En ligne", "Trên mạng"),
        ("On paper", "Sur papier", "Trên giấy"),
        ("Nowhere", "Nulle part", "Không"),
    )
    for at, row in enumerate(rows):
        press(page, "Add one to: Choices")
        for tag, said in zip(("en", "fr", "vi"), row, strict=True):
            page.locator(f"[name='choices.{at}.text.{tag}']").fill(said)
    page.get_by_label("Sensitivity: none, basic").fill("basic")
    press(page, "Keep it")
    expect(page.get_by_text("NEWS is kept.")).to_be_visible()


def test_a_form_is_imported_changed_checked_published_by_another_and_answered(
    desk: Desk, engine: Engine, members: Members
) -> None:
    file = reference_folder("questionnaires", "xlsform", "socio-economic-survey-v20240515.xlsx")
    author = desk.sign_in("researcher")
    manuscript = bring(author, str(file))
    add_question(author, manuscript)

    paper = author.locator(".row", has=author.locator("[name='choices.1.code']"))
    paper.get_by_role("button", name="Move 2 up").click()
    expect(author.locator(".row").first.get_by_label("Code")).to_have_value("2")
    author.get_by_label("Asked only if").fill("NOTHING == '1'")
    expect(author.locator("#show_if-live")).to_contain_text("Nothing here is called 'NOTHING'.")
    author.get_by_label("Asked only if").fill("")
    press(author, "Keep it")
    author.goto(f"{manuscript}/questions")
    first = author.locator(".outline li").first.get_by_role("link").first.inner_text()
    author.goto(f"{manuscript}/structure/question?question=NEWS")
    author.get_by_label("Behind").select_option(f"question {first}")
    press(author, "Move it")
    expect(author.locator(".outline li").nth(1)).to_contain_text("NEWS")
    go_on(author, author.get_by_role("link", name="Overview"))
    expect(author.locator(".problems .alarm")).to_have_count(0)
    expect(author.get_by_role("button", name="Publish version 1")).to_be_disabled()

    other = desk.sign_in("administrator")
    other.goto(manuscript)
    press(other, "Publish version 1")
    expect(other.get_by_text("Version 1 is published.")).to_be_visible()

    slug = other.url.split("/surveys/")[1].split("/")[0]
    answer(desk.open(locale="vi"), f"{desk.pages}/vi/s/{slug}")
    with reading(engine) as session:
        kept = session.scalars(select(Draft)).one()
    assert kept.doc["answers"]["NEWS"]["v"] == "2"


def answer(page: Page, address: str) -> None:
    """Agree, and say that news is read on paper."""
    page.goto(address)
    page.get_by_label("Tôi đồng ý").check()
    page.get_by_label("Trên giấy").check()
    go_on(page, page.get_by_role("button", name="Tiếp tục"))
    expect(page.locator("[data-question=region]")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_structure_satisfies_axe_and_fits(desk: Desk, members: Members, width: int) -> None:
    manuscript = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=asked())}"
    page = desk.sign_in("researcher", viewport={"width": width, "height": 900})
    for language in ("en", "vi"):
        if language == "vi":
            go_on(page, page.get_by_role("button", name="Tiếng Việt").first)
        for rest in (
            *("/questions", "/structure/question?question=WAY", "/structure/question?question=AGE"),
            *("/structure/page?page=first", "/structure/kind?question=WAY&to=number", "/structure/history"),
            *("/structure/add?after=page first", "/wording?part=AGE&language=vi"),
        ):
            page.goto(f"{manuscript}{rest}")
            page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            page.evaluate(axe())
            for scheme, rules in COLOUR_SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(RUN_AXE, rules) == [], (rest, scheme, language)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), rest

"""A report's life in a real browser: from its plan to its publication, and a measure that its figures make stale."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from surveyapp.database import writing
from surveyapp.services import jobs
from tests.chromium import CHROMIUM, go_on
from tests.console.fieldwork import survey_of
from tests.console.house import OURS, Members
from tests.console.reporting import STATED, answer, field, state, work
from tests.console.test_browser import Visit, address, browser, visit  # noqa: F401
from tests.respondent.looking import COLOUR_SCHEMES, RUN_AXE, axe

AT = f"/surveys/{OURS}/reports"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


def press(page: Page, name: str) -> None:
    go_on(page, page.get_by_role("button", name=name, exact=True))


def write(page: Page, members: Members) -> None:
    """Start a report in English and have it written."""
    page.goto(AT)
    page.get_by_label("Tiếng Việt").uncheck()
    press(page, "Start a report")
    with writing(members.engine) as session:
        (job,) = (one for one in jobs.recent(session, survey_of(session).survey_id, kind="report") if one.is_open)
    work(members.engine)
    page.goto(f"{AT}/{job.id}")


def test_a_report_goes_from_its_plan_to_publication_and_a_measure_goes_stale(
    visit: Visit,  # noqa: F811
    members: Members,
) -> None:
    field(members.engine)
    answer(members.engine, 60, "news")
    answer(members.engine, 40, "papers", "travel", age="old")
    page = visit(java_script_enabled=False)
    plan_and_state(page)
    write(page, members)
    expect(page.get_by_text("You had it written.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish this report")).to_be_disabled()
    for kind in ("html", "pdf", "docx", "pptx", "xlsx"):
        expect(page.get_by_role("link", name=f"report.en.{kind}")).to_be_visible()
    second = visit("administrator", java_script_enabled=False)
    second.goto(page.url)
    second.get_by_label("As what you publish it").fill("director")
    press(second, "Publish this report")
    work(members.engine)
    second.reload()
    expect(second.get_by_text("Published by administrator@example.org, director")).to_be_visible()
    add_and_confirm(page)
    answer(members.engine, 40, "papers")
    page.goto(AT)
    expect(page.get_by_text("changed since: the answers, the measures")).to_be_visible()
    write(page, members)
    page.goto(f"{AT}/measures")
    expect(page.get_by_text("Stale: its evidence has moved")).to_be_visible()
    assert page.locator("del").inner_text() != page.locator("ins").inner_text()


def plan_and_state(page: Page) -> None:
    """Change the plan, with another row and a mistake first, and state what only a person can."""
    page.goto(f"{AT}/plan")
    segments = page.get_by_role("group", name="Segments")
    rows = segments.get_by_label("Name", exact=True).count()
    page.get_by_label("Low base below").fill("70")
    go_on(page, segments.get_by_role("button", name="Another row"))
    expect(segments.get_by_label("Name", exact=True)).to_have_count(rows + 1)
    expect(segments.get_by_label("Name", exact=True).last).to_be_focused()
    expect(page.get_by_label("Low base below")).to_have_value("70")
    page.get_by_label("Low base below").fill("many")
    press(page, "Keep the plan")
    expect(page.locator("#mistakes").get_by_role("link", name="Low base below")).to_be_visible()
    page.get_by_label("Low base below").fill("50")
    press(page, "Keep the plan")
    expect(page.get_by_text("The plan is kept.")).to_be_visible()
    page.goto(f"{AT}/statements")
    for item in STATED:
        page.locator(f"[name='{item}.en']").fill(f"About {item}.")
    press(page, "Keep the statements")
    expect(page.get_by_text("Stated by researcher@example.org").first).to_be_visible()


def add_and_confirm(page: Page) -> None:
    """Add a measure, without evidence first, and confirm it."""
    page.goto(f"{AT}/measures")
    page.get_by_role("link", name="Add a measure").click()
    page.get_by_label("What is to be done (English)").fill("Write about papers")
    press(page, "Keep the measure")
    expect(page.get_by_role("link", name="Choose the evidence")).to_be_visible()
    page.get_by_label("Find figures by words").fill("Papers")
    press(page, "Find figures")
    expect(page.get_by_label("What is to be done (English)")).to_have_value("Write about papers")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Agency that leads (English)").fill("Consular department")
    press(page, "Keep the measure")
    press(page, "Confirm M1 on these figures")
    expect(page.get_by_text("Confirmed by researcher@example.org")).to_be_visible()


def test_a_script_adds_rows_in_place_that_are_kept_like_any(visit: Visit, members: Members) -> None:  # noqa: F811
    field(members.engine)
    page = visit()
    page.goto(f"{AT}/plan")
    ratings = page.get_by_role("group", name="Further scales")
    ratings.locator("summary").click()
    for at, name in enumerate(("AGE", "TOPICS", "AGE")):
        if at:
            ratings.get_by_role("button", name="Another row").click()
        expect(ratings.get_by_label("Question")).to_have_count(at + 1)
        ratings.get_by_label("Question").last.fill(name)
    expect(ratings.get_by_label("Question").last).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("The plan is kept.")).to_be_visible()
    values = [one.input_value() for one in ratings.get_by_label("Question").all()]
    assert values == ["AGE", "TOPICS", "AGE", ""]


def test_every_page_of_a_report_satisfies_axe_and_fits_a_phone(visit: Visit, members: Members) -> None:  # noqa: F811
    field(members.engine)
    answer(members.engine, 30, "news")
    answer(members.engine, 20, "papers", age="old")
    state(members.engine)
    page = visit(viewport={"width": 360, "height": 800})
    write(page, members)
    report = page.url
    press(page, "Check it now")
    work(members.engine)
    page.goto(f"{AT}/data")
    press(page, "Make the file")
    work(members.engine)
    rest = ("", "/plan", "/plan/text", "/statements", "/open-answers", "/waves", "/measures", "/measures/new", "/data")
    for language in ("English", "Tiếng Việt"):
        if language != "English":
            press(page, language)
        for at in (report, *(f"{AT}{one}" for one in rest)):
            page.goto(at)
            page.evaluate(axe())
            for scheme, rules in COLOUR_SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(RUN_AXE, rules) == [], (at, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), at
            for pressed in page.locator("button, nav a, .button, summary").all():
                box = pressed.bounding_box()
                assert box is None or box["height"] >= 44, (at, pressed.inner_text())

"""The two reference files of the promise are published and completed in a real browser, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from surveyapp import database
from surveyapp.cli.main import contents
from surveyapp.respondent.app import create_app
from surveyapp.services import collecting
from surveyapp.settings import read_settings
from tests.chromium import CHROMIUM, SWITCHES, browser_or_skip, go_on
from tests.listening import listening
from tests.reference_data import reference_folder

pytestmark = pytest.mark.browser
playwright = browser_or_skip()
FILES = {
    "xlsform": "xlsform/socio-economic-survey-v20240515.xlsx",
    "limesurvey": "limesurvey/ls6_sample_survey_multilingual_fr_de_en_it_ru.lss",
}
MOST_POSTS = 60
TYPED = "1"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'data.sqlite3'}"


@pytest.fixture
def address(database_url: str) -> Iterator[str]:
    """Serve whatever the database holds on a free port."""
    app = create_app(read_settings({"SECRET_KEY": "a secret of the tests, long enough"}, database_url=database_url))
    with listening(app) as served:
        yield served


def publish(file: Path, database_url: str) -> None:
    order = ["publish", str(file), "--slug", "theirs", "--sensitivity", "basic", "--consent", "standard"]
    done = CliRunner().invoke(contents, [*order, "--cleared", "all", "--database", database_url])
    assert done.exit_code == 0, done.stderr


def answer_question(fieldset: Any) -> None:
    """Answer one question as a patient person would: whatever is open and empty gets something."""
    tick(fieldset, "radio", 1)
    if not fieldset.locator("input[type=radio]").count():
        tick(fieldset, "checkbox", max(1, int(fieldset.get_attribute("data-min") or 1)))
    for box in fieldset.locator("[role=combobox]").all():
        search(box)
    pick_from_lists(fieldset)
    write(fieldset)


def tick(fieldset: Any, kind: str, least: int) -> None:
    """Choose the first of each group that holds nothing yet, leaving out what excludes the rest and ways out."""
    alone = (fieldset.get_attribute("data-exclusive") or "").split()
    groups: dict[str, list[Any]] = {}
    for control in fieldset.locator(f"input[type={kind}]:enabled").all():
        groups.setdefault(control.get_attribute("name"), []).append(control)
    for name, controls in groups.items():
        listed = fieldset.locator(f'select[name="{name}"]').count()
        free = [one for one in controls if not listed and one.get_attribute("value") not in alone]
        if name.endswith("__missing") or any(one.is_checked() for one in controls):
            continue
        enough = name.partition("@")[0].endswith("_more")  # whether another turn of a repeat follows
        for control in free[-1:] if enough else free[:least]:
            control.check()


def search(box: Any) -> None:
    """Type what a choice begins with, walk down the list, and take it with Enter."""
    if box.input_value():
        return
    box.click()
    first = box.locator("xpath=..").locator("[role=option]").first.inner_text()
    box.press_sequentially(first[:4])
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value()


def pick_from_lists(fieldset: Any) -> None:
    """Take the first entry of each list that holds nothing; no entry twice where a question ranks."""
    lists = [one for one in fieldset.locator("select").all() if one.is_visible()]
    taken = {one.input_value() for one in lists}
    for one in lists:
        if one.input_value():
            continue
        entries = one.locator("option").evaluate_all("all => all.map(each => each.value)")
        free = [value for value in entries if value and value not in taken]
        if free:
            one.select_option(free[0])
            taken.add(free[0])


def write(fieldset: Any) -> None:
    """Write into every open field, also the one beside a choice that was made."""
    for field in fieldset.locator("input.field[type=text]:not([role=combobox]), textarea.field").all():
        opener = field.evaluate("field => field.closest('[data-opened-by]')?.dataset.openedBy || ''")
        chosen = not opener or fieldset.locator(f'[id="{opener}"]').is_checked()
        if chosen and not field.input_value():
            field.fill("2000" if (field.get_attribute("name") or "").endswith("__year") else TYPED)


def visible(page: Any) -> list[Any]:
    return [one for one in page.locator("fieldset[data-question]").all() if one.is_visible()]


def complete(page: Any, start: str) -> list[str]:
    """Answer page after page until an ending, and return the outcome after what each post led to.

    Where an answer opens more on its page, the page comes back at once with that too; the same is never asked twice.
    """
    met: list[str] = []
    page.goto(start)
    for _ in range(MOST_POSTS):
        done = page.locator("#survey-done")
        if done.count():
            return [*met, str(done.get_attribute("data-outcome"))]
        met.append(" ".join(one.get_attribute("data-question") for one in visible(page)))
        assert met[-1] not in met[:-1], page.inner_text("main")
        offered = -1
        while offered != (offered := page.locator("fieldset [name]:enabled").count()):  # an answer may open more
            for fieldset in visible(page):
                answer_question(fieldset)
        go_on(page, page.locator("button.go"))
    raise AssertionError("the survey has no end")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
@pytest.mark.parametrize("source", FILES)
def test_a_foreign_survey_is_completed(
    chromium: Any, database_url: str, request: pytest.FixtureRequest, source: str, scripts: bool
) -> None:
    publish(reference_folder("questionnaires", *FILES[source].split("/")), database_url)
    address = request.getfixturevalue("address")
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    page, trouble, elsewhere = context.new_page(), [], []
    page.set_default_timeout(60_000)
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    met = complete(page, f"{address}/en/s/theirs")
    assert met[-1] == "complete"
    assert (trouble, elsewhere, context.cookies()) == ([], [], [])
    context.close()
    with database.reading(database.make_engine(database_url)) as session:
        assert collecting.count_finished(session, "theirs") == 1

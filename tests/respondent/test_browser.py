"""In a real browser: with and without scripts, in both directions and both colour schemes, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from surveyapp.database import make_engine, migrate
from surveyapp.respondent.app import create_app
from surveyapp.settings import Settings
from tests.chromium import browser_or_skip, go_on
from tests.listening import listening
from tests.respondent.conftest import field
from tests.respondent.survey import ANSWERS, SLUG

pytestmark = pytest.mark.browser
browser_or_skip()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small survey on a free port."""
    folder: Path = tmp_path_factory.mktemp("browser")
    url = f"sqlite:///{folder / 'store.sqlite3'}"
    engine = make_engine(url)
    migrate(engine)
    field(engine)
    app = create_app(Settings(database_url=url, secret_key="s" * 40, instance=folder))
    with listening(app) as served:
        yield served
    engine.dispose()


def fill(page: Any) -> None:
    """Answer whatever the page asks, as a person would."""
    for name in ANSWERS:
        for control in page.locator(f'[name="{name}"]').all():
            kind = control.evaluate("e => e.type")
            given = ANSWERS[name] if isinstance(ANSWERS[name], list) else [ANSWERS[name]]
            if kind in ("radio", "checkbox") and control.get_attribute("value") in given:
                control.check()
            elif kind == "select-one" and control.is_visible():
                control.select_option(given[0])
            elif kind == "select-one":
                page.locator(f"#{name}").fill(given[0])
                page.keyboard.press("ArrowDown")
                page.keyboard.press("Enter")
            elif kind in ("text", "textarea"):
                control.fill(given[0])


def pages(page: Any, start: str) -> Iterator[str]:
    """Walk to the end, yielding what each page asks."""
    page.goto(start)
    for _ in range(40):
        done = page.locator("#survey-done")
        if done.count():
            yield str(done.get_attribute("data-outcome"))
            return
        yield str(page.locator("fieldset[data-question]").first.get_attribute("data-question"))
        fill(page)
        go_on(page, page.locator("button.go"))
    raise AssertionError("the survey has no end")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_journey_reaches_its_receipt(chromium: Any, address: str, scripts: bool) -> None:
    context = chromium.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    page, trouble, elsewhere = context.new_page(), [], []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(address) else None)
    assert list(pages(page, f"{address}/vi/s/{SLUG}"))[-1] == "complete"
    assert (trouble, elsewhere, context.cookies()) == ([], [], [])
    context.close()


def test_a_grid_is_a_table_on_a_wide_screen(phone: Any, address: str) -> None:
    for asked in pages(phone, f"{address}/vi/s/{SLUG}"):
        if asked != "GRID":
            continue
        cells = phone.locator("table.grid tbody tr").first.locator("td")
        stacked = [cell.bounding_box()["y"] for cell in cells.all()]
        assert len(set(stacked)) == len(stacked)
        phone.set_viewport_size({"width": 1280, "height": 740})
        assert len({round(cell.bounding_box()["y"]) for cell in cells.all()}) == 1
        assert phone.locator("table.grid thead th").first.is_visible()
        assert phone.get_by_role("radio", name="Choice r1 ệ Choice 1 ệ").count() == 1
        return


def test_typing_finds_a_country_without_its_marks(phone: Any, address: str) -> None:
    for asked in pages(phone, f"{address}/vi/s/{SLUG}"):
        if asked == "LAND":
            box = phone.locator("#LAND")
            box.fill("CHOICE jp E")
            phone.keyboard.press("ArrowDown")
            phone.keyboard.press("Enter")
            assert box.input_value() == "Choice JP ệ"
            assert phone.locator("select[name=LAND]").input_value() == "JP"
            phone.locator("[name=LAND][value='.refused']").check()
            assert (box.input_value(), phone.locator("select[name=LAND]").input_value()) == ("", "")
            box.fill("choice jp")
            phone.keyboard.press("Enter")
            assert not phone.locator("[name=LAND][value='.refused']").is_checked()
            box.fill("zzz")
            assert phone.locator("select[name=LAND]").input_value() == ""
            return
    raise AssertionError("the country was never asked")


def test_exclusive_choices_and_limits_are_kept_while_choosing(phone: Any, address: str) -> None:
    for asked in pages(phone, f"{address}/en/s/{SLUG}"):
        if asked != "MANY":
            continue
        box = {code: phone.locator(f'[name=MANY][value="{code}"]') for code in ("a", "b", "none", "d")}
        box["a"].check()
        box["b"].check()
        assert phone.locator(".count").inner_text() == "Chosen: 2 of 2."
        box["none"].check()
        assert not box["a"].is_checked() and not box["b"].is_checked()
        assert not phone.locator("#MANY_other").is_visible()
        box["d"].check()
        assert phone.locator("#MANY_other").is_visible() and not box["none"].is_checked()
        box["d"].uncheck()
        return


def test_two_tabs_are_both_shown_what_the_other_saved(chromium: Any, address: str) -> None:
    context = chromium.new_context()
    first = context.new_page()
    for asked in pages(first, f"{address}/en/s/{SLUG}"):
        if asked == "ONE":
            break
    second = context.new_page()
    second.set_content(first.content().replace('action="/', f'action="{address}/'))
    first.locator("[name=ONE][value='1']").check()
    go_on(first, first.locator("button.go"))
    second.locator("[name=ONE][value='2']").check()
    go_on(second, second.locator("button.go"))
    assert "This page was answered twice" in second.inner_text("main")
    go_on(second, second.get_by_text("Use what I gave just now"))
    assert second.locator("fieldset[data-question=SCALE]").count() == 1
    context.close()


def test_reload_and_back_lose_nothing(phone: Any, address: str) -> None:
    for asked in pages(phone, f"{address}/en/s/{SLUG}"):
        if asked == "YEAR":
            break
    phone.reload()
    phone.locator("#YEAR").wait_for()
    fill(phone)
    go_on(phone, phone.locator("button.go"))
    phone.locator("fieldset[data-question=RANK]").wait_for()
    length = phone.evaluate("history.length")
    phone.go_back()
    phone.locator("#YEAR").wait_for()
    assert phone.locator("#YEAR").input_value() == "1985"
    assert phone.evaluate("history.length") == length


def test_back_and_forward_show_what_was_answered_before_anything_is_stored_too(phone: Any, address: str) -> None:
    asked = [asked for asked, _ in zip(pages(phone, f"{address}/en/s/{SLUG}"), range(4), strict=False)]
    phone.locator("fieldset[data-question=LAND]").wait_for()
    for question in reversed(asked):
        phone.go_back()
        phone.locator(f"fieldset[data-question={question}] :checked").wait_for()
    phone.go_forward()
    phone.locator("[name=CNS][value=yes]:checked").wait_for()
    go_on(phone, phone.locator("button.go"))
    assert phone.locator("[name=ONE][value='1']:checked").count() == 1, "and nothing is asked again"


def test_a_code_and_a_receipt_are_still_there_when_the_phone_wakes_up(phone: Any, address: str) -> None:
    for asked in pages(phone, f"{address}/en/s/{SLUG}"):
        if asked == "SCALE":
            go_on(phone, phone.get_by_text("Save and continue later"))
            code = phone.locator(".code").inner_text()
            phone.reload()
            phone.get_by_text("Your answers so far are saved").wait_for()
            assert phone.locator(".code").inner_text() == code
            go_on(phone, phone.get_by_text("Go on now"))
    code = phone.locator(".code").inner_text()
    phone.reload()
    phone.get_by_text("Your answers are saved").wait_for()
    assert phone.locator(".code").inner_text() == code


def test_back_sends_what_was_lost_on_the_way(phone: Any, address: str) -> None:
    start = f"{address}/en/s/{SLUG}"
    for asked in pages(phone, start):
        if asked == "SCALE":
            break
    phone.locator("[name=SCALE][value='2']").check()
    phone.route(start, lambda route: route.abort())
    phone.locator("button.go").click()
    phone.wait_for_url("chrome-error://**")
    phone.unroute(start)
    phone.go_back()
    phone.locator("fieldset[data-question=LAND]").wait_for()
    go_on(phone, phone.get_by_role("button", name="Back"))
    assert phone.locator("[name=SCALE][value='2']").is_checked()


def test_a_mistake_takes_the_focus_and_its_link_leads_to_the_control(phone: Any, address: str) -> None:
    phone.goto(f"{address}/en/s/{SLUG}")
    go_on(phone, phone.locator("button.go"))
    assert phone.evaluate("document.activeElement.id") == "errors"
    phone.locator(".errors a").click()
    phone.wait_for_function("location.hash === '#AGE'")


def test_without_scripts_nothing_that_is_sent_again_after_leaving_shows_an_answer(chromium: Any, address: str) -> None:
    elsewhere, start = "https://www.wikipedia.org/", f"{address}/en/s/{SLUG}"
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route(elsewhere, lambda route: route.fulfill(body="elsewhere"))
    asked = [asked for asked, _ in zip(pages(page, start), range(4), strict=False)]
    fill(page)
    page.locator("[data-exit]").click()
    page.wait_for_url(elsewhere)
    for _ in asked:
        with page.expect_request(lambda request: request.method == "POST") as sent:
            page.go_back(wait_until="commit")  # a browser whose requests are looked at sends without asking
        assert "left=" in sent.value.all_headers()["cookie"]
        page.wait_for_url(elsewhere)
        assert page.inner_text("body") == "elsewhere"
    page.go_back()
    assert page.locator("[name=AGE]").count(), "the first page, as anybody may open it"
    assert page.locator(":checked").count() == 0
    context.close()


def test_back_after_leaving_quickly_shows_nothing_of_the_survey(phone: Any, address: str) -> None:
    elsewhere, start = "https://www.wikipedia.org/", f"{address}/en/s/{SLUG}"
    phone.route(elsewhere, lambda route: route.fulfill(body="elsewhere"))
    asked = [asked for asked, _ in zip(pages(phone, start), range(3), strict=False)]
    phone.locator("[data-exit]").click()
    phone.wait_for_url(elsewhere)
    for _ in asked:
        phone.go_back(wait_until="commit")
        phone.wait_for_url(elsewhere)
        assert phone.inner_text("body") == "elsewhere"
    phone.goto(start)
    assert phone.locator("[name=AGE]").count(), "whoever comes anew may answer"
    phone.reload()
    assert phone.locator("[name=AGE]").count()

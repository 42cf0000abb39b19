"""A kiosk in a real browser: without a network, in every language, left alone, and sent exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import another_page
from tests.patience import LONGEST, wait_until
from tests.respondent.kiosk.fielding import ANSWERS, POINT, SLUG, rows, tallied
from tests.respondent.kiosk.serving import Kiosk, serving_kiosk
from tests.respondent.kiosk.tablet import (
    DUMP,
    MOVED_ON,
    SMALLEST_AT_A_KIOSK,
    answer,
    answer_in_every,
    choose,
    go_to,
    open_kiosk,
    to_the_end,
    wait_until_sent,
)
from tests.respondent.looking import MEASURE, RUN_AXE, axe

pytestmark = pytest.mark.browser
SAMPLE = ("km", "ar")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[Kiosk, Any]]:
    """Serve the whole kiosk cut."""
    with serving_kiosk(tmp_path, respondent_url="https://khaosat.example.vn") as served:
        yield served


@pytest.fixture
def tablet(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=False)
    context.set_default_timeout(1000 * LONGEST)
    yield context
    context.close()


def test_the_whole_cut_is_answered_without_a_network(tablet: Any, kiosk: Kiosk) -> None:
    """One interview after another at one tablet, sent when the network is back; `make torture` takes every language."""
    _, _, engine = kiosk
    page = open_kiosk(tablet, kiosk)
    tablet.set_offline(True)
    assert answer_in_every(page, SAMPLE) == []
    assert rows(engine, "SELECT count(*) FROM response") == [(0,)]
    tablet.set_offline(False)
    wait_until_sent(page, engine, len(SAMPLE))
    page.evaluate("(point) => kioskSending.send(point, true)", POINT)
    assert rows(engine, "SELECT DISTINCT state FROM kiosk_record") == [("stored",)]
    told = tallied(engine)
    assert (told["complete"], told["approached"]) == (len(SAMPLE), len(SAMPLE))


IN_EVERY_LANGUAGE = """([languages, measure, least]) => {
  const look = (0, eval)(measure), found = [];
  for (const language of languages) {
    document.querySelector(".tongue").click();
    found.push(...look(least).map((one) => `${language}, the list of languages: ${one}`));
    document.querySelector(`.language[lang="${language}"]`).click();
    const [shown, name] = [document.documentElement.lang, document.querySelector("fieldset").dataset.question];
    if (shown !== language) found.push(`${shown} instead of ${language}`);
    found.push(...look(least).map((one) => `${language}, ${name}: ${one}`));
  }
  return found;
}"""


def test_every_target_is_64_pixels_in_every_language(chromium: Any, kiosk: Kiosk) -> None:
    """On the narrowest screen, where letters and room are smallest."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = open_kiosk(context, kiosk)
    languages = kiosk[1].survey.questionnaire.languages
    found = page.evaluate(MEASURE, SMALLEST_AT_A_KIOSK)
    choose(page, "en")
    while not page.locator("#survey-done").count():
        found += page.evaluate(IN_EVERY_LANGUAGE, [languages, MEASURE, SMALLEST_AT_A_KIOSK])
        answer(page)
    context.close()
    assert found == []
    assert len(languages) == 17


@pytest.mark.parametrize(
    ("language", "width", "height", "scheme"),
    [("vi", 360, 740, "light"), ("ar", 1280, 800, "dark"), ("zh-Hans", 360, 740, "dark")],
)
def test_axe_finds_nothing_on_any_screen(
    chromium: Any, kiosk: Kiosk, language: str, width: int, height: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = open_kiosk(context, kiosk)
    page.evaluate(axe())
    found: list[str] = []

    def look() -> None:
        found.extend(page.evaluate(RUN_AXE, []))
        found.extend(page.evaluate(MEASURE, SMALLEST_AT_A_KIOSK))

    look()
    choose(page, language)
    page.locator("button.go").click()
    page.locator(".errors").wait_for()
    look()
    while not page.locator("#survey-done").count():
        answer(page)
        look()
    context.close()
    assert found == []


def test_left_alone_it_warns_and_then_leaves_nothing(chromium: Any, kiosk: Kiosk) -> None:
    _, _, engine = kiosk
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.clock.install()
    page.goto("about:blank")
    open_kiosk(context, kiosk, page=page)
    length = page.evaluate("() => history.length")
    choose(page, "vi")
    go_to(page, "VIS1")
    page.locator("#VIS1").fill("77")
    page.clock.fast_forward(61_000)
    page.locator("dialog.still").wait_for()
    page.locator("dialog .go").click()
    assert page.locator("dialog").count() == 0
    assert page.locator("#VIS1").input_value() == "77"
    page.clock.fast_forward(61_000)
    page.locator("dialog.still").wait_for()
    with another_page(page):
        page.clock.fast_forward(21_000)
    page.locator(".attract").wait_for()
    nothing_is_left(page, length)
    page.evaluate("() => kioskSending.send(document.getElementById('kiosk').dataset.point)")
    assert tallied(engine) == {"approached": 1, "open": 1, "begun": 1, "page:CIT1": 1, "left:VIS1": 1}
    page.go_back()
    page.go_forward()
    page.locator(".attract").wait_for()
    nothing_is_left(page, length)
    context.close()


def nothing_is_left(page: Any, length: int) -> None:
    """Look for answers on the screen, in fields, in what is stored and behind Back."""
    assert page.locator("fieldset, dialog").count() == 0
    assert page.evaluate("() => [...document.querySelectorAll('input')].map((one) => one.value)") == []
    assert "77" not in page.locator("body").inner_text()
    stored = page.evaluate(DUMP, POINT)
    for trace in ('"JP"', "SCR2", '"77"', "fields", "answers"):
        assert trace not in stored
    assert '"local":{},"session":{},"cookie":""' in stored
    assert page.evaluate("() => history.length") == length
    assert page.evaluate("() => history.state") is None


def test_after_the_end_the_tablet_holds_only_what_it_cannot_read(tablet: Any, kiosk: Kiosk) -> None:
    _, _, engine = kiosk
    page = open_kiosk(tablet, kiosk)
    tablet.set_offline(True)
    choose(page, "en")
    code = to_the_end(page)
    with another_page(page):
        page.locator("button.go").click()
    page.locator(".attract").wait_for()
    stored = page.evaluate(DUMP, POINT)
    assert stored.count('"nonce"') == 1
    for trace in (code, code[:4], '"JP"', "SCR2", "CHN1"):
        assert trace not in stored
    assert code not in page.content()
    tablet.set_offline(False)
    wait_until_sent(page, engine, 1)
    assert '"queue":[]' in page.evaluate(DUMP, POINT)


def test_the_code_at_the_end_opens_the_receipt_without_being_typed_and_unseen_by_the_server(
    tablet: Any, kiosk: Kiosk
) -> None:
    address, _, engine = kiosk
    page = open_kiosk(tablet, kiosk)
    choose(page, "en")
    code = to_the_end(page)
    wait_until_sent(page, engine, 1)
    phone = tablet.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    phone.goto(f"{address}/en/s/{SLUG}/receipt#{code}")
    assert phone.locator("#code").input_value() == code
    assert code not in phone.url
    assert [one for one in asked if code in one.partition("#")[0]] == []
    with another_page(phone):
        phone.locator("button.go").click()
    assert "Japan" in phone.locator("table.kept").inner_text()


def test_a_lost_acknowledgement_and_two_tabs_make_one_response(tablet: Any, kiosk: Kiosk) -> None:
    _, _, engine = kiosk
    page = open_kiosk(tablet, kiosk)
    lost = []

    def lose(route: Any) -> None:
        route.fetch()
        lost.append(1)
        route.abort()

    page.route("**/records", lose)
    choose(page, "ko")
    to_the_end(page)
    wait_until(lambda: bool(lost), "the call", page=page)
    assert rows(engine, "SELECT count(*) FROM response") == [(1,)]
    assert page.evaluate("() => kioskStore.waiting()") == 1
    page.unroute("**/records")
    other = open_kiosk(tablet, kiosk)
    for tab in (page, other):
        tab.evaluate("(point) => void kioskSending.send(point)", POINT)
    wait_until_sent(page, engine, 1)
    assert rows(engine, "SELECT count(*) FROM response") == [(1,)]
    assert tallied(engine)["complete"] == 1


def test_a_clock_that_is_decades_wrong_changes_nothing(chromium: Any, kiosk: Kiosk) -> None:
    _, _, engine = kiosk
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install(time="1998-02-03T04:05:06")
    open_kiosk(context, kiosk, page=page)
    choose(page, "ja")
    to_the_end(page)
    page.evaluate("(point) => kioskSending.send(point)", POINT)
    wait_until_sent(page, engine, 1)
    assert rows(engine, "SELECT state FROM kiosk_record") == [("stored",)]
    assert rows(engine, "SELECT day FROM response") == [(str(datetime.now(UTC).date()),)]
    context.close()


def test_the_keyboard_alone_answers_everything(tablet: Any, kiosk: Kiosk) -> None:
    page = open_kiosk(tablet, kiosk)

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached")

    tab_to(".language[lang='de']")
    page.keyboard.press("Enter")
    while not page.locator("#survey-done").count():
        name = str(page.locator("fieldset").get_attribute("data-question"))
        if name in ("SCR2", "CIT1", "VIS1"):
            tab_to(f"#{name}")
            page.keyboard.type(ANSWERS[name][0])
            page.keyboard.press("Enter")
        else:
            tab_to(f"[name='{name}']")
            page.keyboard.press("Space")
            if name == "SCR1":
                for _ in range(3):
                    page.keyboard.press("ArrowDown")
            if name == "SCR3":
                page.keyboard.press("Space")
                for _ in range(4):
                    page.keyboard.press("Tab")
                page.keyboard.press("Space")
        tab_to("button.go")
        page.keyboard.press("Enter")
        page.wait_for_function(MOVED_ON, arg=name)
    assert page.locator("#survey-done").get_attribute("data-outcome") == "complete"


def test_the_language_changes_in_the_middle_and_keeps_what_was_typed(tablet: Any, kiosk: Kiosk) -> None:
    page = open_kiosk(tablet, kiosk)
    choose(page, "en")
    go_to(page, "VIS1")
    page.locator("#VIS1").fill("3")
    page.locator(".tongue").click()
    page.locator(".language[lang='ar']").click()
    assert page.locator("#VIS1").input_value() == "3"
    assert page.evaluate("() => document.documentElement.dir") == "rtl"


def test_refusing_keeps_nothing_and_is_counted(tablet: Any, kiosk: Kiosk) -> None:
    _, _, engine = kiosk
    page = open_kiosk(tablet, kiosk)
    choose(page, "en")
    go_to(page, "CNS1")
    page.locator("[name=CNS1][value=no]").check()
    page.locator("button.go").click()
    page.locator("#survey-done[data-outcome=refused]").wait_for()
    page.evaluate("(point) => kioskSending.send(point)", POINT)
    assert tallied(engine) == {"approached": 1, "open": 1, "refused": 1}
    assert page.evaluate("() => kioskStore.waiting()") == 0


def test_a_wrong_key_is_told_so(tablet: Any, kiosk: Kiosk) -> None:
    address, _, _ = kiosk
    page = tablet.new_page()
    page.goto(f"{address}/kiosk/{POINT}#0000-0000-0000-0000")
    page.locator("[data-why=void]:not([hidden])").wait_for()
    assert page.url.endswith(f"/kiosk/{POINT}")


def test_nothing_is_asked_of_anybody_else(tablet: Any, kiosk: Kiosk) -> None:
    address, _, _ = kiosk
    asked: list[str] = []
    tablet.on("request", lambda request: asked.append(request.url))
    page = open_kiosk(tablet, kiosk)
    choose(page, "th")
    to_the_end(page)
    assert [url for url in asked if not url.startswith(address)] == []

"""Be somebody at a kiosk's tablet: open it, choose a language, answer, and see what is left behind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from tests.chromium import another_page
from tests.patience import wait_until
from tests.respondent.kiosk.fielding import ANSWERS, POINT, rows
from tests.respondent.kiosk.serving import Kiosk
from tests.respondent.looking import MEASURE

SMALLEST_AT_A_KIOSK = 64
DUMP = """async (point) => {
  const open = indexedDB.open(`kiosk:${point}`);
  await new Promise((done) => (open.onsuccess = done));
  const stores = ["state", "queue"], all = open.result.transaction(stores);
  const read = (store) =>
    new Promise((done) => (all.objectStore(store).getAll().onsuccess = (e) => done(e.target.result)));
  const [state, queue] = [await read("state"), await read("queue")];
  open.result.close();
  const kept = state.filter((one) => !one.paper);
  const [local, session] = [{ ...localStorage }, { ...sessionStorage }];
  return JSON.stringify({ kept, queue, local, session, cookie: document.cookie });
}"""
MOVED_ON = """(name) => document.querySelector("#survey-done") ||
  document.querySelector("fieldset")?.dataset.question !== name"""


def open_kiosk(context: Any, kiosk: Kiosk, *, page: Any = None) -> Any:
    """Open the kiosk as the console's link does, and wait until it can do without the network."""
    address, fielded, _ = kiosk
    page = page or context.new_page()
    page.goto(f"{address}/kiosk/{POINT}#{fielded.key}")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_selector("html[data-kept]", state="attached")
    return page


def choose(page: Any, language: str) -> None:
    page.locator(f".language[lang='{language}']").click()
    page.locator("form fieldset").first.wait_for()


def answer(page: Any) -> str:
    """Answer the question shown, and go on; return its name."""
    name = str(page.locator("fieldset").get_attribute("data-question"))
    for value in ANSWERS[name]:
        control = page.locator(f"[name='{name}'][value='{value}']")
        if control.count():
            control.check()
        elif page.locator(f"select[name='{name}']").count():
            page.locator(f"#{name}").fill(value)
            page.keyboard.press("Enter")
        else:
            page.locator(f"#{name}").fill(value)
    page.locator("button.go").click()
    page.wait_for_function(MOVED_ON, arg=name)
    return name


def to_the_last_page(page: Any, language: str = "en") -> None:
    """Begin an interview of the small survey."""
    choose(page, language)
    page.locator("[name=CNS][value=yes]").check()
    page.locator("button.go").click()
    page.locator("[name=GO]").first.wait_for()


def go_to(page: Any, question: str) -> None:
    while page.locator("fieldset").get_attribute("data-question") != question:
        answer(page)


def to_the_end(page: Any) -> str:
    """Answer everything and return the receipt code."""
    while not page.locator("#survey-done").count():
        answer(page)
    assert page.locator("#survey-done").get_attribute("data-outcome") == "complete"
    return "-".join(page.locator(".code span").all_inner_texts()).replace(" ", "")


def finish_and_leave(page: Any) -> None:
    """Answer the small survey to its end, and leave the tablet to whoever comes next."""
    to_the_last_page(page)
    page.locator("[name=GO][value=no]").check()
    page.locator("button.go").click()
    page.locator("#survey-done[data-outcome=complete]").wait_for()
    with another_page(page):
        page.locator("button.go").click()
    page.locator(".attract").wait_for()


def wait_until_sent(page: Any, engine: Engine, records: int) -> None:
    """Wait until the server holds so many records and the tablet none; the counts are sent after them."""

    def sent() -> bool:
        found = rows(engine, "SELECT count(*) FROM kiosk_record") == [(records,)]
        return found and not page.evaluate("() => kioskStore.waiting()")

    wait_until(sent, f"{records} sent", page=page)


def answer_in_every(page: Any, languages: tuple[str, ...]) -> list[str]:
    """Hold one interview after another in these languages; return what is too small, too wide or cut on a screen."""
    wrong = []
    for language in languages:
        choose(page, language)
        way = "rtl" if language == "ar" else "ltr"
        if page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]") != [language, way]:
            wrong.append(f"{language}: not in its language")
        while not page.locator("#survey-done").count():
            wrong += page.evaluate(MEASURE, SMALLEST_AT_A_KIOSK)
            answer(page)
        if page.locator("#survey-done[data-outcome=complete] svg.scan").count() != 1:
            wrong.append(f"{language}: no code to scan at the end")
        wrong += page.evaluate(MEASURE, SMALLEST_AT_A_KIOSK)
        with another_page(page):
            page.locator("button.go").click()
        page.locator(".attract").wait_for()
    return wrong

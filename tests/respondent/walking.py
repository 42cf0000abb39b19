"""Take the bundled instrument in chromium as an invented person, with the mouse or with the keyboard alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any, Final

from surveyapp.demonstration.forms import SurveyPage, read_page
from surveyapp.demonstration.persona import Persona, answer
from surveyapp.instruments import INTEREST_AND_NEEDS
from tests.chromium import another_page

Given = list[tuple[str, str]]
MOST_PAGES = 90
FILL: Final = """(given) => {
  for (const e of document.querySelectorAll("fieldset [type=checkbox]:checked")) e.click();
  for (const [name, value] of given) {
    const all = [...document.getElementsByName(name)], first = all[0];
    const press = all.find((e) => ["radio", "checkbox"].includes(e.type) && e.value === value);
    if (press) { if (!press.checked) press.click(); continue; }
    first.value = value;
    for (const kind of ["input", "change"]) first.dispatchEvent(new Event(kind, {bubbles: true}));
  }
}"""
FOCUSED: Final = """() => {
  const e = document.activeElement;
  return {tag: e.tagName, type: e.type || "", name: e.name || e.id, value: e.value || "", role: e.getAttribute("role"),
          at: e.selectedIndex ?? -1, group: document.getElementsByName(e.name).length,
          code: e.closest(".order") ? e.dataset.code || "-" : "",
          values: e.options ? [...e.options].map((o) => o.value) : [],
          visible: e.tagName === "BODY" || e.matches(":focus-visible")};
}"""
PLACES: Final = """() =>
  [...document.activeElement.closest("fieldset").querySelectorAll("[data-ranking] select")].map((s) => s.name)"""
LABEL: Final = """([name, value]) =>
  [...document.querySelector(`select[name="${name}"]`).options].find((o) => o.value === value).text"""


def persona(seed: int, *, audience: str = "V", country: str = "US") -> Persona:
    """Invent somebody who passes every gate."""
    belonging = ("2",) if audience == "V" else ("5",)
    return Persona(audience, country, "5", "1", belonging, random.Random(seed))


def address_in(language: str) -> str:
    return f"/{language}/s/{INTEREST_AND_NEEDS}"


def walk(page: Any, person: Persona, fill: Callable[[Any, Given], None]) -> Iterator[SurveyPage]:
    """Yield each page before it is answered, and the ending; the first one must be open."""
    for _ in range(MOST_PAGES):
        shown = read_page(page.content())
        yield shown
        if shown.outcome is not None:
            return
        with another_page(page):
            fill(page, [pair for fieldset in shown.fieldsets for pair in answer(person, fieldset)])
    raise AssertionError("the instrument has no end")


def by_mouse(page: Any, given: Given) -> None:
    """Answer and press Continue."""
    page.evaluate(FILL, given)
    page.locator("button.go").click()


def by_keyboard(page: Any, given: Given) -> None:
    """Answer and go on with Tab, the arrows, the space bar, Enter and what is typed; nothing is pointed at."""
    left: dict[str, list[str]] = {}
    for name, value in given:
        left.setdefault(name, []).append(value)
    for _ in range(600):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["visible"], f"the focus cannot be seen on {focused}"
        if focused["tag"] == "BUTTON" and focused["name"] == "action" and focused["value"] == "next":
            assert not any(left.values()), f"never reached by Tab: {left}"
            page.keyboard.press("Enter")
            return
        if focused["code"]:
            _rank(page, [left.pop(name)[0] for name in page.evaluate(PLACES) if name in left])
            continue
        for value in left.get(focused["name"], [])[:]:
            if _press(page, focused, value):
                left[focused["name"]].remove(value)
    raise AssertionError("Continue is never reached by Tab")


def _rank(page: Any, codes: list[str]) -> None:
    """Put things in order with the buttons of the list that has the focus."""
    for code in codes:
        for _ in range(200):
            if page.evaluate(FOCUSED)["code"] == code:
                page.keyboard.press("Enter")
                break
            page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{code} is never reached by Tab")


def _press(page: Any, focused: dict[str, Any], value: str) -> bool:
    """Give the focused control a value, if it is one that it can hold."""
    if focused["type"] == "radio":
        for _ in range(focused["group"]):
            if page.evaluate(FOCUSED)["value"] == value:
                page.keyboard.press("Space")
                return True
            page.keyboard.press("ArrowDown")
        return False
    if focused["type"] == "checkbox":
        if focused["value"] == value:
            page.keyboard.press("Space")
        return bool(focused["value"] == value)
    if value.startswith("."):
        return False
    if focused["role"] == "combobox":
        page.keyboard.type(page.evaluate(LABEL, [focused["name"], value]))
        page.keyboard.press("Enter")
    elif focused["tag"] == "SELECT":
        for _ in range(focused["values"].index(value) - focused["at"]):
            page.keyboard.press("ArrowDown")
    else:
        page.keyboard.type(value)
    return True

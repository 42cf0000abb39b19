"""The bundled instrument in chromium, from the first page to the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from surveyapp.catalogues import translator
from surveyapp.instruments import bundled
from tests.chromium import CHROMIUM, SWITCHES, another_page, browser_or_skip, go_on
from tests.respondent.listening import by_tree
from tests.respondent.looking import cut_words, problems_of
from tests.respondent.serving import Served, serving
from tests.respondent.walking import address_in, by_keyboard, by_mouse, persona, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
playwright = browser_or_skip()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("instrument")) as there:
        yield there


@pytest.fixture(scope="module")
def page(served: Served) -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        browser.close()


def change_language(page: Any, language: str) -> None:
    """Show the page that is open in a language, by the list at its head."""
    page.locator("summary").click()
    with another_page(page):
        page.locator(f'.tongues [value="{language}"]').click()
    assert page.locator("html").get_attribute("lang") == language


def test_every_page_in_another_language_than_the_last_is_for_everybody(served: Served, page: Any) -> None:
    languages, found, seen = bundled().languages, {}, []
    page.goto(served.address + address_in(languages[0]))
    for at, shown in enumerate(walk(page, persona(7), by_mouse)):
        if shown.outcome is not None:
            assert shown.outcome == "complete"
            break
        assert page.locator("fieldset :checked:not(option)").count() == 0, "nothing is ticked before somebody chooses"
        language = languages[at % len(languages)]
        change_language(page, language)
        seen.append(language)
        name = f"{language} {[fieldset.question for fieldset in shown.fieldsets]}"
        found[name] = [*problems_of(page), *cut_words(page)]
    assert set(seen) == set(languages)
    assert {name: problems for name, problems in found.items() if problems} == {}


SOUGHT = {
    "vi": {
        "Viet nam": "VN",
        "Hoa Ky": "US",
        "duc": "DE",
        "USA": "US",
        "Holland": "NL",
        "Burma": "MM",
        "대한민국": "KR",
    },
    "de": {"Allemagne": "DE", "Oesterreich": "AT", "Weissrussland": "BY", "UK": "GB", "Suedkorea": "KR"},
    "fr": {"Cote d'Ivoire": "CI", "Deutschland": "DE", "ไทย": "TH"},
    "ar": {"سعودية": "SA", "السعودية": "SA", "المانيا": "DE", "الالمانيا": "DE", "اسبانيا": "ES", "الفيتنام": "VN"},
    "ru": {"Шри-Ланка": "LK", "Китай": "CN", "китаи": "CN", "США": "US", "Бирма": "MM"},
    "zh-Hant": {"韩国": "KR", "越南": "VN", "法国": "FR", "England": "GB", "niuxilan": "NZ"},
    "zh-Hans": {"韓國": "KR", "南韩": "KR", "Việt Nam": "VN", "zhongguo": "CN", "hg": "KR"},
    "ko": {"베트나": "VN", "ㅂㅌㄴ": "VN", "터키": "TR", "北朝鮮": "KP"},
    "ja": {"米国": "US", "ビルマ": "MM", "かんこく": "KR", "chuugoku": "CN", "めきしこ": "MX"},
    "th": {"ญีปุน": "JP", "Laos": "LA"},
    "lo": {"ຍີປຸນ": "JP"},
    "km": {"អាមេរិក": "US", "ខ្មែរ": "KH"},
}
"""What people type for a country, by the language of the page."""
IS_FIRST = """(code) => document.querySelector(".seek [role=option]")?.textContent ===
  document.querySelector(`.seek + select option[value="${code}"]`).text"""
"""Other names come a while after the search has begun, and it is made again."""


def test_a_country_is_found_by_any_name_without_marks_and_in_any_language(served: Served, page: Any) -> None:
    start, found = served.address + address_in("vi"), {}
    page.goto(start)
    page.locator("fieldset input").nth(4).check()
    go_on(page, page.locator("button.go"))
    for language, sought in SOUGHT.items():
        change_language(page, language)
        box = page.get_by_role("combobox")
        with page.expect_response(lambda answer: "/names/" in answer.url):
            box.focus()
        for typed, code in sought.items():
            box.fill(typed)
            page.wait_for_function(IS_FIRST, arg=code)
            page.keyboard.press("Enter")
            found[typed] = page.locator("fieldset select").input_value()
    assert found == {typed: code for sought in SOUGHT.values() for typed, code in sought.items()}


def test_the_keyboard_alone_reaches_the_receipt(served: Served, page: Any) -> None:
    page.goto(served.address + address_in("ar"))
    assert [shown.outcome for shown in walk(page, persona(3, audience="F", country="AE"), by_keyboard)][
        -1
    ] == "complete"


@pytest.mark.parametrize(
    ("languages", "audience", "country"),
    [(bundled().languages, "V", "US"), (("ar",), "F", "AE")],
    ids=["every page in another language", "ar"],
)
def test_the_accessibility_tree_alone_reaches_the_receipt(
    served: Served, page: Any, languages: tuple[str, ...], audience: str, country: str
) -> None:
    words = [translator("respondent", language) for language in languages]
    go_on = [one.gettext(said) for one in words for said in ("Continue", "Send my answers")]
    page.goto(served.address + address_in(languages[0]))
    person, asked, outcome = persona(12, audience=audience, country=country), set(), None
    for at, shown in enumerate(walk(page, person, lambda page, given: by_tree(page, given, go_on=go_on))):
        outcome = shown.outcome
        asked.update(fieldset.question for fieldset in shown.fieldsets)
        if outcome is None and len(languages) > 1:
            change_language(page, languages[at % len(languages)])
    assert outcome == "complete"
    assert {"NED1", "TRU1", "INT2"} <= asked and ({"INT3", "INT3B"} & asked)

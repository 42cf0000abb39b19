"""Take the bundled instrument to its receipt in every language: by mouse, by keyboard, by the accessibility tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from surveyapp.catalogues import translator
from surveyapp.instruments import bundled
from tests.respondent.listening import by_tree
from tests.respondent.looking import cut_words, problems_of
from tests.respondent.serving import Served
from tests.respondent.walking import Given, address_in, by_keyboard, by_mouse, persona, walk
from tests.torture.browser import opened, within
from tests.torture.finding import Finding

AUDIENCES = ("V", "F")


def run(seconds: float) -> list[Finding]:
    """Print every problem, and return three findings a language that was reached in time; trials are pages."""
    findings = []
    with opened() as (served, browser):
        for language in within(seconds, bundled().languages):
            for way, taken in WAYS.items():
                found = [problem for audience in AUDIENCES for problem in taken(served, browser, language, audience)]
                problems = [f"{language}: {problem}" for problem in found if problem]
                print(*problems, sep="\n", end="\n" if problems else "")
                promise = f"the bundled instrument in {language} reaches its receipt {way}"
                findings.append(Finding(promise, f"{len(problems)} problems", len(found), kept=not problems))
    return findings


def _by_mouse(served: Served, browser: Any, language: str, audience: str) -> Iterator[str]:
    """Yield what is wrong with each page, or nothing wrong as an empty text."""
    page = _opened(served, browser, language)
    outcome = None
    for shown in walk(page, persona(11, audience=audience), by_mouse):
        outcome = shown.outcome
        asked = [fieldset.question for fieldset in shown.fieldsets]
        yield "; ".join(f"{asked}: {problem}" for problem in (*problems_of(page), *cut_words(page)))
    page.context.close()
    yield "" if outcome == "complete" else f"ended as {outcome}"


def _by_keyboard(served: Served, browser: Any, language: str, audience: str) -> Iterator[str]:
    yield from _blindly(served, browser, language, audience, by_keyboard)


def _by_tree(served: Served, browser: Any, language: str, audience: str) -> Iterator[str]:
    words = translator("respondent", language)
    go_on = [words.gettext("Continue"), words.gettext("Send my answers")]
    yield from _blindly(served, browser, language, audience, partial(by_tree, go_on=go_on))


def _blindly(
    served: Served, browser: Any, language: str, audience: str, fill: Callable[[Any, Given], None]
) -> Iterator[str]:
    page = _opened(served, browser, language)
    outcome = None
    try:
        for shown in walk(page, persona(12, audience=audience), fill):
            outcome = shown.outcome
            yield ""
    except AssertionError as stuck:
        yield str(stuck)
    page.context.close()
    yield "" if outcome == "complete" else f"ended as {outcome}"


WAYS: Final = {
    "by mouse, every page looked at": _by_mouse,
    "by keyboard alone": _by_keyboard,
    "by the accessibility tree alone": _by_tree,
}


def _opened(served: Served, browser: Any, language: str) -> Any:
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(served.address + address_in(language))
    return page

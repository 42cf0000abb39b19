"""Look at every kind of page in every language, in both colour schemes, at 320 pixels and where it matters at 1,280."""

from __future__ import annotations

from tests.respondent.looking import Showing, problems_of, widths_of
from tests.respondent.page_kinds import page_kinds
from tests.respondent.survey import EVERY_LANGUAGE
from tests.torture.browser import opened, within
from tests.torture.finding import Finding


def run(seconds: float) -> list[Finding]:
    """Print every problem, and return a finding a language that was reached in time; the last is looked at whole."""
    findings = []
    with opened() as (served, browser):
        page = browser.new_context().new_page()
        showing = Showing(page, served.address)
        for language in within(seconds, EVERY_LANGUAGE):
            kinds = dict(page_kinds(served.app, language))
            problems = []
            for name, shown in kinds.items():
                showing.show(name, shown.html)
                problems += [
                    f"{language} {name}: {problem}" for problem in problems_of(page, widths=widths_of(shown.html))
                ]
            print(*problems, sep="\n", end="\n" if problems else "")
            promise = f"every kind of page in {language} is for everybody: axe light and dark, 400 % zoom, 44 pixels"
            findings.append(Finding(promise, f"{len(problems)} problems", len(kinds), kept=not problems))
    return findings

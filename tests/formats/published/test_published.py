"""What other tools document of their expressions and routes holds of the questionnaires we make of theirs.

Where it does not, the reader says so with the reason, or the table says why we know better.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from surveyapp.formats.reading import read
from surveyapp.formats.writing import write
from surveyapp.questionnaire.conditions import truth
from surveyapp.questionnaire.conditions.twin import for_browsers
from tests.chromium import CHROMIUM, SWITCHES
from tests.formats.published.account import table
from tests.formats.published.expressions import conditions_of, outcomes_of, same
from tests.formats.published.families import FAMILIES, Family
from tests.formats.published.routes import ROUTES, Routes
from tests.questionnaire.twins import plain

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "surveyapp/static/respondent/conditions.js"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_an_expression_gives_what_its_source_documents_or_is_listed(family: Family) -> None:
    wrong = []
    for outcome in family.outcomes():
        case = outcome.case
        if case.refused:
            right = case.refused in outcome.listed
        elif case.differs:
            right = not outcome.listed and not outcome.agrees
        else:
            right = outcome.agrees
        if not right:
            wrong.append((case.about, case.expression, case.gives, outcome.found, outcome.listed))
    assert wrong == []


@pytest.mark.parametrize("routes", ROUTES, ids=lambda routes: routes.name)
def test_a_walk_takes_the_route_that_its_source_documents(routes: Routes) -> None:
    assert [wrong for _, _, found in routes.walks() for wrong in found] == []
    assert [place for place, why, listed in routes.listed() if why not in listed] == []


def test_what_is_written_of_a_form_gives_the_same_when_it_is_read_again() -> None:
    family = FAMILIES[0]
    _, cases, result = family.read()
    assert result.questionnaire is not None
    written = write(result.questionnaire, "xlsform")
    lost = {place.place.partition(".")[0] for place in written.lost}
    again = outcomes_of(cases, read(written.content, "form.xlsx"), family.place)
    compared = [
        (before, after)
        for before, after in zip(family.outcomes(), again, strict=True)
        if not before.listed and before.case.id not in lost
    ]
    assert [after for before, after in compared if after.listed or not same(after.found, before.found)] == []
    assert len(compared) > 0.85 * len(cases)


@pytest.mark.browser
def test_the_browser_finds_the_same_of_every_condition() -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    pairs = [pair for family in FAMILIES for pair in conditions_of(*family.read()[1:])]
    trees = [(tree, condition, values) for condition, values in pairs if (tree := for_browsers(condition)) is not None]
    assert len(trees) > 0.95 * len(pairs)
    batch: list[Any] = [[tree, {name: plain(value) for name, value in values.items()}] for tree, _, values in trees]
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT.read_text("utf-8"))
        judge = "(batch) => JSON.stringify(JSON.parse(batch).map(([tree, values]) => conditionTruth(tree, values)))"
        found = json.loads(page.evaluate(judge, json.dumps(batch)))
        browser.close()
    assert found == [truth(condition, values) for _, condition, values in trees]


def test_the_table_in_the_documents_counts_these_cases() -> None:
    assert table() in (ROOT / "docs/formats-published-cases.md").read_text("utf-8"), (
        "python -m tests.formats.published.account prints the table of docs/formats-published-cases.md"
    )

"""The browser's twin finds the same truth and value as the server, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import re2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.condition_text import parse, parse_expression
from surveyapp.questionnaire.conditions.patterns import pattern_for_browsers
from surveyapp.questionnaire.conditions.twin import for_browsers
from tests.chromium import CHROMIUM, SWITCHES
from tests.questionnaire import test_functions
from tests.questionnaire.twins import cases, for_the_page, found_here, plain

SCRIPTS = Path(__file__).resolve().parents[2] / "surveyapp/static/respondent"
_PATTERNS = [
    "a+b?",
    "[0-9]{2,4}",
    "(?i)ñandú|x.*",
    r"\d{3}-\w+",
    "[^a-c]*",
    r"\p{L}+",
    "(?s).*",
    "a{2,}?",
    r"\x41|\.",
    "^é$",
]
Ask = Callable[[list[Any]], list[Any]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Return what the twin finds for a batch of trees with their values; a number always as a float."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = browser.new_page()
        page.add_script_tag(content=(SCRIPTS / "conditions.js").read_text("utf-8"))
        judge = "(batch) => JSON.stringify(JSON.parse(batch).map(([tree, values]) => conditionTruth(tree, values)))"
        yield lambda batch: json.loads(page.evaluate(judge, json.dumps(batch)), parse_int=float)
        browser.close()


def _parameters(test: Any) -> list[tuple[str, Any]]:
    return [tuple(values) for mark in test.pytestmark for values in mark.args[1]]


@pytest.mark.browser
def test_every_function_finds_the_same_in_the_browser(ask: Ask) -> None:
    told = [
        (parse_expression(text), value) for text, value in _parameters(test_functions.test_a_function_gives_a_value)
    ]
    told += [(parse(text), value) for text, value in _parameters(test_functions.test_a_test_is_true_false_or_open)]
    values = {name: plain(value) for name, value in test_functions.VALUES.items()}
    found = ask([[for_browsers(node), values] for node, _ in told])
    assert found == [plain(value) for _, value in told]


@pytest.mark.browser
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(cases, min_size=10, max_size=30))
def test_any_condition_finds_the_same_in_the_browser(ask: Ask, batch: list[Any]) -> None:
    for case, there in zip(batch, ask([for_the_page(case) for case in batch]), strict=True):
        here = found_here(case)
        assert (there, isinstance(there, bool)) == (here, isinstance(here, bool)), case


@pytest.mark.browser
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    pattern=st.one_of(
        st.sampled_from(_PATTERNS),
        st.lists(st.sampled_from([*"abñ.*+?()[]{}|^$\\-d", "[^a]", r"\w", "(?:", "{2}"]), max_size=8).map("".join),
    ),
    texts=st.lists(st.text("abñ1-. \n\\]{2}Éé😀", max_size=5), min_size=1, max_size=8),
)
def test_a_translated_pattern_matches_the_same_texts(ask: Ask, pattern: str, texts: list[str]) -> None:
    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(pattern, options)
    except re2.error:
        return
    translated = pattern_for_browsers(pattern)
    if translated is None:
        return
    tree = ["f", "matches", ["n", "t"], ["k", translated[0]], ["k", translated[1]]]
    found = ask([[tree, {"t": text}] for text in texts])
    assert found == [compiled.fullmatch(text) is not None for text in texts]


def test_common_patterns_are_translated_and_doubtful_ones_are_not() -> None:
    assert [pattern for pattern in _PATTERNS if pattern_for_browsers(pattern) is None] == []
    for pattern in (r"[[:alpha:]]", r"\Qa.b\E", r"(?m)^a", r"\pZ", "a**", r"(?i)\w"):
        assert pattern_for_browsers(pattern) is None, pattern


def test_a_pattern_that_browsers_read_differently_stays_on_the_server() -> None:
    assert for_browsers(parse("matches(a, '[[:alpha:]]+') and a == 'x'")) is None
    assert for_browsers(parse("matches(a, '[a-z]+')")) == ["f", "matches", ["n", "a"], ["k", "[a-z]+"], ["k", "u"]]

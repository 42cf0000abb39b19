"""Functions of XPath and ExpressionScript give here what they give there, also of nothing."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.condition_text import parse, to_text
from surveyapp.questionnaire.conditions import holds

SCOPE = Scope()
SCOPE.add("q", Single("q"), 0)
SCOPE.add("n", Single("n", "number"), 1)
SCOPE.add("m", Many("m", ("a", "b", "c")), 2)
SCOPE.add("d", Single("d", "date"), 3)
SCOPE.add("e", Single("e", "date"), 4)


def assert_true_only_of(true: bool, text: str, both: Any, values: dict[str, Any]) -> None:
    assert holds(both.yes, values) is true, text
    assert holds(both.no, values) is not true, text
    assert parse(to_text(both.yes)) == both.yes


@pytest.mark.parametrize(
    ("text", "values", "true"),
    [
        ("string-length(${q}) > 3", {"q": "four"}, True),
        ("string-length(${q}) <= 3", {}, True),
        ("count-selected(${m}) >= 2", {"m": ("a", "b")}, True),
        ("count-selected(${m}) = 0", {}, True),
        ("selected-at(${m}, 0) = 'b'", {"m": ("b", "a")}, True),
        ("regex(${q}, '[0-9]{3}')", {"q": "123"}, True),
        ("regex(${q}, '[0-9]{3}')", {"q": "1234"}, False),
        ("regex(${q}, '[0-9]{3}')", {}, False),
        ("not(contains(${q}, '@'))", {}, True),
        ("starts-with(${q}, 'ab')", {"q": "abc"}, True),
        ("substr(${q}, 0, 2) = 'ab'", {"q": "abc"}, True),
        ("int(${n} div 2) = 2", {"n": 5}, True),
        ("${n} mod 2 = 1", {"n": 5}, True),
        ("round(${n}, 1) = 2.3", {"n": 2.25}, True),
        ("coalesce(${q}, 'x') = 'x'", {}, True),
        ("if(${n} > 3, 'big', 'small') = 'small'", {}, True),
        ("concat(${q}, '-', ${n}) = 'a-1'", {"q": "a", "n": 1}, True),
        ("sum(${n}, 2) > 6", {"n": 5}, True),
        ("${d} <= date('2026-01-31')", {"d": "2026-01-31"}, True),
        ("${e} - ${d} >= 30", {"d": "2026-01-01", "e": "2026-01-31"}, True),
        ("${e} > ${d} + 30", {"d": "2026-01-01", "e": "2026-02-01"}, True),
        ("decimal-date-time(${e}) - decimal-date-time(${d}) < 2", {"d": "2026-01-01", "e": "2026-01-02"}, True),
        ("(date('2026-01-01') - ${d}) div 365.25 >= 18", {"d": "2007-01-01"}, True),
        ("format-date(${d}, '%Y') >= 2000", {"d": "1999-12-31"}, False),
        ("lower-case(${q}) = 'ab'", {"q": "AB"}, True),
    ],
)
def test_a_function_of_xpath(text: str, values: dict[str, Any], true: bool) -> None:
    assert_true_only_of(true, text, Translator(XPath(SCOPE)).condition(parse_xpath(text)), values)


@pytest.mark.parametrize(
    ("text", "values", "true"),
    [
        ("strlen(q) > 3", {"q": "four"}, True),
        ("strlen(q) < 3", {}, True),
        ("substr(q, 1, 2) == 'bc'", {"q": "abcd"}, True),
        ("regexMatch('/^[a-c]+$/i', q)", {"q": "ABC"}, True),
        ("regexMatch('/b/', q)", {"q": "abc"}, True),
        ("sum(n, 2) == 7", {"n": 5}, True),
        ("max(n, 2) - min(n, 2) == 3", {"n": 5}, True),
        ("pow(n, 2) == 25", {"n": 5}, True),
        ("if(n > 3, 'big', 'small') == 'big'", {"n": 5}, True),
        ("intval(n / 2) == 2", {"n": 5}, True),
        ("is_numeric(q)", {"q": "12"}, True),
        ("is_numeric(q)", {}, False),
        ("is_int(n)", {"n": 2.5}, False),
        ("unique(q, n)", {"q": "5", "n": 5}, False),
        ("count(q, n) + 1 == 3", {"q": "x", "n": 5}, True),
        ("join(q, '-', n) == 'a-1'", {"q": "a", "n": 1}, True),
        ("implode(', ', q, n) == 'a, 1'", {"q": "a", "n": 1}, True),
        ("strtoupper(q) == 'AB'", {"q": "ab"}, True),
        ("d > '2026-01-01'", {"d": "2026-01-02"}, True),
    ],
)
def test_a_function_of_expression_script(text: str, values: dict[str, Any], true: bool) -> None:
    assert_true_only_of(true, text, Translator(Script(SCOPE)).condition(parse_script(text)), values)


def test_the_age_at_the_interview_follows_from_its_day() -> None:
    both = Translator(XPath(SCOPE)).condition(parse_xpath("(today() - ${d}) div 365.25 >= 18"))
    assert to_text(both.yes) == "days_between(d, today()) / 365.25 >= 18"


@pytest.mark.parametrize("text", ["contains(${m}, 'a')", "format-date(${d}, '%b')", "random() > 0.5", "uuid() = 1"])
def test_what_differs_from_ours_is_refused(text: str) -> None:
    with pytest.raises(Untranslatable):
        Translator(XPath(SCOPE)).condition(parse_xpath(text))

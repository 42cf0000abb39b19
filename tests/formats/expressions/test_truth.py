"""A translated condition holds exactly where the source is true, also of what is unanswered.

The source is evaluated here by its own rules: an unanswered question is an empty text, numbers made of it are NaN.
"""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single, Ticked
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.condition_text import parse, to_text
from surveyapp.questionnaire.conditions import holds

CODES = ("a", "b", "c")
SCOPE = Scope()
KNOWN: dict[str, Single | Many] = {
    "one": Single("one"),
    "two": Single("two"),
    "num": Single("num", "number"),
    "many": Many("many", CODES),
}
for place, (name, symbol) in enumerate(KNOWN.items()):
    SCOPE.add(name, symbol, place)
for code in CODES:
    SCOPE.add(f"many_{code}", Ticked("many", code), 3)

answers = st.fixed_dictionaries(
    {
        "one": st.sampled_from([None, *CODES]),
        "two": st.sampled_from([None, *CODES]),
        "num": st.sampled_from([None, 0, 1, 5, 7.5, -2]),
        "many": st.sampled_from([None, ("a",), ("a", "b"), ("b", "c"), CODES]),
    }
)
Source = tuple[str, Any]
"""The text of an expression, and a function from answers to its truth by the source's own rules."""


def text_of(name: str, given: dict[str, Any]) -> str:
    return "" if given[name] is None else str(given[name])


def number_of(name: str, given: dict[str, Any]) -> float:
    return math.nan if given[name] is None else float(given[name])


def equals(name: str, code: str) -> Source:
    return f"${{{name}}} = '{code}'", lambda given: text_of(name, given) == code


def differs(name: str, code: str) -> Source:
    return f"${{{name}}} != '{code}'", lambda given: text_of(name, given) != code


def ordered(sign: str, limit: int) -> Source:
    compare = {
        "<": lambda x: x < limit,
        ">=": lambda x: x >= limit,
        "=": lambda x: x == limit,
        "!=": lambda x: x != limit,
    }
    return f"${{num}} {sign} {limit}", lambda given: compare[sign](number_of("num", given))


def selected(code: str) -> Source:
    return f"selected(${{many}}, '{code}')", lambda given: code in (given["many"] or ())


def counted(sign: str, limit: int) -> Source:
    compare = {
        "<": lambda n: n < limit,
        ">=": lambda n: n >= limit,
        "=": lambda n: n == limit,
        "!=": lambda n: n != limit,
    }
    return f"count-selected(${{many}}) {sign} {limit}", lambda given: compare[sign](len(given["many"] or ()))


def both(left: Source, right: Source) -> Source:
    return f"({left[0]} and {right[0]})", lambda given: left[1](given) and right[1](given)


def either(left: Source, right: Source) -> Source:
    return f"({left[0]} or {right[0]})", lambda given: left[1](given) or right[1](given)


def neither(inner: Source) -> Source:
    return f"not({inner[0]})", lambda given: not inner[1](given)


names, codes = st.sampled_from(["one", "two"]), st.sampled_from([*CODES, ""])
signs = st.sampled_from(["<", ">=", "=", "!="])
leaves = st.one_of(
    st.builds(equals, names, codes),
    st.builds(differs, names, codes),
    st.builds(ordered, signs, st.integers(-2, 8)),
    st.builds(selected, st.sampled_from(CODES)),
    st.builds(counted, signs, st.integers(0, 4)),
    st.just(("${one} = ${two}", lambda given: text_of("one", given) == text_of("two", given))),
    st.just(("${one} != ${two}", lambda given: text_of("one", given) != text_of("two", given))),
    st.just(("${num} + 1 > 5", lambda given: number_of("num", given) + 1 > 5)),
    st.just(("string-length(${one}) > 0", lambda given: given["one"] is not None)),
    st.just(("true()", lambda given: True)),
    st.just(("false()", lambda given: False)),
)
sources = st.recursive(
    leaves,
    lambda inner: st.one_of(st.builds(both, inner, inner), st.builds(either, inner, inner), st.builds(neither, inner)),
    max_leaves=8,
)


@given(sources, answers)
def test_xpath_means_the_same_here(source: Source, given: dict[str, Any]) -> None:
    text, truth = source
    found = Translator(XPath(SCOPE)).condition(parse_xpath(text))
    assert holds(found.yes, given) is truth(given)
    assert holds(found.no, given) is not truth(given)
    assert holds(parse(to_text(found.yes)), given) is truth(given)


def in_script(text: str) -> str:
    """Spell an XPath expression of the kinds above in ExpressionScript."""
    for xpath, script in (("${", ""), ("}", ".NAOK"), ("!=", "≠"), (" = ", " == "), ("≠", "!="), ("not(", "!(")):
        text = text.replace(xpath, script)
    return text.replace("true()", "1").replace("false()", "0").replace("string-length(one.NAOK)", "strlen(one.NAOK)")


scripted = st.recursive(
    st.one_of(
        st.builds(equals, names, codes),
        st.builds(differs, names, codes),
        st.builds(ordered, signs, st.integers(1, 8)),
        st.just(("is_empty(one)", lambda given: given["one"] is None)),
        st.just(("!is_empty(num.NAOK)", lambda given: given["num"] is not None)),
        st.just(("many_b == 'Y'", lambda given: "b" in (given["many"] or ()))),
        st.just(('many_b.NAOK != "Y"', lambda given: "b" not in (given["many"] or ()))),
        st.just(("many_b.NAOK == ''", lambda given: "b" not in (given["many"] or ()))),
        st.just(("count(many_a, many_b, many_c) >= 2", lambda given: len(given["many"] or ()) >= 2)),
        st.just(("one ne 'a' && num gt 3", lambda given: text_of("one", given) != "a" and number_of("num", given) > 3)),
    ),
    lambda inner: st.one_of(st.builds(both, inner, inner), st.builds(either, inner, inner), st.builds(neither, inner)),
    max_leaves=6,
)


@given(scripted, answers)
def test_expression_script_means_the_same_here(source: Source, given: dict[str, Any]) -> None:
    text, truth = source
    found = Translator(Script(SCOPE)).condition(parse_script(in_script(text)))
    assert holds(found.yes, given) is truth(given)
    assert holds(found.no, given) is not truth(given)

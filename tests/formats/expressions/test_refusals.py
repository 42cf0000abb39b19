"""What cannot be translated is refused with a reason; nothing else ever comes out of a translator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.formats.expressions.cases import calculated
from surveyapp.formats.expressions.scope import Scope
from surveyapp.formats.expressions.symbols import Many, Single
from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.expressions.truth import Translator
from surveyapp.formats.limesurvey.expression_script import Script, parse_script
from surveyapp.formats.xlsform.xpath import XPath, parse_xpath
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.conditions import holds

SCOPE = Scope()
SCOPE.add("q", Single("q"), 0)
SCOPE.add("n", Single("n", "number"), 1)
SCOPE.add("m", Many("m", ("a", "b", "c")), 2)
SCOPE.gone["note"] = "which is a note and has no answer"

WORDS = r"""
    ${q} ${n} ${m} ${x} q n m m_a . .. / ( ) [ ] , = == != < <= > >= + - * div mod and or not && || ! 'a' '' 1 0 2.5
    selected( count-selected( not( true() false() if( is_empty( count( strlen( string-length( position(..) today()
    regex( ${q}= q.NAOK q.shown that.m 12X3X4a self this " ' { } \ ‘ é 1e9 @ | :: jr:itext( instance( coalesce(
"""
PIECES = st.sampled_from(WORDS.split())
EXPRESSIONS = st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=40)


@given(EXPRESSIONS)
def test_xpath_gives_a_condition_or_a_reason(text: str) -> None:
    try:
        found = Translator(XPath(SCOPE, Single("q"))).condition(parse_xpath(text))
    except Untranslatable as refusal:
        assert str(refusal)
    else:
        assert to_text(found.yes)


@given(EXPRESSIONS)
def test_expression_script_gives_a_condition_or_a_reason(text: str) -> None:
    try:
        found = Translator(Script(SCOPE, {}, Single("q"))).condition(parse_script(text))
    except Untranslatable as refusal:
        assert str(refusal)
    else:
        assert to_text(found.yes)


@given(EXPRESSIONS)
def test_a_calculation_gives_a_value_or_a_reason(text: str) -> None:
    try:
        calculated(parse_xpath(text), Translator(XPath(SCOPE)), SCOPE, 5)
    except ValueError as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("${note} = 'a'", "a note and has no answer"),
        ("${nowhere} = 'a'", "not in the questionnaire"),
        ("uuid() > 5", "uuid()"),
        ("q = 'a'", "names no question"),
        ("instance('x')/list/item[name = ${q}]", "XPath at"),
        ("(((" * 30 + "1" + ")))" * 30, "nested"),
        ("1 +" * 3000 + "1", "characters"),
        ("${q} = 'a' or " * 500 + "1", "too long"),
        ("", "empty"),
        ("${q} =", "ends too early"),
        ("digest(${q}, 'MD5') = 'b'", "digest()"),
    ],
)
def test_reasons_say_what_is_in_the_way(text: str, reason: str) -> None:
    with pytest.raises(Untranslatable, match=reason.replace("(", r"\(").replace(")", r"\)")):
        Translator(XPath(SCOPE)).condition(parse_xpath(text))


def test_many_things_are_counted_and_not_spelled_out() -> None:
    scope = Scope()
    names = [f"c{number}" for number in range(40)]
    for name in names:
        scope.add(name, Single(name), 0)
    script = Script(scope)
    found = Translator(script).condition(parse_script(f"count({', '.join(names)}) >= 20"))
    assert holds(found.yes, dict.fromkeys(names[:20], "x")) and not holds(found.no, dict.fromkeys(names[:20], "x"))
    assert holds(found.no, dict.fromkeys(names[:19], "x")) and not holds(found.yes, {})


def test_a_condition_may_not_refer_to_what_is_asked_later() -> None:
    condition = Translator(XPath(SCOPE)).condition(parse_xpath("${m} = 'a'")).yes
    with pytest.raises(Untranslatable, match="asked later"):
        SCOPE.usable(condition, 1)
    assert SCOPE.usable(condition, 3) == condition

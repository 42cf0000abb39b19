"""Reading what was printed gives the same tree; what cannot be read says where."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.condition_text import ConditionError, expression_to_text, parse, parse_expression, to_text
from surveyapp.questionnaire.conditions import Condition, Expression, holds
from tests.questionnaire import trees

_fragments = st.sampled_from(
    [
        "(",
        ")",
        "[",
        "]",
        ",",
        "and",
        "or",
        "not",
        "in",
        "is",
        "missing",
        "==",
        "<",
        "-",
        "+",
        "/",
        "a",
        "`b c`",
        "'x'",
        "1",
        "2.5",
        "true",
        "always",
        " ",
        "\\",
        "'",
        '"',
        "é",
        "\x00",
        "1e999",
        "½",
    ]
)


@settings(max_examples=300, deadline=None)
@given(trees.conditions)
def test_reading_a_printed_condition_gives_the_same_tree(condition: Condition) -> None:
    assert parse(to_text(condition)) == condition


@settings(max_examples=150, deadline=None)
@given(trees.expressions)
def test_reading_a_printed_expression_gives_the_same_tree(expression: Expression) -> None:
    assert parse_expression(expression_to_text(expression)) == expression


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(_fragments, max_size=25).map(" ".join)))
def test_any_text_is_a_condition_or_says_where_it_is_not(text: str) -> None:
    try:
        condition = parse(text)
    except ConditionError as error:
        assert 0 <= error.position <= max(len(text), 1)
    else:
        assert holds(condition, {}) in (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "not " * 4_000 + "a == 1",
        "a + " * 4_000 + "1 == 1",
        "(" * 55 + "a == 1" + ")" * 55 + " and " * 10,
        "[" * 5_000,
        "a" * 30_000,
        "(1) + " * 3_000 + "1 == 1",
        "'" + "\\" * 19_000,
        "a == 1 or " * 1_900 + "a == 1",
    ],
    ids=["brackets", "nots", "sum", "ends early", "lists", "too long", "bracketed sum", "escapes", "many parts"],
)
def test_a_hostile_condition_is_refused_or_read_at_once(text: str) -> None:
    began = time.process_time()
    with contextlib.suppress(ConditionError):
        holds(parse(text), {})
    assert time.process_time() - began < 1


def test_the_deepest_condition_that_is_read_can_be_evaluated_and_printed() -> None:
    text = "(a == 1 and (b == 2 or " * 29 + "c + 1 == 3" + "))" * 29
    condition = parse(text)
    assert holds(condition, {"a": 1, "c": 2})
    assert parse(to_text(condition)) == condition


@pytest.mark.parametrize(
    ("text", "position"),
    [("", 0), ("age >=", 6), ("age 18", 4), ("a == 1)", 6), ("a in [1,, 2]", 8), ("a == 1e999", 5)],
)
def test_an_error_says_where(text: str, position: int) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert caught.value.position == position
    assert f"at character {position + 1}" in str(caught.value)

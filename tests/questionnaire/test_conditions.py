"""Conditions are true, false or open; nothing makes them fail."""

import pytest
from hypothesis import given, settings

from surveyapp.questionnaire.condition_text import parse, parse_expression
from surveyapp.questionnaire.conditions import Condition, Values, evaluate, holds, names_in, truth
from tests.questionnaire import trees


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("age >= 18", True),
        ("age < 18", False),
        ("nothing == 1", None),
        ("nothing != 1", None),
        ("not nothing == 1", None),
        ("nothing == 1 or age == 40", True),
        ("nothing == 1 and age == 41", False),
        ("nothing == 1 and age == 40", None),
        ("nothing is missing", True),
        ("age is not missing", True),
        ("'tv' in media", True),
        ("media in ['web', 'radio']", False),
        ("'tv' not in media", False),
        ("code == 1", True),
        ("code in [1, 2]", True),
        ("age + 1 == 41", True),
        ("age / 0 == 1", None),
        ("media == ['web', 'tv']", False),
        ("media == ['paper', 'tv']", True),
        ("name < 'b'", True),
        ("name < 3", False),
        ("always", True),
        ("never", False),
    ],
)
def test_a_condition_is_true_false_or_open(text: str, answer: bool | None) -> None:
    values: Values = {"age": 40, "media": ("tv", "paper"), "code": "01", "name": "An"}
    assert truth(parse(text), values) is answer


def test_an_open_condition_does_not_hold() -> None:
    assert not holds(parse("nothing == 1"), {})
    assert not holds(parse("not nothing == 1"), {})


def test_a_condition_names_what_it_refers_to() -> None:
    assert names_in(parse("a == 1 and (`b c` in [2] or not d + e > 3)")) == {"a", "b c", "d", "e"}


def test_huge_numbers_are_no_numbers() -> None:
    assert evaluate(parse_expression("a * 1e300 * 1e300"), {"a": 5}) is None
    assert truth(parse("a > 1"), {"a": 10**400}) is False


@settings(max_examples=300, deadline=None)
@given(trees.conditions, trees.values)
def test_every_condition_has_a_truth_whatever_the_values(condition: Condition, values: Values) -> None:
    assert truth(condition, values) in (True, False, None)

"""Say what LimeSurvey makes of `<` and its like where one side is written between quotes.

Two numbers are then ordered as texts, digit by digit: 9 is not less than "10". A number and a text that is none are in
no order at all. What is unanswered is an empty text, which comes before every other.
"""

from __future__ import annotations

from typing import cast

from surveyapp.formats.expressions.combining import FALSE, Both, all_of, any_of
from surveyapp.formats.expressions.functions import call, exactly
from surveyapp.formats.expressions.truth import is_missing
from surveyapp.questionnaire.conditions import (
    Comparator,
    Comparison,
    Condition,
    Constant,
    Expression,
    Not,
    Test,
    as_number,
)

_AHEAD = "="
"""A sign put before both texts, which makes numbers of neither."""


def ordered_as_texts(comparator: str, left: Expression, right: str) -> Both:
    """Return where a value is before, behind or at a text."""
    missing = is_missing(left).yes
    number = Test("is_number", (left,))
    if right == "":
        return _against_nothing(comparator, left, missing, number)
    compared = Comparison(
        cast(Comparator, comparator), call("concat", Constant(_AHEAD), left), Constant(f"{_AHEAD}{right}")
    )
    if as_number(right) is not None:
        return exactly(all_of([number, compared]))
    is_text = all_of([Not(number), compared])
    return exactly(any_of([missing, is_text]) if comparator in ("<", "<=") else is_text)


def both_ordered_as_texts(comparator: str, left: Expression, right: Expression) -> Both:
    """Return where one value is before, behind or at another, both numbers or both none."""
    numbers = [Test("is_number", (left,)), Test("is_number", (right,))]
    compared = Comparison(
        cast(Comparator, comparator), *(call("concat", Constant(_AHEAD), side) for side in (left, right))
    )
    return exactly(any_of([all_of([*numbers, compared]), all_of([*map(Not, numbers), compared])]))


def _against_nothing(comparator: str, left: Expression, missing: Condition, number: Condition) -> Both:
    """Return where a value is before, behind or at an empty text; nought counts as a text too."""
    zero = Comparison("==", left, Constant(0))
    found: dict[str, list[Condition]] = {"<=": [missing, zero], ">": [Not(number)], ">=": [missing, zero, Not(number)]}
    return exactly(any_of(found[comparator])) if comparator in found else FALSE

"""Numbers, shares and dates follow the language."""

import math

import pytest

from tests.analysis.report.catalogues import english, words

EN = english()


def test_numbers_follow_the_locale() -> None:
    assert EN.number(1234.5, 1) == "1,234.5"
    assert words("vi").number(1234.5, 1) == "1.234,5"


def test_minus_is_a_minus_sign_and_plus_is_said() -> None:
    assert EN.points(-0.131) == "\N{MINUS SIGN}13"
    assert EN.points(0.131) == "+13"
    assert EN.points(0.0) == "0"


@pytest.mark.parametrize(
    ("share", "said"), [(0.413, "41%"), (0.0, "0%"), (0.002, "<1%"), (0.998, ">99%"), (1.0, "100%")]
)
def test_small_shares_are_not_rounded_to_nothing(share: float, said: str) -> None:
    assert EN.percent(share) == said


def test_what_is_not_known_is_a_dash() -> None:
    assert EN.percent(math.nan) == EN.number(math.nan) == EN.range(math.nan, 1) == "\N{EN DASH}"


def test_people_are_rounded_to_five_and_few_are_not_told() -> None:
    assert EN.people(412) == "410"
    assert EN.people(9) == "<10"


def test_a_missing_wording_falls_back_to_the_parent_then_english() -> None:
    assert words("vi").label({"en": "Food", "ko": "음식"}) == "Food"
    assert words("vi").label({"vi": "Ẩm thực", "en": "Food"}) == "Ẩm thực"


def test_names_with_commas_are_kept_apart() -> None:
    assert EN.listed(["Facebook", "YouTube"]) == "Facebook and YouTube"
    assert EN.listed(["Land, housing", "Food"]) == "Land, housing; Food"


def test_a_dates_order_follows_the_language() -> None:
    assert EN.day("2026-11-05") == "November 5, 2026"
    assert words("vi").day("2026-11-05") == "05/11/2026"

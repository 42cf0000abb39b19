"""Numbers, shares and dates follow the language."""

import math

import pytest

from analysis.report.words import abridged, shortened
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


def test_from_right_to_left_a_range_and_a_sign_keep_their_order() -> None:
    arabic = words("ar")
    mark = "\N{LEFT-TO-RIGHT MARK}"
    assert arabic.range(0.32, 0.51) == f"32{mark}–{mark}51"
    assert arabic.number(-0.5, 1) == f"{mark}\N{MINUS SIGN}0.5"
    assert arabic.percent(0.001) == f"{mark}<1%"
    assert EN.range(0.32, 0.51) == "32–51"


def test_limits_that_begin_with_a_minus_are_joined_by_a_word() -> None:
    assert EN.limits(-0.83, -0.46, 2) == "\N{MINUS SIGN}0.83 to \N{MINUS SIGN}0.46"
    assert EN.limits(0.46, 0.83, 2) == "0.46–0.83"


def test_a_long_text_is_cut_after_a_whole_word() -> None:
    assert shortened("What would you like to know about it?", 20) == "What would you like…"
    assert shortened("Short", 20) == "Short"


def test_sentences_end_and_follow_each_other_as_the_language_has_it() -> None:
    chinese, english = words("zh-Hans"), words("en")
    assert chinese.together([chinese.ended("甲"), chinese.ended("乙")]) == "甲。乙。"
    assert english.together([english.ended("One"), english.ended("Two")]) == "One. Two."


def test_names_that_could_mislead_stand_in_quotation_marks() -> None:
    assert EN.names(["Facebook", "YouTube"]) == "Facebook and YouTube"
    assert EN.names(["Land, housing"]) == "Land, housing"
    assert EN.names(["Land, housing", "Food"]) == "“Land, housing” and “Food”"
    assert words("ar").names(["أ، ب", "ج"]).count("«") == 2


def test_a_long_name_is_cut_in_the_middle() -> None:
    name = "Papers about the nationality of children who were born abroad before and after the law: second kind"
    assert abridged(name, 60) == "Papers about the nationality of… law: second kind"
    assert abridged("Short") == "Short"

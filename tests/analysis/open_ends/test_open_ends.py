"""Open answers: their language is told, themes are proposed and never decided, terms are found as people type."""

import pytest

from analysis.open_ends.language import language_of
from analysis.open_ends.themes import agreement, propose, themes_in
from analysis.plan import Theme

LAND = Theme("land", {"en": "Land"}, ("đất đai", "land"))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Tôi muốn biết thủ tục mua nhà"),
        ("en", "How do I renew my passport?"),
        ("ko", "베트남 비자는 어떻게 받나요"),
        ("ja", "ビザの更新について知りたい"),
        ("zh-Hans", "我想知道签证怎么办"),
        ("zh-Hant", "我想知道簽證怎麼辦"),
        ("ar", "كيف أجدد جواز السفر"),
        ("und", "123 ???"),
    ],
)
def test_the_language_of_an_answer_is_told(language: str, text: str) -> None:
    assert language_of(text) == language


def test_terms_are_found_without_marks_and_only_as_whole_words() -> None:
    assert themes_in("Hoi ve DAT DAI", [LAND]) == {"land"}
    assert themes_in("the island", [LAND]) == frozenset()


def test_themes_are_proposed_from_enough_answers_only() -> None:
    land, passport = "land inheritance steps deed house", "passport renewal abroad embassy fee"
    texts = [land, passport, "festival near city music food"] * 12
    assert propose(texts[:20], "en", seed=1) == ()
    found = propose(texts, "en", seed=1)
    assert {"inheritance", "passport", "music"} <= {term for theme in found for term in theme.terms}
    assert found == propose(texts, "en", seed=1)


def test_agreement_with_a_person_is_kappa() -> None:
    texts = {"a": "land", "b": "land", "c": "visa", "d": "visa"}
    kappa, alike, n = agreement(texts, [LAND], {"a": ["land"], "b": [], "c": [], "d": [], "gone": ["land"]})["land"]
    assert (round(kappa, 3), alike, n) == (0.5, 0.75, 4)

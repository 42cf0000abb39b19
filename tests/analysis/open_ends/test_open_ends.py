"""Open answers: their language is told, themes are proposed and never decided, terms are found as people type."""

import numpy as np
import pytest

from analysis.open_ends.language import language_of
from analysis.open_ends.themes import agreement, between, kappa_of, propose, themes_in
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
    told = agreement(texts, [LAND], {"a": ["land"], "b": [], "c": [], "d": [], "gone": ["land"]})["land"]
    assert (round(told.kappa, 3), told.alike, told.n) == (0.5, 0.75, 4)


def test_two_persons_agree_on_what_both_have_coded() -> None:
    texts = dict.fromkeys("abcde", "")
    first = {"a": ["land"], "b": ["land"], "c": [], "d": [], "e": ["land"]}
    told = between(texts, [LAND], first, {"a": ["land"], "b": ["land"], "c": [], "d": []})["land"]
    assert (told.kappa, told.alike, told.n) == (1.0, 1.0, 4)
    assert between(texts, [LAND], first, {})["land"].n == 0


@pytest.mark.parametrize("cells", [(40, 9, 6, 45), (20, 5, 10, 15), (3, 1, 2, 94)])
def test_the_interval_of_kappa_is_that_of_the_delta_method(cells: tuple[int, int, int, int]) -> None:
    """Derive the error again from the multinomial covariance and a numerical gradient of kappa."""
    pairs = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], cells, axis=0).astype(float)
    told, n = kappa_of(pairs[:, 0], pairs[:, 1]), sum(cells)
    shares = np.array(cells) / n

    def kappa(p: np.ndarray) -> float:
        a, b, c, d = p / p.sum()
        expected = (a + b) * (a + c) + (c + d) * (b + d)
        return float((a + d - expected) / (1 - expected))

    step = 1e-6
    slope = np.array([(kappa(shares + step * e) - kappa(shares - step * e)) / (2 * step) for e in np.eye(4)])
    error = np.sqrt(slope @ (np.diag(shares) - np.outer(shares, shares)) @ slope / n)
    assert told.kappa == pytest.approx(kappa(shares))
    assert told.low == pytest.approx(told.kappa - 1.959964 * error, abs=1e-6)
    assert told.high == pytest.approx(min(told.kappa + 1.959964 * error, 1.0), abs=1e-6)

"""What a line must not part stays together, and nothing else is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.respondent.typesetting import typeset


@pytest.mark.parametrize(
    ("language", "plain", "held"),
    [
        ("ar", "رقم \u200e356/2025/NĐ-CP.", "رقم \u200e356/\u20602025/\u2060NĐ-\u2060CP."),
        ("zh-Hant", "第356/2025/NĐ-CP號法令", "第356/\u20602025/\u2060NĐ-\u2060CP號法令"),
        ("en", "on 2026-11-28 or 12–15 minutes", "on 2026-\u206011-\u206028\u00a0or 12–\u206015\u00a0minutes"),
        ("en", "call 024 3825 1234", "call 024\u00a03825\u00a01234"),
        ("vi", "Quý vị ở Việt Nam 5 năm", "Quý\u00a0vị ở Việt\u00a0Nam 5\u00a0năm"),
        ("vi", "ngày 28 tháng 11 năm 2026", "ngày 28\u00a0tháng\u00a011\u00a0năm\u00a02026"),
        ("fr", "Pourquoi ? « Oui » : 10 %", "Pourquoi\u00a0? «\u00a0Oui\u00a0»\u00a0: 10\u00a0%"),
        ("cs", "v Praze a k domu", "v\u00a0Praze a\u00a0k\u00a0domu"),
        ("ru", "о вас и о стране", "о\u00a0вас и\u00a0о\u00a0стране"),
        ("ru", "Закон (№ 91) – это", "Закон (№\u00a091)\u00a0– это"),
        ("zh-Hans", "您对越南了解多少？", "您对越\u2060南了解多\u2060少？"),
        ("zh-Hant", "您想知道什麼？", "您想知道什\u2060麼？"),
        ("en", "a house, see https://example.org/2025/a-b", "a house, see https://example.org/2025/a-b"),
        ("de", "well-being and e-mail", "well-being and e-mail"),
    ],
)
def test_numbers_units_and_small_words_hold(language: str, plain: str, held: str) -> None:
    assert typeset(plain, language) == held


@given(st.text(max_size=60), st.sampled_from(["ar", "cs", "fr", "km", "ru", "vi", "vi-US", "zh-Hans"]))
def test_a_wording_reads_as_its_author_wrote_it(text: str, language: str) -> None:
    set_text = typeset(text, language)
    assert re.sub("[\u00a0 ]", " ", set_text.replace("\u2060", "")) == re.sub(
        "[\u00a0 ]", " ", text.replace("\u2060", "")
    )
    assert typeset(set_text, language).replace("\u2060", "") == set_text.replace("\u2060", "")

"""A number is read as the people of a language write it, and what is none stays as typed."""

import pytest

from surveyapp.respondent.widgets.number import parse


@pytest.mark.parametrize(
    ("typed", "language", "decimals", "number"),
    [
        ("12", "en", 0, 12),
        ("-3", "en", 0, -3),
        ("−3", "vi", 0, -3),
        ("+3", "en", 0, 3),
        ("٣٤", "ar", 0, 34),
        ("۳۴", "fa", 0, 34),
        ("３４", "ja", 0, 34),
        ("๓๔", "th", 0, 34),
        ("1,234", "en", 0, 1234),
        ("1.234", "vi", 0, 1234),
        ("1.234", "en", 0, 1234),
        ("1 234", "fr", 0, 1234),
        ("1\u202f234\u202f567", "fr", 0, 1234567),
        ("1'234", "de", 0, 1234),
        ("1,234.5", "en", 1, 1234.5),
        ("1.234,5", "vi", 1, 1234.5),
        ("1.234", "en", 3, 1.234),
        ("1,234", "vi", 3, 1.234),
        ("1,234", "en", 3, 1234),
        ("2,5", "en", 1, 2.5),
        ("٢٫٥", "ar", 1, 2.5),
        (".5", "en", 1, 0.5),
        ("1.5", "en", 0, 1.5),
    ],
)
def test_read(typed: str, language: str, decimals: int, number: float) -> None:
    assert parse(typed, language, decimals) == number


@pytest.mark.parametrize("typed", ["ten", "1e5", "1.2.3", "1,2,3", "--1", "9" * 30, "½", "nan", "inf", "²", "1.", "."])
def test_left_as_typed(typed: str) -> None:
    assert parse(typed, "en", 2) == typed

"""Write days as their readers write them."""

from __future__ import annotations

from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date

_AS_WRITTEN: Final = {"vi": "d 'tháng' M 'năm' y"}
"""Patterns where CLDR's long form is not how the language writes a day: its `5 tháng 12, 2026` has an English comma."""


def long_day(day: date, locale: Locale) -> str:
    """Return a day with its month in words, as it may stand within a sentence or at its end.

    A full stop that ends an abbreviation, as in Russian, is left to the sentence.
    """
    return format_date(day, _AS_WRITTEN.get(locale.language, "long"), locale=locale).removesuffix(".")

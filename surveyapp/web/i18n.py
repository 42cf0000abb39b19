"""Speak every language: language tags and their own names, direction, numbers by locale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from babel.numbers import format_decimal

from surveyapp.catalogues import WRITTEN, locale_of
from surveyapp.questionnaire.model import parents_of

OWN_NAMES: Final = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文"}


def own_name(language: str) -> str:
    """Return what speakers call their language, the first letter large where the script has such."""
    if language in OWN_NAMES:
        return OWN_NAMES[language]
    locale = locale_of(language)
    name = locale.get_language_name(locale) or language
    _, _, territory = language.partition("-")
    place = locale.territories.get(territory) if territory else None
    return name[:1].upper() + name[1:] + (f" ({place})" if place else "")


@lru_cache(maxsize=256)
def direction(language: str) -> str:
    """Return `ltr` or `rtl`."""
    return "rtl" if locale_of(language).character_order == "right-to-left" else "ltr"


def number(value: float, language: str, *, grouped: bool = True) -> str:
    """Write a number as its readers do, in their own digits."""
    return format_decimal(value, locale=locale_of(language), numbering_system="default", group_separator=grouped)


def preferred(accepted: Sequence[str], offered: Sequence[str]) -> str:
    """Return the offered tag that a browser's `Accept-Language` prefers, or the first one offered."""
    known = {_alias(tag): tag for tag in offered}
    for wanted in (tag for entry in accepted for tag in parents_of(entry)):
        if _alias(wanted) in known:
            return known[_alias(wanted)]
    return offered[0]


def _alias(tag: str) -> str:
    return WRITTEN.get(tag.lower(), tag).lower()

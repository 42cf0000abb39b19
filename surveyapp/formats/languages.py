"""Turn the names that people give to languages into BCP 47 tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

from surveyapp.formats.result import Ledger

UNKNOWN = "und"

_CODE_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*\Z")
_WITH_NATIVE_NAMES = (
    *("am", "ar", "az", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "gu", "ha", "he"),
    *("hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "lo", "lt", "lv", "mk", "ml"),
    *("mn", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq"),
    *("sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tr", "uk", "ur", "uz", "vi", "yo", "zh", "zu"),
)


def language_tag(name: str) -> str | None:
    """Return the BCP 47 tag for `English (en)`, `English`, `Français`, `pt_BR`, `de-informal`; None where unknown."""
    name = name.strip()
    bracketed = _CODE_IN_BRACKETS.search(name)
    if bracketed and (tag := _tag_of_code(bracketed[1])):
        return tag
    bare = re.sub(r"\s*\(.*\)\s*$", "", name)
    if not bare:
        return None
    by_name = _names_in_english().get(bare.casefold())
    if by_name:
        return by_name
    if _CODE.match(name) and (tag := _tag_of_code(name)):
        return tag
    return _native_names().get(bare.casefold())


def private_tag(name: str) -> str:
    """Return a tag for a language that nobody knows: `und-x-` and the first letters of its name."""
    letters = "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalnum())
    return f"{UNKNOWN}-x-{letters[:8] or 'other'}"


def tags_of(names: Iterable[str], ledger: Ledger, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return a survey's names of its languages with their tags, those of `known` by their names in capitals.

    What is not known gets a private tag; of two with one tag the first is read, and the ledger says so.
    """
    tags: dict[str, str] = {}
    for name in names:
        tag = known.get(name.upper()) or language_tag(name)
        if tag is None:
            tag = private_tag(name)
            ledger.lose("languages", name, f"no such language is known; its tag here is {tag}")
        if tag in tags.values():
            ledger.lose("languages", name, f"another language of the survey has the tag {tag} too")
            continue
        tags[name] = tag
    return tags


def _tag_of_code(code: str) -> str | None:
    first, *rest = re.split(r"[-_]", code)
    if first.lower() not in Locale("en").languages or first.lower() == "und":
        return None
    parts: list[str] = [first.lower()]
    private: list[str] = []
    for part in rest:
        if private or part.lower() == "x":
            private.append(part.lower())
        elif len(part) == 4 and part.isalpha():
            parts.append(part.title())
        elif (len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit()):
            parts.append(part.upper())
        elif part.upper() in Locale("en").variants:
            parts.append(part.lower())
        else:
            private.append(part.lower())
    private = [part for part in private if part != "x"]
    return "-".join([*parts, *(["x", *private] if private else [])])


@lru_cache(maxsize=1)
def _names_in_english() -> dict[str, str]:
    tags = sorted(Locale("en").languages, key=len, reverse=True)
    names = {Locale("en").languages[tag].casefold(): tag.replace("_", "-") for tag in tags}
    names.update({"mandarin": "zh", "khmer": "km", "burmese": "my", "farsi": "fa", "kiswahili": "sw", "dari": "fa-AF"})
    names.update({"default": UNKNOWN})
    return names


@lru_cache(maxsize=1)
def _native_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for tag in _WITH_NATIVE_NAMES:
        try:
            display = Locale.parse(tag).get_language_name(tag)
        except (UnknownLocaleError, ValueError):
            continue
        if display:
            names[display.casefold()] = tag
    return names

"""Find the rules of a stylesheet that a page uses, so that it can carry them in itself, and none that it does not use.

A rule stays where in doubt: it goes only if it speaks of a class, an element or a language that is not on the page, or
declares a value that no rule on the page asks for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from string import ascii_letters
from typing import Final

from flask import Flask, Response

from surveyapp.web.headers import POLICY

EMPTY: Final = "<style></style>"
"""What a drawn page holds where its looks go."""
MADE_BY_SCRIPT: Final = {
    "data-type-ahead": frozenset({"field", "note"}),
    "data-slider": frozenset({"range", "unset"}),
    "data-total": frozenset({"count", "note"}),
    "data-ranking": frozenset(
        {"btn", "grip", "held", "name", "note", "opt", "opts", "order", "ranked", "unseen"},
    ),
}
"""The classes of what a script puts into a page that carries the attribute."""
ELEMENTS_BY_SCRIPT: Final = frozenset({"button", "div", "input", "li", "ol", "p", "span", "ul"})
_BLOCK: Final = re.compile(r"\s*([^{}]+?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_COMMA: Final = re.compile(r"\s*,\s*(?![^()]*\))")
_FUNCTION: Final = re.compile(r":(?!lang\b)[\w-]+\((?:[^()]|\([^()]*\))*\)")
_NO_NAME: Final = re.compile(r"\[[^\]]*\]|:lang\([^)]*\)|::?[\w-]+")
_DECLARED: Final = re.compile(r"\s*--([\w-]+):[^;{}]*(?:;|(?=\}))")
_TYPE: Final = re.compile(r"\[type=(\w+)\]")
_ASKED: Final = re.compile(r"var\(--([\w-]+)")
_ELEMENT: Final = re.compile(r"<([a-z][a-z0-9]*)")
_CLASSES: Final = re.compile(r'\sclass="([^"]*)"')
_TYPES: Final = re.compile(r'\stype="([^"]*)"')
_LANGUAGES: Final = re.compile(r'\slang="([^"]*)"')
_OFFERED: Final = re.compile(r'<details class="lang".*?</details>', re.DOTALL)
"""The list of languages, whose names the browser finds fonts for by their language alone."""
_KEYFRAMES: Final = re.compile(r"@keyframes ([\w-]+)\{(?:[^{}]|\{[^{}]*\})*\}")
_CLASS: Final = re.compile(r"\.([\w-]+)")
_FOLLOWED: Final = re.compile(r":has\(~\.([\w-]+)\)")
_VALUE: Final = re.compile(r"--([\w-]+):([^;{}]*);?")
_ASKED_FOR: Final = re.compile(r"var\(--([\w-]+)\)")
IN_THE_HEAD: Final = 2000
"""Bytes of a page within which its style begins."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """What the selectors of a sheet can find on a page."""

    elements: frozenset[str]
    classes: frozenset[str]
    types: frozenset[str]
    languages: frozenset[str]
    language: str
    several: frozenset[str]
    from_right: bool

    @classmethod
    def of(cls, page: str) -> OnPage:
        """Read a page of our own templates, with what a script may open in it."""
        if "<template" in page:
            page = unescape(page)
        counted = Counter(name for names in _CLASSES.findall(page) for name in names.split())
        made = [names for attribute, names in MADE_BY_SCRIPT.items() if attribute in page]
        languages = _LANGUAGES.findall(_OFFERED.sub("", page))
        elements, types = (frozenset(pattern.findall(page)) for pattern in (_ELEMENT, _TYPES))
        return cls(
            elements | ELEMENTS_BY_SCRIPT if made else elements,
            frozenset(counted).union(*made),
            types,
            frozenset(languages),
            language=languages[0] if languages else "",
            several=frozenset(name for name, count in counted.items() if count > 1),
            from_right='dir="rtl"' in page,
        )

    def may_hold(self, selector: str) -> bool:
        """Tell whether a selector without a comma may find something."""
        if ":dir(rtl)" in selector and not self.from_right:
            return False
        followed = _FOLLOWED.search(selector)
        if followed and followed[1] not in self.several:
            return False
        plain = _FUNCTION.sub("", selector)
        language = re.search(r":lang\(([^)]*)\)", plain)
        if language and not any(f"{tag}-".startswith(f"{language[1]}-") for tag in self.languages):
            return False
        if not self.types.issuperset(_TYPE.findall(plain)):
            return False
        plain = _NO_NAME.sub("", plain)
        if not self.classes.issuperset(_CLASS.findall(plain)):
            return False
        return self.elements.issuperset(re.findall(r"[a-z][a-z0-9]*", _CLASS.sub("", plain)))


class Looks:
    """A stylesheet of rules, and of rules in media queries; `beside` is what pages link, which asks for values too."""

    def __init__(self, sheet: str, beside: str = "") -> None:
        self.rules = tuple(_BLOCK.findall(sheet))
        self._asked = frozenset(_ASKED.findall(beside))
        self._used = lru_cache(maxsize=256)(self._find)

    def dress(self, page: str) -> str:
        """Put what a drawn page needs of the sheet where it says EMPTY; nothing stays there if it needs nothing."""
        if EMPTY not in page:
            return page
        used = self._used(OnPage.of(page))
        return page.replace(EMPTY, f"<style>{used}</style>" if used else "", 1)

    def _find(self, there: OnPage) -> str:
        used = _without_unmoved("".join(_kept(self.rules, there.may_hold)))
        used = _without_overruled(used, there.language)
        return _without_unasked(used, self._asked)


def short(sheets: Sequence[str]) -> tuple[str, ...]:
    """Write sheets that belong together short.

    A value that is declared once stands where it is used; what has several values is called by one letter.
    """
    declared = Counter(name for sheet in sheets for name, _ in _VALUE.findall(sheet))
    values = {name: value for sheet in sheets for name, value in _VALUE.findall(sheet) if declared[name] == 1}
    names = [name for name, count in declared.items() if count > 1]
    letters = {name: f"--{letter}" for name, letter in zip(names, ascii_letters, strict=False)}

    def declare(found: re.Match[str]) -> str:
        return "" if found[1] in values else f"{letters[found[1]]}{found[0][len(found[1]) + 2 :]}"

    def use(found: re.Match[str]) -> str:
        return values.get(found[1]) or f"var({letters[found[1]]})"

    return tuple(_ASKED_FOR.sub(use, _VALUE.sub(declare, sheet)) for sheet in sheets)


def of_every_language(sheet: str, wanted: bool = True) -> str:
    """Return the rules of a sheet that hold in every language, or those that do not."""
    return "".join(_kept(tuple(_BLOCK.findall(sheet)), lambda selector: (":lang(" not in selector) == wanted))


def dress_pages(app: Flask, looks: Looks) -> None:
    """Give pages that say EMPTY what they need of the looks; the policy of a page with a style names it."""

    def dress(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough:
            page = response.get_data()
            if EMPTY.encode() in page[:IN_THE_HEAD]:
                response.set_data(looks.dress(page.decode()))
            start = response.get_data().find(b"<style>", 0, IN_THE_HEAD)
            if start >= 0:
                style = response.get_data()[start + len("<style>") :].partition(b"</style>")[0]
                response.headers["Content-Security-Policy"] = policy_with(style.decode())
        return response

    app.after_request(dress)


@lru_cache(maxsize=256)
def policy_with(style: str) -> str:
    """Return the content policy of a page that carries a style in itself: it names that very text by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'sha256-{digest}'")


def _kept(rules: tuple[tuple[str, str], ...], keep: Callable[[str], bool]) -> Iterator[str]:
    for head, body in rules:
        if head.startswith("@keyframes"):
            inner, kept = body.strip(), [head]
        elif head.startswith("@"):
            inner = "".join(_kept(tuple(_BLOCK.findall(body)), keep))
            kept = [head] if inner else []
        else:
            inner, kept = body.strip(), [one for one in _COMMA.split(head) if keep(one)]
        if kept:
            yield f"{','.join(kept)}{{{inner}}}"


def _without_unmoved(sheet: str) -> str:
    """Leave out the steps of animations that nothing on the page goes through."""
    return _KEYFRAMES.sub(lambda found: found[0] if f"animation:{found[1]} " in sheet else "", sheet)


def _without_overruled(sheet: str, language: str) -> str:
    """Leave out what the first rule says of a page for all languages and another says for the page's own."""
    if not sheet.startswith(":root{"):
        return sheet
    root, end, rest = sheet.partition("}")
    own = _BLOCK.findall(rest)
    said = {
        name
        for head, body in own
        for one in _COMMA.split(head)
        if one.startswith(":lang(") and f"{language}-".startswith(f"{one[6:-1]}-") and one.endswith(")")
        for name, _ in _VALUE.findall(body)
    }
    return _VALUE.sub(lambda found: "" if found[1] in said else found[0], root) + end + rest


def _without_unasked(sheet: str, elsewhere: frozenset[str]) -> str:
    asked = elsewhere.union(_ASKED.findall(sheet))
    return _DECLARED.sub(lambda found: found[0].strip() if found[1] in asked else "", sheet)

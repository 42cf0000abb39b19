"""Find the rules of a stylesheet that a page uses, so that it can carry them in itself, and none that it does not use.

A rule stays where in doubt: it goes only if it speaks of a class, an element or a language that is not on the page, or
declares a value that no rule on the page asks for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Final

from flask import Flask, Response

from surveyapp.web.headers import POLICY

EMPTY: Final = "<style></style>"
"""What a drawn page holds where its looks go."""
MADE_BY_SCRIPT: Final = {
    "data-type-ahead": frozenset({"field", "note", "seek"}),
    "data-slider": frozenset({"range", "unset"}),
    "data-total": frozenset({"count", "note"}),
    "data-ranking": frozenset(
        {"btn", "grip", "held", "name", "note", "opt", "opts", "order", "ranked", "unseen"},
    ),
}
"""The classes of what a script puts into a page that carries the attribute."""
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
_OFFERED: Final = re.compile(r'<div class="tongues">.*?</div>', re.DOTALL)
"""The closed list of languages, whose names are in their own fonts as soon as the whole sheet has come."""
IN_THE_HEAD: Final = 2000
"""Bytes of a page within which its style begins."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """What the selectors of a sheet can find on a page."""

    elements: frozenset[str]
    classes: frozenset[str]
    types: frozenset[str]
    languages: frozenset[str]

    @classmethod
    def of(cls, page: str) -> OnPage:
        """Read a page of our own templates, with what a script may open in it."""
        if "<template" in page:
            page = unescape(page)
        classes = frozenset(name for names in _CLASSES.findall(page) for name in names.split())
        made = (names for attribute, names in MADE_BY_SCRIPT.items() if attribute in page)
        languages = _LANGUAGES.findall(_OFFERED.sub("", page))
        elements, types = (frozenset(pattern.findall(page)) for pattern in (_ELEMENT, _TYPES))
        return cls(elements, classes.union(*made), types, frozenset(languages))

    def may_hold(self, selector: str) -> bool:
        """Tell whether a selector without a comma may find something."""
        plain = _FUNCTION.sub("", selector)
        language = re.search(r":lang\(([^)]*)\)", plain)
        if language and not any(f"{tag}-".startswith(f"{language[1]}-") for tag in self.languages):
            return False
        if not self.types.issuperset(_TYPE.findall(plain)):
            return False
        plain = _NO_NAME.sub("", plain)
        classes = re.findall(r"\.([\w-]+)", plain)
        if classes:
            return self.classes.issuperset(classes)
        return self.elements.issuperset(re.findall(r"[a-z][a-z0-9]*", plain))


class Looks:
    """A stylesheet of rules, and of rules in media queries."""

    def __init__(self, sheet: str) -> None:
        self.rules = tuple(_BLOCK.findall(sheet))
        self._used = lru_cache(maxsize=64)(self._find)

    def dress(self, page: str) -> str:
        """Put what a drawn page needs of the sheet where it says EMPTY; nothing stays there if it needs nothing."""
        if EMPTY not in page:
            return page
        used = self._used(OnPage.of(page))
        return page.replace(EMPTY, f"<style>{used}</style>" if used else "", 1)

    def _find(self, there: OnPage) -> str:
        return _without_unasked("".join(_kept(self.rules, there)))


def dress_pages(app: Flask, rare: Looks) -> None:
    """Give pages that say EMPTY what they need of the rare looks; the policy of a page with a style names it."""

    def dress(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough:
            page = response.get_data()
            if EMPTY.encode() in page[:IN_THE_HEAD]:
                response.set_data(rare.dress(page.decode()))
            start = response.get_data().find(b"<style>", 0, IN_THE_HEAD)
            if start >= 0:
                style = response.get_data()[start + len("<style>") :].partition(b"</style>")[0]
                response.headers["Content-Security-Policy"] = policy_with(style.decode())
        return response

    app.after_request(dress)


@lru_cache(maxsize=64)
def policy_with(style: str) -> str:
    """Return the content policy of a page that carries a style in itself: it names that very text by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return POLICY.replace("style-src 'self'", f"style-src 'self' 'sha256-{digest}'")


def _kept(rules: tuple[tuple[str, str], ...], there: OnPage) -> Iterator[str]:
    for head, body in rules:
        if head.startswith("@"):
            inner = "".join(_kept(tuple(_BLOCK.findall(body)), there))
            kept = [head] if inner else []
        else:
            inner, kept = body.strip(), [one for one in _COMMA.split(head) if there.may_hold(one)]
        if kept:
            yield f"{','.join(kept)}{{{inner}}}"


def _without_unasked(sheet: str) -> str:
    asked = set(_ASKED.findall(sheet))
    return _DECLARED.sub(lambda found: found[0].strip() if found[1] in asked else "", sheet)

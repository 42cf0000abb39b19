"""Read wording as a message: text, `{name}`, and forms that follow a number or a code.

The forms are those of ICU MessageFormat: `{n, plural, =0 {…} one {…} other {# …}}`, `{n, selectordinal, …}` and
`{x, select, a {…} other {…}}`, inside each other if need be. Braces that open none of these are braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from babel import Locale, UnknownLocaleError

FormKind = Literal["plural", "selectordinal", "select"]
DEEPEST = 8
MOST_FAILED = 20
"""How many times forms may fail to be read before the rest is taken as text."""
_NAME = r"(?:([^\W\d][\w.]*)|`([^`{}\s]+)`)"
_PIPE = re.compile(r"\{" + _NAME + r"\}")
_FORMS = re.compile(r"\{\s*" + _NAME + r"\s*,\s*(plural|selectordinal|select)\s*,\s*")
_CASE = re.compile(r"\s*(=\d+|[^\s{}=#,]+)\s*\{")
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
OPENING = re.compile(_PIPE.pattern + "|" + _FORMS.pattern)
"""What begins something that is put in."""


@dataclass(frozen=True, slots=True)
class Pipe:
    """Put in the answer to a name."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """Put in the number that the forms around follow: `#`."""

    name: str


@dataclass(frozen=True, slots=True)
class Forms:
    """Put in one of several messages, by a number's category in the language or by a code."""

    name: str
    kind: FormKind
    cases: tuple[tuple[str, Message], ...]


Part: TypeAlias = str | Pipe | Number | Forms
Message: TypeAlias = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class MessageFault:
    """What is wrong with a message: `missing` names forms of the language that are not worded."""

    code: Literal["message-unreadable", "form-missing", "form-unknown", "other-missing"]
    name: str
    missing: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def message_of(text: str) -> tuple[Message, tuple[MessageFault, ...]]:
    """Return the parts of a wording; what begins like forms and cannot be read stays text, and is a fault."""
    reader = _Reader(text)
    return reader.message(None, 0), tuple(reader.faults)


def names_piped(message: Message) -> Iterator[str]:
    """Yield every name a message asks for, in its order."""
    for part in message:
        if isinstance(part, Pipe | Forms):
            yield part.name
        if isinstance(part, Forms):
            for _, inner in part.cases:
                yield from names_piped(inner)


def faults_of(text: str, language: str) -> tuple[MessageFault, ...]:
    """Return what is wrong with a wording in a language, with the plural categories that CLDR wants there."""
    message, faults = message_of(text)
    return (*faults, *_form_faults(message, locale_of(language)))


def category_of(number: float, kind: FormKind, language: str) -> str:
    """Return the CLDR category of a number: zero, one, two, few, many or other."""
    locale = locale_of(language)
    rule = locale.ordinal_form if kind == "selectordinal" else locale.plural_form
    return str(rule(int(number) if number == int(number) else number))


@lru_cache(maxsize=1000)
def locale_of(language: str) -> Locale:
    """Return the locale of a tag or of its parents; English where nobody knows it."""
    tag = language
    while tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            tag = tag.rpartition("-")[0]
    return Locale("en")


def _form_faults(message: Message, locale: Locale) -> Iterator[MessageFault]:
    for part in message:
        if not isinstance(part, Forms):
            continue
        keys = [key for key, _ in part.cases]
        if "other" not in keys:
            yield MessageFault("other-missing", part.name, ("other",))
        if part.kind != "select":
            rule = locale.ordinal_form if part.kind == "selectordinal" else locale.plural_form
            wanted = [category for category in _CATEGORIES if category in rule.tags]
            missing = tuple(category for category in wanted if category not in keys)
            unknown = tuple(key for key in keys if not key.startswith("=") and key not in (*wanted, "other"))
            yield from (MessageFault("form-missing", part.name, missing),) if missing else ()
            yield from (MessageFault("form-unknown", part.name, unknown),) if unknown else ()
        for _, inner in part.cases:
            yield from _form_faults(inner, locale)


class _Reader:
    """Go through a wording once; `around` is the name of the number that `#` stands for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.faults: list[MessageFault] = []
        self.failed: set[int] = set()

    def message(self, around: str | None, depth: int) -> Message:
        """Read up to the brace that closes the case, or to the end."""
        parts: list[Part] = []
        begun, open_braces = self.at, 0

        def flush() -> None:
            if begun < self.at:
                parts.append(self.text[begun : self.at])

        while self.at < len(self.text):
            sign = self.text[self.at]
            if depth and sign == "}" and open_braces == 0:
                break
            found: tuple[Part, int] | None = None
            if sign == "{":
                found = self.opened(depth)
            elif sign == "#" and around is not None:
                found = Number(around), self.at + 1
            if found is not None:
                flush()
                parts.append(found[0])
                begun = self.at = found[1]
                continue
            open_braces += (sign == "{") - (sign == "}" and open_braces > 0)
            self.at += 1
        flush()
        return tuple(parts)

    def opened(self, depth: int) -> tuple[Part, int] | None:
        """Read what a brace opens and return it with the place behind it; None where it is only a brace."""
        pipe = _PIPE.match(self.text, self.at)
        if pipe:
            return Pipe(pipe[1] or pipe[2]), pipe.end()
        head = _FORMS.match(self.text, self.at)
        if not head or self.at in self.failed or len(self.failed) > MOST_FAILED:
            return None
        before, found_before = self.at, len(self.faults)
        name = head[1] or head[2]
        forms = self.forms(name, head, depth)
        behind, self.at = self.at, before
        if forms is None:
            del self.faults[found_before:]
            self.failed.add(before)
            self.faults.append(MessageFault("message-unreadable", name))
            return None
        return forms, behind

    def forms(self, name: str, head: re.Match[str], depth: int) -> Forms | None:
        """Read the cases up to the closing brace; None where they do not close, come twice or stand too deep."""
        kind: FormKind = "plural" if head[3] == "plural" else "select" if head[3] == "select" else "selectordinal"
        self.at = head.end()
        cases: dict[str, Message] = {}
        while depth < DEEPEST and (case := _CASE.match(self.text, self.at)):
            self.at = case.end()
            inner = self.message(None if kind == "select" else name, depth + 1)
            if self.at >= len(self.text) or case[1] in cases:
                return None
            cases[case[1]] = inner
            self.at += 1
        rest = re.compile(r"\s*\}").match(self.text, self.at)
        if not cases or not rest:
            return None
        self.at = rest.end()
        return Forms(name, kind, tuple(cases.items()))

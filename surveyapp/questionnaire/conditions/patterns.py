"""Translate the part of RE2 that browsers can be made to read alike into an ECMAScript pattern.

Source: github.com/google/re2/wiki/Syntax and ECMA-262 §22.2. What is left out reads differently, or may: POSIX classes,
`\\Q…\\E`, `\\C`, flags other than a leading `(?i)` or `(?s)`, Unicode classes beyond letters and digits.
"""

from __future__ import annotations

import re

_CLASSES = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_CONTROL = frozenset("ntrfv")
_UNICODE = re.compile(r"\\[pP](?:\{(L|Lu|Ll|N|Nd)\}|(L|N))")
_HEX = re.compile(r"\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})")
_FLAGS = re.compile(r"\(\?([is]{1,2})\)")
_GROUP = re.compile(r"\((?:\?:|\?P?<[A-Za-z_][A-Za-z0-9_]*>)?(?!\?)")
_REPEAT = re.compile(r"(?:[*+?]|\{[0-9]{1,4}(?:,[0-9]{0,4})?\})\??")
_RANGE = re.compile(r"-(?!\])")


def pattern_for_browsers(pattern: str) -> tuple[str, str] | None:
    """Return the pattern and its flags for a browser's RegExp, which then match alike; None where none does."""
    flags = _FLAGS.match(pattern)
    given = flags[1] if flags else ""
    if "i" in given and re.search(r"\\[wWbB]", pattern):
        return None
    translator = _Translator(pattern, flags.end() if flags else 0, "[^]" if "s" in given else r"[^\n]")
    try:
        return translator.whole(), "ui" if "i" in given else "u"
    except _Different:
        return None


class _Different(ValueError):
    """A browser would read this differently, or not at all."""


class _Translator:
    def __init__(self, pattern: str, at: int, any_character: str) -> None:
        self.pattern = pattern
        self.at = at
        self.any_character = any_character

    def whole(self) -> str:
        """Return the rest of the pattern; one piece after the other, each followed by at most one repetition."""
        found: list[str] = []
        while self.at < len(self.pattern):
            if repeat := self.take(_REPEAT):
                following = _REPEAT.match(self.pattern, self.at)
                if not found or found[-1] in ("(?:", "|", "^", "$", r"\b", r"\B", "") or following:
                    raise _Different
                found.append(repeat[0])
            else:
                found.append(self.piece())
        return "".join(found)

    def take(self, what: re.Pattern[str]) -> re.Match[str] | None:
        found = what.match(self.pattern, self.at)
        if found:
            self.at = found.end()
        return found

    def piece(self) -> str:
        character = self.pattern[self.at]
        if character == "\\":
            return self.escape()
        if character == "[":
            return self.characters()
        if character == "(":
            if not self.take(_GROUP):
                raise _Different
            return "(?:"
        self.at += 1
        if character == ".":
            return self.any_character
        return character if character in ")|^$" else literal(character)

    def escape(self) -> str:
        following = self.pattern[self.at + 1 : self.at + 2]
        if following and following in "dwsDWS":
            self.at += 2
            return f"[{'^' if following.isupper() else ''}{_CLASSES[following.lower()]}]"
        if following and following in "bBAz":
            self.at += 2
            return {"A": "^", "z": "$"}.get(following, f"\\{following}")
        return self.one_character()

    def one_character(self) -> str:
        """Return one character, or one Unicode class, as it may stand alone and between brackets."""
        if self.pattern[self.at] != "\\":
            self.at += 1
            return literal(self.pattern[self.at - 1])
        if unicode := self.take(_UNICODE):
            return f"\\{unicode[0][1]}{{{unicode[1] or unicode[2]}}}"
        if code := self.take(_HEX):
            return literal(chr(int(code[1] or code[2], 16)))
        following = self.pattern[self.at + 1 : self.at + 2]
        self.at += 2
        if following in _CONTROL:
            return f"\\{following}"
        if following and following.isascii() and not following.isalnum() and following != "_":
            return literal(following)
        raise _Different

    def characters(self) -> str:
        """Read a class such as `[^a-z0-9_]`."""
        self.at += 1
        negated = self.take(re.compile(r"\^")) is not None
        found: list[str] = []
        while not found or self.pattern[self.at : self.at + 1] != "]":
            if self.at >= len(self.pattern) or self.pattern.startswith("[:", self.at):
                raise _Different
            found.append(self.member())
        self.at += 1
        return f"[{'^' if negated else ''}{''.join(found)}]"

    def member(self) -> str:
        shorthand = self.pattern[self.at + 1 : self.at + 2]
        if self.pattern[self.at] == "\\" and shorthand and shorthand in "dwsDWS":
            self.at += 2
            if shorthand.isupper() or self.take(_RANGE):
                raise _Different
            return _CLASSES[shorthand]
        first = self.one_character()
        if not self.take(_RANGE):
            return first
        last = self.one_character()
        if first.startswith(("\\p", "\\P")) or last.startswith(("\\p", "\\P")):
            raise _Different
        return f"{first}-{last}"


def literal(character: str) -> str:
    """Write one character so that it means nothing but itself."""
    if character.isascii() and character.isalnum():
        return character
    return f"\\u{{{ord(character):X}}}"

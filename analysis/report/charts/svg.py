"""Write SVG elements. Places run from the start edge; right to left they are flipped in `Sheet.x` and nowhere else."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, TypeAlias

from analysis.report.marks import Axis

Anchor: TypeAlias = Literal["start", "middle", "end"]

LINE = 12.5
LETTER = 0.535
WIDE_LETTERS = (0x1100, 0x11FF), (0x2E80, 0xA4CF), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF)
CLOSING = frozenset("、。，．：；！？）］｝」』】》〉〕”’…·・ー％%,.:;!?)]}")
OPENING = frozenset("（［｛「『【《〈〔“‘([{")
"""Marks that begin no line, and marks that end none (JIS X 4051, CLREQ)."""


@dataclass(frozen=True)
class Sheet:
    """A drawing of a width and a direction; lengths are in units drawn near one to a pixel."""

    width: float
    is_rtl: bool = False

    def x(self, place: float) -> float:
        return self.width - place if self.is_rtl else place

    def text(self, place: float, y: float, words: str, kind: str, anchor: Anchor = "start") -> str:
        return f'<text x="{_n(self.x(place))}" y="{_n(y)}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'

    def lines(self, place: float, y: float, rows: Sequence[str], kind: str, anchor: Anchor = "start") -> str:
        """Write lines of text whose first baseline is at y."""
        return "".join(self.text(place, y + at * LINE, row, kind, anchor) for at, row in enumerate(rows))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
        first, second = _n(self.x(x1)), _n(self.x(x2))
        return f'<line x1="{first}" y1="{_n(y1)}" x2="{second}" y2="{_n(y2)}" class="{kind}"/>'

    def dot(self, place: float, y: float, radius: float, kind: str) -> str:
        return f'<circle cx="{_n(self.x(place))}" cy="{_n(y)}" r="{_n(radius)}" class="{kind}"/>'

    def box(self, place: float, y: float, width: float, height: float, kind: str) -> str:
        start = min(self.x(place), self.x(place + width))
        return f'<rect x="{_n(start)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" class="{kind}"/>'

    def path(self, points: Iterable[tuple[float, float]], kind: str, *, closed: bool = False) -> str:
        steps = "L".join(f"{_n(self.x(x))} {_n(y)}" for x, y in points)
        return f'<path d="M{steps}{"Z" if closed else ""}" class="{kind}"/>'

    def hatch(self, place: float, y: float, width: float, height: float) -> str:
        """Fill a box with slanted strokes: something is there, and is not printed."""
        strokes = [place + at for at in range(0, int(width), 7)]
        lines = "".join(self.line(x, y + height, min(x + height, place + width), y, "hs") for x in strokes)
        return f"<g>{lines}</g>"

    def whole(self, name: str, height: float, title: str, description: str, parts: Iterable[str]) -> str:
        """Return the drawing with its text alternative."""
        size = f'viewBox="0 0 {_n(self.width)} {_n(height)}"'
        named = f'role="img" aria-labelledby="{name}-t {name}-d"'
        says = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        return f"<svg {size} {named}>{says}{''.join(parts)}</svg>"


@dataclass(frozen=True)
class Scale:
    """Place the values of an axis between two ends."""

    axis: Axis
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value; beyond the axis it stays at its end."""
        span = self.axis.high - self.axis.low
        share = (value - self.axis.low) / span if span else 0.0
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def width_of(words: str, size: float = 11) -> float:
    """Estimate how wide a text will be; East Asian letters are square."""
    wide = sum(map(is_wide, words))
    return size * (wide + (len(words) - wide) * LETTER)


def is_wide(letter: str) -> bool:
    """Say whether a letter is a square East Asian one."""
    return any(low <= ord(letter) <= high for low, high in WIDE_LETTERS)


def wrapped(words: str, width: float, size: float = 11, most: int = 3) -> list[str]:
    """Break a text into lines no wider than `width`, the last ending in an ellipsis where `most` are not enough.

    Lines break at spaces and between East Asian letters, though none begins with a mark that closes or ends with one
    that opens; a word too long for a line is broken where it must be.
    """
    lines: list[str] = []
    for gap, piece in _pieces(words, width, size):
        longer = f"{lines[-1]}{gap}{piece}" if lines else piece
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "\N{HORIZONTAL ELLIPSIS}"]
    return lines or [""]


def wrapped_apart(names: Sequence[str], width: float, most: int = 3) -> list[list[str]]:
    """Break names into lines; of names that would be cut to the same the last line shows how each ends."""
    made = [wrapped(name, width, most=most) for name in names]
    same = Counter(map(tuple, made))
    return [
        [*rows[:-1], _ending(name, width)] if same[tuple(rows)] > 1 and names.count(name) == 1 else rows
        for name, rows in zip(names, made, strict=True)
    ]


def _ending(name: str, width: float) -> str:
    """Return the last whole words of a name that fit a line, or its last letters."""
    starts = [at for at in range(1, len(name)) if name[at - 1] == " "] or list(range(1, len(name)))
    fitting = (at for at in starts if width_of(f"\N{HORIZONTAL ELLIPSIS}{name[at:]}") <= width)
    return f"\N{HORIZONTAL ELLIPSIS}{name[next(fitting, len(name) - 1) :]}"


def _pieces(words: str, width: float, size: float) -> Iterator[tuple[str, str]]:
    """Yield what a line may not break, with the space that stands before it."""
    for word in words.split():
        gap = " "
        for piece in _unbroken(word):
            while width_of(piece, size) > width and len(piece) > 1:
                kept = _as_many_as_fit(piece, width, size)
                yield gap, piece[:kept]
                gap, piece = "", piece[kept:]
            yield gap, piece
            gap = ""


def _unbroken(word: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(word)):
        before, letter = word[at - 1], word[at]
        if (is_wide(letter) or is_wide(before)) and letter not in CLOSING and before not in OPENING:
            yield word[start:at]
            start = at
    yield word[start:]


def _as_many_as_fit(piece: str, width: float, size: float) -> int:
    """Return how many letters of a piece fit, one at least; a mark stays with the letter that bears it."""
    kept = next(at for at in range(1, len(piece) + 1) if at == len(piece) or width_of(piece[: at + 1], size) > width)
    while kept < len(piece) and unicodedata.category(piece[kept]).startswith("M"):
        kept += 1
    return kept


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

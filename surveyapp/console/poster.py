"""Draw the poster of a collection point: its code to scan and its address, with the survey's title in each language."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import segno
import typst

_LAYOUT: Final = b"""
#let poster = json(bytes(sys.inputs.poster))
#set document(title: poster.lines.first().text)
#set page(paper: "a4", margin: (x: 20mm, y: 18mm))
#let faces(line) = ("Noto Sans", ..line.han)
#let first = poster.lines.first()
#set text(font: faces(first), fallback: true, lang: first.language, costs: (runt: 1000%))
#line(length: 100%, stroke: 3pt)
#v(4mm)
#set par(linebreaks: "optimized")
#let said(line, size, weight) = align(if line.rtl { right } else { left }, text(
  size: size, weight: weight, lang: line.language, font: faces(line), dir: if line.rtl { rtl } else { ltr }, line.text))
#said(poster.lines.first(), 30pt, "bold")
#v(2mm)
#let others = poster.lines.slice(1)
#if poster.large {
  stack(spacing: 5.5mm, ..others.map(line => said(line, 17pt, "regular")))
} else {
  grid(columns: (1fr, 1fr), column-gutter: 9mm, row-gutter: 4mm, ..others.map(line => said(line, 12pt, "regular")))
}
#block(height: 1fr, width: 100%, layout(room => align(center + horizon, image(
  bytes(poster.code), format: "svg", width: calc.min(115mm, room.width, room.height), alt: poster.address))))
#v(3mm)
#align(center, text(size: 11pt, dir: ltr, poster.address))
#v(6mm)
#line(length: 100%, stroke: 0.5pt)
#text(size: 9pt, poster.label)
"""
_HAN: Final = {"zh-Hans": "SC", "zh-Hant": "TC", "ja": "JP", "ko": "KR"}
"""One character is drawn in four ways; without a word a printer takes the Japanese one."""
JOINED: Final = "\u2060"
_KANJI: Final = re.compile(r"[\u4e00-\u9fff々]{2,}")
_MOST_LINES_LARGE: Final = 7


@dataclass(frozen=True, slots=True)
class Line:
    """The survey's title in one language (ISO 639); `han` names the face that draws Chinese characters as it does."""

    text: str
    language: str
    rtl: bool
    han: tuple[str, ...] = ()


def line_in(text: str, tag: str, *, rtl: bool) -> Line:
    """Return a title in the language that `tag` names (BCP 47)."""
    han = (f"Noto Sans CJK {_HAN[tag]}",) if tag in _HAN else ()
    held = _KANJI.sub(lambda found: _in_pairs(found[0]), text) if tag == "ja" else text
    return Line(held, tag.partition("-")[0], rtl, han)


def _in_pairs(run: str) -> str:
    """Let no line part the two characters of which most words of a run of Chinese characters are made."""
    return "".join(JOINED.join(run[at : at + 2]) for at in range(0, len(run), 2))


def poster_pdf(address: str, lines: Sequence[Line], label: str = "") -> bytes:
    """Return the poster as a PDF whose code is drawn in lines, so that it is sharp at any size.

    The code takes what room the titles leave of the one page, up to 115 mm.

    `label` is what people call the point.
    """
    content = {
        "address": address,
        "label": label,
        "code": code_svg(address),
        "large": len(lines) <= _MOST_LINES_LARGE,
        "lines": [asdict(line) for line in lines],
    }
    made: bytes = typst.compile(_LAYOUT, format="pdf", sys_inputs={"poster": json.dumps(content, ensure_ascii=False)})
    return made


def code_svg(address: str) -> str:
    """Return the code to scan as SVG, with the quiet margin that scanners need; a quarter of it may be damaged."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=4, light="#fff")
    return drawn.getvalue().decode()

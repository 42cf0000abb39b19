"""Draw the poster of a collection point: its code to scan and its address, with the survey's title in each language."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import segno
import typst

_LAYOUT: Final = b"""
#let poster = json(bytes(sys.inputs.poster))
#set document(title: poster.lines.first().text)
#set page(paper: "a4", margin: (x: 20mm, y: 18mm))
#set text(font: "Noto Sans", fallback: true, lang: poster.lines.first().language)
#line(length: 100%, stroke: 3pt)
#v(4mm)
#for (at, line) in poster.lines.enumerate() {
  let size = if at == 0 { 30pt } else { poster.size * 1pt }
  let start = if line.rtl { right } else { left }
  let side = if line.rtl { rtl } else { ltr }
  block(above: 12pt, below: 12pt, width: 100%, align(start, text(
    size: size, weight: if at == 0 { "bold" } else { "regular" }, lang: line.language, dir: side, line.text)))
}
#v(1fr)
#align(center, image(bytes(poster.code), format: "svg", width: 115mm, alt: poster.address))
#v(3mm)
#align(center, text(size: 11pt, dir: ltr, poster.address))
#v(1fr)
#line(length: 100%, stroke: 0.5pt)
#text(size: 9pt, poster.label)
"""
_MOST_LINES_LARGE: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """The survey's title in one language (ISO 639)."""

    text: str
    language: str
    rtl: bool


def poster_pdf(address: str, lines: Sequence[Line], label: str = "") -> bytes:
    """Return the poster as a PDF whose code is drawn in lines, so that it is sharp at any size.

    `label` is what people call the point.
    """
    content = {
        "address": address,
        "label": label,
        "code": code_svg(address),
        "size": 17 if len(lines) <= _MOST_LINES_LARGE else 13,
        "lines": [asdict(line) for line in lines],
    }
    made: bytes = typst.compile(_LAYOUT, format="pdf", sys_inputs={"poster": json.dumps(content, ensure_ascii=False)})
    return made


def code_svg(address: str) -> str:
    """Return the code to scan as SVG, with the quiet margin that scanners need; a quarter of it may be damaged."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=4, light="#fff")
    return drawn.getvalue().decode()

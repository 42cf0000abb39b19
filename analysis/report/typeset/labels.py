"""Take out of a drawing the words that a typeset page must set itself.

Where a letter and its marks are several glyphs (Khmer, Lao, Thai, Devanagari), the typesetter loses which letters the
glyphs of an SVG stand for, and a tagged PDF may not hold such text. So these words leave the drawing and are set over
it.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import Any

SIZES = {"tv": 10.5, "tm": 10.0}
USUAL_SIZE = 11.0
TEXT = re.compile(
    r'<text x="([\d.-]+)" y="([\d.-]+)" class="(\w+)" text-anchor="(\w+)"(?: font-family="[^"]+")?>([^<]*)</text>'
)


def apart(svg: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the drawing without the words that hold marks, and those words with place and looks, in its units."""
    taken: list[dict[str, Any]] = []

    def kept(found: re.Match[str]) -> str:
        words = unicodedata.normalize("NFC", unescape(found[5]))
        if not any(unicodedata.category(letter).startswith("M") for letter in words):
            return found[0]
        kind = found[3]
        taken.append(
            {
                "x": float(found[1]),
                "y": float(found[2]),
                "anchor": found[4],
                "text": words,
                "size": SIZES.get(kind, USUAL_SIZE),
                "bold": kind in ("tb", "ta"),
                "accent": kind == "ta",
            }
        )
        return ""

    return TEXT.sub(kept, svg), taken

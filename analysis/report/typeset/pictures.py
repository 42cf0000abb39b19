"""Turn drawings into pictures for programs that cannot draw SVG."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import typst

PAGE = "#set page(width: auto, height: auto, margin: 2pt, fill: white)\n"
DOTS_PER_INCH = 220.0


def pictures_of(drawings: Sequence[str]) -> list[bytes]:
    """Return each drawing (SVG) as PNG on white, three pixels to a unit of the drawing."""
    if not drawings:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for at, svg in enumerate(drawings):
            (folder / f"{at}.svg").write_text(svg, "utf-8")
        pages = "#pagebreak()\n".join(f'#image("{at}.svg")\n' for at in range(len(drawings)))
        (folder / "pages.typ").write_text(PAGE + pages, "utf-8")
        made: bytes | list[bytes] = typst.compile(str(folder / "pages.typ"), root=name, format="png", ppi=DOTS_PER_INCH)
    return [made] if isinstance(made, bytes) else made

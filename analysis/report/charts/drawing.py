"""Draw any chart, alone: every drawing carries its own colours, for where no page gives them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from analysis.report.charts.course import draw_course
from analysis.report.charts.curve import draw_curve
from analysis.report.charts.dots import draw_dots
from analysis.report.charts.panels import PANEL_WIDTH, draw_panels
from analysis.report.charts.plane import draw_plane
from analysis.report.charts.slopes import draw_slopes
from analysis.report.charts.small import draw_dumbbells, draw_strip
from analysis.report.charts.svg import is_wide
from analysis.report.charts.tiles import draw_tiles
from analysis.report.marks import Chart, Course, Curve, DotChart, Dumbbells, Panels, Plane, Slopes, Strip, TileGrid

ON_PAPER = """
.t,.tb,.ta{font-size:11px;fill:#15191c}.tb,.ta{font-weight:700}.ta{fill:#0b5873}
.tv{font-size:10.5px;fill:#15191c}.tm{font-size:10px;fill:#464e54}
.ax{stroke:#5f686e;fill:none}.gl{stroke:#d3d8d8;fill:none}.ref0{stroke:#15191c;fill:none}
.dash{stroke:#464e54;stroke-dasharray:3 2;fill:none}
.iv{stroke:#5d95aa;stroke-width:7;fill:none}.iv2{stroke:#5f686e;stroke-opacity:.5;stroke-width:7;fill:none}
.pt{fill:#0b5873;stroke:#fff}.pn{fill:#fff;stroke:#15191c;stroke-width:1.4}.pg,.pd{fill:#5f686e}
.oth{stroke:#15191c;stroke-width:1.6}.rk{stroke:#5f686e;stroke-opacity:.55;stroke-width:5}
.grey{fill:#f3f5f4}.band{fill:#d6e6ec}.ell{fill:#5d95aa;fill-opacity:.26}.elg{fill:#5f686e;fill-opacity:.07}
.line{stroke:#0b5873;stroke-width:2;fill:none}.hs{stroke:#879196}.thin{stroke:#5f686e;stroke-opacity:.6;fill:none}
.iv3{stroke:#5d95aa;stroke-width:1.6;fill:none}.fan{fill:#5d95aa;fill-opacity:.42}.fan2{fill:#5d95aa;fill-opacity:.18}
.q0{fill:#fff;stroke:#879196}.q1{fill:#e6f0f4}.q2{fill:#bcd7e2}.q3{fill:#8dbccd}.q4{fill:#34738b}.q5{fill:#0b4257}
.kl,.kh{font-size:10px}.vl,.vh{font-size:13px;font-weight:700}.kl,.vl{fill:#15191c}.kh,.vh{fill:#fff}
"""
FACE, ARABIC_FACE, EAST_ASIAN_FACE = "Libertinus Serif", "Noto Naskh Arabic", "Noto Serif CJK SC"
TEXT = re.compile(r"<text ([^>]*)>([^<]*)")
ANCHOR, OTHER_SIDE = re.compile(r'text-anchor="(start|end)"'), {"start": "end", "end": "start"}
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Drawing:
    """One drawing of a chart: `svg` needs no page around it; `alt` says in words what it shows."""

    svg: str
    alt: str
    heading: str = ""
    note: str = ""

    @property
    def width(self) -> float:
        """Return its width in its own units."""
        size = SIZE.search(self.svg)
        return float(size[1]) if size else 0.0


@dataclass(frozen=True)
class Room:
    """How wide drawings are, in units near one to a pixel: one of `panels`, a column, pairs and strips beside the text.

    What is drawn for narrower places has larger letters there; two panels share the room of two columns.
    """

    panel: float
    column: float
    label: float
    pairs: float
    strip: float


ON_SCREEN = Room(panel=PANEL_WIDTH, column=372.0, label=150.0, pairs=350.0, strip=290.0)
ON_SHEET = Room(panel=222.0, column=338.0, label=126.0, pairs=218.0, strip=240.0)
"""A page in a browser or a column of its own; half a sheet of A4, three panels and three texts side by side on it."""


def draw(chart: Chart, name: str, *, is_rtl: bool, room: Room = ON_SCREEN) -> list[tuple[str, str, str]]:
    """Return heading, note and SVG of each drawing a chart needs: one, or one for each panel."""
    match chart:
        case DotChart():
            return [("", "", draw_dots(chart, name, width=room.column, label=room.label, is_rtl=is_rtl))]
        case Panels():
            width = room.column if len(chart.panels) == 2 else room.panel
            return draw_panels(chart, name, width=width, is_rtl=is_rtl)
        case Plane():
            return [("", "", draw_plane(chart, name, width=room.column, is_rtl=is_rtl))]
        case Curve():
            return [("", "", draw_curve(chart, name, width=room.column, is_rtl=is_rtl))]
        case Course():
            return [("", "", draw_course(chart, name, is_rtl=is_rtl))]
        case Slopes():
            return [("", "", draw_slopes(chart, name, width=room.column, is_rtl=is_rtl))]
        case TileGrid():
            return [("", "", draw_tiles(chart, name, width=room.column, is_rtl=is_rtl))]
        case Strip():
            return [("", "", draw_strip(chart, name, width=room.strip, is_rtl=is_rtl))]
        case Dumbbells():
            return [("", "", draw_dumbbells(chart, name, width=room.pairs, is_rtl=is_rtl))]


def drawings(chart: Chart, name: str, *, is_rtl: bool, room: Room = ON_SHEET) -> tuple[Drawing, ...]:
    """Return the drawings of a chart for paper and slides."""
    return tuple(
        Drawing(_alone(_anchored(svg) if is_rtl else svg), _alternative(chart, heading), heading, note)
        for heading, note, svg in draw(chart, name, is_rtl=is_rtl, room=room)
    )


def _alone(svg: str) -> str:
    size = SIZE.search(svg)
    if size is None:
        raise ValueError("A drawing has no size.")
    width, height = size.groups()
    about = f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FACE}"'
    opened = svg.replace("<svg ", f"<svg {about} ", 1)
    return TEXT.sub(_in_its_face, opened.replace(">", f"><style>{ON_PAPER}</style>", 1))


def _in_its_face(found: re.Match[str]) -> str:
    """Name the face of a text that Latin letters cannot write: painters of pictures take the first face they have."""
    face = _face(found[2])
    return f'<text {found[1]} font-family="{face}">{found[2]}' if face else found[0]


def _face(words: str) -> str:
    if any(unicodedata.bidirectional(letter) == "AL" for letter in words):
        return ARABIC_FACE
    return EAST_ASIAN_FACE if any(map(is_wide, words)) else ""


def _anchored(svg: str) -> str:
    """Anchor texts by the side that is meant: paper knows no direction of a drawing."""
    return ANCHOR.sub(lambda found: f'text-anchor="{OTHER_SIDE[found[1]]}"', svg)


def _alternative(chart: Chart, heading: str) -> str:
    return ". ".join(part for part in (chart.title, heading, chart.description) if part)

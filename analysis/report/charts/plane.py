"""Draw importance against availability, each need with its joint region and a label that meets no other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.report.charts.svg import LINE, Anchor, Scale, Sheet, width_of, wrapped
from analysis.report.marks import Place, Plane

LEFT, TOP, BESIDE, BELOW = 30.0, 22.0, 4.0, 46.0
"""Where the square begins, and what is left free beside and below it."""
LABEL_WIDTH, SIZE, CODE_WIDTH = 128.0, 11.0, 26.0


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_inside(self, square: Box) -> bool:
        across = self.left >= square.left and self.right <= square.right
        return across and self.top >= square.top + 16 and self.bottom <= square.bottom - 2


def draw_plane(chart: Plane, name: str, *, width: float = 372, is_rtl: bool = False) -> str:
    """Draw the regions first, then points, then labels: the strongest first, each where there is room."""
    sheet, square = Sheet(width, is_rtl), Box(LEFT, TOP, width - BESIDE, width - BELOW)
    across, up = Scale(chart.x, square.left, square.right), Scale(chart.y, square.bottom, square.top)
    ground = sheet.box(square.left, square.top, square.right - square.left, square.bottom - square.top, "grey")
    parts = [ground, *_axes(sheet, chart, across, up)]
    for place in sorted(chart.places, key=lambda place: place.strong):
        if place.outline is not None:
            outline = [(across.at(x), up.at(y)) for x, y in place.outline[::6]]
            parts.append(sheet.path(outline, "ell" if place.strong else "elg", closed=True))
    spots = {id(place): (across.at(place.x), up.at(place.y)) for place in chart.places}
    for place in chart.places:
        kind = "pt" if place.strong else "pn" if place.state == "same" else "pd" if place.state == "described" else "pg"
        parts.append(sheet.dot(*spots[id(place)], 3.6, kind))
    taken = [_around(*spot, 5) for spot in spots.values()]
    for place in sorted(chart.places, key=lambda place: not place.strong):
        parts.append(_label(sheet, square, place, spots[id(place)], taken))
    named, bottom = _legend(sheet, chart.places)
    return sheet.whole(name, bottom, chart.title, chart.description, [*parts, *named])


def _axes(sheet: Sheet, chart: Plane, across: Scale, up: Scale) -> Iterable[str]:
    right, bottom = across.end, up.start
    for value, text in chart.x.ticks:
        yield sheet.line(across.at(value), TOP, across.at(value), bottom, "gl")
        middle = min(across.at(value), sheet.width - width_of(text, 10) / 2)
        yield sheet.text(middle, bottom + 14, text, "tm", "middle")
    for value, text in chart.y.ticks:
        yield sheet.line(LEFT, up.at(value), right, up.at(value), "gl")
        yield sheet.text(LEFT - 4, up.at(value) + 3.5, text, "tm", "end")
    low, high = max(chart.x.low, chart.y.low), min(chart.x.high, chart.y.high)
    if low < high and chart.diagonal:
        yield sheet.path([(across.at(low), up.at(low)), (across.at(high), up.at(high))], "dash")
    yield sheet.text(0, 12, chart.y.title, "tm")
    yield sheet.text(right, bottom + 30, chart.x.title, "tm", "end")
    if not chart.diagonal:
        return
    yield sheet.line(LEFT, bottom + 40, LEFT + 22, bottom + 40, "dash")
    yield sheet.text(LEFT + 28, bottom + 43.5, chart.diagonal, "tm")
    first, last = chart.corners
    yield sheet.text(LEFT + 6, TOP + 14, first, "tb")
    yield sheet.text(right - 6, bottom - 8, last, "tm", "end")


def _legend(sheet: Sheet, places: Sequence[Place]) -> tuple[list[str], float]:
    """Name every code under the plane, in two columns; return the lines and where they end."""
    order = sorted(places, key=lambda place: (len(_code(place)), _code(place)))
    half = (len(order) + 1) // 2
    parts, ends = [], [sheet.width]
    for at, column in enumerate((order[:half], order[half:])):
        left, y = at * (sheet.width / 2 + 4), sheet.width + 12
        for place in column:
            code, _, words = place.label.partition(" ")
            rows = wrapped(words, sheet.width / 2 - CODE_WIDTH - 8, 10, 2)
            parts.append(sheet.text(left, y, code, "ta" if place.strong else "tm"))
            parts.append(sheet.lines(left + CODE_WIDTH, y, rows, "tb" if place.strong else "tm"))
            y += LINE * len(rows) + 2
        ends.append(y)
    return parts, max(ends) - 4


def _code(place: Place) -> str:
    return place.label.partition(" ")[0]


def _label(sheet: Sheet, square: Box, place: Place, spot: tuple[float, float], taken: list[Box]) -> str:
    """Write a label at the first free side; a long one falls back to its code, and a code to nothing."""
    x, y = spot
    full = wrapped(place.label, LABEL_WIDTH, SIZE, 2)
    code = [_code(place)]
    for rows in (full, code) if place.strong else (code,):
        width, height = max(width_of(row, SIZE) for row in rows), LINE * len(rows)
        for dx, dy, anchor in _sides(width, height):
            left = x + dx if anchor == "start" else x + dx - width if anchor == "end" else x - width / 2
            box = Box(left, y + dy, left + width, y + dy + height)
            if box.is_inside(square) and not any(box.meets(other) for other in taken):
                taken.append(box)
                kind = "ta" if place.strong else "tm"
                return sheet.lines(x + dx, y + dy + 10, rows, kind, anchor)
    return ""


def _sides(width: float, height: float) -> tuple[tuple[float, float, Anchor], ...]:
    middle = -height / 2
    near: tuple[tuple[float, float, Anchor], ...] = (
        (8, middle, "start"),
        (-8, middle, "end"),
        (0, 7, "middle"),
        (0, -height - 7, "middle"),
    )
    corners: tuple[tuple[float, float, Anchor], ...] = (
        (7, 4, "start"),
        (7, -height - 4, "start"),
        (-7, 4, "end"),
        (-7, -height - 4, "end"),
        (10, 14, "start"),
        (10, -height - 14, "start"),
        (-10, 14, "end"),
        (-10, -height - 14, "end"),
    )
    return near + corners


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)

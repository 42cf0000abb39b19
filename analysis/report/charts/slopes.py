"""Draw what two waves measured, joined figure by figure; changes that are shown stand out."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.charts.svg import LINE, Scale, Sheet, wrapped
from analysis.report.marks import Slope, Slopes

LEFT, PART, TOP, ROW, FIGURE, LEAST = 44.0, 0.45, 26.0, 15.0, 46.0, 150.0
"""`PART`: where the later wave stands, as a part of the width; `FIGURE`: the room between it and the names."""


def draw_slopes(chart: Slopes, name: str, *, width: float = 372, is_rtl: bool = False) -> str:
    """Draw the earlier wave at the start, this one at the end with the names beside it, none over another."""
    sheet, right = Sheet(width, is_rtl), width * PART
    names = [wrapped(one.label, width - right - FIGURE - 6, most=2) for one in chart.slopes]
    heights = [max(ROW, len(rows) * LINE + 3) for rows in names]
    bottom = TOP + max(sum(heights), LEAST)
    up = Scale(chart.axis, bottom - 8, TOP + 8)
    ends = _apart([up.at(one.now) for one in chart.slopes], heights, TOP, bottom)
    starts = _apart([up.at(one.then) for one in chart.slopes], [11.5] * len(chart.slopes), TOP, bottom)
    parts = [
        sheet.text(LEFT, 11, chart.heads[0], "tm", "middle"),
        sheet.text(right, 11, chart.heads[1], "tm", "middle"),
        sheet.line(LEFT, TOP - 6, LEFT, bottom, "gl"),
        sheet.line(right, TOP - 6, right, bottom, "gl"),
    ]
    for at in sorted(range(len(chart.slopes)), key=lambda at: chart.slopes[at].state == "differs"):
        one = chart.slopes[at]
        parts.append(_joined(sheet, one, up))
        parts.append(_named(sheet, one, names[at], up, (starts[at], ends[at])))
    return sheet.whole(name, bottom + 6, chart.title, chart.description, parts)


def _joined(sheet: Sheet, one: Slope, up: Scale) -> str:
    differs = one.state == "differs"
    spots = [(LEFT, up.at(one.then)), (sheet.width * PART, up.at(one.now))]
    dots = [sheet.dot(*spot, 3.4 if differs else 2.6, "pt" if differs else "pn") for spot in spots]
    return sheet.path(spots, "line" if differs else "thin") + "".join(dots)


def _named(sheet: Sheet, one: Slope, rows: list[str], up: Scale, places: tuple[float, float]) -> str:
    (start, end), right = places, sheet.width * PART
    kind = "tb" if one.state == "differs" else "tv"
    parts = [sheet.text(LEFT - 16, start + 3.5, one.then_text, kind, "end")]
    parts.append(sheet.path([(LEFT - 13, start), (LEFT - 4, up.at(one.then))], "gl"))
    parts.append(sheet.path([(right + 4, up.at(one.now)), (right + 14, end)], "gl"))
    parts.append(sheet.text(right + 38, end + 3.5, one.now_text, kind, "end"))
    first = end + 3.5 - (len(rows) - 1) * LINE / 2
    parts.append(sheet.lines(right + FIGURE, first, rows, "tb" if one.state == "differs" else "t"))
    return "".join(parts)


def _apart(places: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Move labels as little as it takes for none to stand over another, within top and bottom if they fit."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    found = list(places)
    free = top
    for at in order:
        found[at] = max(places[at], free + heights[at] / 2)
        free = found[at] + heights[at] / 2
    free = bottom
    for at in reversed(order):
        found[at] = min(found[at], free - heights[at] / 2)
        free = found[at] - heights[at] / 2
    return found

"""Draw unduplicated reach: the union as channels are added, each with what it adds."""

from __future__ import annotations

from analysis.report.charts.svg import LINE, Scale, Sheet, wrapped
from analysis.report.marks import Axis, Curve

LEFT, TOP, PLOT, GAP, SHORTEST = 34.0, 14.0, 0.5, 18.0, 190.0
"""`PLOT`: where the plot ends, as a part of the width."""


def draw_curve(chart: Curve, name: str, *, width: float = 372, is_rtl: bool = False) -> str:
    """Draw line, interval ribbon and dashed target; the list beside it names the channels in order."""
    sheet, parts, top = Sheet(width, is_rtl), [], TOP
    right, names = width * PLOT, width * PLOT + GAP
    for at, rise in enumerate(chart.rises):
        rows = wrapped(f"{at + 1}  {rise.label}", width - names, most=2)
        parts.append(sheet.lines(names, top + 6, rows, "tb" if rise.strong else "t"))
        parts.append(sheet.text(names + 14, top + 6 + LINE * len(rows), rise.note, "tm"))
        top += LINE * (len(rows) + 1) + 4
    bottom = max(TOP + SHORTEST, top - 4)
    up = Scale(chart.axis, bottom, TOP)
    across = Scale(Axis(1, max(len(chart.rises), 2), ()), LEFT + 12, right - 6)
    for value, text in chart.axis.ticks:
        parts.append(sheet.line(LEFT, up.at(value), right, up.at(value), "gl"))
        parts.append(sheet.text(LEFT - 5, up.at(value) + 3.5, text, "tm", "end"))
    parts.append(sheet.line(LEFT, up.at(chart.target), right, up.at(chart.target), "dash"))
    parts.append(sheet.text(right, up.at(chart.target) + 13, chart.target_text, "tm", "end"))
    places = [across.at(at + 1) for at in range(len(chart.rises))]
    if chart.rises and all(rise.low == rise.low for rise in chart.rises):
        above = [(x, up.at(rise.high)) for x, rise in zip(places, chart.rises, strict=True)]
        below = [(x, up.at(rise.low)) for x, rise in zip(places, chart.rises, strict=True)]
        parts.append(sheet.path(above + below[::-1], "band", closed=True))
    spots = [(x, up.at(rise.value)) for x, rise in zip(places, chart.rises, strict=True)]
    parts.append(sheet.path(spots, "line"))
    for at, (x, y) in enumerate(spots):
        parts.append(sheet.dot(x, y, 3.2, "pt" if chart.rises[at].strong else "pg"))
        parts.append(sheet.text(x, bottom + 14, str(at + 1), "tm", "middle"))
    return sheet.whole(name, bottom + 20, chart.title, chart.description, parts)

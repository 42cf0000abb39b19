"""Draw dot charts: a bar for the interval, a dot for the estimate, a tick for everyone else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.report.charts.svg import LINE, Scale, Sheet, width_of, wrapped, wrapped_apart
from analysis.report.marks import Dot, DotChart
from analysis.report.words import DASH

HEAD, FOOT, ROW, TICK_GAP = 30.0, 16.0, 19.0, 4.0
RANKS_WIDTH, EXTRA_WIDTH, VALUE_WIDTH = 54.0, 40.0, 30.0
KINDS = {
    "estimate": ("iv", "pt", 2.6),
    "differs": ("iv", "pt", 3.4),
    "same": ("iv2", "pn", 3.2),
    "described": ("iv2", "pd", 3.2),
}


@dataclass(frozen=True)
class Layout:
    """Where the columns of a dot chart stand."""

    sheet: Sheet
    plot: Scale
    ranks: Scale | None
    extras: tuple[float, ...]


def draw_dots(chart: DotChart, name: str, *, width: float = 372, label: float = 150, is_rtl: bool = False) -> str:
    """Draw the chart; labels break into lines and the rows grow with them. A column of dashes is left to the table."""
    chart = _with_columns_that_tell(chart)
    layout = _layout(chart, width, label, is_rtl)
    labels = wrapped_apart([dot.label for dot in chart.dots], label - 6)
    heights = [max(ROW, len(rows) * LINE + 6) for rows in labels]
    head = HEAD if chart.axis.title or chart.rank_axis or chart.extras else 16.0
    bottom = head + sum(heights)
    parts = [_grid(layout, chart, head, bottom)]
    top = head
    for dot, rows, height in zip(chart.dots, labels, heights, strict=True):
        parts.append(_row(layout, dot, rows, top, height))
        top += height
    return layout.sheet.whole(name, bottom + 4, chart.title, chart.description, parts)


def _with_columns_that_tell(chart: DotChart) -> DotChart:
    told = [at for at in range(len(chart.extras)) if any(dot.extras[at] != DASH for dot in chart.dots if dot.extras)]
    if len(told) == len(chart.extras):
        return chart
    dots = tuple(replace(dot, extras=tuple(dot.extras[at] for at in told if dot.extras)) for dot in chart.dots)
    return replace(chart, extras=tuple(chart.extras[at] for at in told), dots=dots)


def _layout(chart: DotChart, width: float, label: float, is_rtl: bool) -> Layout:
    extras = tuple(width - EXTRA_WIDTH * at for at in range(len(chart.extras)))[::-1]
    end = width - EXTRA_WIDTH * len(extras) - (4 if extras else 0)
    ranks = None
    if chart.rank_axis:
        ranks = Scale(chart.rank_axis, end - RANKS_WIDTH - 4, end - 12)
        end -= RANKS_WIDTH + 8
    return Layout(Sheet(width, is_rtl), Scale(chart.axis, label, end - VALUE_WIDTH), ranks, extras)


def _grid(layout: Layout, chart: DotChart, head: float, bottom: float) -> str:
    sheet, parts = layout.sheet, []
    if chart.axis.title:
        parts.append(sheet.text(layout.plot.start, 10, chart.axis.title, "tm"))
    for scale in (layout.plot, layout.ranks):
        free = 0.0
        for at, (value, text) in enumerate(scale.axis.ticks if scale else ()):
            kind = "ref0" if scale is layout.plot and (value == 0 if scale.axis.low < 0 else at == 0) else "gl"
            place = scale.at(value) if scale else 0.0
            parts.append(sheet.line(place, head - 4, place, bottom, kind))
            if place - width_of(text, 10) / 2 >= free:
                parts.append(sheet.text(place, head - 8, text, "tm", "middle"))
                free = place + width_of(text, 10) / 2 + TICK_GAP
    if layout.ranks:
        parts.append(sheet.text(layout.ranks.start, 10, layout.ranks.axis.title, "tm"))
    for place, title in zip(layout.extras, chart.extras, strict=True):
        rows = wrapped(title, EXTRA_WIDTH + 14, 10, 2)
        parts.append(sheet.lines(place, 10 if len(rows) > 1 else head - 8, rows, "tm", "end"))
    return "".join(parts)


def _row(layout: Layout, dot: Dot, label: list[str], top: float, height: float) -> str:
    sheet, middle = layout.sheet, top + height / 2
    parts = [sheet.lines(0, middle + 4 - (len(label) - 1) * LINE / 2, label, "tb" if dot.strong else "t")]
    if dot.state == "suppressed":
        plot = layout.plot
        parts.append(sheet.hatch(plot.start, middle - 4, plot.end - plot.start, 8))
        parts.append(sheet.text(plot.end + 5, middle + 4, dot.text, "tm"))
    else:
        parts.append(_mark(layout, dot, middle))
    if dot.ranks and layout.ranks:
        best, worst = (layout.ranks.at(rank) for rank in dot.ranks)
        parts.append(sheet.line(best - 1.5, middle, worst + 1.5, middle, "rk"))
    for place, text in zip(layout.extras, dot.extras, strict=True):
        parts.append(sheet.text(place, middle + 4, text, "tv", "end"))
    return "".join(parts)


def _mark(layout: Layout, dot: Dot, y: float) -> str:
    sheet, plot = layout.sheet, layout.plot
    bar, kind, radius = KINDS[dot.state]
    at, end = plot.at(dot.value), plot.at(dot.value) + radius
    parts = []
    if dot.low == dot.low and dot.high == dot.high:
        parts.append(sheet.line(plot.at(dot.low), y, plot.at(dot.high), y, bar))
        end = max(end, plot.at(dot.high))
    if dot.reference is not None:
        tick = plot.at(dot.reference)
        parts.append(sheet.line(tick, y - 6.5, tick, y + 6.5, "oth"))
        end = max(end, tick)
    parts.append(sheet.dot(at, y, radius, kind))
    inside = end + 5 + width_of(dot.text, 10.5) <= plot.end + VALUE_WIDTH + 8
    place = end + 5 if inside else min(plot.at(dot.low) if dot.low == dot.low else at, at) - 5
    parts.append(sheet.text(place, y + 4, dot.text, "tb" if dot.strong else "tv", "start" if inside else "end"))
    return "".join(parts)

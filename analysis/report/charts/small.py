"""Draw the small charts of the first page: a strip beside a sentence, and who is missing."""

from __future__ import annotations

from analysis.report.charts.svg import LINE, Scale, Sheet, width_of, wrapped
from analysis.report.marks import Dumbbells, Strip

STRIP_HEIGHT = 48.0
PAIRS_WIDTH, PAIR_ROW, PAIR_LABEL = 350.0, 22.0, 0.39


def draw_strip(chart: Strip, name: str, *, width: float = 290, is_rtl: bool = False) -> str:
    """Draw one estimate with its interval on its axis; without an interval a plain grey dot."""
    sheet, y = Sheet(width, is_rtl), 23.5
    scale = Scale(chart.axis, 14, width - 16)
    parts = []
    for value, text in chart.axis.ticks:
        kind = "ref0" if value == 0 else "gl"
        parts.append(sheet.line(scale.at(value), 16, scale.at(value), 31, kind))
        parts.append(sheet.text(scale.at(value), 44, text, "tm", "middle"))
    at = scale.at(chart.value)
    if chart.low_text:
        low, high = scale.at(chart.low), scale.at(chart.high)
        parts.append(sheet.line(low, y, high, y, "iv"))
        parts.append(sheet.text(low - 5, y + 3.5, chart.low_text, "tm", "end"))
        parts.append(sheet.text(high + 5, y + 3.5, chart.high_text, "tm"))
    if chart.reference is not None:
        tick = scale.at(chart.reference)
        parts.append(sheet.line(tick, y - 7, tick, y + 7, "oth"))
    parts.append(sheet.dot(at, y, 3, "pt" if chart.low_text else "pd"))
    half = width_of(chart.text, 12) / 2
    parts.append(sheet.text(max(at, half), 11, chart.text, "ta" if chart.low_text else "tb", "middle"))
    return sheet.whole(name, STRIP_HEIGHT, chart.title, chart.description, parts)


def draw_dumbbells(chart: Dumbbells, name: str, *, width: float = PAIRS_WIDTH, is_rtl: bool = False) -> str:
    """Draw each share in the sample (hollow) and in the population (solid), joined by a line."""
    sheet, label = Sheet(width, is_rtl), round(width * PAIR_LABEL)
    scale = Scale(chart.axis, label, width - 22)
    end = 20 + PAIR_ROW * len(chart.pairs)
    words = 36 + width_of(f"{chart.sample_text}{chart.population_text}", 10)
    first = min(label, max(0, width - words))
    second = first + 22 + width_of(chart.sample_text, 10.5)
    parts = [
        sheet.dot(first + 4, 8, 3.4, "pn"),
        sheet.text(first + 11, 11.5, chart.sample_text, "tm"),
        sheet.dot(second + 4, 8, 3.4, "pg"),
        sheet.text(second + 11, 11.5, chart.population_text, "tm"),
    ]
    for value, text in chart.axis.ticks:
        parts.append(sheet.line(scale.at(value), 18, scale.at(value), end, "gl"))
        parts.append(sheet.text(scale.at(value), end + 12, text, "tm", "middle"))
    for at, pair in enumerate(chart.pairs):
        y = 20 + PAIR_ROW * (at + 0.5)
        rows = wrapped(pair.label, label - 8, most=2)
        parts.append(sheet.lines(0, y + 4 - (len(rows) - 1) * LINE / 2, rows, "t"))
        parts.append(sheet.line(scale.at(pair.sample), y, scale.at(pair.population), y, "ax"))
        parts.append(sheet.dot(scale.at(pair.population), y, 3.4, "pg"))
        parts.append(sheet.dot(scale.at(pair.sample), y, 3.4, "pn"))
    return sheet.whole(name, end + 16, chart.title, chart.description, parts)

"""Put figures over waves on slides as the presentation program's own charts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pptx.chart.chart import Chart as SlideChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from analysis.report.marks import Course, Moment, Slopes
from analysis.report.slide_marks import ACCENT, MID, RULE, SMALL, SOFT, axis_of, fill, intervals


def course_data(chart: Course) -> CategoryChartData:
    """Return a series of what the waves measured, and one from the last wave to the forecast if there is one."""
    data, shown = CategoryChartData(number_format="General"), [_shown(one) for one in chart.moments]
    data.categories = [one.label for one in chart.moments] + ([chart.ahead.label] if chart.ahead else [])
    data.add_series(chart.title, [*shown, *([None] if chart.ahead else [])])
    if chart.ahead:
        data.add_series(chart.ahead.label, [*[None] * (len(shown) - 1), shown[-1], chart.ahead.value])
    return data


def slopes_data(chart: Slopes) -> CategoryChartData:
    """Return a bar of either wave for each figure: a slide's program cannot keep names at lines' ends apart."""
    data, from_below = CategoryChartData(number_format="General"), list(reversed(chart.slopes))
    data.categories = [one.label for one in from_below]
    data.add_series(chart.heads[1], [one.now for one in from_below])
    data.add_series(chart.heads[0], [one.then for one in from_below])
    return data


def style_course(made: SlideChart, chart: Course) -> None:
    """Draw the waves solid with their intervals, the forecast dashed with its main one."""
    axis_of(made.value_axis, chart.axis)
    made.category_axis.tick_labels.font.size = Pt(9)
    measured, *coming = made.plots[0].series
    _line(measured, ACCENT)
    intervals(measured, [(one.value, one.low, one.high) for one in chart.moments], "y")
    for at in {0, len(chart.moments) - 1}:
        if _shown(chart.moments[at]) is not None:
            _label(measured.points[at], chart.moments[at].text, XL_LABEL_POSITION.ABOVE, bold=True)
    for series in coming:
        _line(series, SOFT)
        series.format.line.dash_style = MSO_LINE.DASH
        if chart.ahead:
            last = len(chart.moments)
            nothing = [(float("nan"),) * 3] * last
            intervals(series, [*nothing, (chart.ahead.value, *chart.ahead.main)], "y")
            _label(series.points[last], chart.ahead.text, XL_LABEL_POSITION.ABOVE, bold=True)


def style_slopes(made: SlideChart, chart: Slopes) -> None:
    """Fill this wave's bars in the accent where the change is shown, pale where none is."""
    axis_of(made.value_axis, replace(chart.axis, low=0.0))
    made.plots[0].gap_width, made.plots[0].overlap = 45, -5
    made.category_axis.tick_labels.font.size = SMALL
    now, then = made.plots[0].series
    fill(now.format, MID)
    fill(then.format, RULE)
    for at, one in enumerate(reversed(chart.slopes)):
        differs = one.state == "differs"
        if differs:
            fill(now.points[at].format, ACCENT)
        _label(now.points[at], one.now_text, XL_LABEL_POSITION.OUTSIDE_END, bold=differs)
        _label(then.points[at], one.then_text, XL_LABEL_POSITION.OUTSIDE_END, bold=False)
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False


def _line(series: Any, color: str, *, width: float = 2.0) -> None:
    series.smooth = False
    series.format.line.color.rgb = RGBColor.from_string(color)
    series.format.line.width = Pt(width)
    series.marker.style = XL_MARKER_STYLE.CIRCLE
    fill(series.marker.format, color)


def _label(point: Any, text: str, position: Any, *, bold: bool) -> None:
    label = point.data_label
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(9), bold
    label.position = position


def _shown(one: Moment) -> float | None:
    return None if one.state == "suppressed" else one.value

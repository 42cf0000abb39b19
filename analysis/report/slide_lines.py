"""Put figures over waves on slides as the presentation program's own line charts."""

from __future__ import annotations

from typing import Any

from pptx.chart.chart import Chart as SlideChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from analysis.report.marks import Course, Moment, Slopes
from analysis.report.slide_marks import ACCENT, MID, SMALL, SOFT, axis_of, fill, intervals


def course_data(chart: Course) -> CategoryChartData:
    """Return a series of what the waves measured, and one from the last wave to the forecast if there is one."""
    data, shown = CategoryChartData(number_format="General"), [_shown(one) for one in chart.moments]
    data.categories = [one.label for one in chart.moments] + ([chart.ahead.label] if chart.ahead else [])
    data.add_series(chart.title, [*shown, *([None] if chart.ahead else [])])
    if chart.ahead:
        data.add_series(chart.ahead.label, [*[None] * (len(shown) - 1), shown[-1], chart.ahead.value])
    return data


def slopes_data(chart: Slopes) -> CategoryChartData:
    """Return a series of two values for each figure."""
    data = CategoryChartData(number_format="General")
    data.categories = list(chart.heads)
    for one in chart.slopes:
        data.add_series(one.label, [one.then, one.now])
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
    """Draw changes that are shown in the accent with their names, all others pale."""
    axis_of(made.value_axis, chart.axis)
    made.category_axis.tick_labels.font.size = SMALL
    for series, one in zip(made.plots[0].series, chart.slopes, strict=True):
        differs = one.state == "differs"
        _line(series, ACCENT if differs else MID, width=2.25 if differs else 1.0)
        _label(series.points[0], one.then_text, XL_LABEL_POSITION.LEFT, bold=differs)
        _label(series.points[1], f"{one.now_text} {one.label}", XL_LABEL_POSITION.RIGHT, bold=differs)


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

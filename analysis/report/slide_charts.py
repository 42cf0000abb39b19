"""Put charts on slides as the presentation program's own, so that they can be edited there."""

from __future__ import annotations

import math
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart as SlideChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Pt

from analysis.report import slide_tiles
from analysis.report.citing import RIGHT_TO_LEFT
from analysis.report.marks import Chart, Course, Curve, Dot, DotChart, Dumbbells, Panels, Plane, Slopes, Strip, TileGrid
from analysis.report.slide_lines import course_data, slopes_data, style_course, style_slopes
from analysis.report.slide_marks import ACCENT, INK, MID, SMALL, SOFT, axis_of, fill, intervals
from analysis.report.words import abridged, shortened

MANY, LONGEST_NAME, LONGEST_BESIDE = 12, 36, 60
"""Categories with small letters, the letters of a name under a line, and of one beside a bar."""


def add(slide: Slide, chart: Chart, left: int, top: int, width: int, height: int, *, is_rtl: bool = False) -> None:
    """Add a chart with its text alternative; panels are added one by one by the caller, an empty one not at all.

    Tiles are shapes, since presentation programs have no chart of them.
    """
    if is_empty(chart):
        return
    if isinstance(chart, TileGrid):
        slide_tiles.add(slide, chart, left, top, width, height, is_rtl=is_rtl)
        return
    kind, data = _data(chart)
    frame: Any = slide.shapes.add_chart(kind, Emu(left), Emu(top), Emu(width), Emu(height), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{chart.title}. {chart.description}")
    made: SlideChart = frame.chart
    made.has_title, made.has_legend, made.font.size = False, False, SMALL
    match chart:
        case DotChart():
            _style_dots(made, chart)
        case Strip():
            _style_strip(made, chart)
        case Plane():
            _style_plane(made, chart)
        case Curve():
            _style_curve(made, chart)
        case Dumbbells():
            _style_pairs(made, chart)
        case Course():
            style_course(made, chart)
        case Slopes():
            style_slopes(made, chart)
    if is_rtl:
        _turn_round(made, chart)


def _turn_round(made: SlideChart, chart: Chart) -> None:
    """Have values grow from right to left; the other axis then stands at the right, and labels read from there."""
    axis = made.category_axis if isinstance(chart, Curve | Plane | Course) else made.value_axis
    axis.reverse_order = True
    for label in made._chartSpace.iter(qn("c:dLbl")):
        for text in label.iter(qn("a:t")):
            text.text = f"{RIGHT_TO_LEFT}{text.text}"


def is_empty(chart: Chart) -> bool:
    """Tell whether a chart has nothing to draw."""
    match chart:
        case DotChart():
            return not chart.dots
        case Panels():
            return all(is_empty(panel.chart) for panel in chart.panels)
        case Plane():
            return not chart.places
        case Curve():
            return not chart.rises
        case Dumbbells():
            return not chart.pairs
        case Course():
            return not chart.moments
        case Slopes():
            return not chart.slopes
        case TileGrid():
            return not chart.regions
        case Strip():
            return False


def _data(chart: Chart) -> tuple[Any, Any]:
    if isinstance(chart, Panels | TileGrid):
        raise ValueError("Panels are charts of their own, tiles are none of the program's.")
    if isinstance(chart, Course):
        return XL_CHART_TYPE.LINE_MARKERS, course_data(chart)
    if isinstance(chart, Slopes):
        return XL_CHART_TYPE.BAR_CLUSTERED, slopes_data(chart)
    if isinstance(chart, Plane):
        points = XyChartData()
        series = points.add_series(chart.title)
        for place in chart.places:
            series.add_data_point(place.x, place.y)
        return XL_CHART_TYPE.XY_SCATTER, points
    data = CategoryChartData(number_format="General")
    match chart:
        case DotChart():
            data.categories = [abridged(dot.label, LONGEST_BESIDE) for dot in reversed(chart.dots)]
            data.add_series(chart.title, [_shown(dot) for dot in reversed(chart.dots)])
        case Strip():
            data.categories = [chart.text]
            data.add_series(chart.title, [chart.value])
        case Curve():
            data.categories = [shortened(rise.label, LONGEST_NAME) for rise in chart.rises]
            data.add_series(chart.title, [rise.value for rise in chart.rises])
            data.add_series(chart.target_text, [chart.target for _ in chart.rises])
            return XL_CHART_TYPE.LINE_MARKERS, data
        case Dumbbells():
            data.categories = [pair.label for pair in reversed(chart.pairs)]
            data.add_series(chart.population_text, [pair.population for pair in reversed(chart.pairs)])
            data.add_series(chart.sample_text, [pair.sample for pair in reversed(chart.pairs)])
    return XL_CHART_TYPE.BAR_CLUSTERED, data


def _shown(dot: Dot) -> float | None:
    return None if dot.state == "suppressed" or not math.isfinite(dot.value) else dot.value


def _style_dots(made: SlideChart, chart: DotChart) -> None:
    axis_of(made.value_axis, chart.axis)
    _bars(made, 45)
    if chart.axis.low < 0:
        made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    dots = list(reversed(chart.dots))
    series = made.plots[0].series[0]
    for at, dot in enumerate(dots):
        point = series.points[at]
        fill(point.format, ACCENT if dot.strong else MID if dot.state != "described" else "B9C0C4")
        frame = point.data_label.text_frame
        frame.text = dot.text
        frame.paragraphs[0].runs[0].font.size = SMALL
        frame.paragraphs[0].runs[0].font.bold = dot.strong
        point.data_label.position = XL_LABEL_POSITION.INSIDE_BASE if _shown(dot) else XL_LABEL_POSITION.OUTSIDE_END
        if _shown(dot):
            frame.paragraphs[0].runs[0].font.color.rgb = RGBColor.from_string("FFFFFF" if dot.strong else INK)
    intervals(series, [(dot.value, dot.low, dot.high) for dot in dots], "x")


def _style_strip(made: SlideChart, chart: Strip) -> None:
    axis_of(made.value_axis, chart.axis)
    _bars(made, 60)
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    series = made.plots[0].series[0]
    fill(series.format, ACCENT if chart.low_text else MID)
    intervals(series, [(chart.value, chart.low, chart.high)], "x")


def _style_plane(made: SlideChart, chart: Plane) -> None:
    axis_of(made.value_axis, chart.y)
    axis_of(made.category_axis, chart.x)
    for axis, described in ((made.value_axis, chart.y), (made.category_axis, chart.x)):
        axis.has_title = True
        axis.axis_title.text_frame.text = described.title
    series = made.plots[0].series[0]
    series.format.line.fill.background()
    for at, place in enumerate(chart.places):
        point = series.points[at]
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 9 if place.strong else 6
        fill(point.marker.format, ACCENT if place.strong else MID)
        frame = point.data_label.text_frame
        frame.text = place.label.partition(" ")[0]
        frame.paragraphs[0].runs[0].font.size = SMALL if place.strong else Pt(9)
        frame.paragraphs[0].runs[0].font.bold = place.strong
        point.data_label.position = XL_LABEL_POSITION.RIGHT


def _style_curve(made: SlideChart, chart: Curve) -> None:
    axis_of(made.value_axis, chart.axis)
    made.category_axis.tick_labels.font.size = Pt(9)
    made.category_axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")
    line, target = made.plots[0].series
    line.smooth = target.smooth = False
    for series, color in ((line, ACCENT), (target, SOFT)):
        series.format.line.color.rgb, series.format.line.width = RGBColor.from_string(color), Pt(2)
        series.marker.style = XL_MARKER_STYLE.CIRCLE if series is line else XL_MARKER_STYLE.NONE
        fill(series.marker.format, color)
    target.format.line.dash_style = 4
    for at, rise in enumerate(chart.rises):
        frame = line.points[at].data_label.text_frame
        frame.text = rise.note
        frame.paragraphs[0].runs[0].font.size = Pt(9)
        line.points[at].data_label.position = XL_LABEL_POSITION.ABOVE
    intervals(line, [(rise.value, rise.low, rise.high) for rise in chart.rises], "y")


def _style_pairs(made: SlideChart, chart: Dumbbells) -> None:
    axis_of(made.value_axis, chart.axis)
    _bars(made, 60)
    for series, color in zip(made.plots[0].series, (SOFT, ACCENT), strict=True):
        fill(series.format, color)
    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False


def _bars(made: SlideChart, gap: int) -> None:
    made.plots[0].gap_width = gap
    made.category_axis.format.line.color.rgb = RGBColor.from_string(INK)
    made.category_axis.tick_labels.font.size = SMALL if len(list(made.plots[0].categories)) <= MANY else Pt(9)
    no_skipping = etree.Element(qn("c:tickLblSkip"), val="1")
    made.category_axis._element.find(qn("c:noMultiLvlLbl")).addprevious(no_skipping)

"""Draw several small charts on one scale."""

from __future__ import annotations

from analysis.report.charts.course import draw_course
from analysis.report.charts.dots import draw_dots
from analysis.report.marks import DotChart, Panel, Panels

PANEL_WIDTH, PANEL_LABEL = 340.0, 0.42


def draw_panels(
    chart: Panels, name: str, *, width: float = PANEL_WIDTH, is_rtl: bool = False
) -> list[tuple[str, str, str]]:
    """Return heading, note and drawing of every panel, each so wide."""
    return [
        (panel.heading, panel.note, _drawn(panel, f"{name}-{at}", width, is_rtl=is_rtl))
        for at, panel in enumerate(chart.panels)
    ]


def _drawn(panel: Panel, name: str, width: float, *, is_rtl: bool) -> str:
    if isinstance(panel.chart, DotChart):
        return draw_dots(panel.chart, name, width=width, label=round(width * PANEL_LABEL), is_rtl=is_rtl)
    return draw_course(panel.chart, name, width=width, is_rtl=is_rtl)

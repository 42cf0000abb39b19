"""Draw a figure through the waves: a line in the ribbon of its intervals, and the fan of a forecast at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.report.charts.svg import Scale, Sheet, width_of
from analysis.report.marks import Axis, Course, Moment

WIDTH, HEIGHT, LEFT, TOP, FOOT = 340.0, 150.0, 30.0, 18.0, 20.0
GAP = 8.0


def draw_course(chart: Course, name: str, *, width: float = WIDTH, is_rtl: bool = False) -> str:
    """Draw waves at their distance in time; the first, the last and the forecast have their figure beside them."""
    sheet, bottom = Sheet(width, is_rtl), HEIGHT - FOOT
    up = Scale(chart.axis, bottom, TOP)
    moments = [one for one in chart.moments if one.state != "suppressed"]
    last = chart.ahead.time if chart.ahead else chart.moments[-1].time
    across = Scale(Axis(chart.moments[0].time, max(last, chart.moments[0].time + 0.1), ()), LEFT + 12, width - 34)
    parts = [*_grid(sheet, chart, up, width), *_days(sheet, chart, across, bottom)]
    parts += _ribbon(sheet, moments, across, up)
    if chart.ahead and moments:
        parts += _fan(sheet, chart, moments[-1], across, up)
    parts.append(sheet.path([(across.at(one.time), up.at(one.value)) for one in moments], "line"))
    for at, one in enumerate(moments):
        place = across.at(one.time), up.at(one.value)
        parts.append(sheet.dot(*place, 3.2, "pt" if one.state != "described" else "pd"))
        if at in (0, len(moments) - 1):
            parts.append(_figure(sheet, one, place, up, is_end=at > 0 and chart.ahead is None))
    return sheet.whole(name, HEIGHT, chart.title, chart.description, parts)


def _grid(sheet: Sheet, chart: Course, up: Scale, width: float) -> Iterator[str]:
    if chart.axis.title:
        yield sheet.text(0, 9, chart.axis.title, "tm")
    for value, text in chart.axis.ticks:
        yield sheet.line(LEFT, up.at(value), width - 26, up.at(value), "gl")
        yield sheet.text(LEFT - 5, up.at(value) + 3.5, text, "tm", "end")


def _days(sheet: Sheet, chart: Course, across: Scale, bottom: float) -> Iterator[str]:
    """Write the days under the waves: the first, the last and the forecast, and those between where there is room."""
    named = [(one.time, one.label) for one in chart.moments]
    named += [(chart.ahead.time, chart.ahead.label)] if chart.ahead else []
    taken: list[tuple[float, float]] = []
    for at in dict.fromkeys((0, len(named) - 1, len(chart.moments) - 1, *range(len(named)))):
        time, label = named[at]
        half, edge = width_of(label, 10) / 2, sheet.width
        middle = min(max(across.at(time), half), edge - half)
        if all(middle + half + GAP < low or middle - half - GAP > high for low, high in taken):
            taken.append((middle - half, middle + half))
            yield sheet.text(middle, bottom + 15, label, "tm", "middle")
        yield sheet.line(across.at(time), bottom, across.at(time), bottom + 3, "ax")


def _ribbon(sheet: Sheet, moments: Sequence[Moment], across: Scale, up: Scale) -> Iterator[str]:
    known = [one for one in moments if one.low == one.low and one.high == one.high]
    if len(known) > 1 and len(known) == len(moments):
        above = [(across.at(one.time), up.at(one.high)) for one in known]
        below = [(across.at(one.time), up.at(one.low)) for one in known]
        yield sheet.path(above + below[::-1], "band", closed=True)
    for one in known:
        yield sheet.line(across.at(one.time), up.at(one.low), across.at(one.time), up.at(one.high), "iv3")


def _fan(sheet: Sheet, chart: Course, last: Moment, across: Scale, up: Scale) -> Iterator[str]:
    ahead = chart.ahead
    if ahead is None:
        return
    start, end = (across.at(last.time), up.at(last.value)), across.at(ahead.time)
    for (low, high), kind in ((ahead.beside, "fan2"), (ahead.main, "fan")):
        yield sheet.path([start, (end, up.at(high)), (end, up.at(low))], kind, closed=True)
    yield sheet.path([start, (end, up.at(ahead.value))], "dash")
    yield sheet.dot(end, up.at(ahead.value), 3.4, "pn")
    yield sheet.text(end + 7, up.at(ahead.value) + 3.5, ahead.text, "tb")


def _figure(sheet: Sheet, one: Moment, place: tuple[float, float], up: Scale, *, is_end: bool) -> str:
    if is_end:
        return sheet.text(place[0] + 7, place[1] + 3.5, one.text, "tb")
    top = up.at(one.high if one.high == one.high else one.value) - 5
    return sheet.text(place[0], top if top > TOP + 4 else place[1] + 14, one.text, "tb", "middle")

"""Follow what leads the report over every wave there is: its course, what changed since when, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.report.document import Block, ChartBlock, Column, Row, Section, Table
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.followed import What, leading
from analysis.report.histories import History, histories, outlook
from analysis.report.marks import Ahead, Axis, Course, Moment, Panel, Panels
from analysis.report.sections.outlook import Coming, foretold, outlook_blocks, stated
from analysis.report.sections.since import since_blocks
from analysis.report.waves import comparisons
from analysis.report.words import DASH
from analysis.report.writing import LOW_BASE, NOT_SHOWN, Writing
from analysis.topics.findings import Finding
from analysis.topics.refusals import Refusal
from analysis.waves.forecasting import FEWEST_WAVES, Forecast
from analysis.waves.series import DAYS_A_YEAR
from analysis.waves.trends import Trend


def trend(writing: Writing, evidence: Evidence) -> Section | None:
    """Compose the section; None where there is one wave, or no figure is printed in two."""
    if len(evidence.waves) < 2:
        return None
    compared = comparisons(evidence)
    blocks: list[Block] = []
    for audience in evidence.audiences:
        found = histories(evidence, audience)
        lead = {one.finding.id for one in leading(audience)}
        followed = [one for one in found if one.followed.finding.id in lead]
        coming = _coming(evidence, followed)
        blocks += [chart for chart in [_courses(writing, evidence, audience, followed, coming)] if chart]
        blocks += since_blocks(writing, evidence, audience, compared)
        blocks += outlook_blocks(writing, audience, coming)
    return Section("trend", writing.words.say("Wave by wave"), tuple(blocks), layout="charts") if blocks else None


def _coming(evidence: Evidence, followed: Sequence[History]) -> list[Coming]:
    """Look ahead where there are waves enough for it."""
    if len(evidence.waves) < FEWEST_WAVES:
        return []
    return [Coming(one, *outlook(evidence, one)) for one in followed if one.followed.finding.has_interval]


def counted(writing: Writing, what: What) -> str:
    say = writing.words.say
    return {"unmet": say("Unmet, %"), "chosen": say("Chosen, %"), "opinion": say("Share, %")}[what]


def _courses(
    writing: Writing,
    evidence: Evidence,
    audience: AudienceEvidence,
    followed: Sequence[History],
    coming: Sequence[Coming],
) -> ChartBlock | None:
    """Draw a panel a figure, its waves at their distance in time."""
    say = writing.words.say
    if not followed:
        return None
    days = [wave.package.fieldwork.last for wave in evidence.waves]
    every = [one for history in followed for one in history.over if one is not None]
    axes = _axes(writing, followed, coming)
    ahead = {one.history.followed.finding.id: one for one in coming}
    panels = tuple(
        Panel(
            writing.item(one.followed.variable),
            _steady(writing, one),
            _course(writing, one, days, axes[one.followed.what], ahead.get(one.followed.finding.id)),
        )
        for one in followed
    )
    title = say("{audience}, wave by wave", audience=writing.audience(audience.id))
    meta = writing.chart_meta(audience.sample, "", every, say("every wave by today’s plan and weighting"))
    notes = [say("Intervals are each wave’s own. A wave in which the question was worded otherwise is left out.")]
    if any(isinstance(one.found, Forecast) for one in coming):
        notes.append(say("The fan is the forecast with both its intervals; its table says how far to trust it."))
    table = _table(writing, title, days, followed)
    return ChartBlock(
        f"{audience.id}-trend", title, meta, Panels(title, title, panels), table, " ".join(notes), wide=True
    )


def _axes(writing: Writing, followed: Sequence[History], coming: Sequence[Coming]) -> dict[What, Axis]:
    """Return one scale for all figures of a kind, forecasts within it."""
    found: dict[What, list[Finding]] = {}
    for one in followed:
        found.setdefault(one.followed.what, []).extend(part for part in one.over if part is not None)
    for ahead in coming:
        found[ahead.history.followed.what].append(stated(ahead))
    return {what: writing.span_axis(some, counted(writing, what)) for what, some in found.items()}


def _steady(writing: Writing, one: History) -> str:
    """Say how much a steady trend moves in a year."""
    if not (one.is_steady and isinstance(one.trend, Trend)):
        return ""
    slope = one.trend.slope
    text = writing.words.signed(100 * slope, 1)
    told = writing.fact(f"{one.followed.finding.id}.slope", round(100 * slope, 1), text)
    return writing.words.say("{points} points a year", points=told)


def _course(writing: Writing, history: History, days: Sequence[str], axis: Axis, coming: Coming | None) -> Course:
    words, name = writing.words, writing.item(history.followed.variable)
    known = [(day, one) for day, one in zip(days, history.over, strict=True) if one is not None]
    since = _years(known[0][0], [day for day, _ in known])
    moments = tuple(
        Moment(
            time,
            words.month(day),
            one.value,
            one.low,
            one.high,
            words.whole(one.value) + (LOW_BASE if one.low_base else ""),
            "estimate" if one.has_interval else "described",
        )
        for time, (day, one) in zip(since, known, strict=True)
    )
    told = words.listed([f"{words.day(day)} {_wave(writing, day, one)}" for day, one in known])
    ahead = _ahead(writing, known[0][0], coming) if coming is not None else None
    if coming is not None and ahead is not None:
        told = f"{told}; {foretold(writing, coming)}"
    return Course(name, told, axis, moments, ahead)


def _wave(writing: Writing, day: str, one: Finding) -> str:
    return writing.fact(f"{one.id}.wave-{day}", one.value, writing.words.percent(one.value))


def _ahead(writing: Writing, first: str, coming: Coming) -> Ahead | None:
    if isinstance(coming.found, Refusal):
        return None
    found, words = coming.found, writing.words
    (time,) = _years(first, [coming.day])
    return Ahead(time, words.month(coming.day), found.value, found.main, found.beside, words.whole(found.value))


def _years(first: str, days: Sequence[str]) -> list[float]:
    return [(date.fromisoformat(day) - date.fromisoformat(first)).days / DAYS_A_YEAR for day in days]


def _table(writing: Writing, title: str, days: Sequence[str], followed: Sequence[History]) -> Table:
    say, words = writing.words.say, writing.words
    has_trend = any(isinstance(one.trend, Trend) for one in followed)
    heads = [Column(say("Item"), is_number=False), *(Column(words.day(day)) for day in days)]
    heads += [Column(say("Points a year")), Column(say("Steady"))] if has_trend else []
    rows = []
    for one in followed:
        cells = [_cell(writing, found) for found in one.over]
        if has_trend:
            cells += _line(writing, one)
        name = f"{writing.item(one.followed.variable)} {DASH} {counted(writing, one.followed.what)}"
        rows.append(Row(name, tuple(cells)))
    note = say("Steady: the line through the waves rises or falls beyond chance, and the waves keep to it.")
    return Table(title, tuple(heads), tuple(rows), note if has_trend else "", wide=True)


def _line(writing: Writing, one: History) -> list[str]:
    words, found = writing.words, one.trend
    if not isinstance(found, Trend):
        return [DASH, DASH]
    limits = words.limits(100 * found.low, 100 * found.high, 1)
    text = words.signed(100 * found.slope, 1)
    return [f"{text} ({limits})", words.say("yes") if one.is_steady else words.say("no")]


def _cell(writing: Writing, one: Finding | None) -> str:
    if one is None:
        return DASH
    if not one.shown:
        return NOT_SHOWN
    share = writing.words.percent(one.value)
    return f"{share} ({writing.words.range(one.low, one.high)})" if one.has_interval else share

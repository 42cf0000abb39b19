"""Chart what leads the report over every wave there is, each estimated and weighted by today's plan."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.codebook import Variable
from analysis.report.document import ChartBlock, Column, Row, Section, Table
from analysis.report.evidence import AudienceEvidence, Evidence, findings_in
from analysis.report.marks import Axis, DotChart, Panel, Panels
from analysis.report.waves import same_question
from analysis.report.words import DASH
from analysis.report.writing import NOT_SHOWN, Writing
from analysis.topics.findings import Finding

MOST_OF_A_KIND = 3


def trend(writing: Writing, evidence: Evidence) -> Section | None:
    """Compose the section; None where there is one wave, or no figure is printed in two."""
    waves = evidence.waves
    if len(waves) < 2:
        return None
    charts = [chart for audience in evidence.audiences if (chart := _chart(writing, audience, waves))]
    title = writing.words.say("Wave by wave")
    return Section("trend", title, tuple(charts), layout="charts") if charts else None


def leading(writing: Writing, audience: AudienceEvidence) -> Iterator[tuple[Finding, Variable, str]]:
    """Yield what is followed over the waves, with what is counted: largest needs, most chosen topics, the opinion."""
    say = writing.words.say
    if audience.needs:
        yield from ((need.unmet, need.variable, say("Unmet, %")) for need in audience.needs.needs[:MOST_OF_A_KIND])
    if audience.interest:
        topics = audience.interest.topics[:MOST_OF_A_KIND]
        yield from ((topic.chosen, topic.variable, say("Chosen, %")) for topic in topics)
    if audience.opinion:
        yield audience.opinion.top, audience.opinion.variable, say("Share, %")


def _chart(writing: Writing, audience: AudienceEvidence, waves: tuple[Evidence, ...]) -> ChartBlock | None:
    """Draw a panel a figure, and in it a line a wave, the first wave on top."""
    say, words = writing.words.say, writing.words
    figures = [{one.id: one for one in findings_in(wave)} for wave in waves]
    followed = []
    for finding, variable, counted in leading(writing, audience):
        if not finding.shown:
            continue
        over = [
            of.get(finding.id) if same_question(waves[-1].package.codebook, wave.package.codebook, variable) else None
            for wave, of in zip(waves, figures, strict=True)
        ]
        if sum(one is not None and one.shown for one in over) > 1:
            followed.append((writing.item(variable), counted, over))
    if not followed:
        return None
    days = [words.day(wave.package.fieldwork.last) for wave in waves]
    every = [one for _, _, over in followed for one in over if one is not None]
    panels = tuple(
        Panel(name, "", _dots(writing, name, days, over, writing.share_axis(every, counted)))
        for name, counted, over in followed
    )
    title = say("{audience}, wave by wave", audience=writing.audience(audience.id))
    meta = writing.chart_meta(audience.sample, "", every, say("every wave by today’s plan and weighting"))
    note = say(
        "Intervals are each wave’s own. Whether a change since the wave before is shown is said in the brief; a wave "
        "in which the question was worded otherwise is left out."
    )
    table = _table(writing, title, days, followed)
    return ChartBlock(f"{audience.id}-trend", title, meta, Panels(title, title, panels), table, note, wide=True)


def _dots(writing: Writing, name: str, days: list[str], over: list[Finding | None], axis: Axis) -> DotChart:
    dots = tuple(writing.dot(day, one) for day, one in zip(days, over, strict=True) if one is not None)
    told = writing.words.listed([f"{dot.label} {dot.text}" for dot in dots])
    return DotChart(name, told, axis, dots)


def _table(
    writing: Writing, title: str, days: list[str], followed: list[tuple[str, str, list[Finding | None]]]
) -> Table:
    heads = (Column(writing.words.say("Item"), is_number=False), *(Column(day) for day in days))
    rows = tuple(
        Row(f"{name} – {counted}", tuple(_cell(writing, one) for one in over)) for name, counted, over in followed
    )
    return Table(title, heads, rows, wide=True)


def _cell(writing: Writing, one: Finding | None) -> str:
    if one is None:
        return DASH
    if not one.shown:
        return NOT_SHOWN
    share = writing.words.percent(one.value)
    return f"{share} ({writing.words.range(one.low, one.high)})" if one.has_interval else share

"""Chart best–worst utilities beside the shares choosing a topic."""

from __future__ import annotations

import math

from analysis.report.document import Block, ChartBlock
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Axis, DotChart
from analysis.report.sections.leaders import leaders
from analysis.report.sections.refusing import refused
from analysis.report.sections.shared import describe, rank_axis, rank_note, rank_range
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.topics.refusals import Refusal
from analysis.topics.utilities import Preferred, Utilities


def utilities_block(writing: Writing, audience: AudienceEvidence) -> Block | None:
    """Chart the utilities of best–worst scaling, or say why there are none."""
    found = audience.methods.utilities
    if found is None:
        return None
    if isinstance(found, Refusal):
        return refused(writing, writing.words.say("Best–worst utilities"), found, f"{audience.id}.utilities")
    return _chart(writing, audience, found)


def _chart(writing: Writing, audience: AudienceEvidence, found: Utilities) -> ChartBlock:
    say, words = writing.words.say, writing.words
    findings = [one.utility for one in found.preferred]
    lead = leaders(findings, found.ranks)
    names = [_name(writing, one) for one in found.preferred]
    likely = [words.whole(one.preference.value) if one.preference.shown else DASH for one in found.preferred]
    dots = tuple(
        writing.dot(
            names[at],
            finding,
            strong=at in lead.places,
            ranks=rank_range(found.ranks, at),
            extras=(likely[at],),
            digits=2,
        )
        for at, finding in enumerate(findings)
    )
    title = utilities_title(writing, found)
    told = describe(writing, names, [one.preference for one in found.preferred])
    description = say("Best of all: {shares}", shares=told)
    extras, ranked = (say("best of all, %"),), rank_axis(writing, found.ranks)
    chart = DotChart(title, description, _axis(writing, found), dots, extras, ranked)
    columns = {say("Best of all"): [writing.share(one.preference) for one in found.preferred]}
    if audience.sample.has_intervals:
        columns[say("Best of all, {level} interval", level=writing.level)] = [
            writing.range(one.preference) if one.preference.shown else DASH for one in found.preferred
        ]
    caption = say("Utilities on the scale of a conditional logit; they sum to 0. Best of all: exp(u), summing to 100%.")
    table = writing.table(caption, list(zip(names, findings, strict=True)), columns, digits=2)
    chosen = say("best–worst choices")
    shows = say("each shown {n} times a person on average", n=_shown(writing, audience, found))
    meta = writing.chart_meta(audience.sample, found.question, findings, f"{chosen}, {shows}")
    return ChartBlock(f"{audience.id}-utilities", title, meta, chart, table, _note(writing, found))


def _note(writing: Writing, found: Utilities) -> str:
    groups = writing.words.say("For groups, not for persons: nobody saw a topic often enough for a scale of their own.")
    return f"{groups} {rank_note(writing, found.ranks)}".rstrip()


def utilities_title(writing: Writing, found: Utilities) -> str:
    """Name what is preferred as far as the ranks allow."""
    say, lead = writing.words.say, leaders([one.utility for one in found.preferred], found.ranks)
    names = writing.words.names([_name(writing, found.preferred[at]) for at in lead.places])
    return {
        "first": say("{topics}: preferred to every other topic when people must choose", topics=names),
        "shared": say("{topics}: preferred when people must choose, in an order the data do not settle", topics=names),
        "above": say("{topics}: preferred to the average topic when people must choose", topics=names),
        "open": say("No topic is preferred when people must choose"),
        "described": say("Preferred when people must choose, by those who answered: {topics}", topics=names),
    }[lead.how]


def _shown(writing: Writing, audience: AudienceEvidence, found: Utilities) -> str:
    return writing.fact(f"{audience.id}.utilities.shows", round(found.shows, 1), writing.words.number(found.shows, 1))


def _axis(writing: Writing, found: Utilities) -> Axis:
    shown = [one.utility for one in found.preferred if one.utility.shown]
    reach = max(
        (abs(limit) for one in shown for limit in (one.value, one.low, one.high) if math.isfinite(limit)), default=1
    )
    high = max(math.ceil(reach * 2) / 2, 0.5)
    ticks = tuple((place, writing.words.number(place, 1)) for place in (-high, -high / 2, 0.0, high / 2, high))
    return Axis(-high, high, ticks, writing.words.say("Utility"))


def _name(writing: Writing, one: Preferred) -> str:
    return writing.words.label(one.text) or one.code

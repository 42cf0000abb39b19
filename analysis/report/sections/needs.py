"""Chart the information needs of one audience: what is unmet, and importance against availability."""

from __future__ import annotations

import math
from collections.abc import Iterable

from analysis.report.document import ChartBlock, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Axis, DotChart, Place, Plane, State
from analysis.report.sections.leaders import leaders
from analysis.report.sections.shared import describe, rank_axis, rank_range
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.topics.needs import Need


def unmet_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart the unmet share of each need, its possible ranks, and who never looked."""
    found = audience.needs
    if not found:
        return None
    say, words = writing.words.say, writing.words
    findings = [need.unmet for need in found.needs]
    lead = leaders(findings, found.ranks)
    names = [writing.item(need.variable) for need in found.needs]
    never = [words.whole(n.never_looked.value) if n.never_looked.shown else DASH for n in found.needs]
    dots = tuple(
        writing.dot(
            names[at], finding, strong=at in lead.places, ranks=rank_range(found.ranks, at), extras=(never[at],)
        )
        for at, finding in enumerate(findings)
    )
    title = unmet_title(writing, audience)
    axis = writing.share_axis(findings, say("Unmet, %"))
    extras = (say("never looked"),)
    chart = DotChart(title, describe(writing, names, findings), axis, dots, extras, rank_axis(writing, found.ranks))
    extra = {say("Never looked"): [writing.share(need.never_looked) for need in found.needs]}
    caption = say("Unmet need: important (top two) and hard to get (bottom two), among those who rated both")
    table = writing.table(caption, list(zip(names, findings, strict=True)), extra)
    question = f"{writing.plan.importance.question} × {writing.plan.ease.question}"
    meta = writing.chart_meta(audience.sample, question, findings, say("important and hard to get"))
    return ChartBlock(f"{audience.id}-unmet", title, meta, chart, table)


def unmet_title(writing: Writing, audience: AudienceEvidence) -> str:
    """Name the unmet needs in front as far as the ranks allow."""
    found = audience.needs
    if not found:
        return ""
    lead = leaders([need.unmet for need in found.needs], found.ranks)
    names = writing.words.names([writing.item(found.needs[at].variable) for at in lead.places])
    say = writing.words.say
    return {
        "first": say("{needs}: the largest unmet need", needs=names),
        "shared": say("{needs}: the largest unmet needs, in an order the data do not settle", needs=names),
        "above": say("{needs}: unmet more often than the average need; which need comes first is open", needs=names),
        "open": say("No unmet need stands out from the others"),
        "described": say("Unmet most often among those who answered: {needs}", needs=names),
    }[lead.how]


def plane_chart(writing: Writing, audience: AudienceEvidence) -> ChartBlock | None:
    """Chart importance against availability with joint regions; the diagonal is where no gap is left."""
    found = audience.needs
    if not found:
        return None
    say, shown = writing.words.say, [need for need in found.needs if need.importance.shown and need.availability.shown]
    if not shown:
        return None
    lead = leaders([need.unmet for need in found.needs], found.ranks)
    strong = {found.needs[at].variable.name for at in lead.places}
    places = tuple(_place(writing, need, need.variable.name in strong) for need in shown)
    across = _axis(writing, (x for need in shown for x in _span(need, 0)), say("Easy to get now"))
    up = _axis(writing, (y for need in shown for y in _span(need, 1)), say("Important"))
    corners = say("Important, hard to get"), say("Less important, easy to get")
    title = plane_title(writing, audience)
    description = writing.words.listed([place.label for place in places][:8])
    chart = Plane(title, description, across, up, places, corners, say("as easy as it is important"))
    question = f"{writing.plan.importance.question} × {writing.plan.ease.question}"
    bases = [need.importance for need in shown]
    regions = say("regions: {level}, joint", level=writing.level) if audience.has_regions else ""
    meta = writing.chart_meta(audience.sample, question, bases, say("means from 0 to 1"), bars=regions)
    note = say("Hollow: no gap shown.") if audience.has_regions else ""
    return ChartBlock(f"{audience.id}-plane", title, meta, chart, gap_table(writing, audience), note)


def plane_title(writing: Writing, audience: AudienceEvidence) -> str:
    """Say for how many needs importance is shown to exceed availability."""
    words, found = writing.words, audience.needs
    if not found:
        return ""
    if not audience.has_regions:
        return words.say("Importance and availability, as those who answered rated them")
    gaps, k = sum(need.gap.shown for need in found.needs), len(found.needs)
    if not gaps:
        return words.say("For no need is importance shown to exceed availability")
    return writing.count(
        "For {n} of {k} needs importance exceeds availability",
        "For {n} of {k} needs importance exceeds availability",
        gaps,
        f"{audience.id}.gaps",
        k=writing.fact(f"{audience.id}.needs", k, words.number(k)),
    )


def gap_table(writing: Writing, audience: AudienceEvidence) -> Table:
    """Return importance, availability and gap of every need, with the limits of the gap."""
    say, words = writing.words.say, writing.words
    needs = audience.needs.needs if audience.needs else ()
    extra = {
        say("Availability"): [words.number(n.availability.value, 2) if n.availability.shown else DASH for n in needs],
        say("Gap"): [words.number(n.gap.value, 2) if _both(n) else DASH for n in needs],
    }
    if audience.has_regions:
        extra[say("Gap, limits")] = [_limits(writing, n) for n in needs]
        extra[say("Gap shown")] = [say("yes") if n.gap.shown else say("no") for n in needs]
    caption = say("Importance from 0 to 1, among those who rated both; gap = importance × (importance − availability)")
    rows = [(f"{need.variable.row} {writing.item(need.variable)}", need.importance) for need in needs]
    return writing.table(caption, rows, extra, digits=2)


def _both(need: Need) -> bool:
    """Tell whether both means are printed that the gap follows from, and either from the gap and the other."""
    return need.importance.shown and need.availability.shown


def _place(writing: Writing, need: Need, strong: bool) -> Place:
    state: State = "estimate" if need.gap.shown else "same"
    label = f"{need.variable.row} {writing.item(need.variable)}"
    if need.outline is None:
        return Place(label, need.availability.value, need.importance.value, None, "described", strong)
    return Place(label, need.availability.value, need.importance.value, need.outline, state, strong)


def _span(need: Need, axis: int) -> tuple[float, float]:
    if need.outline is None:
        value = (need.availability, need.importance)[axis].value
        return value, value
    return float(need.outline[:, axis].min()), float(need.outline[:, axis].max())


def _axis(writing: Writing, values: Iterable[float], title: str) -> Axis:
    """Return an axis in tenths around the values, within 0 and 1."""
    known = [min(max(value, 0.0), 1.0) for value in values]
    low, high = math.floor(10 * min(known) - 0.2) / 10, math.ceil(10 * max(known) + 0.2) / 10
    low, high = max(low, 0.0), min(high, 1.0)
    tenths = range(round(10 * low), round(10 * high) + 1)
    return Axis(low, high, tuple((at / 10, writing.words.number(at / 10, 1)) for at in tenths if at % 2 == 0), title)


def _limits(writing: Writing, need: Need) -> str:
    if math.isnan(need.gap.low) or not _both(need):
        return DASH
    return writing.words.limits(need.gap.low, need.gap.high, 2)

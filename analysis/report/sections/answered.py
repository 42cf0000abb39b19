"""Say who answered, and who is missing."""

from __future__ import annotations

import numpy as np

from analysis.arrays import BoolArray
from analysis.plan import Group, Segmentation
from analysis.report.document import ChartBlock, Column, Items, Paragraph, Row, Section, Table
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.marks import Axis, Dumbbells, Pair
from analysis.report.published import ROUNDED_TO
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.segments.declared import segments_by
from analysis.weighting.margins import MarginTable

MOST_PAIRS = 7


def missing(writing: Writing, evidence: Evidence) -> Section:
    """Compose who is missing: sample against population where a margin exists, and who could not be reached."""
    say = writing.words.say
    blocks: list[Paragraph | ChartBlock | Items] = []
    for audience in evidence.audiences:
        chart = _against_population(writing, audience, evidence.margins)
        if chart:
            blocks.append(chart)
    modes = set(evidence.package.fieldwork.modes)
    if evidence.package.fieldwork.is_elsewhere:
        told = say("Answers collected elsewhere: who refused or could not be reached is not recorded in these data.")
        return Section("missing", say("Who is missing"), (*blocks, Paragraph(told)))
    if modes <= {"web"}:
        blocks.append(Paragraph(say("Nobody who does not use the internet could answer.")))
    not_cleared = evidence.package.fieldwork.tallies.get("not-cleared", 0)
    if not_cleared:
        told = writing.counted("fieldwork.not-cleared", not_cleared)
        blocks.append(Paragraph(say("Turned away, since fieldwork is not cleared where they live: {n}.", n=told)))
    blocks.append(Paragraph(say("People under 18 were not asked."), is_note=True))
    return Section("missing", say("Who is missing"), tuple(blocks))


def answered(writing: Writing, audience: AudienceEvidence) -> Table:
    """Tabulate who answered by language, country, age and gender, unweighted and weighted."""
    say, sample = writing.words.say, audience.sample
    cuts = [*writing.plan.segments, Segmentation("gender", writing.plan.margins.sex), Segmentation("mode", "mode")]
    cuts = [cut for cut in cuts if cut.variable]
    rows = []
    for cut in cuts:
        found = segments_by(sample, cut)
        rows.append(Row(_cut(writing, cut)))
        for segment in found:
            name = _name(writing, cut, segment.group) or writing.group(segment)
            rows.append(Row(name, _cells(writing, audience, segment.inside)))
        unknown = sample.base & ~np.logical_or.reduce([segment.inside for segment in found] or [~sample.base])
        if unknown.any():
            rows.append(Row(say("not given"), _cells(writing, audience, unknown)))
    heads = [Column(say("Group"), is_number=False), Column(say("n")), Column(say("Share of answers"))]
    heads += [Column(say("Weighted share"))] if sample.has_intervals else []
    caption = say("{audience}: who answered", audience=writing.audience(audience.id))
    return Table(caption, tuple(heads), tuple(rows), say("n rounded to 5"))


def _rounded(n: int) -> int:
    return ROUNDED_TO * max(round(n / ROUNDED_TO), 1)


def _cells(writing: Writing, audience: AudienceEvidence, inside: BoolArray) -> tuple[str, ...]:
    """Word the people of a group; shares are those of the rounded numbers, which they would tell exactly otherwise."""
    words, sample, n = writing.words, audience.sample, int(inside.sum())
    smallest = writing.plan.thresholds.public_n
    shown = n >= smallest
    rounding = _rounded(n) / max(n, 1) * sample.n / _rounded(sample.n)
    cells = [words.people(n, smallest), words.percent(n / sample.n * rounding) if shown else DASH]
    if sample.has_intervals:
        weights = sample.design.weights
        share = float(weights[inside].sum() / weights[sample.base].sum()) * rounding
        cells.append(words.percent(share) if shown else DASH)
    return tuple(cells)


def _name(writing: Writing, cut: Segmentation, group: Group) -> str:
    if cut.id != "mode":
        return ""
    return {"web": writing.words.say("on the web"), "kiosk": writing.words.say("at a kiosk")}.get(group.id, group.id)


def _cut(writing: Writing, cut: Segmentation) -> str:
    say = writing.words.say
    named = {
        "age": say("Age"),
        "country": say("Country or territory"),
        "language": say("Language"),
        "gender": say("Gender"),
        "mode": say("Mode"),
    }
    return named.get(cut.id) or writing.subject(cut.variable)


def _against_population(writing: Writing, audience: AudienceEvidence, margins: MarginTable) -> ChartBlock | None:
    """Compare the sample with its margin, country by country and for women, before any weighting."""
    weighting, sample = audience.sample.weighting, audience.sample
    if not weighting or not weighting.about:
        return None
    say, words, names = writing.words.say, writing.words, writing.plan.margins
    inside = sample.base & np.isin(sample.dataset.column(names.country), weighting.countries)
    described = inside & _described(writing, audience)
    whole = sum(margins.total(code) for code in weighting.countries)
    by_country = {s.group.id: s for s in segments_by(sample, Segmentation("country", names.country))}
    women = sample.dataset.holds_code(names.sex, names.women)
    of_women = sum(margins.totals[code, "woman"] for code in weighting.countries) / whole
    groups = [(say("Women"), women, of_women)] + [
        (writing.group(by_country[code]), by_country[code].inside, margins.total(code) / whole)
        for code in sorted(weighting.countries, key=margins.total, reverse=True)[:MOST_PAIRS]
    ]
    least = writing.plan.thresholds.public_n
    parts = [(name, _part(described & inside, described, least), share) for name, inside, share in groups]
    pairs = [Pair(name, part, share) for name, part, share in parts if part is not None]
    if not pairs:
        return None
    high = np.ceil(5 * max(max(pair.sample, pair.population) for pair in pairs)) / 5
    ticks = tuple((at / 5, words.percent(at / 5)) for at in range(round(5 * high) + 1))
    axis = Axis(0, float(high), ticks)
    title = say("Sample and population before weighting")
    chart = Dumbbells(title, title, axis, tuple(pairs), say("sample"), say("population"))
    columns = (Column(say("Group"), is_number=False), Column(say("sample")), Column(say("population")))
    rows = tuple(Row(pair.label, (words.percent(pair.sample), words.percent(pair.population))) for pair in pairs)
    meta = say(
        "Born in or citizens of Viet Nam · {source} · {date}",
        source="UN DESA",
        date=words.day(weighting.about.date.isoformat()),
    )
    return ChartBlock(f"{audience.id}-population", title, meta, chart, Table(title, columns, rows))


def _described(writing: Writing, audience: AudienceEvidence) -> BoolArray:
    names, dataset = writing.plan.margins, audience.sample.dataset
    marked = [dataset.holds_code(f"{names.variable}__{code}", ("1",)) for code in names.codes]
    return np.asarray(np.logical_or.reduce(marked))


def _part(inside: BoolArray, whole: BoolArray, least: int) -> float | None:
    """Return the share of rounded numbers of people; None where it would tell of a few."""
    n, of = int(inside.sum()), int(whole.sum())
    if min(n, of - n) < least:
        return None
    return _rounded(n) / _rounded(of)

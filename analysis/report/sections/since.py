"""Draw this wave against earlier ones, and say where who answered explains much of a change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.report.composed import Composed, composed, cuts_of, major
from analysis.report.document import Block, ChartBlock, Column, Paragraph, Row, Table
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.followed import Followed, followed
from analysis.report.marks import Slope, Slopes
from analysis.report.sections.refusing import refused
from analysis.report.waves import Change, Comparison
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.topics.refusals import Refusal

MOST_SLOPES = 12


def since_blocks(
    writing: Writing, evidence: Evidence, audience: AudienceEvidence, comparisons: Sequence[Comparison]
) -> list[Block]:
    """Compose for each earlier wave the slopes, and what of the changes is composition."""
    blocks: list[Block] = []
    for comparison in comparisons:
        own = [one for one in comparison.changes if one.now.id.partition(".")[0] == audience.id]
        tested = [one for one in own if one.verdict != "refused"]
        if not tested:
            continue
        blocks.append(_slopes(writing, evidence, audience, comparison, tested))
        parts = composed(evidence, audience, comparison)
        blocks += [_sentence(writing, comparison, one) for one in major(parts)]
        moved = [one for one in tested if one.verdict == "changed"]
        blocks += [_parts_table(writing, comparison, parts)] if parts else _untold(writing, evidence, audience, moved)
    return blocks


def named(writing: Writing, comparison: Comparison) -> str:
    """Say which earlier wave it is."""
    say = writing.words.say
    names = {
        "last": say("the last wave"),
        "year": say("the wave a year before"),
        "first": say("the first wave"),
    }
    return writing.words.listed([names[since] for since in comparison.since])


def label(writing: Writing, one: Followed) -> str:
    """Name a figure so that a need is not taken for a topic of the same name."""
    item = writing.item(one.variable)
    return writing.words.say("{item} (unmet need)", item=item) if one.what == "unmet" else item


def _slopes(
    writing: Writing,
    evidence: Evidence,
    audience: AudienceEvidence,
    comparison: Comparison,
    tested: Sequence[Change],
) -> ChartBlock:
    say, words, day = writing.words.say, writing.words, comparison.wave.package.fieldwork.last
    about = {one.finding.id: one for one in followed(audience)}
    moved = [one for one in tested if one.verdict == "changed"]
    by_size = sorted(tested, key=lambda one: (one.verdict != "changed", -one.now.value))
    drawn = sorted(_drawn(by_size, about), key=lambda one: -one.now.value)
    title = _title(writing, audience, comparison, len(moved), len(tested))
    heads = words.month(day), words.month(evidence.package.fieldwork.last)
    told = words.listed([_told(writing, one, about[one.now.id], day) for one in drawn])
    axis = writing.span_axis([part for one in drawn for part in (one.now, one.then)])
    chart = Slopes(title, told, axis, heads, tuple(_slope(writing, one, about[one.now.id]) for one in drawn))
    what = say("compared with {wave}", wave=named(writing, comparison))
    bars = say("strong lines: the change is shown")
    meta = writing.chart_meta(audience.sample, "", [one.now for one in tested], what, bars=bars)
    note = say(
        "All figures and waves compared are one family (Benjamini–Hochberg); no change below {points} points is "
        "called one. Waves are taken as sampled apart: places or people that were in both are not counted as shared.",
        points=writing.smallest(),
    )
    table = _table(writing, comparison, by_size, about)
    return ChartBlock(f"{audience.id}-since-{day}", title, meta, chart, table, note)


def _drawn(by_size: Sequence[Change], about: dict[str, Followed]) -> Sequence[Change]:
    """Leave an opinion that is not shown to have moved to the table: it is on another scale than needs and topics."""
    rest = [one for one in by_size if one.verdict == "changed" or about[one.now.id].what != "opinion"]
    return (rest or by_size)[:MOST_SLOPES]


def _title(writing: Writing, audience: AudienceEvidence, comparison: Comparison, moved: int, tested: int) -> str:
    words, day = writing.words, comparison.wave.package.fieldwork.last
    date, name = words.day(day), f"{audience.id}.since-{day}"
    if not moved:
        return words.say("No change since {date} is shown", date=date)
    return writing.count(
        "{n} of {all} figures changed since {date}",
        "{n} of {all} figures changed since {date}",
        moved,
        f"{name}.changed",
        all=writing.fact(f"{name}.compared", tested, words.number(tested)),
        date=date,
    )


def _slope(writing: Writing, one: Change, about: Followed) -> Slope:
    words = writing.words
    return Slope(
        label(writing, about),
        one.then.value,
        one.now.value,
        words.whole(one.then.value),
        words.whole(one.now.value),
        "differs" if one.verdict == "changed" else "same",
    )


def _told(writing: Writing, one: Change, about: Followed, day: str) -> str:
    then = writing.fact(f"{one.then.id}.wave-{day}", one.then.value, writing.words.percent(one.then.value))
    return f"{label(writing, about)} {then} → {writing.value(one.now)}"


def _table(writing: Writing, comparison: Comparison, changes: Iterable[Change], about: dict[str, Followed]) -> Table:
    say, words = writing.words.say, writing.words
    date = words.day(comparison.wave.package.fieldwork.last)
    titles = (
        date,
        say("Now"),
        say("Change, points"),
        writing.interval_title,
        say("Expected if nothing changes"),
        say("Smallest that would show"),
        say("Change shown"),
    )
    heads = (Column(say("Item"), is_number=False), *(Column(title) for title in titles))
    rows = tuple(
        Row(
            label(writing, about[one.now.id]),
            (
                words.percent(one.then.value),
                words.percent(one.now.value),
                words.points(one.difference),
                words.signed_range(one.low, one.high),
                f"±{words.number(round(100 * one.expected))}",
                words.number(round(100 * one.detectable)),
                say("yes") if one.verdict == "changed" else say("no"),
            ),
        )
        for one in changes
    )
    return Table(say("This wave against that of {date}", date=date), heads, rows, wide=True)


def _sentence(writing: Writing, comparison: Comparison, one: Composed) -> Paragraph:
    words, parts, day = writing.words, one.parts, comparison.wave.package.fieldwork.last
    name = f"{one.change.now.id}.since-{day}"

    def points(what: str, value: float) -> str:
        return writing.fact(f"{name}.{what}", round(100 * value), words.points(value))

    text = words.say(
        "“{item}” since {date}: of the change of {change} points {composition} go with who answered (by {cut}); "
        "at fixed composition it is {fixed} points.",
        item=label(writing, one.followed),
        date=words.day(day),
        change=points("change", parts.change),
        composition=points("composition", parts.composition.value),
        fixed=points("fixed", parts.fixed.value),
        cut=_cut(writing, one),
    )
    return Paragraph(text)


def _cut(writing: Writing, one: Composed) -> str:
    variable = writing.codebook.by_name.get(one.cut.variable)
    say = writing.words.say
    names = {"age": say("age"), "country": say("country"), "language": say("language")}
    if one.cut.id in names:
        return names[one.cut.id]
    return say("“{words}”", words=writing.subject(variable.question)) if variable else one.cut.id


def _untold(writing: Writing, evidence: Evidence, audience: AudienceEvidence, moved: Sequence[Change]) -> list[Block]:
    """Say that changes are not parted where the groups they would be parted by are not printed."""
    if not (moved and audience.sample.has_intervals and cuts_of(evidence.plan)):
        return []
    say = writing.words.say
    if audience.waits:
        return [refused(writing, say("Composition"), Refusal("few-moved"), f"{audience.id}.composition")]
    why = say("not told: fewer than two groups are printed of both waves, each in a public report of the same people.")
    return [Paragraph(say("{what}: {why}", what=say("Composition"), why=why))]


def _parts_table(writing: Writing, comparison: Comparison, parts: Sequence[Composed]) -> Table:
    say, words = writing.words.say, writing.words
    titles = (say("Change, points"), say("Composition"), say("At fixed composition"))
    heads = (Column(say("Item"), is_number=False), *(Column(title) for title in titles))
    rows = tuple(
        Row(
            f"{label(writing, one.followed)} {DASH} {_cut(writing, one)}",
            (
                words.points(one.parts.change),
                *(
                    f"{words.points(effect.value)} ({words.signed_range(effect.low, effect.high)})"
                    for effect in (one.parts.composition, one.parts.fixed)
                ),
            ),
        )
        for one in parts
    )
    date = words.day(comparison.wave.package.fieldwork.last)
    caption = say(
        "Changes since {date}, parted by who answered (Kitagawa), with {level} intervals",
        date=date,
        level=writing.level,
    )
    return Table(caption, heads, rows, wide=True)

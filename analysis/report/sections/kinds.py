"""Show the kinds of people found: what marks each, who they are, and the rule that tells one."""

from __future__ import annotations

import math

from analysis.report.document import Block, ChartBlock, Column, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Axis, Dot, DotChart, Panel, Panels
from analysis.report.sections.refusing import refused
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.segments.contrasts import Contrast
from analysis.segments.features import Feature
from analysis.segments.kinds import Kind, Kinds, Mark
from analysis.segments.latent import SMALLEST_CLASS

MOST_MARKS, MOST_TOLD = 6, 4


def kinds_blocks(writing: Writing, audience: AudienceEvidence) -> list[Block]:
    """Show every entry of the plan: its kinds with their rule, or why there are none; and what was tried."""
    return [block for found in audience.methods.kinds for block in _blocks(writing, audience, found)]


def _blocks(writing: Writing, audience: AudienceEvidence, found: Kinds) -> list[Block]:
    say = writing.words.say
    if found.refusal:
        what = say("Kinds of people by {questions}", questions=writing.subjects(found.questions))
        tried = [_path(writing, found)] if found.path else []
        return [refused(writing, what, found.refusal, f"{audience.id}.kinds.{found.id}"), *tried]
    made: list[Block] = [_chart(writing, audience, found)]
    rule = _rule(writing, found, f"{audience.id}.kinds.{found.id}")
    return [*made, *([rule] if rule else []), _path(writing, found)]


def _chart(writing: Writing, audience: AudienceEvidence, found: Kinds) -> ChartBlock:
    say, words, name = writing.words.say, writing.words, f"{audience.id}.kinds.{found.id}"
    title = say(
        "{k} kinds of people by {questions}",
        k=writing.fact(f"{name}.k", len(found.kinds), words.number(len(found.kinds))),
        questions=writing.subjects(found.questions),
    )
    marks = [mark for kind in found.kinds for mark in kind.marks[:MOST_MARKS]]
    axis = writing.share_axis([mark.inside for mark in marks])
    top = max([axis.high, *(mark.others for mark in marks)])
    axis = Axis(0.0, min(1.0, math.ceil(10 * top) / 10), axis.ticks, axis.title)
    panels = tuple(_panel(writing, title, axis, kind) for kind in found.kinds)
    findings = [kind.share for kind in found.kinds]
    meta = writing.chart_meta(audience.sample, " × ".join(found.questions), findings, method_of(writing, found, name))
    note = say(
        "Tick: everyone else. Kinds differ by construction in what they were formed from; that is described, not "
        "tested. Where else they differ is tested, in the table."
    )
    drawing = Panels(title, words.listed([heading_of(writing, kind) for kind in found.kinds]), panels)
    return ChartBlock(
        f"{audience.id}-kinds-{found.id}", title, meta, drawing, _profiles(writing, found), note, wide=True
    )


def method_of(writing: Writing, found: Kinds, name: str) -> str:
    """Name the method with its stability."""
    say = writing.words.say
    stability = writing.fact(f"{name}.stability", found.stability, writing.words.number(found.stability, 2))
    if found.method == "latent":
        entropy = writing.fact(f"{name}.entropy", found.entropy, writing.words.number(found.entropy, 2))
        return say("latent classes, entropy {entropy}, stability {stability}", entropy=entropy, stability=stability)
    return say("k-prototypes, stability {stability}", stability=stability)


def heading_of(writing: Writing, kind: Kind) -> str:
    return writing.words.say(
        "Kind {number}: {share}",
        number=writing.fact(f"{kind.share.id}.number", kind.number, writing.words.number(kind.number)),
        share=writing.share(kind.share),
    )


def _panel(writing: Writing, title: str, axis: Axis, kind: Kind) -> Panel:
    heading = heading_of(writing, kind)
    dots = tuple(_dot(writing, mark) for mark in kind.marks[:MOST_MARKS])
    told = writing.words.listed([f"{dot.label} {dot.text}" for dot in dots])
    chart = DotChart(f"{title} · {heading}", told or heading, axis, dots)
    return Panel(heading, "", chart)


def _dot(writing: Writing, mark: Mark) -> Dot:
    name, reference = mark_name(writing, mark), mark.others if mark.inside.shown else None
    return writing.dot(name, mark.inside, reference=reference, strong=mark.inside.value > mark.others)


def mark_name(writing: Writing, mark: Mark) -> str:
    """Name an answer: the choice itself, or the item with the answer given."""
    item, answer = writing.item(mark.variable), writing.words.label(mark.text)
    if mark.variable.choice or not answer:
        return item
    return writing.words.say("{item}: {answer}", item=item, answer=answer)


def _profiles(writing: Writing, found: Kinds) -> Table:
    """Tabulate what marks each kind, and where else it is higher or lower than everyone else."""
    say, words = writing.words.say, writing.words
    heads = (Column(say("Kind"), is_number=False), Column(say("Share")), Column(say("n")), Column(say("Everyone else")))
    rows: list[Row] = []
    for kind in found.kinds:
        rows.append(Row(heading_of(writing, kind)))
        for mark in kind.marks[: 2 * MOST_MARKS]:
            hidden = not mark.inside.shown
            cells = (writing.share(mark.inside), writing.n(mark.inside),
                     DASH if hidden else words.percent(mark.others))  # fmt: skip
            rows.append(Row(mark_name(writing, mark), cells))
        for contrast in kind.contrasts[:MOST_TOLD]:
            rows.append(Row(say("Tested: {item}", item=contrast_name(writing, contrast)), _tested(writing, contrast)))
    return Table(say("What marks each kind, and where else it differs"), heads, tuple(rows))


def _tested(writing: Writing, contrast: Contrast) -> tuple[str, ...]:
    return writing.share(contrast.inside), writing.n(contrast.inside), writing.share(contrast.others)


def contrast_name(writing: Writing, contrast: Contrast) -> str:
    """Name what a contrast is about: an item, or belonging to a declared group."""
    if contrast.item.group:
        return writing.group(contrast.item.group)
    return writing.item(contrast.item.variable)


def _rule(writing: Writing, found: Kinds, name: str) -> Table | None:
    """Print the points of the typing rule: an answer a row, a kind a column."""
    rule, say, words = found.rule, writing.words.say, writing.words
    if not rule:
        return None
    heads = [Column(say("Answer"), is_number=False)]
    heads += [Column(say("Kind {number}", number=words.number(kind.number))) for kind in found.kinds]
    rows = [Row(say("Start with"), tuple(_points(writing, value) for value in rule.start))]
    for asked in rule.asked:
        rows.append(Row(writing.item(asked.feature.variable)))
        for level, points in enumerate(asked.points):
            rows.append(Row(_level(writing, asked.feature, level), tuple(_points(writing, value) for value in points)))
    note = say(
        "Add the points of the answers; the kind with most is the person’s. On people it was not written from the rule "
        "is right for {share}; naming the largest kind would be for {chance}.",
        share=writing.fact(f"{name}.agreement", rule.agreement, words.percent(rule.agreement)),
        chance=writing.fact(f"{name}.chance", rule.chance, words.percent(rule.chance)),
    )
    caption = say(
        "How to tell a person’s kind by {n} questions",
        n=writing.fact(f"{name}.asked", len(rule.asked), words.number(len(rule.asked))),
    )
    return Table(caption, tuple(heads), tuple(rows), note, wide=True)


def _level(writing: Writing, feature: Feature, level: int) -> str:
    if feature.is_mark:
        return writing.words.say("yes") if level else writing.words.say("no")
    return writing.words.label(feature.levels[level]) or str(level + 1)


def _points(writing: Writing, value: int) -> str:
    return ("+" if value > 0 else "") + writing.words.number(int(value))


def _path(writing: Writing, found: Kinds) -> Table:
    """Tabulate the numbers of kinds tried, so that the choice can be judged; too small a kind is only said to be."""
    say, words = writing.words.say, writing.words
    is_latent = found.method == "latent"
    criterion = say("BIC") if is_latent else say("Silhouette")
    heads = (
        Column(say("Kinds"), is_number=False),
        Column(criterion),
        Column(say("Entropy")),
        Column(say("Smallest kind")),
    )
    rows = tuple(
        Row(
            words.number(fit.k),
            (
                words.number(fit.criterion, 0 if is_latent else 2),
                words.number(fit.entropy, 2),
                words.percent(fit.smallest) if fit.allowed else f"< {words.percent(SMALLEST_CLASS)}",
            ),
        )
        for fit in found.path
    )
    questions = writing.subjects(found.questions)
    caption = say("How many kinds of people were tried, by {questions}", questions=questions)
    least = writing.fact("rules.smallest_kind", SMALLEST_CLASS, words.percent(SMALLEST_CLASS))
    lowest = say("The lowest BIC is chosen among those whose kinds all hold {share}.", share=least)
    highest = say("The highest silhouette is chosen among those whose kinds all hold {share}.", share=least)
    return Table(caption, heads, tuple(rows), lowest if is_latent else highest)

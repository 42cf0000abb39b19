"""Show which responses look answered without reading, and what the figures are without them."""

from __future__ import annotations

from analysis.quality.flags import Quality
from analysis.report.document import Block, ChartBlock, Column, Paragraph, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import DotChart
from analysis.report.sections.shared import describe
from analysis.report.sections.waits import waits
from analysis.report.writing import NOT_SHOWN, Writing


def quality_blocks(writing: Writing, audience: AudienceEvidence) -> list[Block]:
    """Chart the signs, and tabulate figures with and without the responses flagged; nobody is deleted."""
    found = audience.methods.quality
    if not found:
        line = waits(writing, audience, "quality")
        return [line] if line else []
    without: list[Block] = [_compared(writing, found)] if found.compared else []
    if not found.compared:
        without = [
            Paragraph(writing.words.say("No response is flagged by two signs: figures are the same without any."))
        ]
    return [_signs(writing, audience, found), *without]


def _signs(writing: Writing, audience: AudienceEvidence, found: Quality) -> ChartBlock:
    say = writing.words.say
    labels = {
        "straight": say("One answer all down most grids"),
        "run": say("Long runs of one answer"),
        "flat": say("Answers that hardly vary"),
        "far": say("A pattern far from all others"),
        "pace": say("Less than half the usual time"),
        "trap": say("A box filled in that only programs see"),
        "haste": say("Most pages faster than they can be read"),
        "rush": say("Began when very many did at once"),
    }
    rows = [(labels[sign.id], sign.share) for sign in found.signs if sign.share]
    rows.append((say("Flagged: two signs or more"), found.flagged))
    findings = [finding for _, finding in rows]
    dots = tuple(writing.dot(name, one, strong=one is found.flagged) for name, one in rows)
    title = say("{share} of responses are flagged by two signs or more", share=writing.share(found.flagged))
    if not found.flagged.shown:
        title = say("Signs of answering without reading")
    chart = DotChart(title, describe(writing, *map(list, zip(*rows, strict=True))), writing.share_axis(findings), dots)
    groups = [(_group(writing, group.language, group.device), group.flagged) for group in found.groups]
    caption = say("Signs among all, and responses flagged by language and device of the answers")
    table = writing.table(caption, [*rows, *groups])
    meta = writing.chart_meta(audience.sample, " ".join(writing.plan.quality.grids), findings, say("signs in grids"))
    note = say("The norm is that of the same language and device. Nobody is left out of the figures of this report.")
    if any(sign.id == "rush" for sign in found.signs):
        apart = say("Beginning when many did is no sign of how somebody answered and is not counted.")
        note = f"{note} {apart}"
    if not found.has_pace and not any(sign.id == "haste" for sign in found.signs):
        unknown = say("The time taken is not recorded, so speed is no sign here.")
        note = f"{note} {unknown}"
    return ChartBlock(f"{audience.id}-quality", title, meta, chart, table, note)


def _group(writing: Writing, language: str, device: str) -> str:
    if not language:
        return writing.words.say("Smaller groups together")
    named = str(writing.words.locale.languages.get(language.replace("-", "_"), language))
    return " · ".join(part for part in (named[:1].upper() + named[1:], device) if part)


def _compared(writing: Writing, found: Quality) -> Table:
    say, words = writing.words.say, writing.words
    heads = (
        Column(say("Item"), is_number=False), Column(say("Question"), is_number=False), Column(say("Everybody")),
        Column(say("Without those flagged")), Column(say("Change, points")), Column(say("n")),
    )  # fmt: skip
    rows = []
    for one in found.compared:
        both = one.every.shown and one.kept.shown
        cells = (one.item.question, writing.share(one.every), writing.share(one.kept))
        change = words.number(100 * one.change, 1) if both else NOT_SHOWN
        rows.append(Row(writing.item(one.item.variable), (*cells, change, writing.n(one.kept))))
    note = say("The first figure of each question, and the four that change most.")
    return Table(say("Figures with and without the responses flagged"), heads, tuple(rows), note, wide=True)

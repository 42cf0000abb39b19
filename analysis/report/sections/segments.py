"""Chart where segments of one audience differ, and where no difference is shown."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.document import ChartBlock, Column, Row, Table
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Axis, Dot, DotChart, Panel, Panels, State
from analysis.report.sections.shared import people_in
from analysis.report.words import DASH
from analysis.report.writing import ASKING, NOT_SHOWN, Writing
from analysis.segments.contrasts import Contrast
from analysis.topics.findings import FEWEST_DF

MOST_ITEMS, FEWEST_SHOWN = 6, 2


def panels_by(writing: Writing, audience: AudienceEvidence, segmentation: str, question: str) -> ChartBlock | None:
    """Draw the items of a question in every group of a segmentation, on one scale.

    Items: those that differ, then those of the highest share, at most six.
    """
    found = [c for c in audience.contrasts if c.segment.segmentation.id == segmentation and c.item.question == question]
    names = _leading(writing, audience, found)
    kept = [c for c in found if c.item.name in names]
    if not kept:
        return None
    what = what_of(writing, question)
    what_title = writing.subject(question) if _is_further(writing, question) else what[:1].upper() + what[1:]
    title = _title(writing, kept, segmentation, what_title.rstrip(ASKING))
    axis = writing.share_axis([c.inside for c in kept])
    groups = list(dict.fromkeys(c.segment.id for c in kept))
    panels = tuple(
        _panel(
            writing,
            audience,
            title,
            axis,
            [c for name in names for c in kept if c.item.name == name and c.segment.id == g],
        )
        for g in groups
    )
    meta = writing.chart_meta(audience.sample, question, [c.inside for c in kept], what)
    note = _test_note(writing, audience, found)
    table = contrast_table(writing, [c for g in groups for c in kept if c.segment.id == g])
    drawing = Panels(title, what, panels)
    return ChartBlock(f"{audience.id}-{segmentation}-{question}", title, meta, drawing, table, note, wide=True)


def dots_by(writing: Writing, audience: AudienceEvidence, segmentation: str, item: str) -> ChartBlock | None:
    """Draw one item in every group of a segmentation."""
    found = [c for c in audience.contrasts if c.segment.segmentation.id == segmentation and c.item.name == item]
    if sum(contrast.inside.shown for contrast in found) < FEWEST_SHOWN:
        return None
    found.sort(key=lambda contrast: -contrast.inside.value if contrast.inside.shown else 1.0)
    title = _title(writing, found, segmentation, writing.item(found[0].item.variable))
    axis = writing.share_axis([c.inside for c in found])
    dots = tuple(_dot(writing, c, writing.group(c.segment)) for c in found)
    chart = DotChart(title, title, axis, dots)
    question = found[0].item.question
    meta = writing.chart_meta(audience.sample, question, [c.inside for c in found], what_of(writing, question))
    note = _test_note(writing, audience, found)
    name = f"{audience.id}-{segmentation}-{item.replace('.', '-')}"
    return ChartBlock(name, title, meta, chart, contrast_table(writing, found), note)


def contrast_table(writing: Writing, found: Sequence[Contrast]) -> Table:
    """Return the table of contrasts, items under the group they are of: share, everyone else, difference, p by Holm."""
    say, words = writing.words.say, writing.words
    tested = any(contrast.p == contrast.p for contrast in found)
    heads = [Column(say("Item"), is_number=False), Column(say("Share"))]
    heads += (
        [Column(writing.interval_title), Column(say("Everyone else")), Column(say("Difference, points"))]
        if tested
        else []
    )
    heads += [Column(say("p (Holm)"))] if tested else []
    heads += [Column(say("n"))]
    rows: list[Row] = []
    one_item = len({contrast.item.name for contrast in found}) == 1
    for contrast in found:
        inside, group = contrast.inside, writing.group(contrast.segment)
        if not one_item and group not in [row.head for row in rows if not row.cells]:
            rows.append(Row(group))
        cells = [writing.share(inside)]
        if tested:
            both = inside.shown and contrast.others.shown
            cells += [writing.range(inside) if inside.shown else DASH, writing.share(contrast.others)]
            cells += [writing.points(contrast.difference) if both else NOT_SHOWN]
            cells += [words.p(contrast.p_family) if both else DASH]
        cells += [writing.n(inside)]
        rows.append(Row(group if one_item else writing.item(contrast.item.variable), tuple(cells)))
    return Table(say("Each group against everyone else in the same base"), tuple(heads), tuple(rows))


def _leading(writing: Writing, audience: AudienceEvidence, found: Sequence[Contrast]) -> list[str]:
    differing = list(dict.fromkeys(c.item.name for c in found if c.differs(writing.plan)))
    size: dict[str, float] = {}
    for contrast in found:
        if contrast.inside.shown:
            size[contrast.item.name] = max(size.get(contrast.item.name, 0.0), contrast.inside.value)
    by_size = sorted(size, key=lambda name: -size[name])
    chosen = list(dict.fromkeys([*differing, *by_size]))[:MOST_ITEMS]
    return sorted(chosen, key=lambda name: -size.get(name, 0.0))


def _panel(writing: Writing, audience: AudienceEvidence, title: str, axis: Axis, found: Sequence[Contrast]) -> Panel:
    words, name = writing.words, writing.group(found[0].segment)
    dots = tuple(_dot(writing, contrast, writing.item(contrast.item.variable)) for contrast in found)
    people = people_in(writing, audience, found[0].segment)
    chart = DotChart(f"{title} · {name}", words.listed([f"{dot.label} {dot.text}" for dot in dots]), axis, dots)
    return Panel(name, words.say("n {n}", n=people), chart)


def _dot(writing: Writing, contrast: Contrast, label: str) -> Dot:
    state: State = "differs" if contrast.differs(writing.plan) else "same"
    tested = contrast.why_not is None and contrast.others.shown
    reference = contrast.others.value if tested else None
    return writing.dot(label, contrast.inside, state, reference=reference, strong=state == "differs")


def _title(writing: Writing, found: Sequence[Contrast], segmentation: str, item: str = "") -> str:
    """State the differences shown, or that none is; at basis D nothing is compared."""
    words = writing.words
    differing = [contrast for contrast in found if contrast.differs(writing.plan)]
    if all(contrast.why_not == "basis" for contrast in found):
        described = {
            "age": words.say("By age: those who answered"),
            "country": words.say("By country: those who answered"),
            "language": words.say("By language: those who answered"),
        }.get(segmentation, words.say("By group: those who answered"))
        return f"{item}, {described[:1].lower()}{described[1:]}" if item else described
    if all(contrast.why_not for contrast in found if contrast.why_not != "language") and segmentation != "language":
        few = words.say("Too few people or places in each group to compare")
        return f"{item}: {few[:1].lower()}{few[1:]}" if item else few
    if not differing:
        none = {
            "age": words.say("No difference between age groups is shown"),
            "country": words.say("No difference between countries is shown"),
            "language": words.say("By language of the answers: shares without comparison"),
        }.get(segmentation, words.say("No difference between groups is shown"))
        return f"{item}: {none[:1].lower()}{none[1:]}" if item else none
    by_item: dict[str, Contrast] = {}
    for contrast in sorted(differing, key=lambda contrast: contrast.p_family):
        by_item.setdefault(contrast.item.name, contrast)
    first, *others = list(by_item.values())[:2]
    named = [_sentence(writing, first, writing.compared(first.item.variable))]
    return words.listed([*named, *(_sentence(writing, other, writing.item(other.item.variable)) for other in others)])


def _sentence(writing: Writing, contrast: Contrast, item: str) -> str:
    group = writing.group(contrast.segment)
    if contrast.difference.value > 0:
        return writing.words.say("{item}: higher in the group “{group}”", item=item, group=group)
    return writing.words.say("{item}: lower in the group “{group}”", item=item, group=group)


def _is_further(writing: Writing, question: str) -> bool:
    return question in (*writing.plan.choices, *(scale.question for scale in writing.plan.ratings))


def what_of(writing: Writing, question: str) -> str:
    """Say in a few words what the shares of a question are shares of; nothing where its wording says it."""
    say, plan = writing.words.say, writing.plan
    further = say("share giving the answer") if question in plan.choices else ""
    if any(scale.question == question for scale in plan.ratings):
        further = say("share at the upper end of the scale")
    return {
        plan.interest: say("share choosing the topic"),
        plan.importance.question: say("important and hard to get"),
        plan.reach: say("used in the last seven days"),
        plan.trust.question: say("trust a lot or completely"),
        plan.image.question: say("favourable, of those with an opinion"),
    }.get(question, further)


def _test_note(writing: Writing, audience: AudienceEvidence, found: Sequence[Contrast]) -> str:
    say = writing.words.say
    if audience.waits or not audience.sample.has_intervals:
        return say("These describe who answered; groups are not compared.")
    if all(contrast.why_not == "language" for contrast in found):
        return say("Languages are not compared: single items cannot show that they work alike in every language.")
    if all(contrast.why_not for contrast in found):
        least = writing.plan.thresholds.min_n
        return say(
            "Not tested: a group needs {n} people, an effective n of {n} and {df} degrees of freedom.",
            n=writing.rule("min_n", least, writing.words.number(least)),
            df=writing.fact("rules.fewest_df", FEWEST_DF, writing.words.number(FEWEST_DF)),
        )
    return say(
        "Tick: everyone else. Solid: a difference of at least {points} points, Holm over all items and groups. "
        "Hollow: none shown.",
        points=writing.smallest(),
    )

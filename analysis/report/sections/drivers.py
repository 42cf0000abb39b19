"""Chart what goes together with an outcome, in parts of its variance; never said to be its cause."""

from __future__ import annotations

from analysis.report.document import Block, ChartBlock
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import DotChart
from analysis.report.sections.refusing import refused
from analysis.report.sections.shared import describe
from analysis.report.words import MINUS
from analysis.report.writing import Writing
from analysis.topics.driving import INFLATED, Driven, NotDriven


def drivers_blocks(writing: Writing, audience: AudienceEvidence) -> list[Block]:
    """Chart each outcome of the plan, or say why it is not set against its predictors."""
    return [_block(writing, audience, one) for one in audience.methods.drivers]


def _block(writing: Writing, audience: AudienceEvidence, found: Driven | NotDriven) -> Block:
    say, outcome = writing.words.say, writing.item(found.outcome)
    if isinstance(found, NotDriven):
        what = say("What goes together with “{outcome}”", outcome=outcome)
        return refused(writing, what, found.refusal, f"{audience.id}.drivers.{found.id}")
    return _chart(writing, audience, found, outcome)


def _chart(writing: Writing, audience: AudienceEvidence, found: Driven, outcome: str) -> ChartBlock:
    say, words = writing.words.say, writing.words
    findings = [driver.shapley for driver in found.drivers]
    names = [writing.item(driver.variable) for driver in found.drivers]
    signs = ["+" if driver.together > 0 else MINUS for driver in found.drivers]
    dots = tuple(writing.dot(names[at], one, extras=(signs[at],)) for at, one in enumerate(findings))
    title = say(
        "“{outcome}” and what goes together with it: {share} of its variance is accounted for",
        outcome=outcome,
        share=writing.share(found.explained),
    )
    axis = writing.share_axis(findings, say("Part of what is accounted for, %"))
    chart = DotChart(title, describe(writing, names, findings), axis, dots, (say("direction"),))
    columns = {
        say("Relative weight"): [writing.share(driver.weight) for driver in found.drivers],
        say("Correlation"): [words.number(driver.together, 2) for driver in found.drivers],
        say("Variance inflation"): [words.number(driver.inflation, 1) for driver in found.drivers],
    }
    caption = say("Shapley values of R², as parts of it; beside them Johnson’s relative weights")
    table = writing.table(caption, list(zip(names, findings, strict=True)), columns)
    about = say("R² {share} ({range})", share=writing.share(found.explained), range=_limits(writing, found))
    meta = writing.chart_meta(audience.sample, found.outcome.question, findings, about)
    note = say("Direction: + where more of it goes with more of the outcome. What goes together need not be a cause.")
    if found.is_collinear:
        told = say(
            "Some predictors say much the same (variance inflation {limit} or more); their parts are unsure.",
            limit=writing.rule("inflation", INFLATED, words.number(INFLATED)),
        )
        note = f"{note} {told}"
    if found.by_pairs:
        told = say(
            "Predictors were drawn by lot: every pair of them rests on those who rated both, {n} people at least.",
            n=writing.counted(f"{audience.id}.drivers.{found.id}.pairs", found.base_n),
        )
        note = f"{note} {told}"
    return ChartBlock(f"{audience.id}-drivers-{found.id}", title, meta, chart, table, note)


def _limits(writing: Writing, found: Driven) -> str:
    return writing.range(found.explained) if found.explained.has_interval else writing.words.say("no interval")

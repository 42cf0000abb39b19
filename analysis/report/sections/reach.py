"""Chart unduplicated reach of one audience."""

from __future__ import annotations

import math

from analysis.report.document import ChartBlock
from analysis.report.evidence import AudienceEvidence
from analysis.report.marks import Axis, Curve, Rise
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.topics.findings import Finding
from analysis.topics.reach import Reach, Step

MOST_NAMED, LONGEST_NAMES = 3, 70


def reach_chart(writing: Writing, audience: AudienceEvidence, found: Reach | None) -> ChartBlock | None:
    """Chart how the union grows as channels are added, each where it adds most."""
    if not found:
        return None
    say, plan = writing.words.say, writing.plan
    names = [writing.item(step.variable) for step in found.steps]
    chosen = {variable.name for variable in found.enough}
    rises = tuple(
        Rise(
            label=name,
            note=_gain(writing, at, step),
            value=step.union.value,
            low=step.union.low,
            high=step.union.high,
            strong=step.variable.name in chosen,
        )
        for at, (name, step) in enumerate(zip(names, found.steps, strict=True))
        if step.union.shown
    )
    title = reach_title(writing, found)
    ticks = tuple((at / 4, writing.tick(at / 4)) for at in range(5))
    goal = say("target {share}", share=_target(writing))
    chart = Curve(title, title, Axis(0, 1, ticks), rises, plan.thresholds.reach_target, goal)
    added = {
        say("Alone"): [writing.share(step.alone) for step in found.steps],
        say("Adds, points"): [writing.points(step.gain) if step.union.shown else DASH for step in found.steps],
    }
    if found.chosen_again and found.enough:
        added[say("In the smallest set, resampled")] = [writing.words.percent(share) for share in found.chosen_again]
    caption = say("Reached by this channel or any above it in the last seven days")
    table = writing.table(caption, [(n, s.union) for n, s in zip(names, found.steps, strict=True)], added)
    meta = writing.chart_meta(
        audience.sample,
        plan.reach,
        [step.union for step in found.steps],
        say("last seven days, without double counting"),
    )
    return ChartBlock(f"{audience.id}-{found.kind}", title, meta, chart, table, _note(writing, found))


def _note(writing: Writing, found: Reach) -> str:
    """Say how channels are ordered, and how often resamples choose the same smallest set."""
    say = writing.words.say
    order = say(
        "Order: each further channel is the one that adds most. Intervals do not include the choice of channels."
    )
    if not (found.enough and math.isfinite(found.same_again)):
        return order
    name, printed = f"{found.steps[0].union.id}.{found.kind}.same", writing.words.percent(found.same_again)
    share = writing.fact(name, found.same_again, printed)
    again = say("Choosing again in resamples gives the same set in {share}.", share=share)
    return f"{order} {again}"


def reach_title(writing: Writing, found: Reach) -> str:
    """Say what the smallest set that meets the target reaches, or that none does."""
    words = writing.words
    union, last = found.enough_union, found.steps[-1].union
    target = _target(writing)
    names = words.names([writing.item(variable) for variable in found.enough])
    if union and union.shown and (len(found.enough) > MOST_NAMED or len(names) > LONGEST_NAMES):
        return _many(writing, found, union)
    if union and union.shown:
        if found.kind == "platforms":
            return writing.count(
                "{names}: this one platform reaches {share} in a week",
                "{names}: these {n} platforms together reach {share} in a week",
                len(found.enough),
                f"{union.id}.platforms",
                names=names,
                share=writing.share(union),
            )
        return writing.count(
            "{names}: this one source reaches {share} in a week",
            "{names}: these {n} sources together reach {share} in a week",
            len(found.enough),
            f"{union.id}.sources",
            names=names,
            share=writing.share(union),
        )
    if found.kind == "platforms":
        return words.say("All platforms together reach {share} in a week, below the target of {target}",
                         share=writing.share(last), target=target)  # fmt: skip
    return words.say("All sources together reach {share} in a week, below the target of {target}",
                     share=writing.share(last), target=target)  # fmt: skip


def _target(writing: Writing) -> str:
    aim = writing.plan.thresholds.reach_target
    return writing.rule("reach_target", aim, writing.words.percent(aim))


def _many(writing: Writing, found: Reach, union: Finding) -> str:
    k = len(found.enough)
    n, share = writing.fact(f"{union.id}.{found.kind}", k, writing.words.number(k)), writing.share(union)
    if found.kind == "platforms":
        return writing.words.say("It takes {n} platforms together to reach {share} in a week", n=n, share=share)
    return writing.words.say("It takes {n} sources together to reach {share} in a week", n=n, share=share)


def _gain(writing: Writing, at: int, step: Step) -> str:
    words = writing.words
    if not at:
        return writing.value(step.union)
    return words.say(
        "{points} points, together {share}", points=writing.points(step.gain), share=writing.value(step.union)
    )

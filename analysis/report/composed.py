"""Part the changes of a report in composition and change at fixed composition, by the plan's segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray
from analysis.plan import Plan, Segmentation
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.followed import Followed, answers_to, followed
from analysis.report.waves import Change, Comparison
from analysis.segments.declared import segments_by
from analysis.topics.samples import Sample
from analysis.waves.composition import Mix, Parted, mix_of, parted

MAJOR = 0.5
"""From this part of a change on composition is said to explain much of it."""


@dataclass(frozen=True)
class Composed:
    """A change parted by one segmentation."""

    change: Change
    followed: Followed
    cut: Segmentation
    parts: Parted

    @property
    def is_major(self) -> bool:
        """Tell whether composition is shown to move the figure the way it moved, by half of it or more."""
        whole, composition = self.parts.change, self.parts.composition
        return composition.is_shown and composition.value * whole > 0 and abs(composition.value) >= MAJOR * abs(whole)


def composed(evidence: Evidence, audience: AudienceEvidence, comparison: Comparison) -> list[Composed]:
    """Part every change shown of an audience by every segmentation named, in order.

    In a public report those groups stand apart whose shares are printed: by it of this wave, by one of its own of the
    earlier wave. From what is printed of the parts nothing else then follows than what is printed anyway.
    """
    then = comparison.wave.of(audience.id)
    if then is None or not audience.sample.has_intervals:
        return []
    shown = {one.now.id: one for one in comparison.changes if one.verdict == "changed"}
    cuts, told = cuts_of(evidence.plan), told_of_both(evidence, audience, comparison)
    return [
        Composed(shown[one.finding.id], one, cut, parts)
        for one in followed(audience)
        if one.finding.id in shown
        for cut in cuts
        if (parts := _parted(evidence.plan, one, cut, (audience.sample, then.sample), told)) is not None
    ]


def told_of_both(evidence: Evidence, audience: AudienceEvidence, comparison: Comparison) -> frozenset[str]:
    """Return the shares of groups that may be told of both waves: in an internal report all of this one."""
    mine = [one.inside for one in audience.contrasts]
    if evidence.plan.view == "internal":
        return frozenset(one.id for one in mine)
    return frozenset(one.id for one in mine if one.shown and not one.step and one.id in comparison.wave.told)


def cuts_of(plan: Plan) -> tuple[Segmentation, ...]:
    """Return the segmentations by which the changes of a plan are parted."""
    named = plan.waves.composition
    return tuple(cut for cut in plan.segments if (cut.id in named if named else cut.compared))


def _parted(
    plan: Plan, one: Followed, cut: Segmentation, samples: tuple[Sample, Sample], told: frozenset[str]
) -> Parted | None:
    answers = [answers_to(sample, plan, one) for sample in samples]
    if answers[0] is None or answers[1] is None:
        return None
    bases = answers[0].base, answers[1].base
    groups = _groups(plan, cut, samples, bases, {name.partition("=")[2] for name in told if _is_of(name, one, cut)})
    if not groups:
        return None
    mixes: list[Mix] = []
    for sample, own, inside in zip(samples, (answers[0], answers[1]), zip(*groups, strict=True), strict=True):
        mixes.append(mix_of(sample.design, own.x, own.base, inside, own.inverse))
    return parted(mixes[0], mixes[1], plan.thresholds.level)


def _is_of(name: str, one: Followed, cut: Segmentation) -> bool:
    return name.startswith(f"{one.finding.id}@{cut.id}=")


def _groups(
    plan: Plan,
    cut: Segmentation,
    samples: tuple[Sample, Sample],
    bases: tuple[BoolArray, BoolArray],
    told: set[str],
) -> list[tuple[BoolArray, BoolArray]]:
    """Part both bases in the groups told, each large enough in both; the rest is one group, with the smallest if few.

    Empty where fewer than two groups remain.
    """
    found = [
        {segment.group.id: segment.inside & base for segment in segments_by(sample, cut)}
        for sample, base in zip(samples, bases, strict=True)
    ]
    least = max(plan.thresholds.public_n, plan.thresholds.min_n)
    kept = [name for name in found[0] if name in told and all(name in of and of[name].sum() >= least for of in found)]
    groups = [(found[0][name], found[1][name]) for name in kept]
    rest = _rest(bases, groups)
    if any(part.any() for part in rest):
        if groups and any(part.sum() < least for part in rest):
            smallest = groups.pop(int(np.argmin([min(one.sum(), other.sum()) for one, other in groups])))
            rest = rest[0] | smallest[0], rest[1] | smallest[1]
        groups.append(rest)
    return groups if len(groups) > 1 else []


def _rest(
    bases: tuple[BoolArray, BoolArray], groups: Sequence[tuple[BoolArray, BoolArray]]
) -> tuple[BoolArray, BoolArray]:
    first, second = bases[0].copy(), bases[1].copy()
    for one, other in groups:
        first &= ~one
        second &= ~other
    return first, second


def major(parts: Sequence[Composed]) -> Iterator[Composed]:
    """Yield, for each figure, the segmentation whose composition explains most of its change, if it explains much."""
    best: dict[str, Composed] = {}
    for one in parts:
        known = best.get(one.change.now.id)
        if one.is_major and (known is None or abs(one.parts.composition.value) > abs(known.parts.composition.value)):
            best[one.change.now.id] = one
    yield from best.values()

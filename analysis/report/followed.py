"""Name the figures that are followed from wave to wave, and the answers each is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.codebook import Variable
from analysis.plan import Plan
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.topics.findings import Finding
from analysis.topics.needs import need_items, rated_base
from analysis.topics.ratings import rated
from analysis.topics.samples import Sample

What: TypeAlias = Literal["unmet", "chosen", "opinion"]
MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Followed:
    """A figure, the variable it is of, and what is counted: who finds a need unmet, chose a topic, has the opinion."""

    finding: Finding
    variable: Variable
    what: What


@dataclass(frozen=True)
class Answers:
    """The answers behind a share: 1 for those counted, over the base; `inverse` is 1 over the chance to be asked."""

    x: FloatArray
    base: BoolArray
    inverse: FloatArray


def followed(audience: AudienceEvidence) -> Iterator[Followed]:
    """Yield every need, every topic and the overall opinion, each kind with the largest first."""
    if audience.needs:
        yield from (Followed(need.unmet, need.variable, "unmet") for need in audience.needs.needs)
    if audience.interest:
        yield from (Followed(topic.chosen, topic.variable, "chosen") for topic in audience.interest.topics)
    if audience.opinion:
        yield Followed(audience.opinion.top, audience.opinion.variable, "opinion")


def leading(audience: AudienceEvidence) -> list[Followed]:
    """Return the few that lead the report: the largest needs, the most chosen topics, the opinion."""
    kinds: dict[What, list[Followed]] = {}
    for one in followed(audience):
        kinds.setdefault(one.what, []).append(one)
    return [one for kind in kinds.values() for one in kind[:MOST_OF_A_KIND]]


def figures_followed(evidence: Evidence) -> dict[str, Finding]:
    """Return the figures of a wave that are followed, by id."""
    return {one.finding.id: one.finding for audience in evidence.audiences for one in followed(audience)}


def compared(evidence: Evidence) -> dict[str, Variable]:
    """Return the figures that are compared between waves, by id, and the variable each is of."""
    return {one.finding.id: one.variable for audience in evidence.audiences for one in followed(audience)}


def answers_to(sample: Sample, plan: Plan, one: Followed) -> Answers | None:
    """Return the answers that a followed figure is made of in any wave; None where its question is not there."""
    dataset, variable = sample.dataset, sample.dataset.codebook.by_name.get(one.variable.name)
    if variable is None:
        return None
    match one.what:
        case "unmet":
            pair = next(((a, b) for a, b in need_items(dataset, plan) if a.name == variable.name), None)
            if pair is None:
                return None
            hard = dataset.holds_code(pair[1].name, plan.ease.bottom)
            flags = dataset.holds_code(variable.name, plan.importance.top) & hard
            base = rated_base(sample, *pair)
        case "chosen":
            flags, base = dataset.holds_code(variable.name, ("1",)), sample.answered(variable.name)
        case "opinion":
            flags, base = dataset.holds_code(variable.name, plan.image.top), rated(sample, plan.image, variable)
    chance = np.ones(dataset.n) if one.what == "chosen" else dataset.probability(variable)
    inside = base & (chance > 0)
    inverse = np.divide(1.0, chance, out=np.zeros_like(chance), where=inside)
    return Answers(flags.astype(np.float64), inside, inverse)

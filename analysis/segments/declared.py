"""Mark who belongs to each declared segment of an audience."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray
from analysis.plan import Group, Plan, Segmentation
from analysis.topics.samples import Sample


@dataclass(frozen=True)
class Segment:
    """One group of one segmentation: `inside` and `others` split those whose group is known."""

    segmentation: Segmentation
    group: Group
    inside: BoolArray
    others: BoolArray

    @property
    def id(self) -> str:
        return f"{self.segmentation.id}={self.group.id}"

    @property
    def n(self) -> int:
        return int(self.inside.sum())


def segments(sample: Sample, plan: Plan) -> tuple[Segment, ...]:
    """Return the segments of an audience that have members, in the plan's order, codes by size."""
    return tuple(segment for cut in plan.segments for segment in segments_by(sample, cut))


def segments_by(sample: Sample, cut: Segmentation) -> tuple[Segment, ...]:
    """Return the segments of one segmentation that have members; without declared groups, the largest first."""
    answered = sample.answered(cut.variable) if cut.variable in sample.dataset.codebook.by_name else sample.base
    groups = cut.groups or _codes(sample, cut, answered)
    marked = [sample.dataset.holds_code(cut.variable, group.codes) & answered for group in groups]
    known = np.logical_or.reduce(marked) if marked else answered
    parts = zip(groups, marked, strict=True)
    return tuple(Segment(cut, group, inside, known & ~inside) for group, inside in parts if inside.any())


def _codes(sample: Sample, cut: Segmentation, answered: BoolArray) -> tuple[Group, ...]:
    coded = sample.dataset.coded(cut.variable)
    counts = np.bincount(coded.which[answered], minlength=len(coded.different))
    by_text = np.argsort(coded.different, kind="stable")
    order = by_text[np.argsort(-counts[by_text], kind="stable")]
    return tuple(Group(str(coded.different[at]), (str(coded.different[at]),)) for at in order if counts[at])

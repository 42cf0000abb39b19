"""Take from a data package the sample that speaks for each audience, and say on what basis it does.

Where responses came through points with recorded probabilities, an audience is described by those alone (basis of the
frame); otherwise by everyone who chose to answer, unweighted (basis D). The two are never mixed, and audiences are
never added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.dataset import Dataset, Fieldwork, Frame, Package, PackageError
from analysis.design import Design
from analysis.plan import Plan
from analysis.replicates import ReplicateDesign
from analysis.sampling import build_design
from analysis.weighting.margins import MarginTable
from analysis.weighting.origin import Weighting, weight_to_origin
from analysis.weighting.redistribute import RedistributionError

DESCRIBES_RESPONDENTS = "D"
WEIGHTED_TO_MARGINS, UNWEIGHTED = "margins", "none"


@dataclass(frozen=True)
class Sample:
    """The responses that describe one audience: `base` marks them among the rows of `dataset`."""

    audience: str
    dataset: Dataset
    design: Design
    base: BoolArray
    basis: str
    frame: Frame | None
    weighting: Weighting | None
    left_out: int

    @property
    def n(self) -> int:
        return int(self.base.sum())

    @property
    def has_intervals(self) -> bool:
        return self.basis != DESCRIBES_RESPONDENTS

    def answered(self, name: str) -> BoolArray:
        return self.base & self.dataset.answered(name)


def sample_of(package: Package, plan: Plan, audience: str, margins: MarginTable) -> Sample | None:
    """Take the sample of one audience and weight it where a margin fits; None where it has no member.

    A plan without a variable of audiences has one audience: everybody. A plan that asks for no weights takes everybody
    for somebody who chose to answer.
    """
    dataset = package.dataset
    members = np.ones(dataset.n, dtype=np.bool_)
    if plan.audience:
        members = dataset.holds_code(plan.audience, (audience,))
    if not members.any():
        return None
    frame, drawn = _frame_of(package.fieldwork, dataset, members) if plan.weights != UNWEIGHTED else (None, members)
    rows = drawn if frame else np.ones(dataset.n, dtype=np.bool_)
    taken = dataset.rows(rows)
    base, left_out = members[rows], int(np.sum(members & ~rows))
    if not frame:
        flat = build_design(np.where(base, 1.0, 0.0), lonely="remove")
        return Sample(audience, taken, flat, base, DESCRIBES_RESPONDENTS, None, None, left_out)
    design, weighting = _design_of(taken, frame), None
    if audience == plan.weighted and plan.weights == WEIGHTED_TO_MARGINS:
        last = date.fromisoformat(package.fieldwork.last)
        try:
            weighting = weight_to_origin(design, taken, base, margins, plan.margins, plan.thresholds, last)
        except RedistributionError as error:
            text = f"Weighting to the margins cannot be done: {error} Give the plan the weights of the design."
            raise PackageError([text]) from error
        design = weighting.design
    return Sample(audience, taken, design, base, frame.basis, frame, weighting, left_out)


def _frame_of(fieldwork: Fieldwork, dataset: Dataset, members: BoolArray) -> tuple[Frame | None, BoolArray]:
    """Return the frame that holds most of the audience, and its rows; none where no member came through one."""
    best: tuple[Frame | None, BoolArray] = (None, np.zeros(dataset.n, dtype=np.bool_))
    for frame in fieldwork.frames:
        rows = dataset.holds_code("sample_source", (frame.sample_source,)) & dataset.holds_code("basis", (frame.basis,))
        if frame.basis != DESCRIBES_RESPONDENTS and np.sum(rows & members) > np.sum(best[1] & members):
            best = (frame, rows)
    return best


def _design_of(dataset: Dataset, frame: Frame) -> Design:
    """Build the frame's design; a stratum with one responding cluster takes the deviation from the overall mean."""
    weights = dataset.numbers(frame.weights) if frame.weights else np.ones(dataset.n)
    if frame.replicates:
        return _replicated(weights, dataset, frame.replicates)
    strata = [dataset.coded(name).which for name in frame.strata]
    clusters = [dataset.coded(name).which for name in frame.clusters]
    fpc = [dataset.numbers(name) for name in frame.fpc]
    return build_design(weights, strata=strata, clusters=clusters, fpc=fpc, nest=True, lonely="adjust")


def _replicated(weights: FloatArray, dataset: Dataset, told: Mapping[str, Any]) -> Design:
    columns = np.stack([dataset.numbers(name) for name in told["columns"]], axis=1)
    return ReplicateDesign(
        weights,
        (),
        replicates=columns if told["combined"] else columns * weights[:, None],
        scale=float(told["scale"]),
        rscales=np.array(told["rscales"], dtype=np.float64),
        mse=bool(told["mse"]),
    )

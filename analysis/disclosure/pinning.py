"""Ask what a small group's answers can still be, given every printed base and share, as an adversary would.

Shares of few people round to few whole numbers: where hardly anybody chose something, printed groups may use up all who
did, and an unprinted group is known to hold none. An integer program says so (Fischetti and Salazar-González 2000).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.arrays import BoolArray, FloatArray

SAFE = 25
"""A group that may hold so many answers, by every printed share of people around it, is not looked at further."""
GLANCES, SECONDS = 2, 2.0


@dataclass(frozen=True)
class Printed:
    """A set of people, by atom, whose number and share are printed; each from least to most."""

    inside: BoolArray
    n: tuple[int, int]
    value: tuple[float, float]


def pinned(groups: Sequence[BoolArray], printed: Sequence[Printed]) -> list[int]:
    """Return the places of the groups for whose number of answers only one value agrees with what is printed.

    An integer program that finds no answer in time counts as telling, so that the group is protected.
    """
    open_groups = [at for at, group in enumerate(groups) if _is_close(group, printed)]
    if not open_groups:
        return []
    whole = np.vstack([*(groups[at] for at in open_groups), *(one.inside for one in printed)])
    atoms = np.unique(whole, axis=1)
    targets = np.hstack([atoms[: len(open_groups)], np.zeros_like(atoms[: len(open_groups)])]).astype(np.float64)
    program = _Program(_constraint(atoms[len(open_groups) :], printed), float(max(one.n[1] for one in printed)))
    chance = np.random.default_rng(0)
    seen: list[FloatArray] = []
    for _ in range(GLANCES):
        aim: FloatArray = np.asarray(chance.normal(size=targets.shape[1]))
        seen += [targets @ found for found in (program.least(aim), program.least(-aim)) if found is not None]
    unsettled = np.ptp(np.round(seen), axis=0) < 1 if seen else np.ones(len(open_groups), dtype=np.bool_)
    return [open_groups[at] for at in np.flatnonzero(unsettled) if not program.varies(targets[at])]


@dataclass(frozen=True)
class _Program:
    """Whole numbers of people by atom, those who chose before those who did not, that agree with what is printed."""

    constraint: LinearConstraint
    most: float

    def least(self, target: FloatArray) -> FloatArray | None:
        """Return people that make a sum least; None where none were found in time."""
        found = milp(
            target,
            constraints=self.constraint,
            integrality=np.ones(len(target), dtype=np.int64),
            bounds=Bounds(0, self.most),
            options={"time_limit": SECONDS},
        )
        return None if found.x is None else np.asarray(found.x)

    def varies(self, target: FloatArray) -> bool:
        """Tell whether a sum can take more than one value."""
        low, high = self.least(target), self.least(-target)
        return low is not None and high is not None and round(float(target @ low)) < round(float(target @ high))


def _is_close(group: BoolArray, printed: Sequence[Printed]) -> bool:
    """Tell whether a share printed of people around leaves few who chose, or few who did not."""
    around = [one for one in printed if not (group & ~one.inside).any()]
    chose = min((math.floor(one.n[1] * one.value[1]) for one in around), default=SAFE)
    did_not = min((one.n[1] - math.ceil(one.n[0] * one.value[0]) for one in around), default=SAFE)
    return min(chose, did_not) < SAFE


def _constraint(atoms: BoolArray, printed: Sequence[Printed]) -> LinearConstraint:
    """Hold those who chose and those who did not, by atom, to every printed number and share."""
    factors: list[FloatArray] = []
    low: list[float] = []
    high: list[float] = []
    for inside, one in zip(atoms.astype(np.float64), printed, strict=True):
        chose = np.concatenate([inside, np.zeros_like(inside)])
        everyone = np.concatenate([inside, inside])
        factors += [everyone, chose - one.value[0] * everyone, chose - one.value[1] * everyone]
        low += [one.n[0], 0.0, -np.inf]
        high += [one.n[1], np.inf, 0.0]
    return LinearConstraint(np.array(factors), np.array(low), np.array(high))

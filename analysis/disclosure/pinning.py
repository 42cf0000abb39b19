"""Ask whether a small group's answers could be others than they are, given all that is printed, as an adversary would.

The adversary is taken to know the exact number of people in every printed set and how many of them chose: nothing that
is rounded, and no error, interval or p-value beside it, can then tell more. Where hardly anybody chose something,
printed groups may use up all who did, and an unprinted group is known to hold none (Fischetti and Salazar-González
2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.arrays import BoolArray, FloatArray, IntArray

SECONDS = 2.0


@dataclass(frozen=True)
class Answers:
    """How many people each atom holds, and how many of them chose."""

    people: IntArray
    chose: IntArray

    def all_alike(self, inside: BoolArray) -> bool:
        """Tell whether nobody of a set chose, or everybody."""
        n, chose = int(self.people[inside].sum()), int(self.chose[inside].sum())
        return chose in (0, n)


def pinned(groups: Sequence[BoolArray], printed: BoolArray, answers: Answers, many: Sequence[BoolArray]) -> list[int]:
    """Return the places of the groups for whose number of answers only one value agrees with what is printed.

    `printed` are sets of people (rows, by atom). A group within one of `many`, sets of enough people whose figures may
    be told, all of whom answered alike, is passed over: what everybody of so many did may be told.
    """
    alike = [one for one in many if answers.all_alike(one)]
    held = answers.people > 0
    open_groups = [at for at, group in enumerate(groups) if not any(not (group & held & ~one).any() for one in alike)]
    _, which = np.unique(printed[:, held], axis=1, return_inverse=True)
    people, chose = answers.people[held], answers.chose[held]
    unsettled = [at for at in open_groups if not _may_swap(groups[at][held], which.reshape(-1), people, chose)]
    return [at for at in unsettled if not _varies(groups[at][held], printed[:, held], people, chose)]


def _may_swap(group: BoolArray, alike: IntArray, people: IntArray, chose: IntArray) -> bool:
    """Tell whether one of the group and one of the others, in the same printed sets, may have each other's answer."""
    size = int(alike.max(initial=-1)) + 1
    inside, outside = (np.bincount(alike[part], people[part], size) for part in (group, ~group))
    yes, others = (np.bincount(alike[part], chose[part], size) for part in (group, ~group))
    return bool((((yes > 0) & (others < outside)) | ((yes < inside) & (others > 0))).any())


def _varies(group: BoolArray, printed: BoolArray, people: IntArray, chose: IntArray) -> bool:
    """Tell by an integer program whether a group's number may be another than it is, and says so in time."""
    rows = printed.astype(np.float64)
    target: FloatArray = group.astype(np.float64)
    told, known = int(chose[group].sum()), rows @ chose
    for sign in (1.0, -1.0):
        found = milp(
            sign * target,
            constraints=LinearConstraint(rows, known, known),
            integrality=np.ones(len(people), dtype=np.int64),
            bounds=Bounds(0, people),
            options={"time_limit": SECONDS},
        )
        if found.x is not None and abs(float(target @ found.x) - told) >= 1 - 1e-6:
            return True
    return False

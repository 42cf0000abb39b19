"""Find what follows from published sets of people by adding and subtracting, and withhold what tells of a few.

People are held in atoms: those alike in everything that cuts them. A set is a union of atoms, and a reader of the
figures of several sets knows those of every combination of them that is again a set. The sets withheld are the
complementary suppressions of statistical disclosure control (Hundepool and others 2012, chapter 4), chosen greedily.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray

NEAR = 1e-8


@dataclass
class Sets:
    """Sets of people (rows of `members`, by atom) with the people of each atom.

    `published` are the sets whose figures a reader sees; `fixed` are those that cannot be withheld any more: the whole,
    and what an earlier report printed. `secret` are sets whose figures must not follow. `cuts` are rows that share
    nobody, such as the groups of one segmentation.
    """

    members: BoolArray
    sizes: IntArray
    published: BoolArray
    fixed: BoolArray
    secret: BoolArray
    cuts: Sequence[IntArray] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        held = self.sizes > 0
        atoms, which = np.unique(self.members[:, held], axis=1, return_inverse=True)
        self.sizes = np.bincount(which.reshape(-1), weights=self.sizes[held], minlength=atoms.shape[1]).astype(np.int64)
        self.members = atoms

    @property
    def n(self) -> IntArray:
        return np.asarray(self.members @ self.sizes, dtype=np.int64)


def withhold(sets: Sets, fewest: int) -> IntArray:
    """Withhold published sets until no figure of fewer than `fewest` people, nor of a secret set, follows.

    Change `sets.published` and return the rows withheld, in order. What already follows from fixed sets alone cannot
    be helped and is passed over.
    """
    gone: list[int] = []
    beyond_help: set[tuple[int, ...]] = set()
    people = sets.n
    while leaks := _leaks(sets, fewest, beyond_help):
        for leak in leaks:
            movable = [row for row in leak if not sets.fixed[row]]
            if not sets.published[list(leak)].all():
                continue
            if not movable:
                beyond_help.add(leak)
                continue
            worst = min(movable, key=lambda row: (people[row], row))
            sets.published[worst] = False
            gone.append(worst)
    return np.array(gone, dtype=np.int64)


def _leaks(sets: Sets, fewest: int, beyond_help: set[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """List published sets from which something small follows, the plainest ways first."""
    for found in (_differences, _remainders, _combinations):
        leaks = [leak for leak in found(sets, fewest) if leak not in beyond_help]
        if leaks:
            return leaks
    return []


def _differences(sets: Sets, fewest: int) -> list[tuple[int, ...]]:
    """List pairs of published sets, one within the other, that differ by a few people."""
    rows = np.flatnonzero(sets.published)
    inside = sets.members[rows].astype(np.float64) * sets.sizes
    common = inside @ sets.members[rows].T.astype(np.float64)
    n = np.diag(common)
    apart = n[None, :] - common
    within = np.abs(n[:, None] - common) < NEAR
    found = np.argwhere(within & (apart > NEAR) & (apart < fewest - NEAR))
    return [(int(rows[small]), int(rows[large])) for small, large in found]


def _remainders(sets: Sets, fewest: int) -> list[tuple[int, ...]]:
    """List published sets of which the published groups of one cut leave a few people."""
    found = []
    n = sets.n
    for cut in sets.cuts:
        shown = cut[sets.published[cut]]
        together = sets.members[shown].any(axis=0)
        for whole in np.flatnonzero(sets.published):
            parts = [row for row in shown if row != whole and not (sets.members[row] & ~sets.members[whole]).any()]
            if len(parts) > 1:
                covered = sets.members[parts].any(axis=0) if len(parts) < len(shown) else together
                left = n[whole] - int(covered @ sets.sizes)
                if 0 < left < fewest:
                    found.append((int(whole), *map(int, parts)))
    return found


def _combinations(sets: Sets, fewest: int) -> list[tuple[int, ...]]:
    """List sets from which a small atom or a secret set follows by any linear combination."""
    rows = np.flatnonzero(sets.published)
    if not len(rows) or not len(sets.sizes):
        return []
    known = sets.members[rows].astype(np.float64)
    left, sizes, space = np.linalg.svd(known, full_matrices=False)
    kept = sizes > NEAR * sizes.max()
    left, sizes, space = left[:, kept], sizes[kept], space[kept]
    atoms = [atom for atom in _single(space) if sets.sizes[atom] < fewest]
    secret = np.flatnonzero(sets.secret & (sets.n > 0))
    wanted = [*np.eye(len(sets.sizes))[atoms], *sets.members[secret].astype(np.float64)]
    found = []
    for target in wanted:
        along = space @ target
        if np.linalg.norm(target - space.T @ along) < NEAR * np.sqrt(target.sum() + 1):
            factors = left @ (along / sizes)
            found.append(tuple(int(rows[at]) for at in np.flatnonzero(np.abs(factors) > 1e-6)))
    return found


def _single(space: FloatArray) -> IntArray:
    """Return the atoms that a combination of published sets singles out."""
    return np.flatnonzero(np.abs(1 - (space**2).sum(axis=0)) < NEAR)

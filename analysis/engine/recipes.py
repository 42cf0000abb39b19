"""How figures follow from raw sums: each is a ratio a·z / b·z of them, or a·z alone, a total.

So the derivatives by z give every error, and the same recipe computes the figures again from the sums of a replicate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analysis.arrays import FloatArray
from analysis.estimation.statistics import ROUNDING, Kind


@dataclass(frozen=True)
class Layout:
    """The order of raw sums: `answers` × `places` amounts, then the places' sizes; columns come first among places."""

    answers: int
    places: int
    columns: int

    @property
    def cells(self) -> int:
        return self.answers * self.places

    @property
    def sets(self) -> FloatArray:
        """Return which places make up each column and, last, the Total (columns + 1 × places)."""
        if self.places > self.columns:
            return np.eye(self.places)
        return np.concatenate([np.eye(self.columns), np.ones((1, self.columns))])

    @property
    def rests(self) -> FloatArray:
        """Return which places make up everyone outside each column (columns × places), −1 where they leave."""
        return np.asarray(self.sets[-1] - self.sets[:-1])


@dataclass(frozen=True)
class Recipe:
    """m figures: numerators and denominators over raw sums (m × raw; no denominators: totals), and bases.

    `bases` is m × cells, 1 where a cell belongs to the base of a figure, −1 where it leaves it.
    """

    kind: Kind
    shape: tuple[int, ...]
    numerators: FloatArray
    denominators: FloatArray | None
    bases: FloatArray

    def values(self, raw: FloatArray) -> FloatArray:
        """Compute the figures from raw sums (raw, or raw × replicates); not a number where a base is empty."""
        above = _combined(self.numerators, raw)
        if self.denominators is None:
            return above
        below = _combined(self.denominators, raw)
        found = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
        return np.where(np.abs(found - 1) <= ROUNDING, 1.0, found) if self.kind == "share" else found

    def derivatives(self, raw: FloatArray, values: FloatArray) -> FloatArray:
        """Return the derivatives of the figures by raw sums (m × raw), 0 where there is no figure."""
        if self.denominators is None:
            return self.numerators
        below = _combined(self.denominators, raw)
        known = np.where(below > 0, values, 0.0)
        scale = np.divide(1.0, below, out=np.zeros_like(below), where=below > 0)
        return np.asarray((self.numerators - known[:, None] * self.denominators) * scale[:, None])


@lru_cache(maxsize=256)
def in_columns(layout: Layout) -> Recipe:
    """Share of each answer in each column and, last, in the Total (answers × columns + 1)."""
    return _within(layout, layout.sets)


@lru_cache(maxsize=256)
def in_rests(layout: Layout) -> Recipe:
    """Share of each answer among everyone outside each column (answers × columns)."""
    return _within(layout, layout.rests)


@lru_cache(maxsize=256)
def in_rows(layout: Layout) -> Recipe:
    """Share of each column among those who gave each answer and, last, any answer (answers + 1 × columns)."""
    answers = np.concatenate([np.eye(layout.answers), np.ones((1, layout.answers))])
    here = _product(answers, layout.sets[:-1])
    bases = np.repeat(_product(answers, layout.sets[-1:]), layout.columns, axis=0)
    return Recipe("share", (layout.answers + 1, layout.columns), _raw(layout, here), _raw(layout, bases), bases)


@lru_cache(maxsize=256)
def in_whole(layout: Layout) -> Recipe:
    """Share of each cell in the whole table (answers × columns)."""
    here = _product(np.eye(layout.answers), layout.sets[:-1])
    bases = np.tile(_product(np.ones((1, layout.answers)), layout.sets[-1:]), (len(here), 1))
    return Recipe("share", (layout.answers, layout.columns), _raw(layout, here), _raw(layout, bases), bases)


@lru_cache(maxsize=256)
def counted(layout: Layout) -> Recipe:
    """Weighted count of each cell and, last, of the Total's (answers × columns + 1)."""
    here = _product(np.eye(layout.answers), layout.sets)
    bases = np.tile(_product(np.ones((1, layout.answers)), layout.sets), (layout.answers, 1))
    return Recipe("total", (layout.answers, layout.columns + 1), _raw(layout, here), None, bases)


def added(layout: Layout, origin: float) -> Recipe:
    """Total of numbers, of which `origin` was taken away, in each column and, last, the Total (1 × columns + 1)."""
    numerators = np.concatenate([layout.sets, origin * layout.sets], axis=1)
    return Recipe("total", (1, layout.columns + 1), numerators, None, layout.sets)


def averaged(layout: Layout, origin: float) -> Recipe:
    """Mean of numbers, of which `origin` was taken away, in each column and, last, the Total (columns + 1)."""
    numerators = np.concatenate([layout.sets, origin * layout.sets], axis=1)
    denominators = np.concatenate([np.zeros_like(layout.sets), layout.sets], axis=1)
    return Recipe("mean", (layout.columns + 1,), numerators, denominators, layout.sets)


def scored(layout: Layout, scores: Sequence[float]) -> Recipe:
    """Mean of the answers' scores in each column and, last, the Total; an answer without a score leaves the base."""
    values = np.asarray(scores, dtype=np.float64)
    known = np.isfinite(values)
    bases = _product(known.astype(np.float64)[None, :], layout.sets)
    here = _product(np.where(known, values, 0.0)[None, :], layout.sets)
    return Recipe("mean", (layout.columns + 1,), _raw(layout, here), _raw(layout, bases), bases)


def netted(layout: Layout, groups: Sequence[Sequence[int]]) -> Recipe:
    """Share of any of several answers in each column and, last, the Total (groups × columns + 1)."""
    member = np.zeros((len(groups), layout.answers))
    for i, answers in enumerate(groups):
        member[i, list(answers)] = 1.0
    bases = np.tile(_product(np.ones((1, layout.answers)), layout.sets), (len(groups), 1))
    shape = (len(groups), layout.columns + 1)
    return Recipe("share", shape, _raw(layout, _product(member, layout.sets)), _raw(layout, bases), bases)


def _within(layout: Layout, sets: FloatArray) -> Recipe:
    here = _product(np.eye(layout.answers), sets)
    bases = np.tile(_product(np.ones((1, layout.answers)), sets), (layout.answers, 1))
    return Recipe("share", (layout.answers, len(sets)), _raw(layout, here), _raw(layout, bases), bases)


def _raw(layout: Layout, cells: FloatArray) -> FloatArray:
    return np.concatenate([cells, np.zeros((len(cells), layout.places))], axis=1)


def _product(outer: FloatArray, inner: FloatArray) -> FloatArray:
    return np.asarray(np.kron(outer, inner), dtype=np.float64)


def _combined(matrix: FloatArray, raw: FloatArray) -> FloatArray:
    """Combine sums; what taking one from another leaves of rounding is 0."""
    found = matrix @ raw
    if matrix.min(initial=0.0) < 0:
        found[np.abs(found) <= ROUNDING * (np.abs(matrix) @ np.abs(raw))] = 0.0
    return np.asarray(found)

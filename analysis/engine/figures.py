"""Figures made of sums, with errors, design effects, sizes and a joint covariance, without the rows they came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.engine.recipes import Recipe
from analysis.engine.sums import Sums
from analysis.estimation.estimates import USUAL_INTERVALS, Estimate
from analysis.estimation.intervals import Figure, Interval, interval
from analysis.estimation.statistics import ROUNDING, Kind


@dataclass(frozen=True)
class Figures:
    """m figures in the order of their `shape` (last index fastest); arrays have m values unless said otherwise.

    `slopes` (m × basis) are derivatives by the basis of the sums. `rows` counts each figure's rows before missing
    answers left, as Korn–Graubard intervals want.
    """

    sums: Sums
    recipe: Recipe
    values: FloatArray
    slopes: FloatArray
    srs_variance: FloatArray
    rows: IntArray

    @property
    def kind(self) -> Kind:
        return self.recipe.kind

    @property
    def shape(self) -> tuple[int, ...]:
        return self.recipe.shape

    @property
    def bases(self) -> FloatArray:
        """Return m × cells: 1 where a cell belongs to the base of a figure, −1 where it leaves it."""
        return self.recipe.bases

    @cached_property
    def base_n(self) -> IntArray:
        return np.rint(self.bases @ self.sums.measured.counts.ravel()).astype(np.int64)

    @cached_property
    def weighted_n(self) -> FloatArray:
        return np.asarray(self.bases @ self.sums.weights_in_cells.ravel())

    @cached_property
    def variance(self) -> FloatArray:
        """Return each figure's variance; lonely rules look at its own base, and a constant has none."""
        found = self._raw_variance()
        if self.recipe.denominators is not None:
            found[(self.srs_variance == 0) & np.isfinite(found)] = 0.0
        return found

    def _raw_variance(self) -> FloatArray:
        if self.sums.presence is None:
            return _diagonal(self.slopes, self.sums.joint)
        found = np.empty(len(self.values))
        different, which = np.unique(self.bases, axis=0, return_inverse=True)
        for i, base in enumerate(different):
            mine = np.flatnonzero(which.ravel() == i)
            found[mine] = _diagonal(self.slopes[mine], self.sums.covariance_in(base))
        return found

    @cached_property
    def covariance(self) -> FloatArray:
        """Return the joint covariance (m × m); lonely rules look at the domain of the table, as for contrasts."""
        return np.asarray(self.slopes @ self.sums.joint @ self.slopes.T)

    @cached_property
    def se(self) -> FloatArray:
        known = np.isfinite(self.values) & (self.variance >= 0)
        return np.sqrt(np.where(known, self.variance, np.nan))

    @cached_property
    def deff(self) -> FloatArray:
        """Return design effects against sampling with replacement; not a number where that has no variance."""
        out = np.full(len(self.values), np.nan)
        np.divide(self.variance, self.srs_variance, out=out, where=self.srs_variance > 0)
        return out

    @cached_property
    def deff_weights(self) -> FloatArray:
        """Return the part of the design effect that comes from unequal weights alone: n·Σw²/(Σw)²."""
        squares = self.bases @ self.sums.measured.squares.ravel()
        out = np.full(len(self.values), np.nan)
        np.divide(self.base_n * squares, self.weighted_n**2, out=out, where=self.base_n > 0)
        return out

    @cached_property
    def effective_n(self) -> FloatArray:
        """Return how many simply sampled people each base is worth, never more than there are."""
        people = self.base_n.astype(np.float64)
        by_weights = np.divide(people, self.deff_weights, out=np.zeros_like(people), where=self.base_n > 0)
        out = np.where(self.deff <= 0, people, by_weights)
        worth = np.divide(people, self.deff, out=out, where=self.deff > 0)
        return np.where(self.base_n > 0, np.minimum(people, worth), 0.0)

    def estimates(self, df: float, *, level: float = 0.95, interval_of: Interval | None = None) -> list[Estimate]:
        """Return the figures one by one with their intervals; `df` is that of the design in the domain."""
        method = interval_of or USUAL_INTERVALS[self.kind]
        found = []
        for i, value in enumerate(self.values.tolist()):
            worth = float(self.effective_n[i])
            figure = Figure(value, float(self.variance[i]), df, int(self.rows[i]), worth)
            low, high = interval(method, figure, level)
            sizes = int(self.base_n[i]), float(self.weighted_n[i]), worth
            effects = float(self.deff[i]), float(self.deff_weights[i])
            found.append(Estimate(value, float(self.se[i]), df, low, high, *sizes, *effects))
        return found


def figures(sums: Sums, recipe: Recipe, rows: IntArray) -> Figures:
    """Compute a recipe from sums; `rows` (m) counts the rows of each base before missing answers left."""
    raw = sums.basis.raw
    values = recipe.values(raw)
    derivatives = recipe.derivatives(raw, values)
    closed = recipe.denominators is not None
    return Figures(
        sums=sums,
        recipe=recipe,
        values=values,
        slopes=sums.basis.slopes(derivatives, closed=closed),
        srs_variance=_srs_variance(sums, recipe, values, derivatives),
        rows=rows,
    )


def _srs_variance(sums: Sums, recipe: Recipe, values: FloatArray, derivatives: FloatArray) -> FloatArray:
    """Return size·Σw(u−ū)²/(n−1) over each base, u the influence per unit of weight, as `statistics.srs_variance`."""
    n = recipe.bases @ sums.measured.counts.ravel()
    spare = np.where(n >= 2, n - 1, np.nan)
    if recipe.kind == "share":
        return np.asarray(np.where(values == 1, 0.0, values * (1 - values)) / spare)
    cells, k = sums.basis.cells, sums.layout.answers
    held = sums.weights_in_cells.ravel()
    size = recipe.bases @ held
    by_amount, by_size = derivatives[:, :cells], np.tile(derivatives[:, cells:], k)
    amounts = sums.basis.amounts.ravel()
    if recipe.denominators is None:
        sizes = np.where(size > 0, size, 1.0)
        by_size = by_size - ((recipe.bases * (by_amount * amounts + by_size * held)).sum(axis=1) / sizes)[:, None]
    if sums.measured.numeric:
        square = by_amount**2 * sums.measured.second.ravel() + by_size * (2 * by_amount * amounts + by_size * held)
    else:
        square = (by_amount + by_size) ** 2 * held
    squares = (recipe.bases * square).sum(axis=1)
    rounding = ROUNDING * (recipe.bases * (by_amount**2 * sums.measured.second.ravel() + by_size**2 * held)).sum(axis=1)
    return np.asarray(size * np.where(squares <= rounding, 0.0, squares) / spare)


def _diagonal(slopes: FloatArray, covariance: FloatArray) -> FloatArray:
    """Return the variances; what cancelling leaves of rounding is 0."""
    found: FloatArray = np.einsum("ij,ij->i", slopes @ covariance, slopes)
    largest = (np.abs(slopes) @ np.sqrt(np.abs(np.diag(covariance)))) ** 2
    found[found <= ROUNDING * largest] = 0.0
    return found

"""What one stage of a sample adds to a covariance, from the sums of its clusters instead of rows.

Sums are raw (weighted amounts and sizes by column) or in the *basis* in which nothing cancels: E = A − pB for every
answer of every column, F = B − qW for every column, and W, where A are a cluster's amounts, B its sizes, W its weight,
p the answer's share of the column and q the column's share of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy import sparse

from analysis.arrays import BoolArray, FloatArray
from analysis.stages import LonelyRule, Stage

ROUNDING = 1e-14
"""Covariances this small relative to the squares they are left of are rounding."""


class StageSums(Protocol):
    """Cluster sums of one stage, from which the covariance of the whole basis follows."""

    @property
    def stage(self) -> Stage: ...

    def gram(self, rule: LonelyRule, seen: BoolArray | None) -> FloatArray:
        """Return what the stage adds to the covariance of the basis; `seen` as in `Stage.covariance`."""
        ...

    def weighted(self, factors: FloatArray) -> FloatArray:
        """Return the basis summed over clusters with each set of factors (sets × clusters): basis × sets."""
        ...


@dataclass(frozen=True)
class DenseSums:
    """Many rows in a cluster: `totals` is basis × clusters, already centred as the basis is."""

    stage: Stage
    totals: FloatArray

    def gram(self, rule: LonelyRule, seen: BoolArray | None) -> FloatArray:
        return self.stage.covariance(self.totals.T, rule, seen)

    def weighted(self, factors: FloatArray) -> FloatArray:
        return np.asarray(self.totals @ factors.T)


@dataclass(frozen=True)
class SparseSums:
    """Few rows in a cluster: `raw` is clusters × raw sums, `to_basis` is basis × raw sums."""

    stage: Stage
    raw: sparse.csr_array
    to_basis: FloatArray

    def gram(self, rule: LonelyRule, seen: BoolArray | None) -> FloatArray:
        """Return the same from Σ c·tt′ less what the means of strata take away, c being the factor of a cluster."""
        scale, centred = self.stage.scales(rule, seen)
        by_stratum = scale * self.stage.carried
        factors = by_stratum[self.stage.cluster_strata]
        if self.stage.unsampled is not None:
            factors = factors * self.stage.unsampled
        scaled = sparse.csr_array(self.raw.multiply(factors[:, None]))
        found = (self.raw.T @ scaled).toarray()
        counted = np.where(centred & (by_stratum != 0), 1.0 / np.maximum(self.stage.sizes, 1), 0.0)
        sums, scaled_sums = self._of_strata @ self.raw, self._of_strata @ scaled
        held = np.asarray(self._of_strata @ factors)
        once = (sparse.csr_array(sums.multiply(counted[:, None])).T @ scaled_sums).toarray()
        twice = (sparse.csr_array(sums.multiply((counted**2 * held)[:, None])).T @ sums).toarray()
        return _in_basis(found - once - once.T + twice, np.diag(found), self.to_basis)

    def weighted(self, factors: FloatArray) -> FloatArray:
        return np.asarray(self.to_basis @ (self.raw.T @ factors.T))

    @cached_property
    def _of_strata(self) -> sparse.csr_array:
        clusters = len(self.stage.cluster_strata)
        ones = np.ones(clusters)
        return sparse.csr_array(
            (ones, (self.stage.cluster_strata, np.arange(clusters))), shape=(len(self.stage.sizes), clusters)
        )


@dataclass(frozen=True)
class ElementSums:
    """Respondents drawn one by one: sums by stratum are enough, as nobody is in two cells.

    `sums` is strata × raw sums; `squares` holds for each pair of channels the sums of their products (strata × cells).
    `by_cluster` makes the raw sums of each respondent, which only replicates ask for.
    """

    stage: Stage
    sums: FloatArray
    squares: Mapping[tuple[int, int], FloatArray]
    to_basis: FloatArray
    by_cluster: Callable[[], sparse.csr_array]

    def gram(self, rule: LonelyRule, seen: BoolArray | None) -> FloatArray:
        """Return Σ c·tt′ by stratum, less what its mean takes away, as `SparseSums` does."""
        scale, centred = self.stage.scales(rule, seen)
        factors = scale * self.stage.carried
        raw, cells = self.sums.shape[1], self.squares[0, 0].shape[1]
        found, place = np.zeros((raw, raw)), np.arange(cells)
        for (i, j), table in self.squares.items():
            found[i * cells + place, j * cells + place] = found[j * cells + place, i * cells + place] = factors @ table
        of_means = np.where(centred, factors / np.maximum(self.stage.sizes, 1), 0.0)
        taken = (self.sums * of_means[:, None]).T @ self.sums
        return _in_basis(found - taken, np.diag(found), self.to_basis)

    def weighted(self, factors: FloatArray) -> FloatArray:
        return np.asarray(self.to_basis @ (self.by_cluster().T @ factors.T))


def _in_basis(raw: FloatArray, squares: FloatArray, to_basis: FloatArray) -> FloatArray:
    """Turn a covariance of raw sums into that of the basis; what is small against the squares it came from is 0."""
    largest = np.abs(to_basis) @ np.sqrt(squares)
    result = to_basis @ raw @ to_basis.T
    result[np.abs(result) <= ROUNDING * np.outer(largest, largest)] = 0.0
    return np.asarray(result)


@dataclass(frozen=True)
class Basis:
    """Where the sums of a question are centred: amounts (answers × places), sizes (places), the weight of the whole.

    Raw sums are in the order of `raw`: the amounts, the first answer's places first, then the sizes.
    """

    amounts: FloatArray
    sizes: FloatArray
    has_total: bool

    @property
    def cells(self) -> int:
        return self.amounts.size

    @cached_property
    def whole(self) -> float:
        return float(self.sizes[-1] if self.has_total else self.sizes.sum())

    @cached_property
    def means(self) -> FloatArray:
        """Return p (answers × places), 0 where a column is empty."""
        return np.divide(self.amounts, self.sizes, out=np.zeros_like(self.amounts), where=self.sizes != 0)

    @cached_property
    def parts(self) -> FloatArray:
        """Return q (places), 0 where nobody is there."""
        return self.sizes / self.whole if self.whole else np.zeros_like(self.sizes)

    @cached_property
    def raw(self) -> FloatArray:
        return np.concatenate([self.amounts.ravel(), self.sizes])

    def centred(self, amounts: FloatArray, sizes: FloatArray) -> FloatArray:
        """Return basis × clusters from amounts (answers × places × clusters) and sizes (places × clusters)."""
        clusters = sizes.shape[1]
        result = np.empty((self.cells + len(sizes) + 1, clusters))
        inner = result[: self.cells].reshape(amounts.shape)
        np.multiply(self.means[:, :, None], sizes, out=inner)
        np.subtract(amounts, inner, out=inner)
        whole = sizes[-1] if self.has_total else sizes.sum(axis=0)
        np.subtract(sizes, self.parts[:, None] * whole, out=result[self.cells : -1])
        result[-1] = whole
        return result

    @cached_property
    def from_raw(self) -> FloatArray:
        """Return the matrix basis × raw sums that `centred` applies."""
        (k, places), cells = self.amounts.shape, self.cells
        matrix = np.zeros((cells + places + 1, cells + places))
        matrix[:cells, :cells] = np.eye(cells)
        matrix[np.arange(cells), cells + np.tile(np.arange(places), k)] = -self.means.ravel()
        whole = np.eye(places)[-1] if self.has_total else np.ones(places)
        matrix[cells:-1, cells:] = np.eye(places) - np.outer(self.parts, whole)
        matrix[-1, cells:] = whole
        return matrix

    def raw_of(self, summed: FloatArray) -> FloatArray:
        """Return raw sums (raw × sets) from sums in the basis (basis × sets)."""
        sizes = summed[self.cells : -1] + self.parts[:, None] * summed[-1]
        amounts = summed[: self.cells].reshape(*self.amounts.shape, -1) + self.means[:, :, None] * sizes
        return np.concatenate([amounts.reshape(self.cells, -1), sizes])

    def slopes(self, on_raw: FloatArray, *, closed: bool) -> FloatArray:
        """Turn derivatives by raw sums (m × raw) into derivatives by the basis; `closed` ones do not move with W."""
        by_amount, by_size = on_raw[:, : self.cells], on_raw[:, self.cells :]
        lifted = by_size + (by_amount * self.means.ravel()).reshape(-1, *self.amounts.shape).sum(axis=1)
        moved = np.zeros(len(on_raw)) if closed or not self.whole else on_raw @ self.raw / self.whole
        return np.concatenate([by_amount, lifted, moved[:, None]], axis=1)

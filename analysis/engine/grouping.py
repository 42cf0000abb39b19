"""Tie a design to the columns of a table, and pass over the data once for each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.engine.calibrated import Calibration, NotGroupableError, calibration_of
from analysis.engine.columns import Codes, Columns
from analysis.engine.stage_sums import Basis, DenseSums, ElementSums, SparseSums, StageSums
from analysis.engine.sums import Measured, Sums
from analysis.pps import PpsDesign
from analysis.replicates import ReplicateDesign
from analysis.stages import Stage

Slots: TypeAlias = NDArray[np.int32]

DENSE_PER_ENTRY = 2
SMALL_TABLE = 500_000
"""Cluster sums are a full table while that has at most so many numbers for each entry, or so many in all."""

MOST_IN_STRATA = 20_000_000
"""Elements are summed by stratum while that table has at most so many numbers."""


def group(design: Design, columns: Columns) -> Grouping:
    """Tie a design to columns over the same rows; raise NotGroupableError for replicates and for errors as R's rake."""
    if isinstance(design, ReplicateDesign):
        raise NotGroupableError("Replicate weights are summed by `engine.replicated`, not by cluster.")
    return Grouping(design, columns, calibration_of(design))


@dataclass(frozen=True)
class Grouping:
    """A design and the columns to compare; build it with `group`, ask questions with `answers` and `numbers`."""

    design: Design
    columns: Columns
    calibration: Calibration

    def answers(self, codes: Codes, k: int) -> Sums:
        """Sum the answers 0 … k−1 of one question (any integer type); rows of code −1 leave the question's base."""
        slots = np.add(self.columns.taken(codes), 1, dtype=np.int32)
        squares = self._by_slot(slots, self._squares_and_ones, k)
        first = self._table(0, slots, self.weights, k) if self._is_dense(self.design.stages[0], k) else None
        amounts = self._by_slot(slots, self.weights, k) if first is None else first.sum(axis=2)
        measured = Measured(
            codes=codes,
            counts=squares.imag.astype(np.int64),
            squares=np.ascontiguousarray(squares.real),
            second=amounts,
        )
        basis = Basis(amounts, amounts.sum(axis=0), self.columns.has_total)
        return self._summed(measured, basis, slots, [self.weights], k, first)

    def numbers(self, values: FloatArray) -> Sums:
        """Sum one variable of numbers; rows that are not a number leave its base."""
        taken = np.asarray(self.columns.taken(values), dtype=np.float64)
        known = np.isfinite(taken)
        slots = known.astype(np.int32)
        weights = np.where(known, self.weights, 0.0)
        size = float(weights.sum())
        origin = float(weights @ np.where(known, taken, 0.0)) / size if size else 0.0
        centred = np.where(known, taken - origin, 0.0)
        squares = self._by_slot(slots, self._squares_and_ones, 1)
        measured = Measured(
            codes=np.where(np.isfinite(values), 0, -1).astype(np.int8),
            counts=squares.imag.astype(np.int64),
            squares=np.ascontiguousarray(squares.real),
            second=self._by_slot(slots, weights * centred**2, 1),
            origin=origin,
            numeric=True,
        )
        amounts = self._by_slot(slots, weights * centred, 1)
        basis = Basis(amounts, self._by_slot(slots, weights, 1)[0], self.columns.has_total)
        return self._summed(measured, basis, slots, [weights * centred, weights], 1)

    @cached_property
    def places(self) -> Slots:
        return self.columns.places.astype(np.int32)

    @cached_property
    def weights(self) -> FloatArray:
        """Return weights by entry."""
        return np.asarray(self.columns.taken(self.design.weights), dtype=np.float64)

    @cached_property
    def _seen(self) -> list[BoolArray] | None:
        """Tell for each stage which clusters have a row of the domain, where a lonely rule asks."""
        if not self.design.depends_on_domain:
            return None
        return [stage.seen(self.columns.domain) for stage in self.design.stages]

    @cached_property
    def calibrated_totals(self) -> list[FloatArray]:
        """Return for each stage the clusters' totals of what the weighting knows (clusters × columns of all x)."""
        stages = self.design.stages
        return [self.calibration.totals(stage.clusters, len(stage.cluster_strata)) for stage in stages]

    @cached_property
    def _squares_and_ones(self) -> NDArray[np.complex128]:
        """Hold w² and whether w > 0 in one number, so that one pass sums both."""
        return self.weights**2 + 1j * (self.weights > 0)

    @cached_property
    def _groups(self) -> list[NDArray[Any]]:
        """Return for each stage place × clusters + cluster, by entry."""
        found: list[NDArray[Any]] = []
        for stage in self.design.stages:
            clusters = len(stage.cluster_strata)
            small = clusters * self.columns.place_count < np.iinfo(np.int32).max
            kind: type[np.int32 | np.int64] = np.int32 if small else np.int64
            codes: NDArray[Any] = self.columns.taken(stage.clusters).astype(kind)
            codes += self.places * kind(clusters)
            found.append(codes)
        return found

    def _by_slot(self, slots: Slots, values: NDArray[Any], k: int) -> NDArray[Any]:
        """Sum values by answer and place (answers × places)."""
        return scattered(slots, self.places, values, (k + 1, self.columns.place_count))[1:]

    def _summed(
        self,
        measured: Measured,
        basis: Basis,
        slots: Slots,
        values: Sequence[FloatArray],
        k: int,
        first: FloatArray | None = None,
    ) -> Sums:
        explained = self._explained(slots, values, k, basis) if self.calibration.steps else None
        stages: list[StageSums] = []
        for i, stage in enumerate(self.design.stages):
            if self._is_dense(stage, k):
                known = [] if i or first is None else [first]
                tables = known or [self._table(i, slots, one, k) for one in values]
                stages.append(self._dense(i, tables, basis, explained))
            elif explained is None and self._is_of_elements(stage, k):
                stages.append(self._elements(i, slots, values, k, basis))
            else:
                stages.append(self._sparse(i, slots, values, k, basis, explained))
        presence = self._presence(slots, k) if self.design.depends_on_domain and explained is None else None
        return Sums(self.design, self.columns, measured, basis, tuple(stages), presence, self._seen)

    def _is_dense(self, stage: Stage, k: int) -> bool:
        size = len(stage.cluster_strata) * self.columns.place_count * (k + 1)
        few = size <= max(DENSE_PER_ENTRY * len(self.weights), SMALL_TABLE)
        return few or isinstance(self.design, PpsDesign)

    def _is_of_elements(self, stage: Stage, k: int) -> bool:
        alone = len(stage.cluster_strata) == len(stage.clusters) and not self.columns.has_total
        size = len(stage.sizes) * self.columns.place_count * (k + 1)
        return alone and stage.unsampled is None and size <= MOST_IN_STRATA

    def _elements(self, i: int, slots: Slots, values: Sequence[FloatArray], k: int, basis: Basis) -> ElementSums:
        """Sum by stratum what is drawn one by one: values, and the products of those of one respondent."""
        stage, places, groups = self.design.stages[i], self.columns.place_count, self._strata_groups[i]
        strata = len(stage.sizes)

        def summed(one: FloatArray) -> FloatArray:
            table = scattered(slots, groups, one, (k + 1, places * strata))
            return np.asarray(table[1:].reshape(k * places, strata).T)

        pairs = [(a, b) for a in range(len(values)) for b in range(a, len(values))]
        squares = {(a, b): summed(values[a] * values[b]) for a, b in pairs}
        sums = np.concatenate([summed(one) for one in values], axis=1)
        to_basis = basis.from_raw @ self._lifted(k, len(values))
        taken = self.columns.taken(stage.clusters)
        return ElementSums(
            stage, sums, squares, to_basis, lambda: self._raw(taken, len(stage.cluster_strata), slots, values, k)
        )

    @cached_property
    def _strata_groups(self) -> list[NDArray[Any]]:
        """Return for each stage place × strata + stratum, by entry."""
        found: list[NDArray[Any]] = []
        for stage in self.design.stages:
            strata = self.columns.taken(stage.cluster_strata[stage.clusters])
            found.append(np.asarray(strata + self.columns.places * len(stage.sizes), dtype=np.int32))
        return found

    def _table(self, i: int, slots: Slots, values: FloatArray, k: int) -> FloatArray:
        """Sum values by answer, place and cluster of a stage (answers × places × clusters)."""
        places, clusters = self.columns.place_count, len(self.design.stages[i].cluster_strata)
        table = scattered(slots, self._groups[i], values, (k + 1, places * clusters))
        return table[1:].reshape(k, places, clusters)

    def _dense(self, i: int, tables: Sequence[FloatArray], basis: Basis, explained: FloatArray | None) -> DenseSums:
        sizes = tables[0].sum(axis=0) if len(tables) == 1 else tables[1][0]
        totals = basis.centred(tables[0], sizes)
        if explained is not None:
            totals -= (self.calibrated_totals[i] @ explained).T
        return DenseSums(self.design.stages[i], totals)

    def _sparse(
        self, i: int, slots: Slots, values: Sequence[FloatArray], k: int, basis: Basis, explained: FloatArray | None
    ) -> SparseSums:
        stage = self.design.stages[i]
        raw = self._raw(self.columns.taken(stage.clusters), len(stage.cluster_strata), slots, values, k)
        to_basis = basis.from_raw @ self._lifted(k, len(values))
        if explained is not None:
            raw = sparse.csr_array(sparse.hstack([raw, sparse.csr_array(self.calibrated_totals[i])]))
            to_basis = np.concatenate([to_basis, -explained.T], axis=1)
        return SparseSums(stage, raw, to_basis)

    def _explained(self, slots: Slots, values: Sequence[FloatArray], k: int, basis: Basis) -> FloatArray:
        """Return what the weighting explains of the basis: coefficients, columns of all x × basis."""
        rows = np.arange(self.design.n) if self.columns.rows is None else self.columns.rows
        by_row = self._raw(rows, self.design.n, slots, values, k)
        to_basis = basis.from_raw @ self._lifted(k, len(values))
        return self.calibration.coefficients([sums @ to_basis.T for sums in self.calibration.sums(by_row)])

    def _raw(
        self, of_entry: NDArray[Any], count: int, slots: Slots, values: Sequence[NDArray[Any]], k: int
    ) -> sparse.csr_array:
        """Sum values by cluster (or row) and by answer and place, where somebody is; numbers have their sizes after."""
        places = self.columns.place_count
        kept = np.flatnonzero(slots)
        columns = (slots[kept] - 1) * places + self.places[kept]
        parts = [sparse.csr_array((one[kept], (of_entry[kept], columns)), shape=(count, k * places)) for one in values]
        return parts[0] if len(parts) == 1 else sparse.csr_array(sparse.hstack(parts))

    def _lifted(self, k: int, channels: int) -> FloatArray:
        """Return the matrix that makes amounts and sizes of what `_raw` holds: sizes are the sums of the answers."""
        places = self.columns.place_count
        if channels > 1:
            return np.eye(2 * places)
        return np.concatenate([np.eye(k * places), np.tile(np.eye(places), k)], axis=0)

    def _presence(self, slots: Slots, k: int) -> list[sparse.csr_array]:
        """Count for each stage the rows of each cluster by answer and place, whatever their weight."""
        ones = [np.ones(len(slots))]
        return [
            self._raw(self.columns.taken(stage.clusters), len(stage.cluster_strata), slots, ones, k)
            for stage in self.design.stages
        ]


def scattered(first: NDArray[Any], second: NDArray[Any], values: NDArray[Any], shape: tuple[int, int]) -> NDArray[Any]:
    """Sum values by two codes into a table: the pass over the data, in compiled code of scipy."""
    return np.asarray(sparse.coo_array((values, (first, second)), shape=shape).toarray())

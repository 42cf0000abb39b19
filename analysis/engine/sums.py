"""What one pass over a question leaves: its cells, and cluster sums from which the errors of its figures follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.engine.columns import Codes, Columns
from analysis.engine.recipes import Layout
from analysis.engine.stage_sums import Basis, DenseSums, StageSums


@dataclass(frozen=True)
class Measured:
    """Sums by answer and place: people of positive weight, Σw² and Σwu², u being 0 or 1, or a number less `origin`."""

    codes: Codes
    counts: IntArray
    squares: FloatArray
    second: FloatArray
    origin: float = 0.0
    numeric: bool = False


@dataclass(frozen=True)
class Sums:
    """One question by the columns of a `Grouping`; `engine.tables` makes figures of it.

    Places are the columns, and the Total after them where columns overlap. `presence` (clusters × cells, by stage) is
    there where a lonely rule looks at the rows of a figure.
    """

    design: Design
    columns: Columns
    measured: Measured
    basis: Basis
    stages: tuple[StageSums, ...]
    presence: Sequence[sparse.csr_array] | None
    seen_in_domain: Sequence[BoolArray] | None

    @property
    def layout(self) -> Layout:
        answers, places = self.basis.amounts.shape
        return Layout(answers, places, self.columns.count)

    @property
    def weights_in_cells(self) -> FloatArray:
        """Return the sums of weights by answer and place; numbers have one answer, to be known."""
        return self.basis.sizes[None, :] if self.measured.numeric else self.basis.amounts

    @property
    def counts(self) -> IntArray:
        """Return the people of positive weight in each cell (answers × columns)."""
        return self.measured.counts[:, : self.columns.count]

    @property
    def weighted(self) -> FloatArray:
        """Return the sums of weights in each cell (answers × columns)."""
        return self.weights_in_cells[:, : self.columns.count]

    @cached_property
    def joint(self) -> FloatArray:
        """Return the covariance of the basis as the domain of the table sees it."""
        return self._gram(self.seen_in_domain)

    def covariance_in(self, base: FloatArray) -> FloatArray:
        """Return the covariance of the basis for figures about one base, given as signed cells (answers · places)."""
        if self.presence is None:
            return self.joint
        return self._gram([np.asarray(table @ base) > 0 for table in self.presence])

    def _gram(self, seen: Sequence[BoolArray] | None) -> FloatArray:
        dense = [stage.totals.T for stage in self.stages if isinstance(stage, DenseSums)]
        if len(dense) == len(self.stages):
            return self.design.covariance_of_totals(dense, seen)
        seen = None if self.design.projections else seen
        parts = [
            stage.gram(self.design.lonely, None if seen is None else seen[i]) for i, stage in enumerate(self.stages)
        ]
        return np.asarray(sum(parts))

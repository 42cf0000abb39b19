"""Fit a model block by block: neither the columns as one matrix nor anybody's influence is ever held.

The estimating equations are those of `estimation.regression`; the first steps are taken on a part of the rows, which
changes where the search starts and not where it ends. Errors are taken at the coefficients found, where R's `svyglm`
is one step behind: that is at most some 1e-5 of a variance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.engine.calibrated import NotGroupableError
from analysis.estimation.regression import (
    CONVERGED,
    MAX_ITERATIONS,
    SAME_COLUMN,
    UNSETTLED,
    Family,
    ModelError,
    deviance,
    predicted,
)
from analysis.replicates import ReplicateDesign

BLOCK = 1 << 15
EVERY = 16
"""The first steps are taken on one block in so many, where there are more blocks than that."""


@dataclass(frozen=True)
class Coefficients:
    """The coefficients, in the order of the columns, and their covariance under the design."""

    values: FloatArray
    covariance: FloatArray

    @property
    def se(self) -> FloatArray:
        return np.sqrt(np.diag(self.covariance))


def fit_in_blocks(
    design: Design, y: NDArray[Any], columns: Sequence[NDArray[Any]], base: BoolArray, family: Family
) -> Coefficients:
    """Fit y on an intercept and columns (any type of number, one value a row) over the base, where all must be known.

    Raise ModelError where a column follows from the others or no finite estimate exists, NotGroupableError where the
    weights are calibrated or replicated, LonelyClusterError as the design does.
    """
    if design.projections or isinstance(design, ReplicateDesign):
        raise NotGroupableError("Errors of a model under calibrated or replicate weights need influences.")
    rows = _Rows(design, y, columns, base, family)
    beta = _found(rows)
    information = _Sums.over(rows, beta, 1).information
    naive = np.linalg.inv(information)
    totals = [np.zeros((len(stage.cluster_strata), len(beta))) for stage in design.stages]
    for block in rows.blocks(1):
        mean, _ = predicted(family, beta @ block.x)
        scores = block.x * (block.weights * (block.y - mean))
        for stage, total in zip(design.stages, totals, strict=True):
            clusters = stage.clusters[block.where]
            for j, score in enumerate(scores):
                total[:, j] += np.bincount(clusters, weights=score, minlength=len(total))
    seen = [stage.seen(base) for stage in design.stages] if design.depends_on_domain else None
    return Coefficients(beta, design.covariance_of_totals([total @ naive for total in totals], seen))


@dataclass(frozen=True)
class _Block:
    """Some rows: x is coefficients × rows, `where` picks the rows from a column."""

    x: FloatArray
    y: FloatArray
    weights: FloatArray
    where: Any


@dataclass(frozen=True)
class _Rows:
    design: Design
    y: NDArray[Any]
    columns: Sequence[NDArray[Any]]
    base: BoolArray
    family: Family

    def blocks(self, every: int) -> Iterator[_Block]:
        """Give the members of the base block by block, or one block in `every`."""
        for start in range(0, self.design.n, BLOCK * every):
            part = slice(start, min(start + BLOCK, self.design.n))
            weights = self.design.weights[part]
            inside = self.base[part] & (weights > 0)
            where: Any = part if inside.all() else start + np.flatnonzero(inside)
            weights = weights if inside.all() else weights[inside]
            x = np.ones((len(self.columns) + 1, len(weights)))
            for j, column in enumerate(self.columns):
                x[j + 1] = column[where]
            yield _Block(x, self.y[where].astype(np.float64), weights, where)


@dataclass
class _Sums:
    """What one pass gives: the score, the information, the deviance, and the largest value of each column."""

    score: FloatArray
    information: FloatArray
    deviance: float
    largest: FloatArray
    weight: float
    n: int

    @classmethod
    def over(cls, rows: _Rows, beta: FloatArray, every: int) -> _Sums:
        p = len(beta)
        sums = cls(np.zeros(p), np.zeros((p, p)), 0.0, np.zeros(p), 0.0, 0)
        for block in rows.blocks(every):
            mean, slope = predicted(rows.family, beta @ block.x)
            sums.score += block.x @ (block.weights * (block.y - mean))
            sums.information += (block.x * (block.weights * slope)) @ block.x.T
            sums.deviance += deviance(rows.family, block.y, mean, block.weights)
            sums.largest = np.maximum(sums.largest, np.abs(block.x).max(axis=1, initial=0.0))
            sums.weight += float(block.weights.sum())
            sums.n += len(block.weights)
        return sums


def _found(rows: _Rows) -> FloatArray:
    """Search from the coefficients of a part of the rows, and from zeros where those do not lead there."""
    nothing = np.zeros(len(rows.columns) + 1)
    if rows.design.n > BLOCK * EVERY:
        try:
            return _solved(rows, _solved(rows, nothing, EVERY), 1)
        except ModelError:
            return _solved(rows, nothing, 1)
    return _solved(rows, nothing, 1)


def _solved(rows: _Rows, beta: FloatArray, every: int) -> FloatArray:
    """Take Newton steps until the deviance stays, as `regression` does."""
    before, settled = np.inf, False
    for _ in range(MAX_ITERATIONS):
        sums = _Sums.over(rows, beta, every)
        if sums.n <= len(beta):
            raise ModelError("too-many-predictors", f"There are {len(beta)} coefficients and only {sums.n} rows.")
        found = sums.deviance / sums.weight * sums.n
        settled = abs(found - before) / (abs(found) + 0.1) < CONVERGED
        step = _step(sums)
        moved = float(np.abs(step) @ sums.largest)
        if settled and moved < UNSETTLED:
            return beta + step
        if settled or not np.all(np.isfinite(step)):
            break
        beta, before = beta + step, found
    text = "No finite estimates exist: some combination of variables fits the border exactly."
    raise ModelError("separation", text)


def _step(sums: _Sums) -> FloatArray:
    size = np.sqrt(np.diag(sums.information))
    if not np.all(size > 0):
        raise ModelError("separation", "No finite estimates exist: the fit has reached the border.")
    scaled = sums.information / np.outer(size, size)
    if float(np.linalg.eigvalsh(scaled)[0]) < SAME_COLUMN**1.5:
        raise ModelError("collinear", "Some coefficients follow from the others.")
    return np.asarray(np.linalg.solve(scaled, sums.score / size) / size)

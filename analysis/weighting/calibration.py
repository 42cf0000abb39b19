"""Calibrate weights to known totals: w = d · F(x′λ), with Σ w x equal to the totals (Deville and Särndal 1992).

`before` are the weights d that a step starts from. What a calibration explains of an influence is taken away by the
regression on x with the weights before, whatever the distance: exact for the linear one, and for the others to the
order of the linearisation itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import FloatArray, IntArray, sums_by
from analysis.design import Projection

Distance: TypeAlias = Literal["linear", "raking", "logit"]
Bounds: TypeAlias = tuple[float, float]
Curve: TypeAlias = Callable[[FloatArray, Bounds], tuple[FloatArray, FloatArray]]

UNBOUNDED: Bounds = (-np.inf, np.inf)
STALLED = 1e-9
"""A misfit this small that no step makes smaller is rounding, whatever the tolerance wished."""


class WeightingError(ValueError):
    """Weights cannot be found, or must not be; `code` names the reason for a program."""

    def __init__(self, code: str, text: str, iterations: int = 0) -> None:
        super().__init__(text)
        self.code = code
        self.iterations = iterations


@dataclass(frozen=True)
class Weighted:
    """Weights after one step, what the step explains of influences, and how many iterations it took."""

    weights: FloatArray
    projection: Projection | None = None
    iterations: int = 0


@dataclass(frozen=True)
class Regression:
    """The part of influences that x explains: `x` is cells × p, `cells` row -> cell, weights before and after."""

    x: FloatArray
    cells: IntArray
    before: FloatArray
    after: FloatArray

    def residual(self, influences: FloatArray) -> FloatArray:
        """Return weighted influences (rows × k) less w·x′B, B regressed with the weights before."""
        count = len(self.x)
        ratio = np.divide(self.before, self.after, out=np.zeros_like(self.after), where=self.after > 0)
        sums = sums_by(self.cells, influences * ratio[:, None], count)
        return influences - self.after[:, None] * (self.x @ self.coefficients(self.x.T @ sums))[self.cells]

    def coefficients(self, sums: FloatArray) -> FloatArray:
        """Return B (p × k) from the sums of influences against x, each at the weights before (p × k)."""
        size, inverse = self._normal
        return np.asarray((inverse @ (sums / size[:, None])) / size[:, None])

    @cached_property
    def _normal(self) -> tuple[FloatArray, FloatArray]:
        """Return the sizes by which the columns of x are divided, and the inverse of the normal equations then."""
        weights = np.bincount(self.cells, weights=self.before, minlength=len(self.x))
        size: FloatArray = np.sqrt(weights @ self.x**2)
        size[size == 0] = 1.0
        scaled = self.x / size
        inverse = np.linalg.pinv(scaled.T @ (weights[:, None] * scaled), rcond=1e-12, hermitian=True)
        return size, np.asarray(inverse, dtype=np.float64)


def calibrate(
    before: FloatArray,
    x: FloatArray,
    totals: FloatArray,
    *,
    distance: Distance = "linear",
    bounds: Bounds = UNBOUNDED,
    groups: IntArray | None = None,
    tolerance: float = 1e-12,
    max_iterations: int = 200,
) -> Weighted:
    """Calibrate so that Σ w x (x is rows × p) are the totals; `groups` (row -> group) share one factor each.

    `bounds` limit the factor w / d. Raise WeightingError where no weights are found.
    """
    cells = np.arange(len(before)) if groups is None else groups
    count = len(before) if groups is None else int(groups.max()) + 1
    weights = np.bincount(cells, weights=before, minlength=count).astype(np.float64)
    summed = sums_by(cells, before[:, None] * x, count)
    inner = np.divide(summed, weights[:, None], out=np.zeros_like(summed), where=weights[:, None] > 0)
    factors, iterations = _factors(weights, inner, totals, _CURVES[distance], bounds, tolerance, max_iterations)
    after = before * factors[cells]
    return Weighted(after, Regression(inner, cells, before, after), iterations)


def _factors(
    weights: FloatArray,
    x: FloatArray,
    totals: FloatArray,
    curve: Curve,
    bounds: Bounds,
    tolerance: float,
    max_iterations: int,
) -> tuple[FloatArray, int]:
    """Solve Σ w F(x′λ) x = totals by Newton's method, halving steps that leave the numbers."""
    with np.errstate(over="ignore"):
        size = np.sqrt(weights @ x**2)
    if not np.all(np.isfinite(size)):
        raise WeightingError("weights-not-found", "The columns to calibrate on hold numbers too large to add up.")
    size[size == 0] = 1.0
    scaled, wanted = x / size, totals / size
    multipliers = np.zeros(x.shape[1])
    factors, slopes = curve(scaled @ multipliers, bounds)
    best = np.inf
    for iteration in range(1, max_iterations + 1):
        hessian = scaled.T @ ((weights * slopes)[:, None] * scaled)
        step = np.linalg.pinv(hessian, rcond=1e-13, hermitian=True) @ (wanted - scaled.T @ (weights * factors))
        for _ in range(60):
            factors, slopes = curve(scaled @ (multipliers + step), bounds)
            if np.all(np.isfinite(factors)) and np.all(np.isfinite(slopes)):
                break
            step = step / 2
        else:
            break
        multipliers = multipliers + step
        gap = np.abs(totals - x.T @ (weights * factors)) / (1 + np.abs(totals))
        misfit = float(gap.max(initial=0.0))
        if misfit < tolerance or (misfit < STALLED and misfit >= best / 2):
            return factors, iteration
        best = min(best, misfit)
    text = (
        f"No weights reach these totals: after {max_iterations} iterations a total is still missed by a share of "
        f"{best:.3g}. Check the totals, or widen the bounds."
    )
    raise WeightingError("weights-not-found", text, max_iterations)


def _linear(u: FloatArray, bounds: Bounds) -> tuple[FloatArray, FloatArray]:
    factors = np.clip(1 + u, *bounds)
    return factors, ((1 + u > bounds[0]) & (1 + u < bounds[1])).astype(np.float64)


def _raking(u: FloatArray, bounds: Bounds) -> tuple[FloatArray, FloatArray]:
    with np.errstate(over="ignore"):
        grown = np.exp(u)
    inside = (grown > bounds[0]) & (grown < bounds[1])
    return np.clip(grown, *bounds), np.where(inside, grown, 0.0)


def _logit(u: FloatArray, bounds: Bounds) -> tuple[FloatArray, FloatArray]:
    low, high = bounds
    steepness = (high - low) / ((1 - low) * (high - 1))
    log_odds = steepness * u + np.log((1 - low) / (high - 1))
    share = np.exp(-np.logaddexp(0.0, -log_odds))
    return low + (high - low) * share, (high - low) * steepness * share * (1 - share)


_CURVES: dict[Distance, Curve] = {"linear": _linear, "raking": _raking, "logit": _logit}

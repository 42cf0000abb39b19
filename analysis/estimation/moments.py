"""Estimate smooth functions of weighted means and covariances, with influences by the chain rule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation.statistics import Statistic, members_of, srs_variance

OfCovariance = Callable[[FloatArray], FloatArray]

STEP = np.finfo(np.float64).eps ** (1 / 3)
"""The relative step at which central differences are most exact."""


def of_covariance(function: OfCovariance, weights: FloatArray, x: FloatArray, base: BoolArray) -> Statistic:
    """Estimate a smooth function of the weighted covariance matrix Σw(x−x̄)(x−x̄)ᵀ/Σw of the columns of x.

    The function takes a p × p matrix and returns k values; its slopes are found by central differences, so it must be
    smooth near the estimate. A missing x inside the base makes every value missing. Influences are those of a function
    of moments (Deville 1999): the gradient at the estimate times (x−x̄)(x−x̄)ᵀ − covariance.
    """
    members = members_of(weights, base)
    taken = x[members]

    def recompute(other: FloatArray) -> FloatArray:
        return function(_covariance(other[members], taken))

    covariance = _covariance(weights[members], taken)
    values = function(covariance)
    slopes = slopes_of(function, covariance)
    centred = taken - weights[members] @ taken / weights[members].sum()
    products = np.einsum("kij,ni,nj->nk", slopes, centred, centred, optimize=True)
    per_row = (products - np.einsum("kij,ij->k", slopes, covariance)) / weights[members].sum()
    influences = np.zeros((len(weights), len(values)))
    influences[members] = weights[members, None] * per_row
    return Statistic(
        kind="ratio",
        values=values,
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights[members], per_row),
        rows=int(base.sum()),
        recompute=recompute,
    )


def _covariance(weights: FloatArray, x: FloatArray) -> FloatArray:
    size = weights.sum()
    centred = x - weights @ x / size
    return np.asarray((centred * weights[:, None]).T @ centred / size)


def slopes_of(function: OfCovariance, covariance: FloatArray) -> FloatArray:
    """Return k × p × p slopes, symmetric: moving one covariance moves both of its places."""
    p, scale = len(covariance), np.sqrt(np.diag(covariance))
    slopes = np.zeros((len(function(covariance)), p, p))
    for i in range(p):
        for j in range(i, p):
            step = STEP * scale[i] * scale[j]
            up, down = covariance.copy(), covariance.copy()
            up[i, j] = up[j, i] = covariance[i, j] + step
            down[i, j] = down[j, i] = covariance[i, j] - step
            slope = (function(up) - function(down)) / (2 * step)
            slopes[:, i, j] = slopes[:, j, i] = slope if i == j else slope / 2
    return slopes

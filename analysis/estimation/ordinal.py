"""Regression of ordered categories: the cumulative logit model, P(y ≤ j) = expit(ζ_j − x′β)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.estimation.regression import Fit, ModelError, check_columns, coefficients_of
from analysis.estimation.statistics import members_of

MAX_ITERATIONS = 200
FLAT = 1e-10
"""A Newton decrement this small is the maximum, up to rounding."""


@dataclass(frozen=True)
class _Parts:
    """By row: log-likelihood, its slopes by the upper and lower limit, and its second derivatives."""

    log_likelihood: float
    score: FloatArray
    information: FloatArray


def fit_ordinal(weights: FloatArray, codes: IntArray, k: int, x: FloatArray, base: BoolArray) -> Fit:
    """Fit slopes (for x without an intercept, rows × p) and then k − 1 thresholds over the base.

    Codes are 0 … k−1, all of them there. Raise ModelError where there are fewer than three categories, a column follows
    from the others, or no finite estimate exists.
    """
    if k < 3:
        raise ModelError("bad-response", "An ordinal response needs at least three categories.")
    members = members_of(weights, base)
    inside, taken, target = weights[members], x[members], codes[members]
    check_columns(np.column_stack([np.ones(len(taken)), taken]), inside)
    scale = float(inside.mean())
    shares = np.cumsum(np.bincount(target, weights=inside, minlength=k))[:-1] / inside.sum()
    start = np.concatenate([np.zeros(x.shape[1]), special.logit(shares)])
    values = _solved(inside / scale, target, k, taken, start)
    parts = _parts(values, inside / scale, target, k, taken)
    naive = np.asarray(np.linalg.inv(parts.information), dtype=np.float64)
    influences = np.zeros((len(weights), len(values)))
    influences[members] = parts.score @ naive

    def recompute(other: FloatArray) -> FloatArray:
        again = other[members]
        try:
            return _solved(again / again.mean(), target, k, taken, values)
        except (ModelError, np.linalg.LinAlgError):
            return np.full(len(values), np.nan)

    return Fit(coefficients_of(values, influences, base, recompute), naive, -2 * parts.log_likelihood)


def chances(values: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the chance of each category at one row x, and its derivatives by the values (categories × values).

    `values` are slopes and thresholds, as fitted.
    """
    p, k = len(x), len(values) - len(x) + 1
    reached = special.expit(values[p:] - x @ values[:p])
    steepness = np.concatenate([[0.0], reached * (1 - reached), [0.0]])
    limits = np.concatenate([np.repeat(-x[None, :], k + 1, axis=0), np.eye(k + 1)[:, 1:k]], axis=1)
    slopes = np.diff(steepness[:, None] * limits, axis=0)
    return np.diff(np.concatenate([[0.0], reached, [1.0]])), slopes


def _solved(weights: FloatArray, codes: IntArray, k: int, x: FloatArray, start: FloatArray) -> FloatArray:
    values, parts = start, _parts(start, weights, codes, k, x)
    for _ in range(MAX_ITERATIONS):
        gradient = parts.score.sum(axis=0)
        try:
            step = np.linalg.solve(parts.information, gradient)
        except np.linalg.LinAlgError:
            break
        if float(step @ gradient) < FLAT * FLAT * (1 + abs(parts.log_likelihood)) or np.max(np.abs(step)) < 1e-13:
            return values
        for _ in range(40):
            trial = _parts(values + step, weights, codes, k, x)
            if trial.log_likelihood >= parts.log_likelihood - 1e-9 * abs(parts.log_likelihood):
                break
            step = step / 2
        values, parts = values + step, trial
    raise ModelError(
        "separation", "No finite estimates exist: a combination of variables tells categories apart exactly."
    )


def _parts(values: FloatArray, weights: FloatArray, codes: IntArray, k: int, x: FloatArray) -> _Parts:
    p = x.shape[1]
    limits = np.concatenate([[-np.inf], values[p:], [np.inf]])
    eta = x @ values[:p]
    high, low = limits[codes + 1] - eta, limits[codes] - eta
    f_high, f_low = special.expit(high), special.expit(low)
    chance = f_high - f_low
    if np.any(chance <= 0):
        return _Parts(-np.inf, np.zeros((len(x), len(values))), np.eye(len(values)))
    d_high, d_low = f_high * (1 - f_high), f_low * (1 - f_low)
    by_high, by_low = d_high / chance, -d_low / chance
    upper, lower = _directions(codes, k, x)
    score = weights[:, None] * (by_high[:, None] * upper + by_low[:, None] * lower)
    twice_high = d_high * (1 - 2 * f_high) / chance - by_high**2
    twice_low = -d_low * (1 - 2 * f_low) / chance - by_low**2
    mixed = -by_high * by_low
    crossed = upper.T @ ((weights * mixed)[:, None] * lower)
    second = upper.T @ ((weights * twice_high)[:, None] * upper) + lower.T @ ((weights * twice_low)[:, None] * lower)
    return _Parts(float(weights @ np.log(chance)), score, -(second + crossed + crossed.T))


def _directions(codes: IntArray, k: int, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return how the upper and lower limit of each row move with slopes and thresholds."""
    steps = np.eye(k + 1)
    upper = np.concatenate([-x, steps[codes + 1, 1:k]], axis=1)
    lower = np.concatenate([-x, steps[codes, 1:k]], axis=1)
    return upper, lower

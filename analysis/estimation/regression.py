"""Regression under a complex design: weighted estimating equations, errors from the influence of each row.

Linear, logistic and log-linear models (canonical links) as R's `survey::svyglm` fits them; the cumulative logit of
`survey::svyolr` is in `ordinal`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy import linalg, special

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation.statistics import Recompute, Statistic, members_of

Family: TypeAlias = Literal["gaussian", "binomial", "poisson"]

MAX_ITERATIONS = 100
CONVERGED = 1e-8
"""Relative change of the deviance at which `glm` of R stops."""
UNSETTLED = 0.01
"""Linear predictors that still move this much after the deviance has settled run off to infinity."""
SAME_COLUMN = 1e-7
"""A column explained by those before it up to this share is no column of its own (R's tolerance)."""


class ModelError(ValueError):
    """A model cannot be fitted; `code` names the reason for a program."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Fit:
    """A fitted model: its coefficients as a statistic, and what likelihood tests need.

    `naive` is the inverse information and `deviance` the deviance, both under weights of mean 1.
    """

    coefficients: Statistic
    naive: FloatArray
    deviance: float


def fit_model(
    weights: FloatArray,
    y: FloatArray,
    x: FloatArray,
    offset: FloatArray,
    base: BoolArray,
    family: Family,
    scale: float | None = None,
) -> Fit:
    """Fit a model over the base, where y, x (rows × p) and offset must be known.

    `scale` is the weight that counts as 1, by default the mean of the base. Raise ModelError where a column follows
    from the others, or no finite estimate exists.
    """
    members = members_of(weights, base)
    inside, taken, target, shift = weights[members], x[members], y[members], offset[members]
    check_columns(taken, inside)
    unit = float(inside.mean()) if scale is None else scale
    sample = _Sample(target, taken, shift, _LINKS[family], family)
    done = _solved(sample, inside / unit, None)
    mean, slope = sample.link(taken @ done.beta + shift)
    roots = np.sqrt(done.working)
    turned = _orthogonal(taken * roots[:, None])
    influences = np.zeros((len(weights), x.shape[1]))
    residuals = np.divide(target - mean, slope, out=np.zeros_like(mean), where=slope > 0)
    influences[members] = (roots * residuals)[:, None] * turned.q @ turned.inverse.T

    def recompute(other: FloatArray) -> FloatArray:
        again = other[members]
        try:
            return _solved(sample, again / (again.mean() or 1.0), done.beta).beta
        except (ModelError, np.linalg.LinAlgError):
            return np.full(len(done.beta), np.nan)

    found = deviance(family, target, mean, inside / unit)
    naive = turned.inverse @ turned.inverse.T
    return Fit(coefficients_of(done.beta, influences, base, recompute), naive, found)


def coefficients_of(values: FloatArray, influences: FloatArray, base: BoolArray, recompute: Recompute) -> Statistic:
    """Wrap coefficients as a statistic; they have no variance under simple random sampling."""
    unknown = np.full(len(values), np.nan)
    return Statistic("contrast", values, influences, base, unknown, int(base.sum()), recompute)


def check_columns(x: FloatArray, weights: FloatArray) -> None:
    """Raise ModelError where there are fewer rows than columns, or a column follows from those before it."""
    if len(x) <= x.shape[1]:
        raise ModelError("too-many-predictors", f"There are {x.shape[1]} coefficients and only {len(x)} rows.")
    scaled = np.sqrt(weights)[:, None] * x
    size = np.sqrt((scaled**2).sum(axis=0))
    r = np.abs(np.diag(np.linalg.qr(scaled / np.where(size > 0, size, 1.0), mode="r")))
    aliased = np.flatnonzero((r < SAME_COLUMN) | (size == 0))
    if len(aliased):
        numbers = ", ".join(str(int(i) + 1) for i in aliased)
        raise ModelError("collinear", f"These coefficients follow from those before them: number {numbers}.")


@dataclass(frozen=True)
class _Sample:
    """What a model is fitted to, all but the weights."""

    y: FloatArray
    x: FloatArray
    offset: FloatArray
    link: Callable[[FloatArray], tuple[FloatArray, FloatArray]]
    family: Family


@dataclass(frozen=True)
class _Solution:
    """Coefficients, and the working weights of the last step: R takes errors from these."""

    beta: FloatArray
    working: FloatArray


def _solved(sample: _Sample, weights: FloatArray, start: FloatArray | None) -> _Solution:
    """Repeat weighted least squares until the deviance stays, as R's `glm` does and with its tolerance."""
    eta = _started(sample, weights) if start is None else sample.x @ start + sample.offset
    before, settled = deviance(sample.family, sample.y, sample.link(eta)[0], weights), False
    solution = None
    for _ in range(MAX_ITERATIONS):
        beta, working = _stepped(sample, weights, eta)
        last, eta = eta, sample.x @ beta + sample.offset
        if settled and solution is not None and np.max(np.abs(eta - last)) < UNSETTLED:
            return solution
        if settled or not np.all(np.isfinite(eta)):
            break
        after = deviance(sample.family, sample.y, sample.link(eta)[0], weights)
        solution = _Solution(beta, working)
        if sample.family == "gaussian":
            return solution
        settled = abs(after - before) / (abs(after) + 0.1) < CONVERGED
        before = after
    text = "No finite estimates exist: some combination of variables fits the border exactly."
    raise ModelError("separation", text)


def _stepped(sample: _Sample, weights: FloatArray, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Take one step of weighted least squares; returns coefficients (nan where there are none) and working weights."""
    mean, slope = sample.link(eta)
    working = weights * slope
    used = working > 0
    x, roots = sample.x[used], np.sqrt(working[used])
    target = eta[used] - sample.offset[used] + (sample.y[used] - mean[used]) / slope[used]
    turned = _orthogonal(x * roots[:, None])
    return np.asarray(turned.inverse @ (turned.q.T @ (target * roots))), working


@dataclass(frozen=True)
class _Orthogonal:
    """Columns as q times a triangle, and that triangle's inverse (nan where a column follows from the others).

    Squares of the columns would lose twice as many digits where values are far from 0.
    """

    q: FloatArray
    inverse: FloatArray


def _orthogonal(x: FloatArray) -> _Orthogonal:
    size = np.sqrt((x**2).sum(axis=0))
    q, r = np.linalg.qr(x / np.where(size > 0, size, 1.0))
    if len(r) < x.shape[1] or np.abs(np.diag(r)).min() <= SAME_COLUMN**2:
        return _Orthogonal(q, np.full((x.shape[1], len(r)), np.nan))
    inverse = linalg.solve_triangular(r, np.eye(len(r))) / size[:, None]
    return _Orthogonal(q, np.asarray(inverse, dtype=np.float64))


def _started(sample: _Sample, weights: FloatArray) -> FloatArray:
    """Return linear predictors of values moved off the border, where R starts too."""
    if sample.family == "gaussian":
        return sample.y
    if sample.family == "poisson":
        return np.asarray(np.log(sample.y + 0.1))
    return np.asarray(special.logit((weights * sample.y + 0.5) / (weights + 1)))


def _identity(eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    return eta, np.ones_like(eta)


def _logistic(eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    mean = special.expit(eta)
    return mean, mean * (1 - mean)


def _exponential(eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    with np.errstate(over="ignore"):
        mean = np.exp(eta)
    return mean, mean


def predicted(family: Family, eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the means at linear predictors, and the slopes of the means there."""
    return _LINKS[family](eta)


def deviance(family: Family, y: FloatArray, mean: FloatArray, weights: FloatArray) -> float:
    """Return the weighted deviance of means from y."""
    if family == "gaussian":
        return float(weights @ (y - mean) ** 2)
    if family == "poisson":
        return float(2 * weights @ (special.xlogy(y, y) - special.xlogy(y, mean) - (y - mean)))
    if np.all((y == 0) | (y == 1)):
        with np.errstate(divide="ignore"):
            return float(-2 * weights @ np.log(np.where(y > 0, mean, 1 - mean)))
    yes = special.xlogy(y, y) - special.xlogy(y, mean)
    no = special.xlogy(1 - y, 1 - y) - special.xlogy(1 - y, 1 - mean)
    return float(2 * weights @ (yes + no))


_LINKS: dict[Family, Callable[[FloatArray], tuple[FloatArray, FloatArray]]] = {
    "gaussian": _identity,
    "binomial": _logistic,
    "poisson": _exponential,
}

"""Set the questions of a plan against an outcome: which go together with it, and how much; never said to be its cause.

Relative weights (Johnson) and Shapley values are shares of the variance explained, with design-based intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.arrays import BoolArray, FloatArray
from analysis.codebook import Variable
from analysis.dataset import Dataset
from analysis.estimation.pairwise import Listwise, Moments, Pairwise
from analysis.estimation.statistics import Statistic, members_of
from analysis.plan import Driving, Plan
from analysis.topics.drivers import MOST_PREDICTORS, NotComparableError, shared_out
from analysis.topics.findings import Finding, covariance_of, finding, findings_of
from analysis.topics.lots import joint_inverse
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample

PER_PREDICTOR = 10
"""Answers needed for each predictor."""

TOGETHER = 0.5
"""Where less than this part of those asked about an item rated all, items drawn by lot are taken in pairs."""

INFLATED = 5.0
"""From this variance inflation on, predictors say much the same and their shares are unsure."""


@dataclass(frozen=True)
class Driver:
    """One predictor: its Shapley share and its relative weight, both parts of the variance explained.

    `together` is its weighted correlation with the outcome (only the sign and size of what goes together); `inflation`
    how much of it the other predictors say already.
    """

    variable: Variable
    shapley: Finding
    weight: Finding
    together: float
    inflation: float


@dataclass(frozen=True)
class Driven:
    """Predictors of one outcome by Shapley share; `explained` is R².

    `by_pairs`: predictors were drawn by lot; each pair rests on those who rated both, `base_n` people at least.
    """

    id: str
    outcome: Variable
    drivers: tuple[Driver, ...]
    explained: Finding
    base_n: int
    by_pairs: bool = False

    @property
    def is_collinear(self) -> bool:
        return any(driver.inflation >= INFLATED for driver in self.drivers)


@dataclass(frozen=True)
class NotDriven:
    """An outcome that cannot be set against its predictors, and why."""

    id: str
    outcome: Variable
    refusal: Refusal


def driven(sample: Sample, plan: Plan, entry: Driving) -> Driven | NotDriven | None:
    """Estimate one entry of the plan; None where its questions do not exist or nobody was asked."""
    codebook = sample.dataset.codebook
    outcome = codebook.by_name.get(entry.outcome)
    asked = [v for question in entry.predictors for v in codebook.of_question(question) if v.scale]
    if outcome is None or not asked:
        return None
    y = placed(sample.dataset, outcome, entry.unknown)
    x = np.stack([placed(sample.dataset, variable, entry.unknown) for variable in asked], axis=1)
    whom = sample.base & ~np.isnan(y)
    if not (whom & ~np.isnan(x).all(axis=1)).any():
        return None
    base = whom & ~np.isnan(x).any(axis=1)
    moments = _moments(sample, [outcome, *asked], np.concatenate([y[:, None], x], axis=1), base)
    why = _why_not(sample, plan, asked, moments)
    if why:
        return NotDriven(entry.id, outcome, why)
    return _fitted(sample, plan, entry, outcome, asked, moments)


def placed(dataset: Dataset, variable: Variable, unknown: Sequence[str] = ()) -> FloatArray:
    """Place answers along their scale from 0 to 1; what is off the scale or not answered is not a number."""
    if not variable.scale:
        return dataset.numbers(variable.name)
    codes = [value.code for value in variable.scale if value.code not in unknown]
    result = np.full(dataset.n, np.nan)
    for at, code in enumerate(codes):
        result[dataset.holds_code(variable.name, (code,))] = at / max(len(codes) - 1, 1)
    return result


def _moments(sample: Sample, variables: Sequence[Variable], data: FloatArray, base: BoolArray) -> Moments:
    """Take those who rated everything; where items were drawn by lot and less than half did, pairs of items."""
    weights = sample.design.weights
    most = max(int(np.max([sample.answered(variable.name).sum() for variable in variables[1:]])), 1)
    if any(variable.assignment for variable in variables) and base.sum() / most < TOGETHER:
        return Pairwise(weights, data, joint_inverse(sample.dataset, variables, ~np.isnan(data), sample.base))
    return Listwise(weights, data, base)


def _why_not(sample: Sample, plan: Plan, asked: Sequence[Variable], moments: Moments) -> Refusal | None:
    """Refuse where two items never met, or answers, degrees of freedom or predictors are too few or too many."""
    n, k = moments.n, len(asked)
    if k > MOST_PREDICTORS:
        return Refusal("few-for-predictors", {"n": n, "k": k, "needed": PER_PREDICTOR * k, "most": MOST_PREDICTORS})
    if n == 0 and isinstance(moments, Pairwise):
        return Refusal("drawn-apart", {"n": n, "k": k})
    needed = max(PER_PREDICTOR * k, plan.thresholds.min_n)
    if n < needed:
        return Refusal("few-for-predictors", {"n": n, "k": k, "needed": needed})
    df = sample.design.df(moments.of(_outcome_variance).base)
    return Refusal("few-degrees", {"df": df, "k": k}) if k > df else None


def _outcome_variance(covariance: FloatArray) -> FloatArray:
    return covariance[:1, 0]


def _fitted(
    sample: Sample, plan: Plan, entry: Driving, outcome: Variable, asked: Sequence[Variable], moments: Moments
) -> Driven | NotDriven:
    limits, n = plan.thresholds, moments.n
    try:
        linked = link_of(sample, moments)
        if not linked < limits.alpha:
            return NotDriven(entry.id, outcome, Refusal("no-link", {"n": n, "k": len(asked), "p": linked}))
        shapley = shared_out(moments, "shapley", relative=True)
        johnson = shared_out(moments, "johnson", relative=True)
    except NotComparableError:
        return NotDriven(entry.id, outcome, Refusal("collinear", {"n": n, "k": len(asked)}))
    names = [f"drivers.{entry.id}.{variable.name.replace('__', '.')}" for variable in asked]
    by_orders = findings_of(sample, [f"{name}.shapley" for name in names], "part", shapley.shares, limits)
    by_weight = findings_of(sample, [f"{name}.weight" for name in names], "part", johnson.shares, limits)
    explained = finding(sample, f"drivers.{entry.id}.explained", "part", shapley.explained, limits)
    together = _together(moments.covariance)
    found = [
        Driver(*parts)
        for parts in zip(asked, by_orders, by_weight, together, map(float, shapley.inflation), strict=True)
    ]
    found.sort(key=lambda driver: -driver.shapley.value)
    return Driven(entry.id, outcome, tuple(found), explained, n, isinstance(moments, Pairwise))


def link(sample: Sample, y: FloatArray, x: FloatArray, base: BoolArray) -> float:
    """As `link_of`, of those of the base, who answered everything."""
    return link_of(sample, Listwise(sample.design.weights, np.concatenate([y[:, None], x], axis=1), base))


def link_of(sample: Sample, moments: Moments) -> float:
    """Return the p-value of no linear link at all: a test of the covariances of the outcome with every predictor.

    The statistic takes the covariance that a simple random sample would have, and its distribution the design effects
    (second order of Rao and Scott 1984). Wald's takes the inverse of the design's own covariance, which with tens of
    clusters is so unsure that nothing passes for something one time in ten. Where p is large, shares of the variance
    explained would be shares of noise.
    """
    found = moments.of(lambda covariance: covariance[0, 1:])
    usual, joint = _usual_covariance(found, sample.design.weights), covariance_of(sample, [found])
    if np.linalg.matrix_rank(usual, hermitian=True) < found.k:
        raise NotComparableError("The covariances with the outcome cannot be told apart.")
    effects = np.linalg.solve(usual, joint)
    trace, df = float(np.trace(effects)), sample.design.df(found.base)
    if not trace > 0:
        raise NotComparableError("The design leaves no variance to test against.")
    ndf = trace**2 / float(np.trace(effects @ effects))
    statistic = float(found.values @ np.linalg.solve(usual, found.values)) / trace
    return float(special.fdtrc(ndf, ndf * df, statistic))


def _usual_covariance(found: Statistic, weights: FloatArray) -> FloatArray:
    """Return the covariance of the values (k × k) in a simple random sample with replacement of the same size."""
    members = members_of(weights, found.base)
    own = weights[members]
    per_row = found.influences[members] / own[:, None]
    centred = per_row - own @ per_row / own.sum()
    return np.asarray(own.sum() * (centred * own[:, None]).T @ centred / (len(members) - 1))


def _together(covariance: FloatArray) -> list[float]:
    spread = np.sqrt(np.diag(covariance))
    return [float(value) for value in covariance[0, 1:] / (spread[0] * spread[1:])]

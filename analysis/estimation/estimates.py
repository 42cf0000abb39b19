"""Turn statistics and a design into figures with standard errors, intervals, design effects and sizes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from scipy import special

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.estimation.intervals import Figure, Interval, interval
from analysis.estimation.statistics import Kind, Statistic
from analysis.replicates import ReplicateDesign

Deff: TypeAlias = Literal["srswr", "srswor"]

USUAL_INTERVALS: Mapping[Kind, Interval] = {
    "mean": "t",
    "total": "t",
    "ratio": "t",
    "contrast": "t",
    "variance": "t",
    "quantile": "t",
    "share": "beta",
}


class DeffNeedsPopulationError(Exception):
    """A design effect against sampling without replacement needs weights that sum to a population."""


@dataclass(frozen=True)
class Estimate:
    """One figure. What cannot be computed is not a number; `deff` is also that where the SRS variance is 0.

    `base_n` counts people, `weighted_n` sums their weights, `effective_n` is what they are worth in a simple random
    sample; `deff_weights` is the part of the design effect that comes from unequal weights alone.
    """

    value: float
    se: float
    df: float
    low: float
    high: float
    base_n: int
    weighted_n: float
    effective_n: float
    deff: float
    deff_weights: float


@dataclass(frozen=True)
class Estimates:
    """Figures in the order of the statistics and of their values; `covariance` is joint, in the same order."""

    rows: tuple[Estimate, ...]
    covariance: FloatArray | None
    level: float


@dataclass(frozen=True)
class Sizes:
    base_n: int
    weighted_n: float
    deff_weights: float


def sizes(weights: FloatArray, base: BoolArray) -> Sizes:
    """Count a base and weigh it; deff_weights is n·Σw²/(Σw)²."""
    inside = weights[base & (weights > 0)]
    n, size = len(inside), float(inside.sum())
    return Sizes(n, size, n * float(inside @ inside) / size**2 if n else math.nan)


def estimate(
    design: Design,
    statistics: Iterable[Statistic],
    *,
    level: float = 0.95,
    interval_of: Interval | None = None,
    df: float | None = None,
    domain: BoolArray | None = None,
    deff: Deff = "srswr",
    covariance: bool = False,
) -> Estimates:
    """Estimate every value of the statistics, which may come one at a time where no covariance is wanted.

    `domain` is the common domain (the `where`): it gives the degrees of freedom, unless `df` does. Lonely rules look at
    a figure's own base, and at the domain for contrasts and for the joint covariance of different bases, as R does.
    `interval_of` defaults by kind: Korn–Graubard for shares, Student's t otherwise. Raise LonelyClusterError, and
    DeffNeedsPopulationError where `srswor` is asked of weights that sum to less than the base.
    """
    used_df = float(design.df(domain)) if df is None else df
    joint = None
    if covariance:
        statistics = list(statistics)
        joint = design.covariance(statistics, present=_common(statistics, domain))
    rows: list[Estimate] = []
    for statistic in statistics:
        present = domain if statistic.kind == "contrast" else statistic.base
        variances = np.diag(design.covariance([statistic], present=present))
        method = interval_of or USUAL_INTERVALS[statistic.kind]
        rows += _figures(design, statistic, variances, method, used_df, level, deff)
    return Estimates(tuple(rows), joint, level)


def _common(statistics: Sequence[Statistic], domain: BoolArray | None) -> BoolArray | None:
    """Return the base all statistics share, else the domain."""
    same = all(np.array_equal(statistic.base, statistics[0].base) for statistic in statistics)
    return statistics[0].base if statistics and same else domain


def _figures(
    design: Design,
    statistic: Statistic,
    variances: FloatArray,
    method: Interval,
    df: float,
    level: float,
    deff: Deff,
) -> list[Estimate]:
    size = sizes(design.weights, statistic.base)
    srs_variances = statistic.srs_variance * _without_replacement(size, deff)
    figures = []
    of_logits = _logit_errors(design, statistic, method)
    for value, variance, srs_variance, logit_se in zip(
        statistic.values, variances, srs_variances, of_logits, strict=True
    ):
        known = math.isfinite(value)
        effect = _design_effect(variance, srs_variance) if known else math.nan
        worth = effective_n(size, effect) if known or not size.base_n else math.nan
        figure = Figure(float(value), float(variance), df, statistic.rows, worth, logit_se)
        low, high = interval(method, figure, level)
        se = figure.se if known else math.nan
        figures.append(
            Estimate(float(value), se, df, low, high, size.base_n, size.weighted_n, worth, effect, size.deff_weights)
        )
    return figures


def _logit_errors(design: Design, statistic: Statistic, method: Interval) -> list[float | None]:
    """Return the errors of the log odds of shares under replicates; None where the delta method has to serve.

    It has to where a replicate has a share of 0 or 1, whose odds are infinite: without that replicate, which is the one
    furthest away, the interval would be too narrow.
    """
    if method != "logit" or not isinstance(design, ReplicateDesign):
        return [None] * statistic.k
    shares = np.stack([statistic.recompute(column) for column in design.replicates.T])
    bounded = np.all(np.isnan(shares) | _has_odds(shares), axis=0) & _has_odds(statistic.values)

    def log_odds_of(place: int) -> Statistic:
        def again(weights: FloatArray) -> FloatArray:
            return np.asarray(special.logit(statistic.recompute(weights)[place : place + 1]))

        return replace(statistic, values=special.logit(statistic.values[place : place + 1]), recompute=again)

    return [
        math.sqrt(design.covariance([log_odds_of(place)], present=statistic.base)[0, 0]) if bounded[place] else None
        for place in range(statistic.k)
    ]


def _has_odds(shares: FloatArray) -> BoolArray:
    return np.asarray((shares > 1e-12) & (shares < 1 - 1e-12), dtype=np.bool_)


def effective_n(size: Sizes, deff: float) -> float:
    """Return how many simply sampled people the base is worth, never more than there are."""
    if not size.base_n:
        return 0.0
    if math.isnan(deff):
        return size.base_n / size.deff_weights
    return float(size.base_n) if deff <= 0 else min(float(size.base_n), size.base_n / deff)


def _design_effect(variance: float, srs_variance: float) -> float:
    return float(variance / srs_variance) if srs_variance > 0 else math.nan


def _without_replacement(size: Sizes, deff: Deff) -> float:
    if deff == "srswr" or not size.base_n:
        return 1.0
    if size.weighted_n < size.base_n * (1 - 1e-9):
        raise DeffNeedsPopulationError
    return max(0.0, 1 - size.base_n / size.weighted_n)

"""Say what weighting did, in numbers people act on: who carries the weight, what it costs, what trimming would give."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.estimation import statistics as st
from analysis.estimation.estimates import sizes
from analysis.weighting.calibration import WeightingError
from analysis.weighting.trimming import trim

EDGES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, math.inf)
"""Where the histogram is cut, in multiples of the mean weight."""
CAPS = (8.0, 6.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.0, 1.75, 1.5)
"""Upper limits tried by the trimming curve, in multiples of the mean weight."""
MOST_INFLUENTIAL = 10


@dataclass(frozen=True)
class Bin:
    """People whose weight is at least `low` and below `high`, in multiples of the mean weight."""

    low: float
    high: float | None
    people: int
    share_of_weight: float


@dataclass(frozen=True)
class Respondent:
    """One person by the number of the row (from 1): weights before and after, and the share of all weight carried."""

    row: int
    before: float
    weight: float
    share: float


@dataclass(frozen=True)
class Spread:
    """How unequal weights are; `deff` is Kish's n·Σw²/(Σw)², `effective_n` what is left of n after it."""

    n: int
    sum: float
    deff: float
    effective_n: float
    smallest: float
    largest: float
    ratio: float


@dataclass(frozen=True)
class TrimmedFigure:
    """A mean after trimming: how far it moves (`bias` risked), its error, and what both come to (`mse`)."""

    of: str
    estimate: float
    bias: float
    se: float
    mse: float


@dataclass(frozen=True)
class TrimmingPoint:
    """What an upper limit would do: people cut, weight moved, design effect, and the means asked for.

    `limit` is None where nothing is cut.
    """

    limit: float | None
    people: int
    moved_share: float
    deff: float
    figures: tuple[TrimmedFigure, ...]


def spread_of(weights: FloatArray) -> Spread:
    """Describe weights above 0; raise ValueError where there are none."""
    inside = weights[weights > 0]
    if not len(inside):
        raise ValueError("No weight is above 0.")
    size = sizes(weights, weights > 0)
    low, high = float(inside.min()), float(inside.max())
    return Spread(
        size.base_n, size.weighted_n, size.deff_weights, size.base_n / size.deff_weights, low, high, high / low
    )


def histogram(weights: FloatArray) -> tuple[Bin, ...]:
    """Count the weights above 0 in multiples of their mean."""
    inside = weights[weights > 0]
    relative = inside / inside.mean()
    places = np.digitize(relative, EDGES[1:-1])
    people = np.bincount(places, minlength=len(EDGES) - 1)
    shares = np.bincount(places, weights=inside, minlength=len(EDGES) - 1) / inside.sum()
    return tuple(
        Bin(low, None if math.isinf(high) else high, int(count), float(share))
        for low, high, count, share in zip(EDGES[:-1], EDGES[1:], people, shares, strict=True)
    )


def most_influential(before: FloatArray, after: FloatArray, count: int = MOST_INFLUENTIAL) -> tuple[Respondent, ...]:
    """List the people with the largest weights, the largest first; equal weights in the order of the file."""
    order = np.argsort(-after, kind="stable")[:count]
    whole = float(after.sum())
    return tuple(Respondent(int(i) + 1, float(before[i]), float(after[i]), float(after[i]) / whole) for i in order)


def trimming_curve(design: Design, figures: Sequence[tuple[str, FloatArray]]) -> tuple[TrimmingPoint, ...]:
    """Try upper limits from none to one and a half times the mean weight; `figures` are names and numbers by row.

    A bias is measured against the untrimmed mean; its square, less the variance of the difference, and the variance
    after trimming make the mean squared error (Potter 1990). Errors are those without calibration. A limit that leaves
    nobody to take what is cut off ends the curve.
    """
    untrimmed = [_mean(design.weights, x) for _, x in figures]
    mean_weight = float(design.weights[design.weights > 0].mean())
    points = []
    for cap in (math.inf, *CAPS):
        try:
            weights = trim(design.weights, upper=cap * mean_weight).weights
        except WeightingError:
            break
        trimmed = design.reweighted(weights)
        own = tuple(
            _figure(name, x, trimmed, first, design) for (name, x), first in zip(figures, untrimmed, strict=True)
        )
        changed = np.abs(weights - design.weights)
        points.append(
            TrimmingPoint(
                limit=None if math.isinf(cap) else cap * mean_weight,
                people=int(np.count_nonzero(design.weights > cap * mean_weight)),
                moved_share=float(changed.sum() / 2 / design.weights.sum()),
                deff=sizes(weights, weights > 0).deff_weights,
                figures=own,
            )
        )
    return tuple(points)


def _mean(weights: FloatArray, x: FloatArray) -> st.Statistic:
    return st.mean(weights, x, np.isfinite(x))


def _figure(name: str, x: FloatArray, trimmed: Design, untrimmed: st.Statistic, design: Design) -> TrimmedFigure:
    after = _mean(trimmed.weights, x)
    bias = float(after.values[0] - untrimmed.values[0])
    moved = st.difference(after, untrimmed, design.weights)
    variance = float(trimmed.covariance([after], present=after.base)[0, 0])
    luck = float(design.covariance([moved], present=after.base)[0, 0])
    mse = variance + max(bias**2 - luck, 0.0)
    return TrimmedFigure(name, float(after.values[0]), bias, math.sqrt(variance), mse)

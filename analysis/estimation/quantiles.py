"""Quantiles of weighted data: thirteen rules for the figure, and intervals by inverting shares (Woodruff 1952).

Twelve rules are those of R's `survey::svyquantile`; hf1 … hf9 follow Hyndman and Fan (1996). `linear` with the interval
`woodruff` is what R did before version 4.1 (`oldsvyquantile`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.estimation import statistics as st
from analysis.estimation.estimates import Estimate, sizes
from analysis.estimation.intervals import NOWHERE, Figure, Interval, interval, t_quantile
from analysis.replicates import ReplicateDesign

Rule: TypeAlias = Literal[
    "math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9", "linear"
]  # fmt: skip
QuantileInterval: TypeAlias = Literal[
    "woodruff-mean", "mean", "woodruff", "beta", "xlogit", "asin", "score", "quantile"
]  # fmt: skip
RULES: tuple[Rule, ...] = get_args(Rule)
_SHARES: dict[QuantileInterval, Interval] = {
    "woodruff-mean": "t",
    "mean": "t",
    "woodruff": "t",
    "beta": "beta",
    "xlogit": "xlogit",
    "asin": "asin",
}
_STEPS: frozenset[Rule] = frozenset({"math", "hf1"})
"""Rules whose quantile is an observed value, so that the share up to it gives it back."""


@dataclass(frozen=True)
class Sorted:
    """Values in order with their weights above 0, and the running sums of the weights."""

    x: FloatArray
    w: FloatArray
    cumulated: FloatArray
    total: float


@dataclass(frozen=True)
class Around:
    """The places next to a share p: positions from 1, and how far below and above p they are."""

    low: int
    high: int
    below: float
    above: float


@dataclass(frozen=True)
class Wish:
    """How a quantile is computed and its interval made."""

    rule: Rule = "math"
    interval: QuantileInterval = "woodruff-mean"
    level: float = 0.95
    df: float = math.inf


def in_order(x: FloatArray, w: FloatArray) -> Sorted:
    """Sort values by size, leaving out those of weight 0; sums are taken with extended precision, as R does."""
    used = w > 0
    order = np.argsort(x[used], kind="stable")
    values, weights = x[used][order], w[used][order]
    cumulated = np.cumsum(weights.astype(np.longdouble))
    total = float(cumulated[-1]) if len(cumulated) else math.nan
    return Sorted(values, weights, cumulated.astype(np.float64), total)


def weighted_quantile(data: Sorted, p: float, rule: Rule) -> float:
    """Return the quantile for a share p; not a number without data."""
    return _RULES[rule](data, p) if len(data.x) else math.nan


def quantile(design: Design, x: FloatArray, base: BoolArray, p: float, wish: Wish) -> Estimate:
    """Estimate a quantile over the base; its standard error is the width of the interval over 2t.

    A missing x in the base makes the figure missing. The interval `quantile` needs a replicate design (ValueError).
    """
    size = sizes(design.weights, base)
    known = not np.isnan(x[base & (design.weights > 0)]).any() and size.base_n > 0
    data = in_order(x[base], _as_r_holds_them(design)[base])
    value = weighted_quantile(data, p, wish.rule) if known else math.nan
    low, high = _limits(design, x, base, value, p, data, wish) if known else NOWHERE
    se = (high - low) / (2 * t_quantile(wish.level, wish.df)) if wish.df > 0 else math.nan
    worth = size.base_n / size.deff_weights if size.base_n else 0.0
    return Estimate(
        value, se, wish.df, low, high, size.base_n, size.weighted_n, worth, math.nan, size.deff_weights
    )  # fmt: skip


def _as_r_holds_them(design: Design) -> FloatArray:
    """Return weights as R rounds them, 1 / (1 / w), on which hangs whether a share is just reached."""
    if isinstance(design, ReplicateDesign):
        return design.weights
    chances = np.divide(1.0, design.weights, out=np.zeros_like(design.weights), where=design.weights > 0)
    return np.divide(1.0, chances, out=np.zeros_like(chances), where=(chances > 0) & np.isfinite(chances))


def _limits(
    design: Design, x: FloatArray, base: BoolArray, value: float, p: float, data: Sorted, wish: Wish
) -> tuple[float, float]:
    if wish.interval == "quantile":
        return _by_replicates(design, x, base, value, p, wish)
    if wish.interval == "score":
        return _score(design, x, base, p, data, wish)
    below = st.mean(design.weights, (x <= value).astype(np.float64), base)
    variance = float(design.covariance([below], present=base)[0, 0])
    centre = p if wish.interval == "woodruff" else float(below.values[0])
    if variance == 0 and wish.rule in _STEPS:
        return value, value  # The share below, summed anew, may lie a rounding error past the border.
    figure = Figure(centre, variance, wish.df, int(base.sum()))
    low, high = interval(_SHARES[wish.interval], figure, wish.level)
    high = 1.0 if abs(high - 1) <= st.ROUNDING * len(data.x) else high
    if wish.interval == "woodruff":
        low, high = max(low, 0.0), min(high, 1.0)
    lower = math.nan if not low >= 0 else weighted_quantile(data, low, wish.rule)
    upper = math.nan if not high <= 1 else weighted_quantile(data, high, wish.rule)
    return lower, upper


def _by_replicates(
    design: Design, x: FloatArray, base: BoolArray, value: float, p: float, wish: Wish
) -> tuple[float, float]:
    if not isinstance(design, ReplicateDesign):
        raise ValueError("The interval `quantile` needs replicate weights.")
    members = np.flatnonzero(base)

    def again(weights: FloatArray) -> FloatArray:
        return np.array([weighted_quantile(in_order(x[members], weights[members]), p, wish.rule)])

    nothing = np.zeros((len(x), 1))
    figure = st.Statistic("contrast", np.array([value]), nothing, base, np.array([np.nan]), len(members), again, False)
    half = math.sqrt(float(design.covariance([figure])[0, 0])) * t_quantile(wish.level, wish.df)
    return value - half, value + half


def _score(design: Design, x: FloatArray, base: BoolArray, p: float, data: Sorted, wish: Wish) -> tuple[float, float]:
    """Keep the values at which the share above does not differ from 1 − p (Francisco and Fuller 1991)."""
    places, critical = np.unique(data.x), t_quantile(wish.level, wish.df)

    def score(place: float) -> float:
        above = st.mean(design.weights, (x > place).astype(np.float64), base)
        se = math.sqrt(float(design.covariance([above], present=base)[0, 0]))
        gap = float(above.values[0]) - (1 - p)
        return gap / se if se > 0 else math.copysign(math.inf, gap)

    first = _first(places, lambda place: score(place) <= critical)
    last = _first(places, lambda place: score(place) <= -critical)
    return float(places[first]), float(places[min(last, len(places) - 1)])


def _first(places: FloatArray, holds: Callable[[float], bool]) -> int:
    """Find the first place from which on something holds, by halving."""
    low, high = 0, len(places) - 1
    while low < high:
        middle = (low + high) // 2
        if holds(float(places[middle])):
            high = middle
        else:
            low = middle + 1
    return low


def _around(data: Sorted, p: float) -> Around:
    reached = int(np.count_nonzero(data.cumulated <= p * data.total))
    low = max(reached, 1)
    high = min(low + 1, len(data.x)) if low < len(data.x) else low
    return Around(low, high, p - data.cumulated[low - 1] / data.total, data.cumulated[high - 1] / data.total - p)


def _math(data: Sorted, p: float) -> float:
    place = _around(data, p)
    return float(data.x[place.low - 1] if place.below == 0 else data.x[place.high - 1])


def _school(data: Sorted, p: float) -> float:
    place = _around(data, p)
    upper = float(data.x[place.high - 1])
    return (float(data.x[place.low - 1]) + upper) / 2 if place.below == 0 else upper


def _hf3(data: Sorted, p: float) -> float:
    values, index = np.unique(data.x, return_inverse=True)
    joined = in_order(values, np.bincount(index, weights=data.w).astype(np.float64))
    place = _around(joined, p)
    return float(values[place.low - 1] if place.below == 0 and place.low % 2 == 0 else values[place.high - 1])


def _hf4(data: Sorted, p: float) -> float:
    place = _around(data, p)
    width = place.below + place.above
    gamma = place.below / width if width != 0 else math.nan
    return float(data.x[place.low - 1] * (1 - gamma) + data.x[place.high - 1] * gamma)


def _shahvaish(data: Sorted, p: float) -> float:
    n = len(data.x)
    shares = (np.cumsum(data.w / data.w.mean()) + 0.5 - data.w / 2) / (n + 1)
    places, index = np.unique(shares, return_inverse=True)
    values = np.bincount(index, weights=data.x) / np.bincount(index)
    return float(values[max(int(np.searchsorted(places, p, side="right")) - 1, 0)])


def _interpolated(shares: Callable[[Sorted, FloatArray], FloatArray]) -> Callable[[Sorted, float], float]:
    """Make a rule that interpolates between the values at the shares given; the sums before each are passed too."""

    def rule(data: Sorted, p: float) -> float:
        before = np.append(0.0, data.cumulated[:-1])
        if len(data.x) == 1:
            return float(data.x[0])
        return _between(shares(data, before), data.x, p)

    return rule


def _between(shares: FloatArray, x: FloatArray, p: float) -> float:
    """Interpolate x at p, in the order of operations of R's `approx`, so that a value is met where R meets it."""
    high = min(max(int(np.searchsorted(shares, p, side="left")), 1), len(x) - 1)
    low = high - 1
    if p <= shares[low] or p >= shares[high]:
        return float(x[low] if p <= shares[low] else x[high])
    return float(x[low] + (x[high] - x[low]) * ((p - shares[low]) / (shares[high] - shares[low])))


_RULES: dict[Rule, Callable[[Sorted, float], float]] = {
    "math": _math,
    "school": _school,
    "shahvaish": _shahvaish,
    "hf1": _math,
    "hf2": _school,
    "hf3": _hf3,
    "hf4": _hf4,
    "linear": _interpolated(lambda data, before: data.cumulated / data.total),
    "hf5": _interpolated(lambda data, before: (data.cumulated - data.w / 2) / data.cumulated[-1]),
    "hf6": _interpolated(lambda data, before: data.cumulated / (data.cumulated[-1] + data.w[-1])),
    "hf7": _interpolated(lambda data, before: before / data.cumulated[-2]),
    "hf8": _interpolated(
        lambda data, before: (before / 3 + data.cumulated * 2 / 3) / (data.cumulated[-1] + data.w[-1] / 3)
    ),
    "hf9": _interpolated(
        lambda data, before: (before * 3 / 8 + data.cumulated * 5 / 8) / (data.cumulated[-1] + data.w[-1] / 4)
    ),
}

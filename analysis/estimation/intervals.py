"""Confidence intervals of one figure, from its variance and degrees of freedom.

Those of shares follow R's `survey::svyciprop`; `beta` is Korn and Graubard (1998).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy import optimize

from analysis.estimation import distributions

Interval: TypeAlias = Literal["t", "normal", "logit", "beta", "asin", "xlogit", "wilson", "likelihood", "mean"]
OF_SHARES: frozenset[Interval] = frozenset({"logit", "beta", "asin", "xlogit", "wilson", "likelihood", "mean"})
NOWHERE = (math.nan, math.nan)


@dataclass(frozen=True)
class Figure:
    """What an interval needs: `rows` is the size of the domain, `effective_n` serves where the variance is 0.

    `logit_se` is the standard error of the log odds where it is known from elsewhere than the delta method.
    """

    value: float
    variance: float
    df: float
    rows: int
    effective_n: float = math.nan
    logit_se: float | None = None

    @property
    def se(self) -> float:
        return math.sqrt(self.variance) if self.variance >= 0 else math.nan


def interval(method: Interval, figure: Figure, level: float) -> tuple[float, float]:
    """Return the lower and upper limit; not a number where the figure, its variance or its df give none.

    Only `normal` asks for no degrees of freedom.
    """
    if not (math.isfinite(figure.value) and figure.variance >= 0 and (figure.df > 0 or method == "normal")):
        return NOWHERE
    if method in OF_SHARES and not -1e-9 <= figure.value <= 1 + 1e-9:
        return NOWHERE
    return _METHODS[method](figure, level)


def t_quantile(level: float, df: float) -> float:
    """Return the two-sided quantile of Student's t; the normal one where df is infinite."""
    tail = 1 - (1 - level) / 2
    return distributions.t_quantile(tail, df)


def _student(figure: Figure, level: float) -> tuple[float, float]:
    half = t_quantile(level, figure.df) * figure.se
    return figure.value - half, figure.value + half


def _normal(figure: Figure, level: float) -> tuple[float, float]:
    half = t_quantile(level, math.inf) * figure.se
    return figure.value - half, figure.value + half


def _xlogit(figure: Figure, level: float) -> tuple[float, float]:
    p = figure.value
    if not 0 < p < 1:
        return NOWHERE
    centre, half = math.log(p / (1 - p)), t_quantile(level, figure.df) * figure.se / (p * (1 - p))
    return _expit(centre - half), _expit(centre + half)


def _logit(figure: Figure, level: float) -> tuple[float, float]:
    p = figure.value
    if figure.logit_se is None or not 0 < p < 1:
        return _xlogit(figure, level)
    centre, half = math.log(p / (1 - p)), t_quantile(level, figure.df) * figure.logit_se
    return _expit(centre - half), _expit(centre + half)


def _asin(figure: Figure, level: float) -> tuple[float, float]:
    p = figure.value
    if not 0 < p < 1:
        return NOWHERE
    centre = math.asin(math.sqrt(p))
    half = t_quantile(level, figure.df) * figure.se / (2 * math.sqrt(p * (1 - p)))
    return math.sin(centre - half) ** 2, math.sin(centre + half) ** 2


def _beta(figure: Figure, level: float) -> tuple[float, float]:
    """Give the exact binomial limits of as many independent people as the variance is worth."""
    p, alpha = min(max(figure.value, 0.0), 1.0), 1 - level
    worth = p * (1 - p) / figure.variance if figure.variance > 0 else math.inf
    if not 0 < p < 1:
        worth = figure.effective_n
    if figure.rows < 2 or not worth > 0:
        return NOWHERE
    worth *= (t_quantile(level, figure.rows - 1) / t_quantile(level, figure.df)) ** 2
    if worth > 1e15:
        return p, p
    low = 0.0 if p == 0 else distributions.beta_quantile(alpha / 2, worth * p, worth * (1 - p) + 1)
    high = 1.0 if p == 1 else distributions.beta_quantile(1 - alpha / 2, worth * p + 1, worth * (1 - p))
    return low, high


def _wilson(figure: Figure, level: float) -> tuple[float, float]:
    p = figure.value
    worth = p * (1 - p) / figure.variance if figure.variance > 0 else math.inf
    if not 0 < p < 1:
        worth = figure.effective_n
    if not worth > 0:
        return NOWHERE
    if math.isinf(worth):
        return p, p
    q = t_quantile(level, figure.df) ** 2 / worth
    centre, half = (p + q / 2) / (1 + q), math.sqrt(q * p * (1 - p) + q * q / 4) / (1 + q)
    return centre - half, centre + half


def _likelihood(figure: Figure, level: float) -> tuple[float, float]:
    """Invert the likelihood ratio test, its statistic scaled by the design effect (Rao and Scott 1984)."""
    p = figure.value
    if not 0 < p < 1:
        return NOWHERE
    if figure.variance == 0:
        return p, p
    allowed = t_quantile(level, figure.df) ** 2 * figure.variance / (2 * p * (1 - p))

    def excess(log_odds: float) -> float:
        log_p, log_q = -np.logaddexp(0.0, -log_odds), -np.logaddexp(0.0, log_odds)
        return float(p * (math.log(p) - log_p) + (1 - p) * (math.log(1 - p) - log_q) - allowed)

    centre, reach = math.log(p / (1 - p)), (allowed + math.log(2)) / min(p, 1 - p) + 1
    if excess(centre) >= 0:
        return p, p  # a variance this small is lost in rounding
    low = optimize.brentq(excess, centre - reach, centre, xtol=1e-13, rtol=1e-14)
    high = optimize.brentq(excess, centre, centre + reach, xtol=1e-13, rtol=1e-14)
    return _expit(low), _expit(high)


def _expit(log_odds: float) -> float:
    return float(np.exp(-np.logaddexp(0.0, -log_odds)))


_METHODS: dict[Interval, Callable[[Figure, float], tuple[float, float]]] = {
    "t": _student,
    "mean": _student,
    "normal": _normal,
    "logit": _logit,
    "xlogit": _xlogit,
    "asin": _asin,
    "beta": _beta,
    "wilson": _wilson,
    "likelihood": _likelihood,
}

"""Tails of weighted sums of χ², which tests under complex designs follow.

`imhof` inverts the characteristic function (Imhof 1961); `saddlepoint` is Kuonen's (1999) approximation. A denominator
with df degrees of freedom enters as one more term of weight −x/df; as in R, its df are cut to a whole number.
"""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np
from scipy import integrate, optimize, special

from analysis.arrays import FloatArray
from analysis.estimation import distributions

Tail: TypeAlias = Literal["lincom", "saddlepoint"]
FLAT = 1e-4
"""Nearer to 0 than this the saddlepoint formula is 0/0 (R's threshold)."""


def f_tail(statistic: float, weights: FloatArray, df: float, tail: Tail) -> float:
    """Return the chance that Σ weights·χ²(1) over χ²(df)/df is at least the statistic; infinite df have no divisor.

    Not a number without degrees of freedom.
    """
    if not df > 0:
        return math.nan
    if not statistic > 0:
        return 1.0
    terms, counts, at = weights, np.ones(len(weights)), statistic
    if not math.isinf(df):
        whole = max(math.floor(df), 1)
        terms, counts, at = np.append(weights, -statistic / df), np.append(counts, whole), 0.0
    method = imhof if tail == "lincom" else saddlepoint
    found = method(at, terms, counts)
    return satterthwaite(statistic, weights, df) if math.isnan(found) else min(max(found, 0.0), 1.0)


def satterthwaite(statistic: float, weights: FloatArray, df: float) -> float:
    """Return the tail of the χ² or F with the same first two moments."""
    scale, ndf = moments(weights)
    if math.isinf(df):
        return distributions.chi_square_tail(statistic / scale, ndf)
    return distributions.f_tail(statistic / ndf / scale, ndf, df)


def moments(weights: FloatArray) -> tuple[float, float]:
    """Return scale and degrees of freedom of the scaled χ² with the mean and variance of Σ weights·χ²(1)."""
    mean, square = float(weights.mean()), float((weights**2).mean())
    return square / mean, len(weights) * mean**2 / square


def imhof(at: float, weights: FloatArray, counts: FloatArray) -> float:
    """Return the chance that Σ weights·χ²(counts) exceeds `at`."""
    largest = float(np.max(np.abs(weights)))
    scaled, x = weights / largest, at / largest

    def integrand(u: float) -> float:
        angle = 0.5 * float(counts @ np.arctan(scaled * u)) - 0.5 * x * u
        size = 0.25 * float(counts @ np.log1p((scaled * u) ** 2))
        return math.sin(angle) / u * math.exp(-size) if u > 0 else 0.5 * (float(counts @ scaled) - x)

    total = 0.0
    for low, high in ((0.0, 1.0), (1.0, 10.0), (10.0, 100.0), (100.0, 1000.0), (1000.0, 10000.0)):
        part, _ = integrate.quad(integrand, low, high, limit=2000, epsabs=1e-10, epsrel=1e-10)
        total += part
    return 0.5 + total / math.pi


def saddlepoint(at: float, weights: FloatArray, counts: FloatArray) -> float:
    """Return the same chance approximately; not a number too near the mean."""
    largest = float(weights.max())
    scaled, x = weights / largest, at / largest

    def slope(z: float) -> float:
        return float(counts @ (scaled / (1 - 2 * z * scaled))) - x

    high = 0.5 * (1 - 1e-5)
    negative = scaled[scaled < 0]
    low = float(np.max(0.5 / negative)) * (1 - 1e-5) if len(negative) else -float(counts.sum()) / (2 * x)
    if slope(low) > 0 or slope(high) < 0:
        return math.nan
    z = float(optimize.brentq(slope, low, high, xtol=1e-14))
    if abs(z) < FLAT:
        return math.nan
    generating = -0.5 * float(counts @ np.log(1 - 2 * z * scaled))
    curvature = 2 * float(counts @ (scaled**2 / (1 - 2 * z * scaled) ** 2))
    w = math.copysign(math.sqrt(2 * (z * x - generating)), z)
    v = z * math.sqrt(curvature)
    return float(special.ndtr(-(w + math.log(v / w) / w)))

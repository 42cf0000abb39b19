"""Compare one figure of a wave with that of an earlier one, sampled apart unless a covariance is known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.estimation import distributions

POWER = 0.8
"""How often a change as large as the smallest detectable one shows."""


@dataclass(frozen=True)
class Difference:
    """A change with its error, degrees of freedom (Welch–Satterthwaite), interval and p.

    `expected` is how far two waves of these sizes lie apart, either way, if nothing changes; `detectable` the smallest
    change that would show four times in five, whatever else is compared.
    """

    value: float
    se: float
    df: float
    low: float
    high: float
    p: float
    expected: float
    detectable: float


def difference(
    now: float,
    then: float,
    errors: tuple[float, float],
    dfs: tuple[float, float],
    *,
    alpha: float = 0.05,
    compared: int = 1,
    covariance: float = 0.0,
) -> Difference:
    """Subtract the earlier figure; errors and degrees of freedom are those of now and then, errors above 0.

    `compared` counts the changes tested together. `covariance` is that of the two figures where respondents or clusters
    were in both waves; there are then the fewer of both degrees of freedom. Raise ValueError where it leaves the
    difference no variance.
    """
    variances = errors[0] ** 2, errors[1] ** 2
    left = sum(variances) - 2 * covariance
    if left <= 0:
        raise ValueError("The covariance of two waves leaves their difference no variance.")
    se, df = math.sqrt(left), min(dfs) if covariance else joint_df(variances, dfs)
    reach = distributions.t_quantile(1 - alpha / 2, df) * se
    least = distributions.t_quantile(1 - alpha / (2 * compared), df) + distributions.t_quantile(POWER, df)
    value = now - then
    p = distributions.two_sided(value / se, df)
    return Difference(value, se, df, value - reach, value + reach, p, reach, least * se)


def joint_df(variances: Sequence[float], dfs: Sequence[float]) -> float:
    """Return Satterthwaite's degrees of freedom of a sum of independent variances; infinite where all are."""
    unsure = sum(variance**2 / own for variance, own in zip(variances, dfs, strict=True))
    return sum(variances) ** 2 / unsure if unsure > 0 else math.inf

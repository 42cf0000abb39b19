"""Test whether a figure rises or falls steadily over three waves or more, by weighted regression on time.

Each wave weighs by its own sampling variance. Whether the waves keep to the line is tested beside it: a figure that
jumps about more than its sampling errors let has no steady trend, whatever its slope.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.estimation import distributions
from analysis.topics.refusals import Refusal
from analysis.waves.changing import joint_df
from analysis.waves.series import Series

FEWEST_WAVES = 3
BENT = 0.05


@dataclass(frozen=True)
class Trend:
    """The change a year of a straight line, with its error, interval and p; `bend` is Q about the line, χ² on n − 2.

    Degrees of freedom are Satterthwaite's, from those of the waves.
    """

    slope: float
    se: float
    df: float
    low: float
    high: float
    p: float
    bend: float
    p_bend: float

    @property
    def is_straight(self) -> bool:
        """Tell whether the waves lie about the line no wider than their sampling errors let them."""
        return self.p_bend >= BENT


def trend(series: Series, level: float = 0.95) -> Trend | Refusal:
    """Fit the line on the figure's own scale; refused with fewer than three waves, or a wave without an error."""
    if series.n < FEWEST_WAVES:
        return Refusal("few-waves", {"k": series.n, "needed": FEWEST_WAVES})
    if not series.has_errors:
        return Refusal("no-error", {"k": series.n})
    variances = series.errors**2
    weights = 1 / variances
    times = series.times - weights @ series.times / weights.sum()
    counts = weights * times / float(weights @ times**2)
    slope, variance = float(counts @ series.values), float(counts**2 @ variances)
    df = joint_df(list(counts**2 * variances), list(series.dfs))
    residuals = series.values - weights @ series.values / weights.sum() - slope * times
    bend, se = float(weights @ residuals**2), float(np.sqrt(variance))
    reach = distributions.t_quantile((1 + level) / 2, df) * se
    return Trend(
        slope=slope,
        se=se,
        df=df,
        low=slope - reach,
        high=slope + reach,
        p=distributions.two_sided(slope / se, df),
        bend=bend,
        p_bend=distributions.chi_square_tail(bend, series.n - 2),
    )

"""Test whether a figure rises or falls steadily over three waves or more, by weighted regression on time.

Each wave weighs by its own sampling variance. Whether the waves keep to the line is tested beside it: a figure that
jumps about more than its sampling errors let has no steady trend, whatever its slope.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray
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


def trend(series: Series, level: float = 0.95, covariance: FloatArray | None = None) -> Trend | Refusal:
    """Fit the line on the figure's own scale; refused with fewer than three waves, or a wave without an error.

    `covariance` (waves × waves, positive definite) is that of the figures where respondents or clusters were in several
    waves; the line is then fitted by generalised least squares, with the fewest degrees of freedom of a wave.
    """
    if series.n < FEWEST_WAVES:
        return Refusal("few-waves", {"k": series.n, "needed": FEWEST_WAVES})
    if not series.has_errors:
        return Refusal("no-error", {"k": series.n})
    variances = series.errors**2
    known = np.diag(variances) if covariance is None else covariance
    line = np.stack([np.ones(series.n), series.times], axis=1)
    weighted = np.linalg.solve(known, line)
    fitted = np.linalg.solve(line.T @ weighted, weighted.T)
    counts = fitted[1]
    slope, se = float(counts @ series.values), float(np.sqrt(counts @ known @ counts))
    df = joint_df(list(counts**2 * variances), list(series.dfs)) if covariance is None else float(min(series.dfs))
    residuals = series.values - line @ (fitted @ series.values)
    bend = float(residuals @ np.linalg.solve(known, residuals))
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

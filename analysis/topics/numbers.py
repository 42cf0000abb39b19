"""Estimate questions answered by a number: the median and the mean among those who gave one.

The median is the smallest number that at least half of the weighted answers do not exceed, its interval Woodruff's; the
mean has Student's. The smallest and the largest answer are somebody's own, and are never told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.codebook import Variable
from analysis.estimation.quantiles import Wish, quantile
from analysis.plan import Plan
from analysis.topics.findings import Finding, finding, finding_from, mean_statistic
from analysis.topics.samples import Sample


@dataclass(frozen=True)
class Numeric:
    """One question with a number for an answer."""

    variable: Variable
    median: Finding
    mean: Finding


def numbers(sample: Sample, plan: Plan) -> tuple[Numeric, ...]:
    """Estimate every question of the plan that somebody answered by a number, in the plan's order."""
    variables = [variable for question in plan.numbers for variable in sample.dataset.codebook.of_question(question)]
    found = (_numeric(sample, plan, variable) for variable in variables)
    return tuple(one for one in found if one)


def _numeric(sample: Sample, plan: Plan, variable: Variable) -> Numeric | None:
    base, limits = sample.answered(variable.name), plan.thresholds
    if not base.any():
        return None
    given = sample.dataset.numbers(variable.name)
    base &= np.isfinite(given)
    held = np.where(base, given, 0.0)
    df = float(sample.design.df(base))
    middle = quantile(sample.design, held, base, 0.5, Wish(level=limits.level, df=df))
    mean = finding(sample, f"{variable.name}.mean", "mean", mean_statistic(sample, held, base), limits)
    return Numeric(variable, finding_from(sample, f"{variable.name}.median", "mean", middle, limits), mean)

"""Estimate information needs: unmet need first, then importance, availability and the gap between them.

Everyone who rated an item falls in one of four outcomes: not important; important and hard to get (unmet need U);
important and never looked for; important and not hard. Items were drawn by lot, so answers weigh w / π(item).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.codebook import Variable
from analysis.dataset import Dataset
from analysis.estimation import distributions
from analysis.estimation import statistics as st
from analysis.estimation.statistics import Statistic
from analysis.plan import Plan, Scale
from analysis.topics.findings import Finding, covariance_of, df_of_tests, finding
from analysis.topics.ranking import Ranks, ranks
from analysis.topics.samples import Sample

TOP = 3
AROUND = np.linspace(0, 2 * np.pi, 361)


@dataclass(frozen=True)
class Gap:
    """G = Ī·max(0, Ī − Ā) of means; its limits map the joint region of (Ī, Ī − Ā), so they are never symmetric.

    `shown` is false where the interval of Ī − Ā includes 0. Limits and region are missing at basis D.
    """

    value: float
    low: float
    high: float
    shown: bool


@dataclass(frozen=True)
class Need:
    """One need. `outline` (points × 2) is the 95 % joint region of (availability, importance)."""

    variable: Variable
    unmet: Finding
    never_looked: Finding
    importance: Finding
    availability: Finding
    gap: Gap
    outline: FloatArray | None


@dataclass(frozen=True)
class Needs:
    """Needs ordered by unmet need; `ranks`, in the same order, exist where the basis gives errors."""

    needs: tuple[Need, ...]
    ranks: Ranks | None


def needs(sample: Sample, plan: Plan) -> Needs | None:
    """Estimate every need of the audience; None where nobody was asked."""
    pairs = need_items(sample.dataset, plan)
    found = [_need(sample, plan, rated, looked) for rated, looked in pairs]
    known = [need for need in found if need is not None]
    if not known:
        return None
    known.sort(key=lambda need: -need.unmet.value)
    ranked = None
    if sample.has_intervals:
        by_row = {rated.row: (rated, looked) for rated, looked in pairs}
        statistics = [unmet_statistic(sample, plan, *by_row[need.variable.row]) for need in known]
        values = np.array([need.unmet.value for need in known])
        alpha, df = plan.thresholds.alpha, df_of_tests(sample, sample.base)
        ranked = ranks(values, covariance_of(sample, statistics), df, alpha=alpha, top=TOP, seed=plan.seed)
    return Needs(tuple(known), ranked)


def need_items(dataset: Dataset, plan: Plan) -> list[tuple[Variable, Variable]]:
    """Pair the importance and the ease of each need."""
    ease = {variable.row: variable for variable in dataset.codebook.of_question(plan.ease.question)}
    rated = dataset.codebook.of_question(plan.importance.question)
    return [(variable, ease[variable.row]) for variable in rated if variable.row in ease]


def rated_base(sample: Sample, rated: Variable, looked: Variable) -> BoolArray:
    """Mark who gave both ratings; "never looked" is a rating."""
    return sample.answered(rated.name) & sample.answered(looked.name)


def unmet_statistic(
    sample: Sample, plan: Plan, rated: Variable, looked: Variable, within: BoolArray | None = None
) -> Statistic:
    """Estimate the share rating the item important and hard to get, among those who rated it (and are `within`)."""
    base = rated_base(sample, rated, looked)
    important = sample.dataset.holds_code(rated.name, plan.importance.top)
    hard = sample.dataset.holds_code(looked.name, plan.ease.bottom)
    inside = base if within is None else base & within
    return item_statistic(sample, (important & hard).astype(np.float64), inside, rated)


def item_statistic(sample: Sample, x: FloatArray, base: BoolArray, variable: Variable) -> Statistic:
    """Estimate the mean of an item drawn by lot: Σ(w/π)x / Σ(w/π); with one π for all it is the plain mean."""
    chance = sample.dataset.probability(variable)
    inside = base & (chance > 0)
    if len(np.unique(chance[inside])) <= 1:
        return st.mean(sample.design.weights, np.where(inside, x, 0.0), inside)
    inverse = np.divide(1.0, chance, out=np.zeros_like(chance), where=inside)
    return st.ratio(sample.design.weights, np.where(inside, x, 0.0) * inverse, inverse, inside)


def scores(dataset: Dataset, variable: Variable, scale: Scale) -> FloatArray:
    """Place answers from 0 to 1 along the scale, towards its top; whatever is off the scale is not a number."""
    codes = [value.code for value in variable.scale if value.code not in (*scale.aside, *scale.unknown)]
    if codes and codes[0] in scale.top:
        codes.reverse()
    result = np.full(dataset.n, np.nan)
    for at, code in enumerate(codes):
        result[dataset.holds_code(variable.name, (code,))] = at / max(len(codes) - 1, 1)
    return result


def _need(sample: Sample, plan: Plan, rated: Variable, looked: Variable) -> Need | None:
    base = rated_base(sample, rated, looked)
    if not base.any():
        return None
    limits, row = plan.thresholds, rated.row
    never = sample.dataset.holds_code(looked.name, plan.ease.aside)
    wanted = scores(sample.dataset, rated, plan.importance)
    found = scores(sample.dataset, looked, plan.ease)
    importance = item_statistic(sample, wanted, base & ~np.isnan(wanted), rated)
    availability = item_statistic(sample, found, base & ~np.isnan(found), rated)
    joint = covariance_of(sample, [availability, importance]) if sample.has_intervals else None
    outline = None
    if joint is not None:
        outline = _outline(availability, importance, joint, sample.design.df(), limits.level)
    centre = (float(availability.values[0]), float(importance.values[0]))
    return Need(
        variable=rated,
        unmet=finding(sample, f"{row}.U", "share", unmet_statistic(sample, plan, rated, looked), limits),
        never_looked=finding(sample, f"{row}.never", "share", _flag(sample, never, base, rated), limits),
        importance=finding(sample, f"{row}.I", "mean", importance, limits),
        availability=finding(sample, f"{row}.A", "mean", availability, limits),
        gap=_gap(centre, joint, outline, sample, limits.level),
        outline=outline,
    )


def _flag(sample: Sample, flags: BoolArray, base: BoolArray, variable: Variable) -> Statistic:
    return item_statistic(sample, flags.astype(np.float64), base, variable)


def _outline(
    availability: Statistic, importance: Statistic, joint: FloatArray, df: int, level: float
) -> FloatArray | None:
    """Return the boundary of the joint region: 2·F(2, df−1) in the metric of the covariance (Hotelling)."""
    if df < 3 or not np.all(np.isfinite(joint)):
        return None
    reach = np.sqrt(2 * df / (df - 1) * distributions.f_quantile(level, 2, df - 1))
    values, axes = np.linalg.eigh((joint + joint.T) / 2)
    circle = np.stack([np.cos(AROUND), np.sin(AROUND)], axis=1)
    centre = np.array([availability.values[0], importance.values[0]])
    return np.asarray(centre + reach * (circle * np.sqrt(np.maximum(values, 0))) @ axes.T)


def _gap(
    centre: tuple[float, float], joint: FloatArray | None, outline: FloatArray | None, sample: Sample, level: float
) -> Gap:
    available, important = centre
    value = important * max(0.0, important - available)
    if joint is None or outline is None:
        return Gap(value, float("nan"), float("nan"), shown=False)
    error = float(np.sqrt(joint[0, 0] + joint[1, 1] - 2 * joint[0, 1]))
    reach = distributions.t_quantile((1 + level) / 2, sample.design.df()) * error
    mapped = outline[:, 1] * np.maximum(0.0, outline[:, 1] - outline[:, 0])
    return Gap(value, float(mapped.min()), float(mapped.max()), shown=important - available - reach > 0)

"""Scan segments for differences: each against everyone else in the same base, with their joint covariance.

A group that lies in too few clusters for its error to be known (fewer than eight degrees of freedom) is not tested;
the degrees of freedom of a difference are those that its own weights and clusters leave (`estimation.degrees`).
Within one question and one segmentation p-values are adjusted by Holm; sentences on the first page come from all
contrasts scanned, by Benjamini–Hochberg. A difference below the stated threshold is never called one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray
from analysis.codebook import Value, Variable
from analysis.estimation import distributions
from analysis.estimation import statistics as st
from analysis.estimation.statistics import Statistic
from analysis.plan import Plan, Scale
from analysis.segments.declared import Segment, segments
from analysis.topics.choosing import way_of
from analysis.topics.findings import FEWEST_DF, Finding, described, df_of_tests, finding, finding_from, share_statistic
from analysis.topics.needs import need_items, rated_base, unmet_statistic
from analysis.topics.ranking import benjamini_hochberg, holm
from analysis.topics.ratings import rated, top_statistic
from analysis.topics.samples import Sample

WhyNot: TypeAlias = Literal["n", "effective_n", "df", "zero_or_one", "language", "basis"]
MOST_ITEMS, MOST_ANSWERS = 40, 8
"""More further answers than this are not compared: the more are scanned, the less any difference can be shown."""
UNTESTABLE = ("basis", "language", "df", "zero_or_one")
Within: TypeAlias = Callable[[BoolArray], Statistic]


@dataclass(frozen=True)
class Item:
    """Something that can be estimated in any part of an audience; `group` where it is belonging to a group."""

    question: str
    name: str
    variable: Variable
    base: BoolArray
    estimate: Within
    group: Segment | None = None


@dataclass(frozen=True)
class Contrast:
    """One item in one segment against everyone else; `p_family` is by Holm, `p_scan` over everything scanned."""

    segment: Segment
    item: Item
    inside: Finding
    others: Finding
    difference: Finding
    p: float
    p_family: float = math.nan
    p_scan: float = math.nan
    why_not: WhyNot | None = None

    def differs(self, plan: Plan, *, scan: bool = False) -> bool:
        """Tell whether a difference may be called one: tested, both shares printed, large enough, significant."""
        p = self.p_scan if scan else self.p_family
        large = abs(self.difference.value) >= plan.thresholds.smallest_difference
        seen = self.inside.shown and self.others.shown
        return self.why_not is None and seen and large and bool(p < plan.thresholds.alpha)


def items(sample: Sample, plan: Plan) -> list[Item]:
    """List what is compared between segments: topics, unmet needs, channels, trust, opinion, further questions."""
    found = []
    for question in (plan.interest, plan.reach):
        for variable in sample.dataset.codebook.of_question(question):
            if variable.choice and variable.choice != plan.none:
                found.append(_chosen(sample, question, variable))
    for rating, looked in need_items(sample.dataset, plan):
        base = rated_base(sample, rating, looked)
        found.append(Item(rating.question, f"{rating.row}.U", rating, base, _unmet(sample, plan, rating, looked)))
    for scale in (plan.trust, plan.image):
        for variable in sample.dataset.codebook.of_question(scale.question):
            name = f"{variable.name.replace('__', '.')}.top"
            base = rated(sample, scale, variable)
            found.append(Item(variable.question, name, variable, base, _top(sample, scale, variable)))
    found += list(_further(sample, plan))[: max(MOST_ITEMS - len(found), 0)]
    return [item for item in found if item.base.any()]


def _further(sample: Sample, plan: Plan) -> Iterator[Item]:
    """List further ratings and choices; not what people are, and of two answers only the first."""
    cut = {segmentation.variable for segmentation in plan.segments}
    for scale in plan.ratings:
        for variable in sample.dataset.codebook.of_question(scale.question):
            named = variable if variable.row else replace(variable, label=variable.text)
            base = rated(sample, scale, variable)
            yield Item(
                scale.question, f"{variable.name.replace('__', '.')}.top", named, base, _top(sample, scale, named)
            )
    for question in plan.choices:
        variables = sample.dataset.codebook.of_question(question)
        way = way_of(variables)
        if way == "several":
            chosen = (v for v in variables if v.choice and v.choice != plan.none)
            yield from (_chosen(sample, question, variable) for variable in chosen)
        elif way == "one" and variables[0].name not in cut and len(variables[0].values) <= MOST_ANSWERS:
            values = variables[0].values
            yield from (_given(sample, variables[0], value) for value in (values[:1] if len(values) == 2 else values))


def _given(sample: Sample, variable: Variable, value: Value) -> Item:
    """Take one answer to a question, under its own wording."""
    base, flags = sample.answered(variable.name), sample.dataset.holds_code(variable.name, (value.code,))
    answer = replace(variable, label=value.text, choice=value.code)
    return Item(variable.question, f"{variable.question}.{value.code}", answer, base, _share(sample, flags, base))


def scan(sample: Sample, plan: Plan) -> tuple[Contrast, ...]:
    """Compare every item in every segment with everyone else; at basis D the shares stand without any test."""
    return scan_items(sample, plan, segments(sample, plan), items(sample, plan))


def scan_items(sample: Sample, plan: Plan, parts: Sequence[Segment], compared: Sequence[Item]) -> tuple[Contrast, ...]:
    """Compare items in segments with everyone else in the same base; a family is one question and segmentation."""
    raw = [_contrast(sample, plan, segment, item) for segment in parts for item in compared]
    found = [contrast for contrast in raw if contrast is not None]
    p_scan = benjamini_hochberg(np.array([contrast.p for contrast in found]))
    p_family = np.full(len(found), np.nan)
    families: dict[tuple[str, str], list[int]] = {}
    for at, contrast in enumerate(found):
        families.setdefault((contrast.item.question, contrast.segment.segmentation.id), []).append(at)
    for family in families.values():
        p_family[family] = holm(np.array([found[at].p for at in family]))
    adjusted = zip(found, p_family, p_scan, strict=True)
    return tuple(replace(one, p_family=float(by_holm), p_scan=float(by_bh)) for one, by_holm, by_bh in adjusted)


def _contrast(sample: Sample, plan: Plan, segment: Segment, item: Item) -> Contrast | None:
    here, there = item.base & segment.inside, item.base & segment.others
    if not (here.any() and there.any()):
        return None
    limits, name = plan.thresholds, f"{item.name}@{segment.id}"
    first, second = item.estimate(segment.inside), item.estimate(segment.others)
    fewest, rest = (_fewest(sample, item, one) if item.variable.is_sensitive else None for one in (first, second))
    inside = finding(sample, name, "share", first, limits, fewest=fewest)
    others = finding(sample, f"{name}:others", "share", second, limits, fewest=rest)
    difference = _difference(sample, f"{name}:difference", first, second, plan)
    why_not = _why_not(sample, plan, segment, inside, others)
    p = _p(difference) if why_not not in UNTESTABLE else math.nan
    return Contrast(segment, item, inside, others, difference, p, why_not=why_not)


def _difference(sample: Sample, name: str, first: Statistic, second: Statistic, plan: Plan) -> Finding:
    if not sample.has_intervals:
        row = described(sample, float(first.values[0] - second.values[0]), first.base | second.base)
        return finding_from(sample, name, "difference", row, plan.thresholds)
    gap = st.difference(first, second, sample.design.weights)
    df = df_of_tests(sample, first.base, second.base)
    return finding(sample, name, "difference", gap, plan.thresholds, df=df)


def _why_not(sample: Sample, plan: Plan, segment: Segment, inside: Finding, others: Finding) -> WhyNot | None:
    if not sample.has_intervals:
        return "basis"
    if not segment.segmentation.compared:
        return "language"
    if inside.value in (0.0, 1.0) or others.value in (0.0, 1.0):
        return "zero_or_one"
    if min(inside.df, others.df) < FEWEST_DF:
        return "df"
    if min(inside.base_n, others.base_n) < plan.thresholds.min_n:
        return "n"
    return "effective_n" if min(inside.effective_n, others.effective_n) < plan.thresholds.min_n else None


def _p(difference: Finding) -> float:
    if not difference.se > 0 or not difference.df > 0:
        return math.nan
    return distributions.two_sided(difference.value / difference.se, difference.df)


def _fewest(sample: Sample, item: Item, statistic: Statistic) -> int:
    """Count the smaller of those at the top and those not, from the people the share is about."""
    n = int(statistic.base.sum())
    high = round(float(statistic.recompute(statistic.base.astype(np.float64))[0]) * n)
    return min(high, n - high)


def _chosen(sample: Sample, question: str, variable: Variable) -> Item:
    base = sample.answered(variable.name)
    flags = sample.dataset.holds_code(variable.name, ("1",))
    return Item(question, variable.name.replace("__", "."), variable, base, _share(sample, flags, base))


def _share(sample: Sample, flags: BoolArray, base: BoolArray) -> Within:
    return lambda within: share_statistic(sample, flags, base & within)


def _unmet(sample: Sample, plan: Plan, rating: Variable, looked: Variable) -> Within:
    return lambda within: unmet_statistic(sample, plan, rating, looked, within)


def _top(sample: Sample, scale: Scale, variable: Variable) -> Within:
    return lambda within: top_statistic(sample, scale, variable, within)

"""Estimate ratings on one scale for several things: trust in sources, the image of a country and its dimensions.

The share at the top of the scale is among those who rated; beside it stands the share of those asked who said that
they do not know. Means are never formed: single items cannot show that they work alike in every language.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.arrays import BoolArray
from analysis.codebook import Value, Variable
from analysis.dataset import State
from analysis.estimation.statistics import Statistic
from analysis.plan import Plan, Scale
from analysis.topics.findings import Finding, finding, share, withheld_beside
from analysis.topics.needs import item_statistic
from analysis.topics.samples import Sample


@dataclass(frozen=True)
class Rating:
    """One thing rated: the share at the top, and the share who do not know it or cannot say."""

    variable: Variable
    top: Finding
    unknown: Finding


@dataclass(frozen=True)
class Point:
    """One point of a scale with its share among those who rated."""

    value: Value
    share: Finding


def ratings(sample: Sample, plan: Plan, scale: Scale) -> tuple[Rating, ...]:
    """Estimate every row of the question, ordered by the share at the top; rows nobody rated are left out."""
    variables = sample.dataset.codebook.of_question(scale.question)
    found = [_rating(sample, plan, scale, variable) for variable in variables]
    return tuple(sorted((one for one in found if one), key=lambda rating: -rating.top.value))


def points(sample: Sample, plan: Plan, scale: Scale) -> tuple[Point, ...]:
    """Estimate how a single question's answers spread over its scale; empty where nobody was asked."""
    variables = sample.dataset.codebook.of_question(scale.question)
    if not variables:
        return ()
    variable = variables[0]
    base = rated(sample, scale, variable)
    if not base.any():
        return ()
    limits, sensitive = plan.thresholds, variable.is_sensitive
    found = [
        Point(value, share(sample, f"{_name(variable)}.{value.code}", flags, base, limits, sensitive=sensitive))
        for value in variable.scale
        for flags in [sample.dataset.holds_code(variable.name, (value.code,))]
    ]
    counts = [int(np.sum(base & sample.dataset.holds_code(variable.name, (point.value.code,)))) for point in found]
    places = {point.value.code: at for at, point in enumerate(found)}
    sides = [[places[code] for code in side if code in places] for side in (scale.top, scale.bottom)]
    shares = withheld_beside([point.share for point in found], counts, limits.public_n, sums=sides)
    return tuple(replace(point, share=made) for point, made in zip(found, shares, strict=True))


def rated(sample: Sample, scale: Scale, variable: Variable) -> BoolArray:
    """Mark who gave a point of the scale."""
    off = sample.dataset.holds_code(variable.name, (*scale.aside, *scale.unknown))
    return sample.answered(variable.name) & ~off


def unknown(sample: Sample, scale: Scale, variable: Variable) -> BoolArray:
    """Mark who said that they do not know, as a code of the scale's side or as a way not to answer."""
    said = sample.dataset.holds_code(variable.name, scale.unknown)
    return np.asarray(sample.base & (said | (sample.dataset.states(variable.name) == State.DONT_KNOW)))


def top_statistic(sample: Sample, scale: Scale, variable: Variable, within: BoolArray | None = None) -> Statistic:
    base = rated(sample, scale, variable)
    flags = sample.dataset.holds_code(variable.name, scale.top).astype(np.float64)
    return item_statistic(sample, flags, base if within is None else base & within, variable)


def _rating(sample: Sample, plan: Plan, scale: Scale, variable: Variable) -> Rating | None:
    base = rated(sample, scale, variable)
    if not base.any():
        return None
    high = int(np.sum(base & sample.dataset.holds_code(variable.name, scale.top)))
    fewest = min(high, int(base.sum()) - high) if variable.is_sensitive else None
    dont_know = unknown(sample, scale, variable)
    said = item_statistic(sample, dont_know.astype(np.float64), base | dont_know, variable)
    limits = plan.thresholds
    high_end = top_statistic(sample, scale, variable)
    top = finding(sample, f"{_name(variable)}.top", "share", high_end, limits, fewest=fewest)
    return Rating(variable, top, finding(sample, f"{_name(variable)}.unknown", "share", said, limits))


def _name(variable: Variable) -> str:
    return variable.name.replace("__", ".")

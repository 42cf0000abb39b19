"""Describe the kinds of people found: how large, what marks them, who they are, and how to tell one.

What the kinds were formed from is described and never tested: they differ there by construction. Everything else is
tested as for declared segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.codebook import Text, Variable
from analysis.plan import Discovery, Group, Plan, Segmentation
from analysis.segments.contrasts import Contrast, Item, Within, items, scan_items
from analysis.segments.declared import Segment, segments_by
from analysis.segments.discovering import STABLE, Discovered, Fit, Method, discover
from analysis.segments.features import Feature, features_of
from analysis.segments.typing_rule import TypingRule, typing_rule
from analysis.topics.findings import Finding, share, share_statistic
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample

FEWEST, FEWEST_FEATURES = 100, 3
MARKED = 0.10
"""A mark of a kind is an answer at least so much more or less frequent in it than among everyone else."""


@dataclass(frozen=True)
class Mark:
    """An answer that marks a kind: its share inside and among everyone else, `base` who of all kinds answered.

    `given` marks whose answer it is.
    `text` of a mark is the choice itself.
    """

    variable: Variable
    text: Text
    inside: Finding
    others: float
    base: BoolArray
    given: BoolArray


@dataclass(frozen=True)
class Kind:
    """One kind, numbered from 1: its share, what marks it (the furthest first), and where else it differs."""

    number: int
    share: Finding
    marks: tuple[Mark, ...]
    contrasts: tuple[Contrast, ...]
    segment: Segment


@dataclass(frozen=True)
class Kinds:
    """The kinds of one entry of the plan. Without any, `refusal` says why; `path` always says what was tried."""

    id: str
    method: Method
    questions: tuple[str, ...]
    path: tuple[Fit, ...]
    stability: float
    entropy: float
    kinds: tuple[Kind, ...]
    rule: TypingRule | None
    refusal: Refusal | None
    base_n: int


def kinds(sample: Sample, plan: Plan, entry: Discovery) -> Kinds | None:
    """Look for the kinds of one entry; None where fewer than three features were asked for."""
    features = [one for one in features_of(sample.dataset, plan, entry) if (one.codes[sample.base] >= 0).any()]
    if len(features) < FEWEST_FEATURES:
        return None
    questions = tuple(dict.fromkeys(feature.variable.question for feature in features))
    base, weights = _complete(sample, features), sample.design.weights
    n = int(base.sum())
    method: Method = "latent" if all(one.numbers is None for one in features) else "prototypes"
    if n < FEWEST:
        why = Refusal("few-answers", {"n": n, "needed": FEWEST})
        return Kinds(entry.id, method, questions, (), float("nan"), float("nan"), (), None, why, n)
    found = discover(features, weights, base, most=entry.most, resamples=entry.resamples, seed=plan.seed)
    why_not = _why_not(found)
    if why_not:
        return Kinds(entry.id, method, questions, found.path, found.stability, found.entropy, (), None, why_not, n)
    rule = typing_rule(features, found.kind, weights, seed=plan.seed)
    described = _described(sample, plan, entry, features, found)
    return Kinds(entry.id, method, questions, found.path, found.stability, found.entropy, described, rule, None, n)


def _complete(sample: Sample, features: Sequence[Feature]) -> BoolArray:
    """Latent classes need one answer, prototypes all of them."""
    answered = np.stack([feature.codes >= 0 for feature in features], axis=1)
    whole = answered.any(axis=1) if all(one.numbers is None for one in features) else answered.all(axis=1)
    return np.asarray(sample.base & whole & (sample.design.weights > 0))


def _why_not(found: Discovered) -> Refusal | None:
    if not any(fit.allowed for fit in found.path):
        return Refusal("small-class", {"smallest": max((fit.smallest for fit in found.path), default=0.0)})
    if found.k == 1:
        return Refusal("one-kind", {})
    if not found.stability >= STABLE:
        return Refusal("unstable", {"k": found.k, "stability": found.stability, "needed": STABLE})
    return None


def _described(
    sample: Sample, plan: Plan, entry: Discovery, features: Sequence[Feature], found: Discovered
) -> tuple[Kind, ...]:
    known = found.kind >= 0
    cut = Segmentation(f"kind-{entry.id}", f"kind-{entry.id}")
    parts = []
    for at in range(found.k):
        inside = found.kind == at
        parts.append(Segment(cut, Group(str(at + 1), (str(at + 1),)), inside, known & ~inside))
    used = {feature.variable.question for feature in features}
    compared = [item for item in items(sample, plan) if item.question not in used]
    compared += _belonging(sample, plan, used)
    contrasts = scan_items(sample, plan, parts, compared)
    described = []
    for at, part in enumerate(parts):
        size = share(sample, f"kinds.{entry.id}.{at + 1}", part.inside, known, plan.thresholds)
        marks = _marks(sample, plan, entry, features, part, at + 1)
        own = tuple(one for one in contrasts if one.segment is part and one.differs(plan))
        own = tuple(sorted(own, key=lambda one: -abs(one.difference.value)))
        described.append(Kind(at + 1, size, marks, own, part))
    return tuple(described)


def _belonging(sample: Sample, plan: Plan, used: set[str]) -> list[Item]:
    """Make an item of each group of the declared segments, so that kinds can be said to hold more or fewer of it."""
    found = []
    for cut in plan.segments:
        variable = sample.dataset.codebook.by_name.get(cut.variable)
        if variable is None or variable.question in used or not cut.compared:
            continue
        for segment in segments_by(sample, cut):
            base = segment.inside | segment.others
            found.append(Item(variable.question, f"{cut.id}.{segment.group.id}", variable, base,
                              _member(sample, segment.inside, base), segment))  # fmt: skip
    return found


def _member(sample: Sample, inside: BoolArray, base: BoolArray) -> Within:
    return lambda within: share_statistic(sample, inside, base & within)


def _marks(
    sample: Sample, plan: Plan, entry: Discovery, features: Sequence[Feature], part: Segment, number: int
) -> tuple[Mark, ...]:
    weights = sample.design.weights
    found = []
    for feature in features:
        known = np.asarray((feature.codes >= 0) & (part.inside | part.others))
        for level, text in enumerate(feature.levels):
            if feature.is_mark and level == 0:
                continue
            here = feature.codes == level
            if int((known & part.others).sum()) < plan.thresholds.public_n:
                continue
            inside, others = _part(here, known & part.inside, weights), _part(here, known & part.others, weights)
            if abs(inside - others) >= MARKED:
                found.append((abs(inside - others), feature, level, text, others, here, known))
    found.sort(key=lambda one: -one[0])
    marks = []
    for _, feature, level, text, others, here, known in found:
        name = f"kinds.{entry.id}.{number}.{feature.variable.name.replace('__', '.')}"
        name = name if feature.is_mark else f"{name}.{level}"
        told = share(sample, name, here, known & part.inside, plan.thresholds, sensitive=feature.variable.is_sensitive)
        marks.append(Mark(feature.variable, text, told, others, known, here))
    return tuple(marks)


def _part(here: BoolArray, base: BoolArray, weights: FloatArray) -> float:
    whole = float(weights[base].sum())
    return float(weights[here & base].sum()) / whole if whole else float("nan")

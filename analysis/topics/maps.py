"""Lay out which answers go with which: a plane in which answers that the same people give lie together.

Multiple correspondence analysis of everybody who answered all its questions. Whether there is anything to see is asked
first: answers shuffled question by question go together by chance alone, and a plane whose first dimension is no
stronger than theirs is refused. Inertias are adjusted as Greenacre (2017), Correspondence Analysis in Practice, chapter
19, has it, since those of the indicator matrix count each question with itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.codebook import Text, Variable
from analysis.plan import AnswerMap, Discovery, Plan
from analysis.segments.features import Feature, features_of
from analysis.topics.correspondence import Layout, added, lay_out
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample

SHUFFLES, MOST_SHUFFLED, MOST_PAIRS = 99, 2000, 3


@dataclass(frozen=True)
class Spot:
    """One answer in the plane; `is_added` where its question did not shape the plane, and then nothing contributes."""

    variable: Variable
    text: Text
    x: float
    y: float
    contribution: float
    quality: float
    n: int
    is_added: bool = False


@dataclass(frozen=True)
class Pair:
    """Two answers to different questions, and how much they go together: the phi coefficient, at most 1."""

    first: Spot
    second: Spot
    phi: float


@dataclass(frozen=True)
class Mapped:
    """`spots` are the answers that enough people gave; `inertia` the adjusted shares of the two dimensions."""

    id: str
    questions: tuple[str, ...]
    spots: tuple[Spot, ...]
    pairs: tuple[Pair, ...]
    inertia: tuple[float, float]
    base_n: int
    refusal: Refusal | None = None


def mapped(sample: Sample, plan: Plan, entry: AnswerMap) -> Mapped | None:
    """Lay out one entry of the plan; None where its questions do not exist or nobody was asked."""
    features = features_of(sample.dataset, plan, Discovery(entry.id, categories=entry.questions))
    questions = tuple(dict.fromkeys(feature.variable.question for feature in features))
    if len(features) < 2:
        return None
    answered = sample.base & np.logical_and.reduce([feature.codes >= 0 for feature in features])
    n = int(answered.sum())
    if not (sample.base & np.logical_or.reduce([feature.codes >= 0 for feature in features])).any():
        return None
    if n < plan.thresholds.low_base:
        return _refused(entry, questions, n, Refusal("few-answers", {"n": n, "needed": plan.thresholds.low_base}))
    codes = np.stack([feature.codes[answered] for feature in features], axis=1)
    sizes, weights = tuple(len(feature.levels) for feature in features), sample.design.weights[answered]
    layout = lay_out(codes, sizes, weights)
    if not _is_beyond_chance(codes, sizes, weights, layout, plan):
        return _refused(entry, questions, n, Refusal("nothing-together", {"n": n}))
    spots = _spots(features, codes, layout, plan.thresholds.min_n)
    further = _further(sample, plan, entry, layout, answered)
    pairs = _pairs(spots, features, codes, weights)
    return Mapped(entry.id, questions, (*spots, *further), pairs, adjusted(layout, len(sizes)), n)


def adjusted(layout: Layout, questions: int) -> tuple[float, float]:
    """Return the two first inertias as parts of what the questions share, each between 0 and 1."""
    values, share = layout.eigenvalues, 1 / questions
    factor = questions / (questions - 1)
    own = (factor * np.maximum(values[:2] - share, 0)) ** 2
    whole = factor * (float(values @ values) - len(values) * share**2)
    parts = np.minimum(own / whole, 1.0) if whole > 0 else np.zeros(2)
    return float(parts[0]), float(parts[1]) if len(parts) > 1 else 0.0


def _is_beyond_chance(codes: IntArray, sizes: tuple[int, ...], weights: FloatArray, layout: Layout, plan: Plan) -> bool:
    """Tell whether the first dimension is stronger than all but alpha of those of shuffled answers."""
    chance = np.random.default_rng(plan.seed)
    first = layout.eigenvalues[0]
    if len(codes) > MOST_SHUFFLED:
        kept = chance.choice(len(codes), MOST_SHUFFLED, replace=False)
        codes, weights = codes[kept], weights[kept]
        first = lay_out(codes, sizes, weights).eigenvalues[0]
    stronger = 0
    for _ in range(SHUFFLES):
        shuffled = np.stack([chance.permutation(codes[:, at]) for at in range(codes.shape[1])], axis=1)
        stronger += lay_out(shuffled, sizes, weights).eigenvalues[0] >= first
    return (stronger + 1) / (SHUFFLES + 1) <= plan.thresholds.alpha


def _spots(features: tuple[Feature, ...], codes: IntArray, layout: Layout, least: int) -> tuple[Spot, ...]:
    """Return the answers that enough people gave; of a mark only that it is made."""
    found, at = [], 0
    for column, feature in enumerate(features):
        for level, text in enumerate(feature.levels):
            n = int(np.sum(codes[:, column] == level))
            x, y = layout.categories[at]
            if n >= least and not (feature.is_mark and level == 0):
                given, quality = float(layout.contributions[at].mean()), float(layout.quality[at].sum())
                found.append(Spot(feature.variable, text, float(x), float(y), given, quality, n))
            at += 1
    return tuple(found)


def _further(sample: Sample, plan: Plan, entry: AnswerMap, layout: Layout, answered: BoolArray) -> tuple[Spot, ...]:
    """Place the answers to the questions that are added, each where its people stand on average."""
    found, least = [], plan.thresholds.min_n
    for feature in features_of(sample.dataset, plan, Discovery(entry.id, categories=entry.added)):
        here, size = feature.codes[answered], len(feature.levels)
        weights = np.where(here >= 0, sample.design.weights[answered], 0.0)
        places = added(layout, np.maximum(here, 0), size, weights)
        for level, text in enumerate(feature.levels):
            n = int(np.sum(here == level))
            if n >= least and not (feature.is_mark and level == 0):
                x, y = places[level]
                found.append(Spot(feature.variable, text, float(x), float(y), 0.0, 0.0, n, is_added=True))
    return tuple(found)


def _pairs(
    spots: tuple[Spot, ...], features: tuple[Feature, ...], codes: IntArray, weights: FloatArray
) -> tuple[Pair, ...]:
    """Return the answers to different questions that go together most."""
    by_name = {feature.variable.name: (feature, codes[:, at]) for at, feature in enumerate(features)}
    flags = []
    for spot in spots:
        feature, column = by_name[spot.variable.name]
        flags.append(column == next(at for at, text in enumerate(feature.levels) if text is spot.text))
    if len(flags) < 2:
        return ()
    centred = np.stack(flags, axis=1) - np.average(np.stack(flags, axis=1), axis=0, weights=weights)
    joint = (centred * weights[:, None]).T @ centred
    spread = np.sqrt(np.diag(joint))
    pairs = [
        Pair(spots[a], spots[b], float(joint[a, b] / (spread[a] * spread[b])))
        for a in range(len(spots))
        for b in range(a + 1, len(spots))
        if spots[a].variable.question != spots[b].variable.question and spread[a] * spread[b] > 0
    ]
    return tuple(sorted((one for one in pairs if one.phi > 0), key=lambda one: -one.phi)[:MOST_PAIRS])


def _refused(entry: AnswerMap, questions: tuple[str, ...], n: int, why: Refusal) -> Mapped:
    return Mapped(entry.id, questions, (), (), (float("nan"), float("nan")), n, why)

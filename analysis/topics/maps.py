"""Lay out which answers go with which: a plane in which answers that the same people give lie together.

Multiple correspondence analysis of everybody who answered all its questions. Whether there is anything to see is asked
first: answers shuffled question by question go together by chance alone, and where no pair of answers to different
questions goes together more than theirs the plane is refused. Inertias are adjusted as Greenacre (2017), Correspondence
Analysis in Practice, chapter 19, has it, since those of the indicator matrix count each question with itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.codebook import Text, Variable
from analysis.plan import AnswerMap, Discovery, Plan
from analysis.segments.features import Feature, features_of
from analysis.topics.correspondence import Layout, added, lay_out
from analysis.topics.refusals import Refusal
from analysis.topics.samples import Sample

SHUFFLES, MOST_SHUFFLED, MOST_PAIRS = 199, 2000, 3


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
    if len(questions) < 2:
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
    spots = _spots(features, codes, layout, plan.thresholds.min_n)
    pairs = _pairs(spots, features, codes, weights, plan)
    if not pairs:
        return _refused(entry, questions, n, Refusal("nothing-together", {"n": n}))
    further = _further(sample, plan, entry, layout, answered)
    return Mapped(entry.id, questions, (*spots, *further), pairs, adjusted(layout, len(sizes)), n)


def adjusted(layout: Layout, questions: int) -> tuple[float, float]:
    """Return the two first inertias as parts of what the questions share, each between 0 and 1."""
    values, share = layout.eigenvalues, 1 / questions
    factor = questions / (questions - 1)
    own = (factor * np.maximum(values[:2] - share, 0)) ** 2
    whole = factor * (float(values @ values) - len(values) * share**2)
    parts = np.minimum(own / whole, 1.0) if whole > 0 else np.zeros(2)
    return float(parts[0]), float(parts[1]) if len(parts) > 1 else 0.0


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
    spots: tuple[Spot, ...], features: tuple[Feature, ...], codes: IntArray, weights: FloatArray, plan: Plan
) -> tuple[Pair, ...]:
    """Return the answers to different questions that go together more than the closest of shuffled answers do.

    Each question is shuffled as a whole, so that what holds within it (a limit to the choices) holds in the shuffled
    answers too; that the largest of all pairs is compared keeps the error of the whole family at alpha.
    """
    given = _given(spots, features, codes)
    asked = np.array([spot.variable.question for spot in spots])
    across = np.triu(asked[:, None] != asked[None, :])
    if not across.any():
        return ()
    phi = np.where(across, _phi(given, given, weights), 0.0)
    chance = np.random.default_rng(plan.seed)
    kept = np.arange(len(given))
    if len(given) > MOST_SHUFFLED:
        kept = chance.choice(len(given), MOST_SHUFFLED, replace=False)
    given, weights = given[kept], weights[kept]
    largest = sorted(_largest_by_chance(given, asked, across, weights, chance) for _ in range(SHUFFLES))
    limit = largest[math.ceil((SHUFFLES + 1) * (1 - plan.thresholds.alpha)) - 1] * math.sqrt(len(kept) / len(codes))
    order = [divmod(int(at), len(spots)) for at in np.argsort(-phi, axis=None)[:MOST_PAIRS]]
    return tuple(Pair(spots[a], spots[b], float(phi[a, b])) for a, b in order if phi[a, b] > limit)


def _given(spots: tuple[Spot, ...], features: tuple[Feature, ...], codes: IntArray) -> FloatArray:
    """Tell who gave each answer (respondents × spots)."""
    by_name = {feature.variable.name: (feature, codes[:, at]) for at, feature in enumerate(features)}
    flags = []
    for spot in spots:
        feature, column = by_name[spot.variable.name]
        flags.append(column == next(at for at, text in enumerate(feature.levels) if text is spot.text))
    return np.stack(flags, axis=1).astype(np.float64) if flags else np.zeros((len(codes), 0))


def _phi(one: FloatArray, other: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted correlations of the columns of one with those of the other; 0 where nothing varies."""
    a, b = (x - np.average(x, axis=0, weights=weights) for x in (one, other))
    joint = (a * weights[:, None]).T @ b
    spread = np.sqrt(np.outer(weights @ a**2, weights @ b**2))
    return np.asarray(np.divide(joint, spread, out=np.zeros_like(joint), where=spread > 0))


def _largest_by_chance(
    given: FloatArray, asked: NDArray[np.str_], across: BoolArray, weights: FloatArray, chance: np.random.Generator
) -> float:
    shuffled = given.copy()
    for question in np.unique(asked):
        shuffled[:, asked == question] = given[chance.permutation(len(given))][:, asked == question]
    return float(np.max(np.where(across, _phi(shuffled, shuffled, weights), -1.0)))


def _refused(entry: AnswerMap, questions: tuple[str, ...], n: int, why: Refusal) -> Mapped:
    return Mapped(entry.id, questions, (), (), (float("nan"), float("nan")), n, why)

"""Write a rule with which anybody can tell the kind of a person from a few questions: points for each answer, summed.

Points are twice the logarithm of how much likelier an answer is in a kind than among all, rounded (naive Bayes).
Questions are added one at a time, the one that agrees most with the kinds found; how well the rule agrees is measured
on people it was not written from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray
from analysis.segments.features import Feature

MOST_QUESTIONS = 5
SCALE = 2.0
SMOOTHING = 0.5


@dataclass(frozen=True)
class Asked:
    """One question of the rule: `points` is answers × kinds."""

    feature: Feature
    points: IntArray


@dataclass(frozen=True)
class TypingRule:
    """Start with `start` (a value a kind), add the points of each answer, and take the kind with most.

    `agreement` is the weighted share of people not used to write it whom it puts where they belong; `chance` is the
    share that always saying the largest kind gets right.
    """

    start: IntArray
    asked: tuple[Asked, ...]
    agreement: float
    chance: float

    def apply(self, answers: Sequence[int]) -> int:
        """Return the kind of somebody with these answers (codes of the levels, −1 for none), ties to the larger."""
        total = self.start.astype(np.int64)
        for code, asked in zip(answers, self.asked, strict=True):
            if code >= 0:
                total = total + asked.points[code]
        return int(total.argmax())


def typing_rule(features: Sequence[Feature], kind: IntArray, weights: FloatArray, *, seed: int) -> TypingRule:
    """Write the rule for kinds 0 … k−1 (−1 outside): once from each half of the people to measure it, then from all."""
    rows = np.flatnonzero((kind >= 0) & (weights > 0))
    half = np.random.default_rng(seed).permutation(rows)
    first, second = half[: len(half) // 2], half[len(half) // 2 :]
    right = sum(_right(features, kind, weights, train, test) for train, test in ((first, second), (second, first)))
    start, asked = _written(features, kind, weights, rows)
    sizes = np.bincount(kind[rows], weights=weights[rows])
    whole = float(weights[rows].sum())
    return TypingRule(start, asked, right / whole, float(sizes.max() / whole))


def _right(features: Sequence[Feature], kind: IntArray, weights: FloatArray, train: IntArray, test: IntArray) -> float:
    start, asked = _written(features, kind, weights, train, int(kind.max()) + 1)
    given = _scores(start, asked, test).argmax(axis=1)
    return float(weights[test] @ (given == kind[test]))


def _written(
    features: Sequence[Feature], kind: IntArray, weights: FloatArray, rows: IntArray, k: int | None = None
) -> tuple[IntArray, tuple[Asked, ...]]:
    kinds = k or int(kind.max()) + 1
    sizes = np.bincount(kind[rows], weights=weights[rows], minlength=kinds)
    start = np.rint(SCALE * np.log((sizes + SMOOTHING) / (sizes.sum() / kinds))).astype(np.int64)
    offered = [Asked(feature, _points(feature, kind, weights, rows, kinds)) for feature in features]
    taken: list[Asked] = []
    total, best = np.tile(start, (len(rows), 1)), -1.0
    while len(taken) < min(MOST_QUESTIONS, len(features)):
        left = [asked for asked in offered if not any(asked is one for one in taken)]
        agreeing = []
        for asked in left:
            given = (total + _added(asked, rows)).argmax(axis=1)
            agreeing.append(float(weights[rows] @ (given == kind[rows])))
        at = int(np.argmax(agreeing))
        if agreeing[at] <= best:
            break
        best = agreeing[at]
        taken.append(left[at])
        total = total + _added(left[at], rows)
    return start, tuple(taken)


def _points(feature: Feature, kind: IntArray, weights: FloatArray, rows: IntArray, k: int) -> IntArray:
    levels = max(len(feature.levels), 2)
    counts = np.full((levels, k), 0.0)
    known = rows[feature.codes[rows] >= 0]
    np.add.at(counts, (feature.codes[known], kind[known]), weights[known] * len(rows) / weights[rows].sum())
    chances = (counts + SMOOTHING) / (counts.sum(axis=0) + SMOOTHING * levels)
    overall = (counts.sum(axis=1) + SMOOTHING) / (counts.sum() + SMOOTHING * levels)
    points: FloatArray = np.rint(SCALE * np.log(chances / overall[:, None]))
    return points.astype(np.int64)


def _added(asked: Asked, rows: IntArray) -> IntArray:
    codes = asked.feature.codes[rows]
    added = np.array(asked.points[np.maximum(codes, 0)], dtype=np.int64)
    added[codes < 0] = 0
    return added


def _scores(start: IntArray, asked: Sequence[Asked], rows: IntArray) -> IntArray:
    total = np.tile(start, (len(rows), 1))
    for one in asked:
        total = total + _added(one, rows)
    return total

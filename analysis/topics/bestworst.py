"""Scale objects by which of a few shown was called best and which worst (case 1 best–worst scaling, MaxDiff).

Louviere, Flynn and Marley (2015), Best-Worst Scaling. Utilities come from a conditional logit on choices of a best and
a worst; their errors from each respondent's score, so that clusters, strata and weights count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray, sums_by
from analysis.estimation.statistics import Recompute, Statistic, members_of, srs_variance

Model: TypeAlias = Literal["paired", "marginal", "sequential"]

Sort: TypeAlias = Literal["pair", "best", "worst"]

TOLERANCE, MOST_STEPS, NOTHING = 1e-12, 60, -1


class NotScaledError(ValueError):
    """The answers do not fix a scale: an object was never shown, or always best, or always worst."""


@dataclass(frozen=True)
class Choices:
    """Answers one screen a row: who (row of the data), which objects were shown, which was best and worst.

    `shown` is screens × places with −1 where fewer objects were shown; `best` and `worst` are objects, 0 … k−1.
    """

    respondent: IntArray
    shown: IntArray
    best: IntArray
    worst: IntArray
    k: int

    def __post_init__(self) -> None:
        for given in (self.best, self.worst):
            if not (self.shown == given[:, None]).any(axis=1).all():
                raise ValueError("An object was chosen on a screen that did not show it.")
        if (self.best == self.worst).any():
            raise ValueError("One object cannot be best and worst of a screen.")


@dataclass(frozen=True)
class Scale:
    """Utilities that sum to 0 (`utilities`, k values), `shares` exp(u)/Σexp(u), and how well the model fits.

    `model_covariance` is the inverse information, right only for independent choices of equal weight; `log_likelihood`
    is weighted, first with all utilities 0.
    """

    utilities: Statistic
    shares: Statistic
    model_covariance: FloatArray
    log_likelihood: tuple[float, float]


@dataclass(frozen=True)
class _Tasks:
    """Choices among alternatives: which kind of task each is, whose, and what was best and worst (−1 for nothing)."""

    alternatives: list[FloatArray]
    kind: IntArray
    respondent: IntArray
    above: IntArray
    below: IntArray

    def taken(self, weights: FloatArray, k: int) -> FloatArray:
        """Return for each object the weight of the tasks it was the best of, less those it was the worst of."""
        own = weights[self.respondent]
        up, down = (_counted(at, own, k) for at in (self.above, self.below))
        return up - down

    def scores(self, expected: FloatArray, rows: int) -> FloatArray:
        """Return by respondent what was taken less what was expected of each kind of task (rows × k)."""
        k = expected.shape[1]
        found = np.zeros((rows, k))
        for at in range(k):
            chosen = (self.above == at).astype(np.float64) - (self.below == at)
            found[:, at] = np.bincount(self.respondent, chosen - expected[self.kind, at], minlength=rows)
        return found


def counts(choices: Choices) -> tuple[IntArray, IntArray, IntArray]:
    """Count how often each object was best, worst and shown."""
    seen = choices.shown[choices.shown >= 0]
    best, worst, shown = (np.bincount(column, minlength=choices.k) for column in (choices.best, choices.worst, seen))
    return best, worst, shown


def scale(weights: FloatArray, choices: Choices, base: BoolArray, model: Model = "paired") -> Scale:
    """Fit utilities to the choices of respondents in the base.

    `paired` takes best and worst as the pair that is furthest apart, `sequential` the worst from what the best left,
    `marginal` both from all that was shown. Raise NotScaledError where no finite utilities fit.
    """
    inside = base[choices.respondent] & (weights[choices.respondent] > 0)
    tasks = _tasks(choices, inside, model)
    if not len(tasks.kind):
        raise NotScaledError("Nobody in the base answered a screen.")
    free = _contrasts(choices.k)
    utilities, information, fits = _fitted(tasks, weights, free)
    answered = np.zeros(len(weights), dtype=np.bool_)
    answered[tasks.respondent] = True

    def recompute(other: FloatArray) -> FloatArray:
        return _fitted(tasks, other, free)[0]

    covariance = free @ np.linalg.inv(information) @ free.T
    scores = tasks.scores(_expected(tasks, utilities), len(weights))
    found = _statistic(weights, scores @ covariance, utilities, recompute, answered)
    return Scale(found, _shares(found, weights), covariance, fits)


def _tasks(choices: Choices, inside: BoolArray, model: Model) -> _Tasks:
    """Turn screens into tasks; screens that showed the same objects are one kind."""
    shown, best, worst = choices.shown[inside], choices.best[inside], choices.worst[inside]
    none = np.full(len(best), NOTHING, dtype=np.int64)
    asked: list[tuple[Sort, IntArray, IntArray, IntArray]] = [("pair", shown, best, worst)]
    if model != "paired":
        left = shown if model == "marginal" else np.where(shown == best[:, None], NOTHING, shown)
        asked = [("best", shown, best, none), ("worst", left, none, worst)]
    alternatives: list[FloatArray] = []
    kinds = []
    for sort, objects, _, _ in asked:
        which, sets = _distinct(objects, choices.k)
        kinds.append(which + len(alternatives))
        alternatives += [_alternatives(sort, one, choices.k) for one in sets]
    return _Tasks(
        alternatives,
        np.concatenate(kinds),
        np.tile(choices.respondent[inside], len(asked)),
        np.concatenate([above for _, _, above, _ in asked]),
        np.concatenate([below for _, _, _, below in asked]),
    )


def _distinct(objects: IntArray, k: int) -> tuple[IntArray, list[tuple[int, ...]]]:
    """Number the sets of objects that stand in rows (rows × places, −1 for none), whatever their order."""
    marks = np.sort(objects, axis=1)
    codes = np.zeros(len(marks), dtype=np.int64)
    for place in marks.T:
        _, codes = np.unique(codes * (k + 1) + place + 1, return_inverse=True)
    first = np.unique(codes, return_index=True)[1]
    return codes.astype(np.int64), [tuple(int(one) for one in marks[at] if one >= 0) for at in first]


def _counted(at: IntArray, own: FloatArray, k: int) -> FloatArray:
    known = at >= 0
    return np.bincount(at[known], own[known], minlength=k).astype(np.float64)


def _alternatives(sort: Sort, objects: tuple[int, ...], k: int) -> FloatArray:
    rows = np.eye(k)[list(objects)]
    if sort == "best":
        return rows
    if sort == "worst":
        return -rows
    pairs = rows[:, None, :] - rows[None, :, :]
    return pairs[~np.eye(len(objects), dtype=np.bool_)]


def _contrasts(k: int) -> FloatArray:
    """Return k × (k−1) columns that span the utilities summing to 0."""
    return np.linalg.qr(np.eye(k)[:, 1:] - 1 / k)[0]


def _fitted(tasks: _Tasks, weights: FloatArray, free: FloatArray) -> tuple[FloatArray, FloatArray, tuple[float, float]]:
    """Maximise the weighted likelihood by Newton's steps, halved where they overshoot."""
    own = weights[tasks.respondent]
    totals = sums_by(tasks.kind, own[:, None], len(tasks.alternatives))[:, 0]
    taken = tasks.taken(weights, len(free))
    at = np.zeros(free.shape[1])
    null = best = _likelihood(tasks, totals, taken, free @ at)
    for _ in range(MOST_STEPS):
        slope, information = _slopes(tasks, totals, taken, free @ at)
        slope, information = free.T @ slope, free.T @ information @ free
        if np.linalg.eigvalsh(information)[0] <= 1e-9 * totals.sum():
            raise NotScaledError(
                "The choices do not fix a scale: an object was always or never preferred, or not shown."
            )
        step = np.linalg.solve(information, slope)
        while (value := _likelihood(tasks, totals, taken, free @ (at + step))) < best - 1e-9 * abs(best):
            step = step / 2
        at, best = at + step, value
        if slope @ step <= TOLERANCE * max(1.0, abs(best)):
            return free @ at, information, (null, best)
    raise NotScaledError("The utilities did not settle.")


def _likelihood(tasks: _Tasks, totals: FloatArray, taken: FloatArray, utilities: FloatArray) -> float:
    sums = [np.logaddexp.reduce(alternatives @ utilities) for alternatives in tasks.alternatives]
    return float(taken @ utilities - totals @ np.array(sums))


def _slopes(
    tasks: _Tasks, totals: FloatArray, taken: FloatArray, utilities: FloatArray
) -> tuple[FloatArray, FloatArray]:
    slope, information = taken.copy(), np.zeros((len(utilities), len(utilities)))
    for alternatives, total in zip(tasks.alternatives, totals, strict=True):
        chances = _chances(alternatives, utilities)
        mean = chances @ alternatives
        slope -= total * mean
        information += total * ((alternatives * chances[:, None]).T @ alternatives - np.outer(mean, mean))
    return slope, information


def _chances(alternatives: FloatArray, utilities: FloatArray) -> FloatArray:
    raised = alternatives @ utilities
    return np.asarray(np.exp(raised - np.logaddexp.reduce(raised)))


def _expected(tasks: _Tasks, utilities: FloatArray) -> FloatArray:
    """Return what each kind of task takes of every object on average (kinds × k)."""
    return np.stack([_chances(rows, utilities) @ rows for rows in tasks.alternatives])


def _statistic(
    weights: FloatArray, per_row: FloatArray, utilities: FloatArray, recompute: Recompute, base: BoolArray
) -> Statistic:
    members = members_of(weights, base)
    influences = np.where(base[:, None], weights[:, None] * per_row, 0.0)
    return Statistic(
        kind="mean",
        values=utilities,
        influences=influences,
        base=base,
        srs_variance=srs_variance(weights[members], per_row[members]),
        rows=int(base.sum()),
        recompute=recompute,
    )


def _shares(utilities: Statistic, weights: FloatArray) -> Statistic:
    """Return exp(u)/Σexp(u); its slopes are diag(s) − ssᵀ."""

    def softmax(values: FloatArray) -> FloatArray:
        return np.asarray(np.exp(values - np.logaddexp.reduce(values)))

    shares = softmax(utilities.values)
    slopes = np.diag(shares) - np.outer(shares, shares)
    members = members_of(weights, utilities.base)
    influences = utilities.influences @ slopes
    return Statistic(
        kind="share",
        values=shares,
        influences=influences,
        base=utilities.base,
        srs_variance=srs_variance(weights[members], influences[members] / weights[members, None]),
        rows=utilities.rows,
        recompute=lambda other: softmax(utilities.recompute(other)),
    )

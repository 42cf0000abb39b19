"""Discover segments as latent classes: within a class, answers to the questions are independent of each other.

Goodman (1974), Biometrika 61; fitted by expectation and maximisation over distinct answer patterns, from many starts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray, sums_by

LIKELIHOOD_SETTLED, PARAMETERS_SETTLED, SAME_FIT = 1e-10, 1e-11, 1e-6
MOST_STEPS = 100_000
QUICK_SETTLED, QUICK_STEPS = 1e-7, 500
SMALLEST_CLASS = 0.05
TINY = 1e-300


@dataclass(frozen=True)
class LatentClasses:
    """Classes, the largest first.

    `shares` has a value a class; `profiles` an array (classes × categories) a question, the chance of each answer;
    `posterior` (rows × classes) each respondent's chance of each class, missing outside the base. `entropy` is 1 where
    everybody is surely in one class, 0 where nobody is. `shares_se` holds under independent answers of equal weight.
    `too_small` says that a class is below 5 %: such a solution is not to be shown.
    """

    shares: FloatArray
    shares_se: FloatArray
    profiles: tuple[FloatArray, ...]
    posterior: FloatArray
    log_likelihood: float
    n: float
    parameters: int
    df: float
    g_squared: float
    chi_squared: float
    agreeing_starts: int

    @property
    def aic(self) -> float:
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        return float(np.log(self.n) * self.parameters - 2 * self.log_likelihood)

    @property
    def entropy(self) -> float:
        inside = self.posterior[~np.isnan(self.posterior[:, 0])]
        spread = inside * np.log(np.maximum(inside, TINY))
        return float(1 + spread.sum() / (len(inside) * np.log(len(self.shares)))) if len(self.shares) > 1 else 1.0

    @property
    def too_small(self) -> bool:
        return bool(self.shares.min() < SMALLEST_CLASS)


@dataclass(frozen=True)
class _Patterns:
    """Distinct rows of answers with their weight: `flags` is patterns × all categories of all questions."""

    flags: FloatArray
    weights: FloatArray
    of_row: IntArray
    complete: BoolArray
    ends: tuple[int, ...]


def latent_classes(
    codes: IntArray,
    sizes: tuple[int, ...],
    classes: int,
    weights: FloatArray,
    base: BoolArray,
    *,
    starts: int = 20,
    seed: int = 1,
    quick: bool = False,
) -> LatentClasses:
    """Fit classes to answers (rows × questions, −1 missing) with `sizes` categories each; the best of many starts.

    A missing answer adds nothing to a row; rows without any leave the base. Weights are scaled to the number of rows.
    `agreeing_starts` counts the starts that reached the best fit: few of them mean it may not be the best there is.
    `quick` stops where the likelihood moves by less than 1e-7 of itself: enough to compare numbers of classes.
    """
    inside = np.flatnonzero(base & (weights > 0) & (codes >= 0).any(axis=1))
    patterns = _patterns(codes[inside], sizes, weights[inside] * len(inside) / weights[inside].sum())
    random = np.random.default_rng(seed)
    shares, chances, likelihood, agreeing = _best_fit(patterns, classes, starts, random, quick=quick)
    order = np.argsort(-shares, kind="stable")
    shares, chances = shares[order], chances[order]
    joint, total = _joint(patterns, shares, chances)
    posterior = np.full((len(codes), classes), np.nan)
    posterior[inside] = (joint / total[:, None])[patterns.of_row]
    n = float(patterns.weights.sum())
    parameters = classes - 1 + classes * (sum(sizes) - len(sizes))
    return LatentClasses(
        shares=shares,
        shares_se=_shares_se(patterns, shares, chances, joint / total[:, None]),
        profiles=tuple(np.split(chances, patterns.ends[:-1], axis=1)),
        posterior=posterior,
        log_likelihood=likelihood,
        n=n,
        parameters=parameters,
        df=min(n, float(np.prod(np.array(sizes, dtype=np.float64))) - 1) - parameters,
        agreeing_starts=agreeing,
        **_fit_of(patterns, total, n),
    )


def _patterns(codes: IntArray, sizes: tuple[int, ...], weights: FloatArray) -> _Patterns:
    distinct, of_row = np.unique(codes, axis=0, return_inverse=True)
    of_row = of_row.reshape(-1)
    flags = [(distinct[:, [q]] == np.arange(size)).astype(np.float64) for q, size in enumerate(sizes)]
    totals = sums_by(of_row, weights[:, None], len(distinct))[:, 0]
    ends = tuple(int(end) for end in np.cumsum(sizes))
    return _Patterns(np.concatenate(flags, axis=1), totals, of_row, np.all(distinct >= 0, axis=1), ends)


def _best_fit(
    patterns: _Patterns, classes: int, starts: int, random: np.random.Generator, *, quick: bool
) -> tuple[FloatArray, FloatArray, float, int]:
    """Return shares, chances of every category (classes × categories), log likelihood, and how many starts reached it.

    Every start is followed until its likelihood settles, the best one until its parameters do.
    """
    fits = []
    settled = QUICK_SETTLED if quick else LIKELIHOOD_SETTLED
    for _ in range(starts):
        chances = _normed(random.random((classes, patterns.ends[-1])), patterns.ends)
        fits.append(_climbed(patterns, np.full(classes, 1 / classes), chances, settled, 0.0))
    best = max(fits, key=lambda fit: fit[2])
    shares, chances, likelihood = best if quick else _climbed(patterns, best[0], best[1], -1.0, PARAMETERS_SETTLED)
    agreeing = sum(likelihood - fit[2] < SAME_FIT * abs(likelihood) for fit in fits)
    return shares, chances, likelihood, agreeing


def _climbed(
    patterns: _Patterns, shares: FloatArray, chances: FloatArray, likelihood_settled: float, parameters_settled: float
) -> tuple[FloatArray, FloatArray, float]:
    likelihood = -np.inf
    for _ in range(QUICK_STEPS if likelihood_settled == QUICK_SETTLED else MOST_STEPS):
        joint, total = _joint(patterns, shares, chances)
        before, likelihood = likelihood, float(patterns.weights @ np.log(total))
        expected = joint * (patterns.weights / total)[:, None]
        old_shares, old_chances = shares, chances
        shares = expected.sum(axis=0) / patterns.weights.sum()
        chances = _normed(expected.T @ patterns.flags, patterns.ends)
        moved = max(np.abs(shares - old_shares).max(), np.abs(chances - old_chances).max())
        if likelihood - before <= likelihood_settled * abs(likelihood) or moved <= parameters_settled:
            break
    return shares, chances, likelihood


def _joint(patterns: _Patterns, shares: FloatArray, chances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the chance of each pattern with each class, and of each pattern."""
    logs = patterns.flags @ np.log(np.maximum(chances, TINY)).T + np.log(np.maximum(shares, TINY))
    joint = np.exp(logs)
    return joint, np.maximum(joint.sum(axis=1), TINY)


def _normed(counts: FloatArray, ends: tuple[int, ...]) -> FloatArray:
    """Make the categories of each question sum to 1 in each class; a class nobody is in has all alike."""
    parts = np.split(counts, ends[:-1], axis=1)
    sums = [part.sum(axis=1, keepdims=True) for part in parts]
    even = [np.full(part.shape, 1 / part.shape[1]) for part in parts]
    normed = [np.divide(p, s, out=e, where=s > 0) for p, s, e in zip(parts, sums, even, strict=True)]
    return np.concatenate(normed, axis=1)


def _fit_of(patterns: _Patterns, total: FloatArray, n: float) -> dict[str, float]:
    """Compare observed with expected counts of the patterns without missing answers."""
    observed, expected = patterns.weights[patterns.complete], n * total[patterns.complete]
    return {
        "g_squared": float(2 * observed @ np.log(observed / expected)) if len(observed) else np.nan,
        "chi_squared": float(((observed - expected) ** 2 / expected).sum() + n - expected.sum()),
    }


def _shares_se(patterns: _Patterns, shares: FloatArray, chances: FloatArray, posterior: FloatArray) -> FloatArray:
    """Return errors from the outer product of the scores, on logits; parameters on the edge of 0 to 1 drop out."""
    classes = len(shares)
    scores = [posterior[:, 1:] - shares[1:]]
    firsts = (0, *patterns.ends[:-1])
    for first, end in zip(firsts, patterns.ends, strict=True):
        answered = patterns.flags[:, first:end].sum(axis=1, keepdims=True)
        for c in range(classes):
            away = patterns.flags[:, first + 1 : end] - answered * chances[c, first + 1 : end]
            scores.append(posterior[:, [c]] * away)
    all_scores = np.concatenate(scores, axis=1)
    information = (all_scores * patterns.weights[:, None]).T @ all_scores
    among_shares = np.linalg.pinv(information, hermitian=True)[: classes - 1, : classes - 1]
    slopes = (np.diag(shares) - np.outer(shares, shares))[:, 1:]
    return np.asarray(np.sqrt(np.diag(slopes @ among_shares @ slopes.T)))

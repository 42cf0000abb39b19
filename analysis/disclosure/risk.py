"""Measure how easily respondents could be recognised in microdata by what others may know about them (the keys)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import FloatArray, IntArray, sums_by

ANY = -1


@dataclass(frozen=True)
class Frequencies:
    """By row: how many rows of the sample, and how many people by their weights, could be the same person."""

    sample: FloatArray
    population: FloatArray

    def violations(self, k: int) -> int:
        """Count the rows that are not alike at least k − 1 others (k-anonymity; Samarati and Sweeney 1998)."""
        return int((self.sample < k).sum())


@dataclass(frozen=True)
class Diversity:
    """By row, the answers to a sensitive question among those with the same keys.

    `distinct` counts them; `entropy` is e to the entropy of their shares; `recursive` is the largest l for which the
    most frequent is less than `c` times those from the l-th on (Machanavajjhala and others 2007).
    """

    distinct: IntArray
    entropy: FloatArray
    recursive: IntArray


def frequencies(keys: IntArray, weights: FloatArray) -> Frequencies:
    """Count rows alike in all keys (rows × keys); −1 is a suppressed or missing value, which could be any value."""
    distinct, of_row = np.unique(keys, axis=0, return_inverse=True)
    of_row = of_row.reshape(-1)
    own = sums_by(of_row, np.stack([np.ones(len(keys)), weights], axis=1), len(distinct))
    if (distinct != ANY).all():
        return Frequencies(own[of_row, 0], own[of_row, 1])
    alike = np.zeros_like(own)
    for at, key in enumerate(distinct):
        same = ((distinct == key) | (distinct == ANY) | (key == ANY)).all(axis=1)
        alike[at] = own[same].sum(axis=0)
    return Frequencies(alike[of_row, 0], alike[of_row, 1])


def reidentification(found: Frequencies) -> FloatArray:
    """Return each row's chance of being recognised: E(1/F) given f (Benedetti and Franconi 1998).

    F has a negative binomial distribution with f successes at p = f/F̂; for f > 2 by the usual approximation.
    """
    f, p = found.sample, found.sample / found.population
    with np.errstate(divide="ignore", invalid="ignore"):
        odds, surprise = p / (1 - p), np.log(1 / p)
        risk = np.where(f == 1, odds * surprise, np.where(f == 2, odds - odds**2 * surprise, p / (f - (1 - p))))
    return np.asarray(np.where(p >= 1, 1 / f, risk))


def diversity(keys: IntArray, sensitive: IntArray, c: float = 2.0) -> Diversity:
    """Count the different answers (codes, −1 missing) among rows alike in all keys; a missing one is not counted."""
    distinct, of_row = np.unique(keys, axis=0, return_inverse=True)
    of_row = of_row.reshape(-1)
    answers = int(sensitive.max(initial=0)) + 1
    flags = (sensitive[:, None] == np.arange(answers)).astype(np.float64)
    counts = sums_by(of_row, flags, len(distinct))
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts / counts.sum(axis=1, keepdims=True)
        entropy = np.exp(-np.where(shares > 0, shares * np.log(shares), 0.0).sum(axis=1))
    descending = -np.sort(-counts, axis=1)
    tails = descending[:, ::-1].cumsum(axis=1)[:, ::-1]
    recursive = (descending[:, [0]] < c * tails).sum(axis=1)
    return Diversity((counts > 0).sum(axis=1)[of_row], entropy[of_row], recursive[of_row])

"""Say for each respondent how the answers to a set of items run: always the same, without variation, far from others'.

Items are rows × items with missing values where not answered, in the order in which they were shown. Curran (2016),
Journal of Experimental Social Psychology 66; Dunn and others (2018), Journal of Business and Psychology 33.
"""

from __future__ import annotations

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray


def longest_string(items: FloatArray) -> IntArray:
    """Return the length of the longest run of one answer given again and again; a missing answer ends a run."""
    best, running = np.zeros(len(items), dtype=np.int64), np.zeros(len(items), dtype=np.int64)
    before = np.full(len(items), np.nan)
    for column in items.T:
        known = ~np.isnan(column)
        running = np.where(known & (column == before), running + 1, known.astype(np.int64))
        best, before = np.maximum(best, running), column
    return best


def average_string(items: FloatArray) -> FloatArray:
    """Return the mean length of runs of one answer; missing where nothing was answered."""
    known = ~np.isnan(items)
    starts = known.copy()
    starts[:, 1:] &= items[:, 1:] != items[:, :-1]
    return _over(known.sum(axis=1), starts.sum(axis=1))


def variability(items: FloatArray) -> FloatArray:
    """Return each respondent's standard deviation over the items (n − 1); missing with fewer than two answers."""
    known = ~np.isnan(items)
    n = known.sum(axis=1)
    filled = np.where(known, items, 0.0)
    away = np.where(known, items - _over(filled.sum(axis=1), n)[:, None], 0.0)
    return np.asarray(np.sqrt(_over((away**2).sum(axis=1), n - 1)))


def squared_distances(items: FloatArray) -> FloatArray:
    """Return squared Mahalanobis distances from the mean, with covariances of all pairs of answers.

    Items that were not answered add nothing. Missing for everybody where the items do not vary independently.
    """
    known = ~np.isnan(items)
    centred = np.where(known, items - _over(np.where(known, items, 0.0).sum(axis=0), known.sum(axis=0)), 0.0)
    covariance = _pairwise_covariance(items)
    if np.isnan(covariance).any() or np.linalg.cond(covariance) > 1e12:
        return np.full(len(items), np.nan)
    return np.asarray(((centred @ np.linalg.inv(covariance)) * centred).sum(axis=1))


def even_odd(items: FloatArray, factors: tuple[int, ...]) -> FloatArray:
    """Correlate the means of even with odd items over scales of the given lengths, stepped up by Spearman and Brown.

    1 is consistent, −1 (the lowest given) inconsistent; missing where one of the two does not vary.
    """
    ends = np.cumsum(factors)
    odd, even = [], []
    for end, length in zip(ends, factors, strict=True):
        scale = items[:, end - length : end]
        odd.append(_mean_by_row(scale[:, 0::2]))
        even.append(_mean_by_row(scale[:, 1::2]))
    r = _row_correlations(np.stack(even, axis=1), np.stack(odd, axis=1))
    with np.errstate(divide="ignore"):
        return np.asarray(np.maximum(2 * r / (1 + r), -1.0))


def synonyms(items: FloatArray, least: float = 0.6) -> tuple[FloatArray, list[tuple[int, int]]]:
    """Correlate, within each respondent, pairs of items that correlate at least so much across all; and those pairs.

    A negative `least` takes pairs at most so correlated (antonyms). Missing with fewer than three answered pairs, or
    where the answers to either side do not vary.
    """
    covariance = _pairwise_covariance(items)
    spread = np.sqrt(np.diag(covariance))
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = covariance / np.outer(spread, spread)
    chosen = correlations <= least if least < 0 else correlations >= least
    first, second = np.nonzero(np.triu(chosen, 1))
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    return _row_correlations(items[:, first], items[:, second], fewest=3), pairs


def straight_lined(items: FloatArray, fewest: int = 4) -> BoolArray:
    """Tell who gave one answer to every item answered, at least `fewest` of them."""
    known = ~np.isnan(items)
    low = np.where(known, items, np.inf).min(axis=1)
    high = np.where(known, items, -np.inf).max(axis=1)
    return np.asarray((known.sum(axis=1) >= fewest) & (low == high))


def _pairwise_covariance(items: FloatArray) -> FloatArray:
    """Return covariances over the rows that have both answers, each about its own mean among those."""
    known = (~np.isnan(items)).astype(np.float64)
    centre = _over(np.nansum(items, axis=0), known.sum(axis=0))
    filled = np.where(known > 0, items - centre, 0.0)
    n = known.T @ known
    sums = filled.T @ known
    return _over(filled.T @ filled - _over(sums * sums.T, n), n - 1)


def _row_correlations(first: FloatArray, second: FloatArray, fewest: int = 2) -> FloatArray:
    known = ~(np.isnan(first) | np.isnan(second))
    n = known.sum(axis=1)
    one, other = np.where(known, first, 0.0), np.where(known, second, 0.0)
    one = np.where(known, one - _over(one.sum(axis=1), n)[:, None], 0.0)
    other = np.where(known, other - _over(other.sum(axis=1), n)[:, None], 0.0)
    together, spread = (one * other).sum(axis=1), np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    varies = (n >= fewest) & (spread > 1e-12)
    result = np.full(len(first), np.nan)
    result[varies] = np.clip(together[varies] / spread[varies], -1.0, 1.0)
    return result


def _mean_by_row(items: FloatArray) -> FloatArray:
    known = ~np.isnan(items)
    return _over(np.where(known, items, 0.0).sum(axis=1), known.sum(axis=1))


def _over(above: FloatArray | IntArray, below: FloatArray | IntArray) -> FloatArray:
    """Divide; missing where the divisor is not positive."""
    result: FloatArray = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=np.asarray(below) > 0)
    return result

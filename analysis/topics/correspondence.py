"""Lay out the categories of several questions in a plane (multiple correspondence analysis of the indicator matrix).

Greenacre (2017), Correspondence Analysis in Practice, chapter 18. Categories that the same people choose lie close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Layout:
    """`eigenvalues` by dimension, all of them; the rest for the dimensions kept.

    `categories` (categories × dimensions) are principal co-ordinates, question after question, each category in order
    of its code; `contributions` sum to 100 by dimension; `quality` is the squared cosine. `respondents` is rows ×
    dimensions. The sign of a dimension has no meaning. Co-ordinates of a category that nobody has are missing.
    """

    eigenvalues: FloatArray
    categories: FloatArray
    contributions: FloatArray
    quality: FloatArray
    respondents: FloatArray

    @property
    def percentages(self) -> FloatArray:
        return np.asarray(100 * self.eigenvalues / self.eigenvalues.sum())


def lay_out(codes: IntArray, sizes: tuple[int, ...], weights: FloatArray, dimensions: int = 2) -> Layout:
    """Lay out answers (rows × questions; no −1: give missing answers a category, or leave the row out)."""
    if (codes < 0).any():
        raise ValueError("A missing answer needs a category of its own.")
    flags = _flags(codes, sizes)
    rows = weights / weights.sum()
    shares = rows @ flags
    seen = shares > 0
    masses = shares[seen] / len(sizes)
    deviations = (flags[:, seen] / shares[seen] - 1) * np.sqrt(rows)[:, None] * np.sqrt(masses)
    values, vectors = np.linalg.eigh(deviations.T @ deviations)
    values, vectors = values[::-1][: seen.sum() - len(sizes)], vectors[:, ::-1]
    kept = vectors[:, :dimensions]
    coordinates = kept * np.sqrt(values[:dimensions]) / np.sqrt(masses)[:, None]
    apart = 1 / shares[seen] - 1
    respondents = (flags[:, seen] / shares[seen] - 1) @ (kept * np.sqrt(masses)[:, None])
    return Layout(
        eigenvalues=values,
        categories=_placed(coordinates, seen),
        contributions=_placed(100 * kept**2, seen),
        quality=_placed(coordinates**2 / apart[:, None], seen),
        respondents=respondents,
    )


def added(layout: Layout, codes: IntArray, size: int, weights: FloatArray) -> FloatArray:
    """Place the categories of a question that did not shape the layout: the mean of its people, scaled by dimension."""
    flags = _flags(codes[:, None], (size,)) * weights[:, None]
    dimensions = layout.respondents.shape[1]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = flags.T @ layout.respondents / flags.sum(axis=0)[:, None]
    return np.asarray(means / np.sqrt(layout.eigenvalues[:dimensions]))


def _flags(codes: IntArray, sizes: tuple[int, ...]) -> FloatArray:
    flags = [codes[:, [q]] == np.arange(size) for q, size in enumerate(sizes)]
    return np.concatenate(flags, axis=1).astype(np.float64)


def _placed(values: FloatArray, seen: BoolArray) -> FloatArray:
    result = np.full((len(seen), values.shape[1]), np.nan)
    result[seen] = values
    return result

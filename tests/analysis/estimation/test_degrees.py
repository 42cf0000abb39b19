"""Degrees of freedom that weights and clusters leave, against the same written with matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.estimation.degrees import effective_df, effective_df_between
from analysis.sampling import build_design


def by_matrices(parts: FloatArray, clusters: FloatArray, strata: FloatArray) -> float:
    """Return tr(BΩ)² / tr(BΩBΩ): B the form of the variance in totals of clusters, Ω their variances."""
    names = np.unique(clusters)
    own = np.array([strata[clusters == name][0] for name in names])
    omega = np.diag([(parts[clusters == name] ** 2).sum() for name in names])
    form = np.zeros_like(omega)
    for stratum in np.unique(own):
        at = np.flatnonzero(own == stratum)
        n = len(at)
        form[np.ix_(at, at)] = n / (n - 1) * (np.eye(n) - 1 / n)
    both = form @ omega
    return float(np.trace(both) ** 2 / np.trace(both @ both))


def drawn(seed: int, overlapping: bool = False) -> tuple[Design, list[np.ndarray], np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    n = 120
    clusters = rng.permutation(np.arange(n) % 14)
    strata = clusters % 3
    weights = rng.lognormal(0, 1, n) * rng.choice([0.2, 1.0, 5.0], 14)[clusters]
    column = rng.integers(0, 3, n)
    bases = [(column == at) | (overlapping & (rng.random(n) < 0.3)) for at in range(3)]
    return build_design(weights, strata=[strata], clusters=[clusters]), bases, clusters, strata


@given(seed=st.integers(0, 10_000), overlapping=st.booleans())
def test_the_degrees_of_every_pair_are_those_of_the_matrices(seed: int, overlapping: bool) -> None:
    design, bases, clusters, strata = drawn(seed, overlapping)
    found = effective_df_between(design, bases)
    parts = [np.where(base, design.weights, 0.0) / design.weights[base].sum() for base in bases]
    for i, first in enumerate(parts):
        for j, second in enumerate(parts):
            of = first if i == j else first - second
            expected = min(by_matrices(of, clusters, strata), float(design.df(of != 0)))
            assert found[i, j] == pytest.approx(expected, rel=1e-9)
            assert effective_df(design, of) == pytest.approx(expected, rel=1e-9)


def test_equal_clusters_of_equal_people_leave_clusters_less_strata() -> None:
    clusters = np.repeat(np.arange(12), 5)
    design = build_design(np.ones(60), strata=[clusters // 6], clusters=[clusters])
    everyone = np.ones(60, dtype=np.bool_)
    assert effective_df_between(design, [everyone])[0, 0] == pytest.approx(10.0)


def test_one_heavy_cluster_takes_degrees_away() -> None:
    clusters = np.repeat(np.arange(12), 5)
    design = build_design(np.where(clusters == 0, 50.0, 1.0), clusters=[clusters])
    everyone = np.ones(60, dtype=np.bool_)
    assert effective_df_between(design, [everyone])[0, 0] < 2.5


def test_two_bases_that_are_the_same_have_the_degrees_of_the_design() -> None:
    design, bases, _, _ = drawn(1)
    assert effective_df_between(design, [bases[0], bases[0]])[0, 1] == float(design.df())

"""Figures do not depend on what must not matter: row order, labels, the unit of weights, rows outside the domain."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.arrays import FloatArray
from analysis.design import Design
from analysis.estimation import statistics as st
from analysis.estimation.estimates import Estimates, estimate
from analysis.estimation.regression import fit_model
from analysis.sampling import build_design


@dataclass(frozen=True)
class Sample:
    strata: np.ndarray
    clusters: np.ndarray
    weights: FloatArray
    x: FloatArray
    y: FloatArray
    codes: np.ndarray

    def reordered(self, order: np.ndarray) -> "Sample":
        return Sample(*(getattr(self, name)[order] for name in ("strata", "clusters", "weights", "x", "y", "codes")))


@some.composite
def samples(draw: Any) -> Sample:
    random = np.random.default_rng(draw(some.integers(0, 2**32 - 1)))
    n = draw(some.integers(12, 60))
    strata = np.sort(random.integers(0, draw(some.integers(1, 4)), n))
    clusters = random.integers(0, draw(some.integers(2, 5)), n)
    return Sample(
        strata, clusters, random.uniform(0.2, 5, n), random.normal(50, 9, n), random.uniform(1, 9, n),
        random.integers(-1, 3, n),
    )  # fmt: skip


def design_of(sample: Sample, *, stages: int = 1) -> Design:
    places = np.unique(sample.strata * 10 + sample.clusters, return_inverse=True)[1]
    per_stratum = np.array([len(set(places[sample.strata == h])) for h in sample.strata])
    per_cluster = np.array([(places == c).sum() for c in places])
    fpc = [per_stratum * 2.0 + 1, per_cluster * 3.0 + 1][:stages] if stages > 1 else []
    return build_design(
        sample.weights, strata=[sample.strata], clusters=[sample.clusters], fpc=fpc, nest=True, lonely="adjust"
    )


def figures(design: Design, sample: Sample) -> Estimates:
    base = sample.codes >= 0
    mean = st.mean(design.weights, sample.x, sample.x > 45)
    share = st.share(design.weights, sample.codes, 3, base)
    ratio = st.ratio(design.weights, sample.x, sample.y, base)
    return estimate(design, [mean, share, ratio], covariance=True)


def numbers(found: Estimates, fields: tuple[str, ...] = ("value", "se", "low", "high", "deff", "effective_n")) -> Any:
    return np.array([[getattr(row, field) for field in fields] for row in found.rows], dtype=float)


@settings(max_examples=60, deadline=None)
@given(sample=samples(), stages=some.sampled_from([1, 2]), seed=some.integers(0, 9999))
def test_the_order_of_rows_does_not_matter(sample: Sample, stages: int, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(sample.x))
    first = figures(design_of(sample, stages=stages), sample)
    other = sample.reordered(order)
    second = figures(design_of(other, stages=stages), other)
    np.testing.assert_allclose(numbers(first), numbers(second), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(first.covariance, second.covariance, rtol=1e-7, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(sample=samples(), factor=some.floats(0.001, 1000))
def test_the_unit_of_weights_does_not_matter_to_means_shares_and_ratios(sample: Sample, factor: float) -> None:
    design = design_of(sample)
    scaled = Sample(sample.strata, sample.clusters, sample.weights * factor, sample.x, sample.y, sample.codes)
    first, second = figures(design, sample), figures(design_of(scaled), scaled)
    np.testing.assert_allclose(numbers(first), numbers(second), rtol=1e-7, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(sample=samples())
def test_labels_do_not_matter(sample: Sample) -> None:
    named = Sample(
        np.array([f"stratum {9 - h}" for h in sample.strata]),
        np.array([f"c{7 - c}" for c in sample.clusters]),
        sample.weights, sample.x, sample.y, sample.codes,
    )  # fmt: skip
    design = build_design(named.weights, strata=[named.strata], clusters=[named.clusters], nest=True, lonely="adjust")
    first, second = figures(design_of(sample), sample), figures(design, named)
    np.testing.assert_allclose(numbers(first), numbers(second), rtol=1e-9, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(sample=samples())
def test_shares_sum_to_one_and_their_covariances_to_nothing(sample: Sample) -> None:
    design = design_of(sample)
    share = st.share(design.weights, sample.codes, 3, sample.codes >= 0)
    found = estimate(design, [share], covariance=True)
    if found.rows[0].base_n:
        assert np.isclose(sum(row.value for row in found.rows), 1)
        np.testing.assert_allclose(found.covariance.sum(axis=0), 0, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(sample=samples())
def test_values_outside_the_base_do_not_matter(sample: Sample) -> None:
    design, base = design_of(sample), sample.codes == 1
    other = np.where(base, sample.x, 1e6)
    first = estimate(design, [st.mean(design.weights, sample.x, base)])
    second = estimate(design, [st.mean(design.weights, other, base)])
    np.testing.assert_allclose(numbers(first), numbers(second), rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(sample=samples())
def test_influences_are_the_slopes_of_recomputing(sample: Sample) -> None:
    weights, base = sample.weights, sample.codes >= 0
    if base.sum() < 2:
        return
    for statistic in (
        st.mean(weights, sample.x, base),
        st.share(weights, sample.codes, 3, base),
        st.ratio(weights, sample.x, sample.y, base),
        st.total(weights, sample.x, base),
        st.difference(st.mean(weights, sample.x, base), st.mean(weights, sample.y, base), weights),
    ):
        step = 1e-6
        for row in (0, len(weights) - 1):
            moved = weights.copy()
            moved[row] *= 1 + step
            slope = (statistic.recompute(moved) - statistic.values) / step
            np.testing.assert_allclose(statistic.influences[row], slope, rtol=1e-3, atol=1e-6)


def test_a_model_keeps_its_digits_where_a_variable_is_far_from_0() -> None:
    random = np.random.default_rng(7)
    n = 200
    x, counts, weights = random.normal(size=n), random.poisson(2, n).astype(float), random.uniform(1, 3, n)
    everyone, design = np.ones(n, dtype=np.bool_), build_design(weights)

    def slope(shift: float) -> tuple[float, float]:
        columns = np.column_stack([np.ones(n), x + shift])
        found = fit_model(weights, counts, columns, np.zeros(n), everyone, "poisson").coefficients
        return float(found.values[1]), float(np.sqrt(design.covariance([found])[1, 1]))

    assert slope(1e6) == pytest.approx(slope(0.0), rel=1e-7)

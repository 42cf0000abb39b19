"""The fast distributions are those of scipy.stats, far into the tails."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.estimation import distributions


@pytest.mark.parametrize("df", [1, 2, 7.5, 16, 197, 5000, math.inf])
@pytest.mark.parametrize("probability", [1e-6, 0.025, 0.5, 0.9, 0.975, 1 - 1e-9])
def test_quantiles_of_t(df: float, probability: float) -> None:
    known = stats.norm.ppf(probability) if math.isinf(df) else stats.t.ppf(probability, df)
    assert distributions.t_quantile(probability, df) == pytest.approx(known, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("df", [1, 14, 197.5, math.inf])
@pytest.mark.parametrize("t", [0.0, 0.3, -2.4, 9.0, 35.0])
def test_two_sided_tails_of_t(df: float, t: float) -> None:
    known = 2 * (stats.norm.sf(abs(t)) if math.isinf(df) else stats.t.sf(abs(t), df))
    assert distributions.two_sided(t, df) == pytest.approx(known, rel=1e-10)


@pytest.mark.parametrize(("a", "b"), [(0.4, 8), (3, 121.5), (1500, 40), (1, 1)])
@pytest.mark.parametrize("probability", [0.001, 0.025, 0.975])
def test_quantiles_of_beta(a: float, b: float, probability: float) -> None:
    assert distributions.beta_quantile(probability, a, b) == pytest.approx(stats.beta.ppf(probability, a, b), rel=1e-10)


@pytest.mark.parametrize(("ndf", "ddf"), [(1.49, 20.9), (2, 14), (1.9, 371.4)])
@pytest.mark.parametrize("value", [0.01, 3.7, 14.2, 80.0])
def test_tails_of_f_and_chi_square(ndf: float, ddf: float, value: float) -> None:
    assert distributions.f_tail(value, ndf, ddf) == pytest.approx(stats.f.sf(value, ndf, ddf), rel=1e-9)
    assert distributions.chi_square_tail(value, ndf) == pytest.approx(stats.chi2.sf(value, ndf), rel=1e-9)
    assert distributions.f_quantile(0.95, ndf, ddf) == pytest.approx(stats.f.ppf(0.95, ndf, ddf), rel=1e-9)


def test_an_array_gives_an_array() -> None:
    t = np.array([0.0, 2.0, -3.0])
    assert distributions.two_sided_each(t, 16) == pytest.approx(2 * stats.t.sf(np.abs(t), 16), rel=1e-12)

"""Whether anything goes together with an outcome is asked before shares of what is explained are printed."""

import numpy as np
import pytest
from scipy import stats

from analysis.dataset import Dataset
from analysis.sampling import build_design
from analysis.topics.drivers import NotComparableError
from analysis.topics.driving import link
from analysis.topics.samples import Sample
from tests.torture.simulation.world import codebook

N, K = 400, 3


def sample_of_elements(weights: np.ndarray) -> Sample:
    everyone = np.ones(len(weights), dtype=np.bool_)
    return Sample("V", Dataset(codebook(), {}, N), build_design(weights), everyone, "A", None, None, 0)


def test_in_a_simple_random_sample_the_link_is_about_that_of_the_usual_regression() -> None:
    sample, base, apart = sample_of_elements(np.ones(N)), np.ones(N, dtype=np.bool_), []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(N, K)) @ np.array([[1, 0.5, 0.2], [0, 1, 0.3], [0, 0, 1]])
        y = rng.normal(size=N)
        correlation = np.corrcoef(np.column_stack([y, x]).T)
        explained = correlation[0, 1:] @ np.linalg.solve(correlation[1:, 1:], correlation[0, 1:])
        usual = stats.f.sf(explained / K / ((1 - explained) / (N - K - 1)), K, N - K - 1)
        apart.append(link(sample, y, x, base) - usual)
    assert np.abs(apart).max() < 0.12
    assert abs(np.mean(apart)) < 0.02


def test_what_the_scale_of_a_predictor_is_does_not_matter_to_the_link() -> None:
    rng = np.random.default_rng(4)
    x, y, base = rng.normal(size=(N, K)), rng.normal(size=N), np.ones(N, dtype=np.bool_)
    sample = sample_of_elements(rng.uniform(0.5, 2, N))
    scaled = x @ np.array([[100.0, 0, 0], [0, 0.01, 0.5], [0, 0, 3.0]])
    assert link(sample, y, x, base) == pytest.approx(link(sample, 7 * y, scaled, base), rel=1e-8)


def test_predictors_that_are_copies_are_not_set_against_an_outcome() -> None:
    rng = np.random.default_rng(5)
    one = rng.normal(size=N)
    x = np.stack([one, one], axis=1)
    with pytest.raises(NotComparableError):
        link(sample_of_elements(np.ones(N)), rng.normal(size=N), x, np.ones(N, dtype=np.bool_))

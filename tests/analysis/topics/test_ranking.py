"""Ranks claim no more than the tests allow."""

import numpy as np
import pytest

from analysis.topics.ranking import above_average, benjamini_hochberg, chance_of_top, clearly_higher, holm, ranks


def test_figures_far_apart_have_one_rank() -> None:
    found = ranks(np.array([0.6, 0.4, 0.2]), np.eye(3) * 1e-6, 50, alpha=0.05, top=1, seed=1)
    assert (found.best, found.worst) == ((1, 2, 3), (1, 2, 3))
    assert found.above == (True, False, False)


def test_figures_within_their_error_share_all_ranks() -> None:
    found = ranks(np.array([0.31, 0.30, 0.29]), np.eye(3) * 0.01, 50, alpha=0.05, top=1, seed=1)
    assert (found.best, found.worst) == ((1, 1, 1), (3, 3, 3))
    assert not any(found.above)


def test_correlated_figures_are_told_apart_by_their_joint_covariance() -> None:
    values, alone = np.array([0.40, 0.35]), np.eye(2) * 0.01
    together = np.array([[0.01, 0.00995], [0.00995, 0.01]])
    assert not clearly_higher(values, alone, 50, 0.05).any()
    assert clearly_higher(values, together, 50, 0.05)[0, 1]


def test_what_is_above_the_average_is_tested_against_all_the_others() -> None:
    assert above_average(np.array([0.5, 0.2, 0.2]), np.eye(3) * 1e-4, 50, 0.05).tolist() == [True, False, False]


def test_noise_alone_gives_everyone_the_same_chance() -> None:
    assert chance_of_top(np.array([0.3, 0.31, 0.29]), np.eye(3) * 0.01, 1, 7) == pytest.approx([1 / 3] * 3)


def test_shrinking_makes_the_leader_less_sure_than_plain_draws() -> None:
    values, covariance = np.array([0.50, 0.44, 0.42, 0.40]), np.eye(4) * 0.0015
    plain = np.random.default_rng(7).multivariate_normal(values, covariance, 4000).argmax(axis=1)
    assert chance_of_top(values, covariance, 1, 7)[0] < np.mean(plain == 0)


def test_the_chances_follow_from_the_seed() -> None:
    values, covariance = np.array([0.5, 0.3, 0.1]), np.eye(3) * 0.01
    assert np.array_equal(chance_of_top(values, covariance, 2, 5), chance_of_top(values, covariance, 2, 5))


def test_adjusted_p_values_are_the_textbooks() -> None:
    p = np.array([0.01, 0.04, np.nan, 0.03])
    assert holm(p) == pytest.approx([0.03, 0.06, np.nan, 0.06], nan_ok=True)
    assert benjamini_hochberg(p) == pytest.approx([0.03, 0.04, np.nan, 0.04], nan_ok=True)

"""Adjusting p-values keeps what it must keep, and tests that cannot be made say so."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.estimation.significance import NoTestError, adjusted, compare, rao_scott, two_sided, wald

chances = some.lists(some.floats(0, 1), min_size=1, max_size=12)


def test_the_three_adjustments_of_four_p_values() -> None:
    p = [0.01, 0.04, 0.03, 0.005]
    assert adjusted(p, "bonferroni") == pytest.approx([0.04, 0.16, 0.12, 0.02])
    assert adjusted(p, "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert adjusted(p, "bh") == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted(p, "none") == p


@given(p=chances)
def test_adjusted_values_are_never_smaller_and_keep_their_order(p: list[float]) -> None:
    for method in ("holm", "bonferroni", "bh"):
        found = np.array(adjusted(p, method))
        assert np.all(found >= np.array(p) - 1e-15)
        assert np.all(found <= 1)
        assert np.all(np.diff(found[np.argsort(p, kind="stable")]) >= -1e-15)


@given(p=chances)
def test_values_that_are_no_numbers_are_not_counted(p: list[float]) -> None:
    with_gap = adjusted([math.nan, *p], "holm")
    assert math.isnan(with_gap[0])
    assert with_gap[1:] == adjusted(p, "holm")


def test_a_difference_without_variance_has_no_p_value() -> None:
    found = compare(0.2, 0.0, 10)
    assert math.isnan(found.t)
    assert math.isnan(found.p)


def test_infinite_degrees_of_freedom_give_the_normal_p_value() -> None:
    assert two_sided(1.959963984540054, math.inf) == pytest.approx(0.05)
    assert math.isnan(two_sided(2.0, 0))


def test_a_table_of_one_row_or_without_variance_is_not_tested() -> None:
    with pytest.raises(NoTestError, match="two rows"):
        rao_scott(np.array([[0.5, 0.5]]), np.eye(2), 10, 5)
    with pytest.raises(NoTestError, match="no variance"):
        rao_scott(np.full((2, 2), 0.25), np.zeros((4, 4)), 10, 5)


def test_too_few_clusters_for_a_wald_test_are_said() -> None:
    with pytest.raises(NoTestError, match="too few clusters"):
        wald(np.array([[3.0, 4.0], [5.0, 6.0]]), np.zeros((4, 4)), 5, adjusted=False)
    with pytest.raises(NoTestError, match="adjusted"):
        wald(np.array([[3.0, 4.0], [5.0, 6.0]]), np.eye(4), 0, adjusted=True)


def test_simple_random_sampling_gives_the_ordinary_chi_square() -> None:
    counts = np.array([[12.0, 18.0, 20.0], [22.0, 13.0, 15.0]])
    shares = counts / counts.sum()
    flat = shares.ravel(order="F")
    covariance = (np.diag(flat) - np.outer(flat, flat)) / counts.sum()
    first, second = rao_scott(shares, covariance, int(counts.sum()), math.inf)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    assert first.statistic == pytest.approx(((counts - expected) ** 2 / expected).sum())
    assert second.ndf == pytest.approx(2, rel=0.05)

"""Adjusting p-values keeps what it must keep, and tests that cannot be made say so."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import linalg

from analysis.estimation.significance import NoTestError, adjusted, compare, rank_of, rao_scott, score, two_sided, wald

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


def test_empty_cells_forbid_a_test_only_where_no_contrast_is_left_of_them() -> None:
    random = np.random.default_rng(3)
    two_empty = np.array([[0.3, 0.2, 0.1], [0.4, 0.0, 0.0]])
    one_empty = np.array([[0.3, 0.2, 0.1], [0.3, 0.1, 0.0]])
    root = random.normal(0, 0.01, (6, 6))
    rao_scott(one_empty, root @ root.T, 90, 12)
    for tiny in (1e-12, 1e-6, 0.3):
        with pytest.raises(NoTestError, match="empty cells"):
            rao_scott(np.diag([tiny, 0.4, 0.6 - tiny]), np.eye(9), 90, 12)
    assert rao_scott(two_empty, root @ root.T, 90, 12)[0].ndf == 2


@given(size=some.floats(1e-40, 1e-22), seed=some.integers(0, 999))
def test_rounding_is_no_variance(size: float, seed: int) -> None:
    root = np.random.default_rng(seed).normal(0, math.sqrt(size), (4, 4))
    with pytest.raises(NoTestError, match="no variance"):
        rao_scott(np.array([[0.2, 0.3], [0.4, 0.1]]), root @ root.T, 50, 12)
    with pytest.raises(NoTestError, match="no variance"):
        score(np.array([1.0, 2.0]), root[:2] @ root[:2].T, 12, np.ones(2))
    with pytest.raises(NoTestError, match="no variance"):
        rao_scott(np.array([[0.2, 0.3], [0.4, 0.1]]), np.full((4, 4), math.nan), 50, 12)


def test_the_rank_of_a_covariance_is_not_that_of_its_units() -> None:
    units = np.array([1e-9, 1.0, 1e6])
    independent = np.diag(units**2)
    assert rank_of(independent, units**2) == 3
    assert rank_of(np.outer(units, units), units**2) == 1
    assert rank_of(np.zeros((2, 2))) == 0


@given(some.integers(2, 5), some.integers(2, 5), some.integers(0, 2**25 - 1))
def test_a_table_is_refused_just_where_its_empty_cells_leave_a_contrast_unknowable(r: int, c: int, bits: int) -> None:
    """Known by the rank of all contrasts over the cells that hold somebody; one row or column more is no table."""
    filled = np.array([bits >> at & 1 for at in range(r * c)], dtype=np.bool_).reshape(r, c)
    if not (filled.any(axis=0).all() and filled.any(axis=1).all()):
        return
    shares = filled / filled.sum()
    flat = shares.ravel(order="F")
    contrasts = np.kron(linalg.helmert(c), linalg.helmert(r)).T
    known = np.linalg.matrix_rank(contrasts[flat > 0]) == contrasts.shape[1]
    covariance = (np.diag(flat) - np.outer(flat, flat)) / 100
    said = ""
    try:
        rao_scott(shares, covariance, 100, 50)
    except NoTestError as error:
        said = str(error)
    assert ("too many empty cells" in said) is not known

"""Categories that the same people choose lie together, and the layout adds up."""

import numpy as np
import pytest

from analysis.topics.correspondence import added, lay_out

CODES = np.array([[0, 0, 1], [0, 0, 0], [1, 1, 1], [1, 1, 0], [2, 1, 1], [0, 0, 1]] * 4)
SIZES = (3, 2, 2)


def test_inertia_and_contributions_add_up() -> None:
    found = lay_out(CODES, SIZES, np.ones(24), 3)
    assert found.eigenvalues.sum() == pytest.approx(sum(SIZES) / 3 - 1)
    np.testing.assert_allclose(found.contributions[:, :2].sum(axis=0), 100)
    assert found.percentages.sum() == pytest.approx(100)


def test_a_weight_counts_like_that_many_people() -> None:
    weights = np.where(np.arange(24) < 6, 2.0, 1.0)
    weighted, repeated = lay_out(CODES, SIZES, weights), lay_out(np.r_[CODES, CODES[:6]], SIZES, np.ones(30))
    np.testing.assert_allclose(np.abs(weighted.categories), np.abs(repeated.categories), atol=1e-9)


def test_a_question_that_shaped_the_layout_is_placed_where_it_stands() -> None:
    found = lay_out(CODES, SIZES, np.ones(24))
    np.testing.assert_allclose(added(found, CODES[:, 0], 3, np.ones(24)), found.categories[:3], atol=1e-9)


def test_a_category_that_nobody_has_is_missing() -> None:
    found = lay_out(CODES, (4, 2, 2), np.ones(24))
    assert np.isnan(found.categories[3]).all()
    assert not np.isnan(found.categories[[0, 1, 2, 4]]).any()
    with pytest.raises(ValueError, match="category of its own"):
        lay_out(np.array([[-1, 0]]), (2, 2), np.ones(1))

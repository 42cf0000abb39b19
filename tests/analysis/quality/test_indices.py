"""Indices of careful answering mean what they say, also where answers are missing."""

import numpy as np
import pytest

from analysis.quality import indices

NAN = np.nan
ITEMS = np.array([[3.0, 3, 3, 3, 3], [1, 2, 2, 2, 5], [1, NAN, 1, 1, 2], [NAN, NAN, NAN, NAN, NAN]])


def test_runs_end_at_another_and_at_a_missing_answer() -> None:
    assert indices.longest_string(ITEMS).tolist() == [5, 3, 2, 0]
    assert indices.average_string(ITEMS)[:3].tolist() == pytest.approx([5, 5 / 3, 4 / 3])
    assert np.isnan(indices.average_string(ITEMS)[3])


def test_variability_is_over_what_was_answered() -> None:
    found = indices.variability(ITEMS)
    assert found[:3].tolist() == pytest.approx([0, np.std([1, 2, 2, 2, 5], ddof=1), np.std([1, 1, 1, 2], ddof=1)])
    assert np.isnan(found[3])


def test_only_many_equal_answers_are_a_straight_line() -> None:
    assert indices.straight_lined(ITEMS).tolist() == [True, False, False, False]
    assert indices.straight_lined(ITEMS[:, :3]).tolist() == [False] * 4


def test_distances_need_items_that_vary_independently() -> None:
    random = np.random.default_rng(1).normal(size=(50, 3))
    found = indices.squared_distances(random)
    assert found.mean() == pytest.approx(3 * 49 / 50)
    assert np.isnan(indices.squared_distances(np.c_[random, random[:, 0]])).all()


def test_opposite_halves_are_inconsistent_and_equal_ones_consistent() -> None:
    alike = np.array([[1.0, 1, 5, 5, 3, 3]])
    assert indices.even_odd(alike, (2, 2, 2))[0] == pytest.approx(1.0)
    assert indices.even_odd(np.array([[1.0, 5, 5, 1, 3, 3]]), (2, 2, 2))[0] == -1.0
    assert np.isnan(indices.even_odd(np.full((1, 6), 3.0), (2, 2, 2))[0])


def test_synonyms_are_found_among_all_and_correlated_within_each() -> None:
    random = np.random.default_rng(3)
    half = random.normal(size=(200, 4))
    items = np.concatenate([half, half + 0.1 * random.normal(size=(200, 4))], axis=1)
    found, pairs = indices.synonyms(items)
    assert pairs == [(0, 4), (1, 5), (2, 6), (3, 7)]
    assert np.median(found) > 0.95
    items[0, :6] = NAN
    assert np.isnan(indices.synonyms(items)[0][0])
    assert indices.synonyms(-items, -0.6)[1] == []

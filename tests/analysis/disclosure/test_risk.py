"""Risks count who is alike, and a suppressed value could be anybody's."""

import numpy as np
import pytest

from analysis.disclosure.risk import diversity, frequencies, reidentification

KEYS = np.array([[0, 1], [0, 1], [1, 1], [1, 0]])


def test_rows_alike_are_counted_in_sample_and_population() -> None:
    found = frequencies(KEYS, np.array([2.0, 3.0, 10.0, 1.0]))
    assert found.sample.tolist() == [2, 2, 1, 1]
    assert found.population.tolist() == [5, 5, 10, 1]
    assert found.violations(2) == 2


def test_a_suppressed_value_is_like_any() -> None:
    keys = KEYS.copy()
    keys[3, 1] = -1
    assert frequencies(keys, np.ones(4)).sample.tolist() == [2, 2, 2, 2]
    keys[3] = -1
    assert frequencies(keys, np.ones(4)).sample.tolist() == [3, 3, 2, 4]


def test_who_is_unique_in_the_population_is_recognised_for_sure() -> None:
    chances = reidentification(frequencies(KEYS, np.array([2.0, 3.0, 10.0, 1.0])))
    assert chances[3] == 1.0
    assert chances[2] < chances[3]
    assert (chances <= 1).all()


def test_rarer_in_the_population_is_riskier() -> None:
    chances = [float(reidentification(frequencies(KEYS[:1], np.array([w])))[0]) for w in (2.0, 5.0, 50.0, 5000.0)]
    assert chances == sorted(chances, reverse=True)


def test_diversity_counts_different_answers_among_those_alike() -> None:
    found = diversity(np.zeros((6, 1), dtype=np.int64), np.array([0, 0, 0, 1, 2, -1]))
    assert found.distinct.tolist() == [3] * 6
    assert found.entropy[0] == pytest.approx(np.exp(-(0.6 * np.log(0.6) + 0.4 * np.log(0.2))))
    assert found.recursive[0] == 2

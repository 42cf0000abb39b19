"""Reach is of people, not of visits: nobody is counted twice."""

from itertools import combinations

import numpy as np
import pytest

from analysis.topics.reach import greedy_order, smallest_set

RNG = np.random.default_rng(11)
USED = RNG.random((200, 7)) < np.array([0.4, 0.35, 0.3, 0.2, 0.2, 0.1, 0.02])
WEIGHTS = RNG.uniform(0.5, 2, 200)


def union(chosen: tuple[int, ...]) -> float:
    return float(WEIGHTS @ USED[:, list(chosen)].any(axis=1) / WEIGHTS.sum())


@pytest.mark.parametrize("target", [0.3, 0.5, 0.7, 0.8])
def test_the_smallest_set_is_exact(target: float) -> None:
    chosen = smallest_set(USED, WEIGHTS, target)
    assert union(chosen) >= target
    assert all(union(smaller) < target for smaller in combinations(range(7), len(chosen) - 1))
    assert union(chosen) == pytest.approx(max(union(other) for other in combinations(range(7), len(chosen))))


def test_a_target_out_of_reach_has_no_set() -> None:
    assert smallest_set(np.zeros((5, 3), dtype=np.bool_), np.ones(5), 0.1) == ()


def test_more_channels_than_can_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="22"):
        smallest_set(np.zeros((2, 23), dtype=np.bool_), np.ones(2), 0.5)


def test_each_further_channel_adds_no_more_than_the_one_before() -> None:
    order = greedy_order(USED, WEIGHTS)
    reached = [union(tuple(order[: at + 1])) for at in range(7)]
    gains = np.diff([0.0, *reached])
    assert sorted(order) == list(range(7))
    assert np.all(np.diff(gains) <= 1e-12)

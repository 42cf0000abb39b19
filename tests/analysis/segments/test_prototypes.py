"""Prototypes gather who is alike in numbers and categories together."""

import numpy as np
import pytest

from analysis.segments.prototypes import prototypes


def people(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    group = np.repeat([0, 1, 2], 60)
    numbers = random.normal(size=(180, 2)) + np.array([[0, 0], [6, 0], [0, 6]])[group]
    codes = np.where(random.random((180, 2)) < 0.85, group[:, None], random.integers(0, 3, (180, 2)))
    return numbers, codes, group


def test_groups_are_found_again_whatever_the_start() -> None:
    numbers, codes, group = people()
    found = prototypes(numbers, codes, 3, np.ones(180), np.ones(180, dtype=np.bool_))
    together = found.cluster[:, None] == found.cluster[None, :]
    assert (together == (group[:, None] == group[None, :])).mean() > 0.97


def test_more_prototypes_never_fit_worse_than_fewer() -> None:
    numbers, codes, _ = people()
    everyone = np.ones(180, dtype=np.bool_)
    totals = [prototypes(numbers, codes, k, np.ones(180), everyone, exchange=2).total_within for k in (1, 2, 3, 4)]
    assert totals == sorted(totals, reverse=True)


def test_incomplete_rows_and_those_outside_have_no_cluster() -> None:
    numbers, codes, _ = people()
    numbers[3, 0], codes[5, 1] = np.nan, -1
    base = np.arange(180) != 8
    found = prototypes(numbers, codes, 3, np.ones(180), base, first=np.array([0, 60, 120]))
    assert np.flatnonzero(found.cluster < 0).tolist() == [3, 5, 8]


def test_numbers_alone_and_categories_alone_will_do() -> None:
    numbers, codes, _ = people()
    everyone, ones = np.ones(180, dtype=np.bool_), np.ones(180)
    assert prototypes(numbers, codes[:, :0], 3, ones, everyone).cluster.max() == 2
    assert prototypes(numbers[:, :0], codes, 3, ones, everyone).exchange == 1.0


def test_too_few_rows_are_refused() -> None:
    numbers, codes, _ = people()
    with pytest.raises(ValueError, match="2 complete rows for 3"):
        prototypes(numbers, codes, 3, np.ones(180), np.arange(180) < 2)

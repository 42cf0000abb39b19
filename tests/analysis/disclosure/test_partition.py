"""Categories of one question add up: none of a few people is what the printed ones leave over."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure.partition import parts_beside

FEWEST = 10


def test_beside_one_hidden_part_the_next_smallest_is_withheld() -> None:
    assert parts_beside([60, 35, 5], [2], FEWEST) == {1}


def test_two_hidden_parts_that_are_enough_people_need_no_other() -> None:
    assert parts_beside([60, 35, 8, 6], [2, 3], FEWEST) == frozenset()


def test_a_sum_that_is_printed_takes_its_other_part_along() -> None:
    assert parts_beside([60, 30, 12, 3], [3], FEWEST, sums=[(2, 3)]) == {2}


def test_nothing_is_withheld_where_nothing_is_hidden() -> None:
    assert parts_beside([60, 30], [], FEWEST) == frozenset()


@given(st.lists(st.integers(0, 60), min_size=2, max_size=7))
def test_what_is_left_over_is_never_a_few(counts: list[int]) -> None:
    hidden = [at for at, n in enumerate(counts) if n < FEWEST]
    withheld = {*hidden, *parts_beside(counts, hidden, FEWEST)}
    left = int(np.sum([counts[at] for at in withheld]))
    assert left == 0 or left >= FEWEST or len(withheld) == len(counts)

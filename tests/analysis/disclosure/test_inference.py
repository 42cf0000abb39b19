"""No small cell follows from what is published, whatever is added to or subtracted from what."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.inference import Sets, withhold
from tests.analysis.disclosure.attack import Known, possible

FEWEST = 10
COUNTS = st.one_of(st.integers(0, 14), st.integers(10, 60))


def table(first: int, second: int, counts: list[int]) -> Sets:
    """Return a two-way table: the whole, every row, every column, every cell, small ones hidden from the start."""
    sizes = np.array(counts).reshape(first, second)
    rows = [np.ones_like(sizes)]
    rows += [(np.arange(first) == at)[:, None] & np.ones_like(sizes, dtype=bool) for at in range(first)]
    rows += [(np.arange(second) == at)[None, :] & np.ones_like(sizes, dtype=bool) for at in range(second)]
    rows += [cell.reshape(first, second) for cell in np.eye(first * second)]
    members = np.array([row.reshape(-1) for row in rows], dtype=bool)
    n = members @ sizes.reshape(-1)
    published = n >= FEWEST
    published[0] = True
    return Sets(
        members=members,
        sizes=sizes.reshape(-1),
        published=published,
        fixed=np.arange(len(rows)) == 0,
        secret=~published & (n > 0),
        cuts=[np.arange(1, 1 + first), np.arange(1 + first, 1 + first + second)],
    )


tables = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.tuples(
        st.just(shape[0]),
        st.just(shape[1]),
        st.lists(COUNTS, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]),
    )
)  # fmt: skip


@given(tables)
@settings(max_examples=60, deadline=None)
def test_an_integer_program_recovers_no_small_cell_from_exact_margins(made: tuple[int, int, list[int]]) -> None:
    sets = table(*made)
    if sets.sizes.sum() < FEWEST:
        return
    withhold(sets, FEWEST)
    n = sets.n
    known = [Known(row.astype(float), n[at], n[at]) for at, row in enumerate(sets.members) if sets.published[at]]
    for atom, size in enumerate(sets.sizes):
        if 0 < size < FEWEST and len(sets.sizes) > 1:
            low, high = possible(np.eye(len(sets.sizes))[atom], known, float(n.max()))
            assert low < high


@given(tables)
@settings(max_examples=60, deadline=None)
def test_no_difference_of_two_published_sets_is_small(made: tuple[int, int, list[int]]) -> None:
    sets = table(*made)
    withhold(sets, FEWEST)
    for one, other in combinations(np.flatnonzero(sets.published), 2):
        small, large = sorted((one, other), key=lambda row: sets.n[row])
        if not (sets.members[small] & ~sets.members[large]).any():
            assert not 0 < sets.n[large] - sets.n[small] < FEWEST


def test_one_hidden_group_takes_the_next_smallest_with_it() -> None:
    sizes = np.array([40, 30, 20, 4])
    members = np.vstack([np.ones(4), np.eye(4)]).astype(bool)
    published = np.array([True, True, True, True, False])
    sets = Sets(members, sizes, published, np.arange(5) == 0, ~published, [np.arange(1, 5)])
    assert withhold(sets, FEWEST).tolist() == [3]


def test_groups_that_differ_by_a_few_people_are_not_both_printed() -> None:
    members = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    sets = Sets(
        members, np.array([60, 3, 50]), np.ones(3, dtype=bool), np.array([True, False, True]), np.zeros(3, dtype=bool)
    )
    assert withhold(sets, FEWEST).tolist() == [1]


def test_what_was_printed_before_is_not_taken_back_but_not_made_worse() -> None:
    members = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], dtype=bool)
    fixed = np.array([True, True, True])
    sets = Sets(members, np.array([60, 3, 50]), np.ones(3, dtype=bool), fixed, np.zeros(3, dtype=bool))
    assert withhold(sets, FEWEST).tolist() == []


def test_nothing_is_withheld_where_nothing_small_follows() -> None:
    sets = table(2, 2, [20, 30, 40, 50])
    assert withhold(sets, FEWEST).tolist() == []


def test_a_hundred_sets_of_a_thousand_atoms_cost_little() -> None:
    rng = np.random.default_rng(3)
    cuts = [rng.integers(0, 30, 1000) for _ in range(3)]
    rows = [np.ones(1000, dtype=bool), *(cut == group for cut in cuts for group in range(30))]
    members = np.array(rows)
    sizes = rng.integers(0, 12, 1000)
    published = members @ sizes >= FEWEST
    where = [np.arange(1 + 30 * at, 31 + 30 * at) for at in range(3)]
    sets = Sets(members, sizes, published, np.arange(91) == 0, ~published, where)
    import time

    start = time.process_time()
    withhold(sets, FEWEST)
    assert time.process_time() - start < 20

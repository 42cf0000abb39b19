"""What is withheld cannot be computed from what is shown."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from analysis.tables.banner.protecting import Grid, complementary

FEWEST = 10


def grid(parts: list[list[int]], withheld: list[tuple[int, int]]) -> Grid:
    """Make a grid whose first column is the total of the others."""
    counts = np.array(parts)
    counts = np.concatenate([counts.sum(axis=1, keepdims=True), counts], axis=1)
    hidden = np.zeros(counts.shape, dtype=np.bool_)
    for cell in withheld:
        hidden[cell] = True
    return Grid(counts, hidden, counts.sum(axis=0), FEWEST)


def test_a_cell_withheld_alone_takes_another_of_its_row_and_its_column() -> None:
    further = complementary(grid([[4, 50, 60], [70, 40, 90]], [(0, 1)]), [[1, 2, 3]], [0, 1], [])
    assert further.sum() == 3
    assert further[1, 1]
    assert further[0, 2]
    assert further[1, 2]


def test_a_column_withheld_takes_the_next_smallest_column_with_it() -> None:
    further = complementary(grid([[2, 50, 30], [3, 50, 30]], [(0, 1), (1, 1)]), [[1, 2, 3]], [0, 1], [])
    assert further[:, 3].all()
    assert not further[:, [0, 1, 2]].any()


def test_columns_that_overlap_give_nothing_away_by_their_sum() -> None:
    further = complementary(grid([[4, 50], [70, 40]], [(0, 1)]), [], [0, 1], [])
    assert further.tolist() == [[False, False, False], [False, True, False]]


def test_a_net_does_not_give_away_one_of_its_parts() -> None:
    counts = np.array([[4], [60], [64], [80]])
    hidden = np.array([[True], [False], [False], [False]])
    further = complementary(Grid(counts, hidden, np.array([144]), FEWEST), [], [0, 1, 3], [(2, [0, 1])])
    assert further.ravel().tolist() == [False, True, False, False]


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    assert not complementary(grid([[40, 50], [70, 40]], []), [[1, 2]], [0, 1], []).any()


@settings(max_examples=200, deadline=None)
@given(
    parts=arrays.arrays(np.int64, some.tuples(some.integers(1, 4), some.integers(1, 5)), elements=some.integers(0, 60)),
    fewest=some.sampled_from([5, 10]),
)
def test_every_line_withholds_nothing_or_enough(parts: np.ndarray, fewest: int) -> None:
    counts = np.concatenate([parts.sum(axis=1, keepdims=True), parts], axis=1)
    withheld = (counts > 0) & (counts < fewest)
    columns, categories = range(1, counts.shape[1]), range(len(counts))
    further = complementary(Grid(counts, withheld, counts.sum(axis=0), fewest), [columns], categories, [])
    hidden = withheld | further
    assert not (withheld & further).any()
    for line in [*(hidden[row] for row in categories), *(hidden[:, column] for column in range(counts.shape[1]))]:
        assert line.sum() != 1 or len(line) == 1
    for row in categories:
        assert not hidden[row].any() or hidden[row].all() or counts[row][hidden[row]].sum() >= fewest

"""Nobody can work out a small cell from what the console shows of a table."""

import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from surveyapp.console.small_cells import Shown, shown_cells, with_totals


def what_a_reader_can_tell(table: list[list[int]], marks: list[list[Shown]], cell: tuple[int, int]) -> tuple[int, int]:
    """Solve for the least and greatest value of a cell that agree with everything shown."""
    height, width = len(table), len(table[0])
    low, high = np.zeros((height, width)), np.full((height, width), 10_000.0)
    for r in range(height):
        for c in range(width):
            mark = marks[r][c]
            low[r, c] = {Shown.SMALL: 1, Shown.HIDDEN: 5}.get(mark, table[r][c])
            high[r, c] = {Shown.SMALL: 4, Shown.HIDDEN: 10_000}.get(mark, table[r][c])
    sums = []
    for r in range(height):
        row = np.zeros((height, width))
        row[r, :] = 1
        row[r, -1] = -1
        sums.append(row.ravel())
    for c in range(width):
        column = np.zeros((height, width))
        column[:, c] = 1
        column[-1, c] = -1
        sums.append(column.ravel())
    place = np.zeros((height, width))
    place[cell] = 1
    ends = []
    for sign in (1, -1):
        solved = milp(
            sign * place.ravel(),
            constraints=LinearConstraint(np.array(sums), 0, 0),
            integrality=np.ones(height * width, dtype=np.int64),
            bounds=Bounds(low.ravel(), high.ravel()),
        )
        assert solved.success, "the true table always agrees with what is shown"
        ends.append(round(sign * solved.fun))
    return ends[0], ends[1]


def test_figures_of_five_or_more_are_shown_and_zeros_are_marked_as_none() -> None:
    marks = shown_cells(with_totals([[5, 0], [9, 12]]))
    assert marks[0] == [Shown.FIGURE, Shown.NONE, Shown.FIGURE]
    assert marks[2] == [Shown.FIGURE, Shown.FIGURE, Shown.FIGURE]


def test_a_small_cell_takes_another_cell_of_its_row_and_column_with_it() -> None:
    marks = shown_cells(with_totals([[3, 40, 50], [20, 30, 60]]))
    assert marks[0][0] is Shown.SMALL
    assert marks[1][0] is Shown.HIDDEN
    assert sum(mark is not Shown.FIGURE for mark in marks[0]) == 2
    assert [row[-1] for row in marks] == [Shown.FIGURE] * 3


def test_a_table_of_one_source_hides_its_totals_where_it_must() -> None:
    marks = shown_cells(with_totals([[3, 40]]))
    assert marks[0][0] is Shown.SMALL
    assert marks[1][0] is Shown.SMALL


def test_two_small_cells_that_their_total_would_give_away_are_protected() -> None:
    table = with_totals([[1, 1, 30], [20, 30, 25], [9, 14, 16]])
    marks = shown_cells(table)
    low, high = what_a_reader_can_tell(table, marks, (0, 0))
    assert high > low


@pytest.mark.parametrize("seed", range(150))
def test_an_attacker_with_integer_programming_recovers_no_small_cell(seed: int) -> None:
    chance = random.Random(seed)
    height, width = chance.randint(1, 4), chance.randint(1, 5)
    counts = [[chance.choice([0, 1, 2, 3, 4, 5, 6, 8, 17, 60]) for _ in range(width)] for _ in range(height)]
    table = with_totals(counts)
    marks = shown_cells(table)
    for r, row in enumerate(marks):
        for c, mark in enumerate(row):
            if mark is Shown.SMALL:
                low, high = what_a_reader_can_tell(table, marks, (r, c))
                assert high > low, f"cell {r},{c} of {table} can only be {low}"

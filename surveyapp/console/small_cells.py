"""Decide which cells of a table of counts are shown: none from which a cell of one to four people could be worked out.

The last row and the last column of a table here are its totals. A reader sees every figure shown, knows that a cell
marked small holds one to four, that a cell marked hidden holds at least five, and that lines add up to their totals.
"""

from collections.abc import Iterator, Sequence
from enum import Enum

SMALLEST_SHOWN = 5

Cell = tuple[int, int]
Node = tuple[str, int]
Moves = dict[Node, set[tuple[Node, Cell]]]


class Shown(Enum):
    """How a cell is printed."""

    FIGURE = "figure"
    NONE = "none"
    SMALL = "small"
    HIDDEN = "hidden"


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Add a column and a row of totals to a table of counts."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def shown_cells(table: Sequence[Sequence[int]]) -> list[list[Shown]]:
    """Say for every cell of a table with totals how it is printed."""
    hidden = {(r, c) for r, row in enumerate(table) for c, n in enumerate(row) if 0 < n < SMALLEST_SHOWN}
    while exposed := _first_exposed(table, hidden):
        partner = _partner(table, hidden, exposed)
        if partner is None:
            break
        hidden.add(partner)
    return [[_mark(n, (r, c) in hidden) for c, n in enumerate(row)] for r, row in enumerate(table)]


def _mark(n: int, hidden: bool) -> Shown:
    if n == 0:
        return Shown.NONE
    if not hidden:
        return Shown.FIGURE
    return Shown.SMALL if n < SMALLEST_SHOWN else Shown.HIDDEN


def _lines(table: Sequence[Sequence[int]]) -> Iterator[list[Cell]]:
    """Give every row and column, its total last."""
    height, width = len(table), len(table[0])
    for r in range(height):
        yield [(r, c) for c in range(width)]
    for c in range(width):
        yield [(r, c) for r in range(height)]


def _first_exposed(table: Sequence[Sequence[int]], hidden: set[Cell]) -> list[Cell] | None:
    """Find a line or a crossing of lines in which one more cell must be hidden.

    A line with one hidden cell gives it away; beyond that, so may lines together.
    """
    for line in _lines(table):
        if sum(cell in hidden for cell in line) == 1 and _candidates(table, hidden, line):
            return line
    moves = _moves(table, hidden)
    for cell in sorted(hidden):
        if table[cell[0]][cell[1]] < SMALLEST_SHOWN and not _may_differ(moves, cell, *_ends(table, cell)):
            everywhere = [other for line in _lines(table) for other in line]
            around = [other for line in _lines(table) if cell in line for other in line]
            for cells in (around, everywhere):
                if _candidates(table, hidden, cells):
                    return cells
    return None


def _candidates(table: Sequence[Sequence[int]], hidden: set[Cell], cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell not in hidden and table[cell[0]][cell[1]] > 0]


def _partner(table: Sequence[Sequence[int]], hidden: set[Cell], line: Sequence[Cell]) -> Cell | None:
    """Choose what costs the reader least: no total, no further line with one hidden cell, few people."""
    last_row, last_column = len(table) - 1, len(table[0]) - 1

    def cost(cell: Cell) -> tuple[bool, bool, int, Cell]:
        r, c = cell
        along_row = sum((r, column) in hidden for column in range(last_column + 1))
        crossing = along_row + sum((row, c) in hidden for row in range(last_row + 1))
        return (r == last_row or c == last_column, crossing < 2, table[r][c], cell)

    return min(_candidates(table, hidden, line), key=cost, default=None)


def _moves(table: Sequence[Sequence[int]], hidden: set[Cell]) -> Moves:
    """Say from which row or column a person can be moved to which, through which hidden cell.

    A two-way table with its totals is a circulation: all people flow to the rows, from a row to the columns, and back.
    A cell can take one more, or give one away, as far as its mark allows.
    """
    moves: Moves = {}
    for cell in hidden:
        start, end = _ends(table, cell)
        n = table[cell[0]][cell[1]]
        if n != SMALLEST_SHOWN - 1:
            moves.setdefault(start, set()).add((end, cell))
        if n not in (1, SMALLEST_SHOWN):
            moves.setdefault(end, set()).add((start, cell))
    return moves


def _may_differ(moves: Moves, cell: Cell, start: Node, end: Node) -> bool:
    """Say whether another table agrees with everything shown and differs in this cell.

    There is one exactly where a person can be moved around a cycle through the cell (whole people suffice, since the
    matrix of a network is totally unimodular).
    """
    more, less = (end, cell) in moves.get(start, ()), (start, cell) in moves.get(end, ())
    return (more and _leads(moves, end, start, cell)) or (less and _leads(moves, start, end, cell))


def _ends(table: Sequence[Sequence[int]], cell: Cell) -> tuple[Node, Node]:
    """Give the node a cell's people come from and the node they go to."""
    (r, c), last_row, last_column = cell, len(table) - 1, len(table[0]) - 1
    row, column = ("row", r), ("column", c)
    return (row, column) if (r == last_row) == (c == last_column) else (column, row)


def _leads(moves: Moves, start: Node, end: Node, without: Cell) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for node, over in moves.get(waiting.pop(), ()):
            if over != without and node not in seen:
                seen.add(node)
                waiting.append(node)
    return end in seen

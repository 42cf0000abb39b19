"""A table's width is shared by what stands in its columns."""

import pytest

from analysis.report.document import Column, Row, Table
from analysis.report.widths import widths_of


def table(columns: tuple[Column, ...], *cells: tuple[str, ...]) -> Table:
    return Table("Caption", columns, tuple(Row(first, tuple(rest)) for first, *rest in [(c[0], *c[1:]) for c in cells]))


NAME, FIGURE = Column("Item", is_number=False), Column("n")


def test_the_parts_sum_to_one_and_a_long_name_gets_more_than_a_figure() -> None:
    widths = widths_of(table((NAME, FIGURE), ("A topic with quite a long name", "120")))
    assert sum(widths) == pytest.approx(1)
    assert widths[0] > 3 * widths[1]


def test_a_figure_keeps_its_line_where_names_give_way() -> None:
    many = tuple(Column(f"Figure {at}") for at in range(9))
    cells = ("A name of a thing that is really far too long for this narrow table", *(["1,234–5,678"] * 9))
    widths = widths_of(table((NAME, *many), cells))
    assert widths[0] < 2 * widths[1]
    assert min(widths[1:]) == pytest.approx(max(widths[1:]))


def test_a_table_of_groups_alone_has_widths() -> None:
    assert widths_of(Table("Caption", (NAME, FIGURE), (Row("Group"),))) == pytest.approx([0.5, 0.5], abs=0.3)

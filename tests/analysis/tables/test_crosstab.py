"""Cells are shares of their column, row or table; totals stand at the edges."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.reference import ask, one


def cells(**more: Any) -> dict[tuple[Any, Any], dict[str, Any]]:
    asked = {"statistic": "crosstab", "rows": "awards", "columns": "stype", **more}
    (result,) = ask("clus1", asked)
    assert result["refused"] is None
    return {(cell["row"], cell["column"]): cell for cell in result["cells"]}


@pytest.mark.parametrize("share_of", ["column", "row", "total"])
def test_every_cell_and_total_is_there_in_order(share_of: str) -> None:
    found = cells(share_of=share_of)
    assert list(found) == [(row, column) for column in ("E", "H", "M", None) for row in ("No", "Yes", None)]
    assert {cell["share_of"] for cell in found.values()} == {share_of}
    assert found[None, None]["n"] == 183
    assert found[None, None]["estimate"] == 1
    assert found[None, None]["se"] == 0
    assert sum(found[row, column]["n"] for row in ("No", "Yes") for column in "EHM") == 183


def test_shares_add_up_over_what_they_are_shares_of() -> None:
    by_column, by_row, by_total = (cells(share_of=of) for of in ("column", "row", "total"))
    assert by_column["No", "E"]["estimate"] + by_column["Yes", "E"]["estimate"] == pytest.approx(1)
    assert sum(by_row["No", c]["estimate"] for c in "EHM") == pytest.approx(1)
    assert sum(by_total[r, c]["estimate"] for c in "EHM" for r in ("No", "Yes")) == pytest.approx(1)
    assert by_total["No", None]["estimate"] == pytest.approx(by_column["No", None]["estimate"])
    assert by_total[None, "E"]["estimate"] == pytest.approx(by_row[None, "E"]["estimate"])


@pytest.mark.parametrize(
    ("share_of", "asked"),
    [
        ("column", {"of": "awards", "by": ["stype"], "categories": ["Yes"]}),
        ("row", {"of": "stype", "by": ["awards"], "categories": ["E"]}),
        ("total", {"of": "awards == 'Yes' and stype == 'E'", "categories": ["true"]}),
    ],
)
def test_a_cell_is_the_share_asked_for_alone(share_of: str, asked: dict[str, Any]) -> None:
    cell = cells(share_of=share_of)["Yes", "E"]
    rows = one("clus1", "share", asked.pop("of"), **asked)["rows"]
    row = next(row for row in rows if row["by"] in (None, {"stype": "E"}, {"awards": "Yes"}))
    for field in ("estimate", "se", "low", "high", "deff", "effective_n", "df"):
        assert cell[field] == pytest.approx(row[field], rel=1e-10)


def test_missing_values_leave_the_table_and_empty_categories_are_left_out() -> None:
    asked = {"statistic": "crosstab", "rows": "awards", "columns": "stype", "where": "stype != 'H'"}
    (result,) = ask("holes", asked)
    assert {cell["column"] for cell in result["cells"]} == {"E", "M", None}
    (total,) = [cell for cell in result["cells"] if cell["row"] is None and cell["column"] is None]
    (known,) = one("holes", "total", "awards is not missing", where="stype != 'H'")["rows"]
    assert total["weighted_n"] == pytest.approx(known["estimate"])


def test_empty_categories_can_be_shown_without_disturbing_the_test() -> None:
    asked = {"statistic": "crosstab", "rows": "awards", "columns": "stype", "where": "stype != 'H'"}
    short, long = ask("clus1", asked, {**asked, "empty": "zero"})
    assert {cell["column"] for cell in long["cells"]} == {"E", "H", "M", None}
    np.testing.assert_allclose(list(short["test"].values()), list(long["test"].values()), rtol=1e-12)


def test_a_table_of_nobody_is_empty_and_says_so() -> None:
    (result,) = ask("clus1", {"statistic": "crosstab", "rows": "awards", "columns": "stype", "where": "never"})
    assert (result["cells"], result["pairs"], result["test"]) == ([], [], None)
    assert result["warnings"][0]["code"] == "empty-table"


def test_a_table_of_one_column_has_no_test() -> None:
    asked = {"statistic": "crosstab", "rows": "awards", "columns": "stype", "where": "stype == 'E'"}
    (result,) = ask("clus1", asked)
    assert result["test"] is None
    assert result["warnings"][0]["code"] == "no-test"
    assert result["pairs"] == []

"""Family E: weighted tables, their tests and all pairs of columns agree with R."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.golden import ask, cases

FAMILY = "E_tables_tests"
SCHOOLS = ("dclus1", "sch.wide", "stype")
AWARDS = ("dstrat", "awards", "stype")
TESTS = {
    "E_clus1_F": (SCHOOLS, "rao-scott-f"),
    "E_clus1_Chisq": (SCHOOLS, "rao-scott-chisq"),
    "E_clus1_Wald": (SCHOOLS, "wald"),
    "E_clus1_adjWald": (SCHOOLS, "wald-adjusted"),
    "E_strat_F": (AWARDS, "rao-scott-f"),
    "E_strat_Chisq": (AWARDS, "rao-scott-chisq"),
    "E_strat_adjWald": (AWARDS, "wald-adjusted"),
    "E05": (("nh", "race", "RIAGENDR"), "rao-scott-f"),
    "E06": (("nh", "HI_CHOL", "race"), "rao-scott-f"),
}


def crosstab(design: str, rows: str, columns: str, **more: Any) -> dict[str, Any]:
    (result,) = ask(design, {"statistic": "crosstab", "rows": rows, "columns": columns, **more})
    assert result["refused"] is None
    return result


@pytest.mark.parametrize("name", TESTS)
def test_tests_of_association_agree_with_r(name: str) -> None:
    (design, rows, columns), test = TESTS[name]
    value = cases(FAMILY)[name]["value"]
    found = crosstab(design, rows, columns, test=test)["test"]
    degrees = list(value["parameter"].values())
    (statistic,) = value["statistic"].values()
    np.testing.assert_allclose(found["statistic"], statistic, rtol=1e-8)
    np.testing.assert_allclose([found["ndf"], found["ddf"]][: len(degrees)], degrees, rtol=1e-8)
    np.testing.assert_allclose(found["p"], value["p_value"], rtol=1e-8)


def test_weighted_counts_and_column_shares_agree_with_r() -> None:
    result = crosstab(*SCHOOLS)
    cells = {(cell["row"], cell["column"]): cell for cell in result["cells"]}
    for known, field in (("E01", "weighted_n"), ("E02", "estimate")):
        for row in cases(FAMILY)[known]["value"]:
            assert cells[row["sch.wide"], row["stype"]][field] == pytest.approx(row["Freq"], rel=1e-8)


def test_errors_of_column_shares_agree_with_r() -> None:
    cells = {(cell["row"], cell["column"]): cell for cell in crosstab("dstrat", "sch.wide", "stype")["cells"]}
    for row in cases(FAMILY)["E03"]["value"]["rows"]:
        for category in ("No", "Yes"):
            cell = cells[category, row["stype"]]
            assert cell["estimate"] == pytest.approx(row[f"sch.wide{category}"], rel=1e-8)
            assert cell["se"] == pytest.approx(row[f"se.sch.wide{category}"], rel=1e-8)


def test_a_table_by_group_is_the_three_way_table() -> None:
    cells = {
        (str(cell["row"]), str(cell["column"]), cell["by"]["agecat"]): cell
        for cell in crosstab("nh", "HI_CHOL", "race", by=["agecat"])["cells"]
    }
    for row in cases(FAMILY)["E10"]["value"]:
        found = cells[row["HI_CHOL"], row["race"], row["agecat"]]["weighted_n"]
        assert found == pytest.approx(row["Freq"], rel=1e-8)


@pytest.mark.parametrize(
    ("name", "design", "rows", "category"), [("E13", "nh", "HI_CHOL", 1), ("E15", "dclus1", "sch.wide", "Yes")]
)
@pytest.mark.parametrize(("adjust", "key"), [("holm", "p_holm"), ("bonferroni", "p_bonf"), ("bh", "p_bh")])
def test_all_pairs_of_columns_agree_with_r(
    name: str, design: str, rows: str, category: Any, adjust: str, key: str
) -> None:
    columns = "race" if design == "nh" else "stype"
    result = crosstab(design, rows, columns, letters={"family": "row", "adjust": adjust})
    found = {
        (str(pair["a"]), str(pair["b"])): pair
        for pair in result["pairs"]
        if pair["row"] == category and pair["b"] is not None
    }
    known = cases(FAMILY)[name]["value"]
    assert len(found) == len(known)
    for row in known:
        pair = found[row["a"], row["b"]]
        got = [pair[field] for field in ("difference", "se", "t", "df", "p", "p_adjusted")]
        np.testing.assert_allclose(got, [row[field] for field in ("diff", "se", "t", "df", "p", key)], rtol=1e-8)
        assert pair["family"] == {"unit": "row", "size": len(known)}

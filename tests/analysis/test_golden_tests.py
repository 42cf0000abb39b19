"""Families A06, E, F and H15: variances, tests of means, ranks and fit, and reliability agree with R."""

import numpy as np
import pytest

from tests.analysis.golden import ask, cases, column


def test_a_variance_agrees_with_r() -> None:
    value = cases("A_estimation_taylor")["A06"]["value"]
    (result,) = ask("dstrat", {"statistic": "var", "of": "api00", "df": "inf"})
    np.testing.assert_allclose(column(result, "estimate"), value["est"], rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), value["se"], rtol=1e-8)
    limits = [result["rows"][0]["low"], result["rows"][0]["high"]]
    np.testing.assert_allclose(limits, np.ravel(value["ci95_normal"]["values"]), rtol=1e-8)


@pytest.mark.parametrize(
    ("name", "design", "rows", "tolerance"),
    [("E_clus1_lincom", "dclus1", "sch.wide", 1e-3), ("E_strat_lincom", "dstrat", "awards", 1e-3)],
)
def test_the_distribution_of_pearsons_statistic_agrees_with_r(
    name: str, design: str, rows: str, tolerance: float
) -> None:
    value = cases("E_tables_tests")[name]["value"]
    (result,) = ask(design, {"statistic": "crosstab", "rows": rows, "columns": "stype", "test": "lincom"})
    np.testing.assert_allclose(result["test"]["statistic"], value["statistic"]["X-squared"], rtol=1e-8)
    np.testing.assert_allclose(result["test"]["p"], value["p_value"], rtol=tolerance)


def test_the_saddlepoint_is_near_the_distribution() -> None:
    (result,) = ask("dclus1", {"statistic": "crosstab", "rows": "sch.wide", "columns": "stype", "test": "saddlepoint"})
    assert result["test"]["p"] == pytest.approx(0.0264, abs=5e-5)


def test_goodness_of_fit_agrees_with_r() -> None:
    value = cases("E_tables_tests")["E11"]["value"]
    expected = {"1": 0.15, "2": 0.2, "3": 0.55, "4": 0.1}
    (result,) = ask("nh", {"statistic": "gof", "of": "race", "expected": expected})
    found = [result["test"][key] for key in ("statistic", "scale", "ndf")]
    known = [value["statistic"]["X-squared"], value["parameter"]["scale"], value["parameter"]["df"]]
    np.testing.assert_allclose(found, known, rtol=1e-8)
    np.testing.assert_allclose(result["test"]["p"], value["p_value"], rtol=1e-7)


@pytest.mark.parametrize(
    ("name", "of", "by"), [("F01", "enroll", "comp.imp"), ("F04", "meals", "sch.wide")]
)  # fmt: skip
def test_the_difference_of_two_means_agrees_with_r(name: str, of: str, by: str) -> None:
    value = cases("F_t_rank")[name]["value"]
    (result,) = ask("dclus2", {"statistic": "ttest", "of": of, "by": by})
    (row,), test = result["rows"], result["test"]
    assert test["ddf"] == value["parameter"]["df"]
    np.testing.assert_allclose(test["statistic"], value["statistic"]["t"], rtol=1e-8)
    np.testing.assert_allclose(test["p"], value["p_value"], rtol=1e-8)
    np.testing.assert_allclose(row["estimate"], value["estimate"]["difference in mean"], rtol=1e-8)
    np.testing.assert_allclose([row["low"], row["high"]], value["conf_int"], rtol=1e-8)


def test_one_mean_against_zero_agrees_with_r(tmp_path: object) -> None:
    value = cases("F_t_rank")["F02"]["value"]
    (result,) = ask("dstrat", {"statistic": "ttest", "of": "growth", "mu": 0})
    np.testing.assert_allclose(result["test"]["statistic"], value["statistic"]["t"], rtol=1e-8)
    np.testing.assert_allclose(result["test"]["p"], value["p_value"], rtol=1e-8)
    assert result["test"]["ddf"] == value["parameter"]["df"]
    np.testing.assert_allclose([result["rows"][0][k] for k in ("low", "high")], value["conf_int"], rtol=1e-8)


def test_ranks_of_two_groups_agree_with_r() -> None:
    value = cases("F_t_rank")["F_rank_wilcoxon"]["value"]
    (result,) = ask("dclus2", {"statistic": "ranktest", "of": "ell", "by": "comp.imp"})
    np.testing.assert_allclose(result["test"]["statistic"], value["statistic"]["t"], rtol=1e-8)
    np.testing.assert_allclose(result["test"]["p"], value["p_value"], rtol=1e-8)
    assert result["test"]["ddf"] == value["parameter"]["df"]


def test_ranks_of_three_groups_agree_with_r() -> None:
    value = cases("F_t_rank")["F05"]["value"]
    (result,) = ask("dstrat", {"statistic": "ranktest", "of": "api00", "by": "stype", "kind": "kruskal"})
    np.testing.assert_allclose(result["test"]["statistic"], value["parameter"]["Chisq"], rtol=1e-8)
    np.testing.assert_allclose(result["test"]["p"], value["p_value"], rtol=1e-8)


def test_alpha_agrees_with_r() -> None:
    (value,) = cases("H_regression")["H15"]["value"].values()
    (result,) = ask("dclus1", {"statistic": "alpha", "of": ["ell", "meals", "mobility"]})
    np.testing.assert_allclose(column(result, "estimate"), [value], rtol=1e-8)
    assert 0 < result["rows"][0]["se"] < 0.5

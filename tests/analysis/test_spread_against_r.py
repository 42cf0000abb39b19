"""Quantiles, ranks, fit and variances agree with R on public data (`tests/reference/survey.R`)."""

from typing import Any

import numpy as np
import pytest

from analysis.estimation.quantiles import RULES
from tests.analysis.reference import R, ask, one

SHARES = R["quantiles"]["shares"]


def agree(result: dict[str, Any], known: Any) -> None:
    found = [[row[key] for key in ("estimate", "low", "high", "se")] for row in result["rows"]]
    np.testing.assert_allclose(np.array(found, dtype=float), np.array(known, dtype=float), rtol=1e-9, atol=1e-9)


def test_every_rule_of_todays_quantiles_is_compared() -> None:
    """`linear` is the rule of R's older function, and compared in the sweep."""
    assert set(RULES) - {"linear"} == set(R["quantiles"]["rules"])


@pytest.mark.parametrize("rule", R["quantiles"]["rules"])
def test_every_quantile_rule_agrees_with_r(rule: str) -> None:
    agree(one("clus1", "quantile", "api00", q=SHARES, qrule=rule), R["quantiles"]["rules"][rule])


@pytest.mark.parametrize("interval", ["mean", "beta", "xlogit", "asin"])
def test_every_interval_of_quantiles_agrees_with_r(interval: str) -> None:
    agree(one("clus2", "quantile", "ell", q=SHARES, interval=interval), R["quantiles"]["intervals"][interval])


def test_quantiles_of_a_domain_agree_with_r() -> None:
    asked = {"statistic": "quantile", "of": "api00", "q": SHARES, "where": "stype == 'E'"}
    (result,) = ask("stages", asked, lonely="remove")
    agree(result, R["quantiles"]["domain"])


@pytest.mark.parametrize("kind", ["wilcoxon", "vanderwaerden", "median"])
def test_ranks_of_two_groups_agree_with_r(kind: str) -> None:
    asked = {"statistic": "ranktest", "of": "ell", "by": "awards", "kind": kind}
    (result,) = ask("stages", asked, lonely="remove")
    found = [result["test"][key] for key in ("statistic", "ddf", "p")]
    np.testing.assert_allclose(found, [R["ranks"][kind][key] for key in ("statistic", "parameter", "p")], rtol=1e-9)


@pytest.mark.parametrize("kind", ["kruskal", "vanderwaerden"])
def test_ranks_of_three_groups_agree_with_r(kind: str) -> None:
    test = one("clus1", "ranktest", "ell", by="stype", kind=kind)["test"]
    known = R["ranks3"][kind]
    np.testing.assert_allclose([test["statistic"], test["p"]], [known["parameter"], known["p"]], rtol=1e-9)
    assert test["ndf"] == known["statistic"]


def test_the_saddlepoint_agrees_with_r() -> None:
    (result,) = ask("clus2", {"statistic": "crosstab", "rows": "awards", "columns": "stype", "test": "saddlepoint"})
    known = R["saddlepoint"]["clus2"]
    np.testing.assert_allclose(result["test"]["statistic"], known["statistic"], rtol=1e-9)
    np.testing.assert_allclose(result["test"]["p"], known["p"], rtol=1e-6)


def test_goodness_of_fit_agrees_with_r() -> None:
    test = one("clus1", "gof", "stype", expected={"E": 0.7, "H": 0.1, "M": 0.2})["test"]
    found = [test[key] for key in ("statistic", "scale", "ndf", "p")]
    np.testing.assert_allclose(found, [R["gof"][key] for key in ("statistic", "scale", "df", "p")], rtol=1e-9)


def test_the_variance_in_a_domain_agrees_with_r() -> None:
    (result,) = ask("stages", {"statistic": "var", "of": "enroll", "where": "stype == 'E'"}, lonely="remove")
    (row,) = result["rows"]
    np.testing.assert_allclose([row["estimate"], row["se"]], [R["var"]["estimate"], R["var"]["se"]], rtol=1e-9)


def test_the_score_interval_holds_what_the_test_does_not_reject() -> None:
    (row,) = one("clus1", "quantile", "api00", interval="score")["rows"]
    (usual,) = one("clus1", "quantile", "api00")["rows"]
    assert row["low"] < row["estimate"] < row["high"]
    assert abs(row["low"] - usual["low"]) < 40 and abs(row["high"] - usual["high"]) < 40


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"statistic": "quantile", "of": "stype"}, "not-a-number"),
        ({"statistic": "quantile", "of": "api00", "interval": "quantile"}, "needs-replicates"),
        ({"statistic": "custom", "expression": "api00 / ell"}, "needs-replicates"),
        ({"statistic": "ttest", "of": "api00", "by": "stype"}, "not-two-groups"),
        ({"statistic": "ttest", "of": "stype", "mu": 0}, "not-a-number"),
        ({"statistic": "ranktest", "of": "api00", "by": "stype", "where": "stype == 'E'"}, "not-two-groups"),
        ({"statistic": "gof", "of": "stype", "expected": {"E": 0.5, "H": 0.5}}, "category-without-total"),
        ({"statistic": "gof", "of": "stype", "expected": {"E": 1, "H": 0, "M": 0}}, "bad-expected"),
        ({"statistic": "alpha", "of": ["ell", "stype"]}, "not-a-number"),
    ],
)
def test_what_has_no_answer_is_refused(asked: dict[str, Any], code: str) -> None:
    (result,) = ask("clus1", asked)
    assert result["refused"]["code"] == code


def test_the_quantile_of_nobody_is_null() -> None:
    (result,) = ask("clus1", {"statistic": "quantile", "of": "api00", "where": "api00 > 5000"})
    assert [row["estimate"] for row in result["rows"]] == [None]


def test_a_likelihood_interval_of_next_to_no_variance_is_the_figure() -> None:
    asked = {"statistic": "ratio", "of": "api.stu", "over": "api00", "where": "api00 == 840"}
    (result,) = ask("strat", {**asked, "interval": "likelihood", "df": "design"}, weights=None, strata=[], fpc=[])
    (row,) = result["rows"]
    assert row["low"] == pytest.approx(row["estimate"]) == row["high"]


def test_quantiles_may_be_asked_for_by_either_name() -> None:
    named = one("clus1", "quantile", "api00", quantiles=[0.25])
    assert named["rows"] == one("clus1", "quantile", "api00", q=0.25)["rows"]

"""Family A: means, totals, ratios and shares agree with R under every design."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.golden import ask, cases, column

FAMILY = "A_estimation_taylor"
WOR, WR = {"deff": "srswor"}, {"deff": "srswr"}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "A01": ("dstrat", {"statistic": "mean", "of": "api00", **WOR}),
    "A02": ("dstrat", {"statistic": "total", "of": "enroll", **WOR}),
    "A03": ("dstrat", {"statistic": "mean", "of": ["api00", "api99", "enroll"]}),
    "A04": ("dstrat", {"statistic": "share", "of": ["stype", "sch.wide"], "interval": "t", **WR}),
    "A05": ("dstrat", {"statistic": "ratio", "of": "api.stu", "over": "enroll"}),
    "A08": ("dstrat", {"statistic": "total", "of": "api.stu", **WR}),
    "A13": ("dnofpc", {"statistic": "mean", "of": "api00", **WOR}),
    "A14": ("dnofpc", {"statistic": "total", "of": "growth"}),
    "A15": ("dclus1", {"statistic": "mean", "of": "api00", **WOR}),
    "A16": ("dclus1", {"statistic": "total", "of": "enroll", **WOR}),
    "A17": ("dclus1", {"statistic": "ratio", "of": "api.stu", "over": "enroll"}),
    "A18": ("dclus1", {"statistic": "share", "of": "stype", "interval": "t", **WOR}),
    "A20": ("dclus1", {"statistic": "total", "of": "stype", **WOR}),
    "A22": ("dclus2", {"statistic": "mean", "of": "api00", **WOR}),
    "A23": ("dclus2", {"statistic": "total", "of": "enroll"}),
    "A24": ("dclus2", {"statistic": "mean", "of": ["ell", "meals", "api99"]}),
    "A26": ("dclus2wr", {"statistic": "mean", "of": "api00"}),
    "A27": ("dclus2wr", {"statistic": "total", "of": "api.stu"}),
    "A28": ("nh", {"statistic": "mean", "of": "HI_CHOL", **WOR}),
    "A29": ("nh", {"statistic": "total", "of": "race"}),
    "A32": ("fp", {"statistic": "total", "of": "x", **WOR}),
    "A34": ("hosp", {"statistic": "total", "of": "births"}),
}


def check(found: Any, expected: Any, tolerance: float) -> None:
    """Compare numbers; errors that are 0 by design may differ by rounding."""
    np.testing.assert_allclose(np.squeeze(found), np.squeeze(expected), rtol=tolerance, atol=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_estimates_errors_intervals_and_design_effects_agree_with_r(name: str) -> None:
    known = cases(FAMILY)
    if name not in known:
        pytest.skip(f"{name} is not among the open cases")
    design, asked = CASES[name]
    value, tolerance = known[name]["value"], known[name]["rel_tol"]
    (result,) = ask(design, {**asked, "df": "inf", "covariance": True}, categorical=("race",) if design == "nh" else ())
    assert result["refused"] is None
    check(column(result, "estimate"), value["est"], tolerance)
    check(column(result, "se"), value["se"], tolerance)
    limits = np.array([column(result, "low"), column(result, "high")]).T
    check(limits, value["ci95_normal"]["values"], tolerance)
    if "vcov" in value:
        check(result["covariance"], value["vcov"]["values"], tolerance)
    if "deff" in value:
        check(column(result, "deff"), value["deff"], tolerance)


def test_the_student_interval_uses_the_degrees_of_freedom_of_the_design() -> None:
    value = cases(FAMILY)["A11"]["value"]
    student, normal = ask(
        "dstrat",
        {"statistic": "mean", "of": "api00"},
        {"statistic": "mean", "of": "api00", "interval": "normal"},
    )
    assert column(student, "df") == [value["df"]]
    check([*column(student, "low"), *column(student, "high")], value["ci_t"]["values"], 1e-8)
    check([*column(normal, "low"), *column(normal, "high")], value["ci_z"]["values"], 1e-8)


def test_the_share_of_a_condition_gives_false_and_true() -> None:
    value = cases(FAMILY)["A31"]["value"]
    (result,) = ask("nh", {"statistic": "share", "of": "RIAGENDR == 2", "covariance": True, "df": "design"})
    assert column(result, "category") == ["false", "true"]
    assert column(result, "df") == [value["df"]] * 2
    check(column(result, "estimate"), value["m"]["est"], 1e-8)
    check(column(result, "se"), value["m"]["se"], 1e-8)
    check(result["covariance"], value["m"]["vcov"]["values"], 1e-8)


@pytest.mark.parametrize("rule", ["adjust", "average", "remove"])
def test_a_lonely_cluster_is_handled_by_rule(rule: str) -> None:
    value = cases(FAMILY)[f"A5_{rule}"]["value"]
    (result,) = ask("lonely", {"statistic": "mean", "of": "api00"}, lonely=rule)
    check(column(result, "estimate"), value["est"], 1e-8)
    check(column(result, "se"), value["se"], 1e-8)


def test_a_lonely_cluster_is_refused_by_default_and_its_stratum_named() -> None:
    assert "(Z)" in cases(FAMILY)["A5_fail"]["value"]["error"]
    (result,) = ask("lonely", {"statistic": "mean", "of": "api00"})
    assert result["refused"]["code"] == "lonely-cluster"
    assert "Z" in result["refused"]["text"]
    assert result["rows"] == []

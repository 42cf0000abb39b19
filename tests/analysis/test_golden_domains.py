"""Family B: figures of domains, their joint covariance and their differences agree with R."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.golden import ask, cases, column

FAMILY = "B_domains"
MEAN = {"statistic": "mean"}
CASES: dict[str, tuple[str, dict[str, Any], list[str], list[str]]] = {
    "B01": ("dstrat", {**MEAN, "of": "api00", "by": ["sch.wide"]}, ["api00"], ["se"]),
    "B02": (
        "dstrat",
        {**MEAN, "of": ["api00", "api99"], "by": ["stype", "awards"], "deff": "srswor"},
        ["api00", "api99"],
        ["se.api00", "se.api99"],
    ),
    "B06": ("dclus1", {**MEAN, "of": ["ell", "meals"], "by": ["stype"]}, ["ell", "meals"], ["se.ell", "se.meals"]),
    "B10": ("dclus2", {**MEAN, "of": "api00", "by": ["stype"]}, ["api00"], ["se"]),
    "B11": ("dclus2", {"statistic": "total", "of": "enroll", "by": ["stype"]}, ["enroll"], ["se"]),
    "B12": ("nh", {**MEAN, "of": "HI_CHOL", "by": ["race", "RIAGENDR"]}, ["HI_CHOL"], ["se"]),
    "B13": ("nh", {**MEAN, "of": "HI_CHOL", "by": ["agecat"], "interval": "normal"}, ["HI_CHOL"], ["se"]),
}


@pytest.mark.parametrize("name", CASES)
def test_figures_by_group_agree_with_r(name: str) -> None:
    design, asked, values, errors = CASES[name]
    known = cases(FAMILY)[name]["value"]["rows"]
    (result,) = ask(design, asked)
    expected = [row[key] for row in known for key in values]
    np.testing.assert_allclose(column(result, "estimate"), expected, rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), [row[key] for row in known for key in errors], rtol=1e-8)
    groups = [{key: row[key] for key in asked["by"]} for row in known for _ in values]
    assert column(result, "by") == groups
    if "DEff.api00" in known[0]:
        deff = [row[f"DEff.{key}"] for row in known for key in values]
        np.testing.assert_allclose(column(result, "deff"), deff, rtol=1e-8)
    if "ci_l" in known[0]:
        np.testing.assert_allclose(column(result, "low"), [row["ci_l"] for row in known], rtol=1e-8)
        np.testing.assert_allclose(column(result, "high"), [row["ci_u"] for row in known], rtol=1e-8)


def test_a_where_is_a_domain_and_keeps_the_design() -> None:
    value = cases(FAMILY)["B03"]["value"]
    (result,) = ask("dstrat", {**MEAN, "of": "api00", "where": "comp.imp == 'Yes'", "df": "inf"})
    (row,) = result["rows"]
    found = [row["estimate"], row["se"], row["low"], row["high"]]
    np.testing.assert_allclose(found, [value["est"], value["se"], *value["ci95_normal"]["values"][0]], rtol=1e-8)


def test_domains_that_share_clusters_have_a_covariance_and_their_differences_use_it() -> None:
    value = cases(FAMILY)["B07"]["value"]
    groups = [{"stype": code} for code in "EHM"]
    means, differences = ask(
        "dclus1",
        {**MEAN, "of": "api00", "by": ["stype"], "covariance": True},
        {"statistic": "difference", "of": "api00", "groups": groups, "df": "inf"},
    )
    np.testing.assert_allclose(means["covariance"], value["vcov"]["values"], rtol=1e-8)
    known = value["diffs"].values()
    np.testing.assert_allclose(column(differences, "estimate"), [one["est"] for one in known], rtol=1e-8)
    np.testing.assert_allclose(column(differences, "se"), [one["se"] for one in known], rtol=1e-8)
    limits = [one["ci95_normal"]["values"][0] for one in known]
    np.testing.assert_allclose(np.array([column(differences, "low"), column(differences, "high")]).T, limits, rtol=1e-8)
    assert [row["groups"] for row in differences["rows"]] == [
        [groups[0], groups[1]],
        [groups[0], groups[2]],
        [groups[1], groups[2]],
    ]

"""Lonely clusters, domains, stages and tests agree with R on public data (`tests/reference/survey.R`)."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.reference import R, ask, one

RULES = [(rule, domain) for rule in ("remove", "adjust", "average", "certainty") for domain in (False, True)]
SCHOOLS = [{"stype": code} for code in "EHM"]
LONELY: dict[str, tuple[str, dict[str, Any]]] = {
    "all": ("single", {"statistic": "mean", "of": "api00"}),
    "away": ("single", {"statistic": "mean", "of": "api00", "where": "str2 != 'Z'"}),
    "with": ("single", {"statistic": "mean", "of": "api00", "where": "stype == 'H'"}),
    "nested": ("lone", {"statistic": "mean", "of": "api00"}),
    "fpc": ("lone fpc", {"statistic": "total", "of": "api00"}),
    "domain": ("lone", {"statistic": "mean", "of": "api00", "where": "enroll > 700"}),
    "fpc_domain": ("lone fpc", {"statistic": "total", "of": "api00", "where": "enroll > 700"}),
    "narrow": ("lone", {"statistic": "mean", "of": "api00", "where": "c == 1"}),
    "by": ("lone", {"statistic": "mean", "of": "api00", "by": ["stype"]}),
    "differences": ("lone", {"statistic": "difference", "of": "api00", "groups": SCHOOLS}),
    "differences_domain": (
        "lone",
        {"statistic": "difference", "of": "api00", "groups": SCHOOLS, "where": "enroll > 300"},
    ),
    "ratio": ("lone", {"statistic": "ratio", "of": "api.stu", "over": "enroll", "where": "meals > 50"}),
    "stages": ("stages", {"statistic": "mean", "of": "api00"}),
    "stages_domain": ("stages", {"statistic": "mean", "of": "api00", "where": "enroll > 700"}),
}


def agree(result: dict[str, Any], known: dict[str, Any]) -> None:
    assert result["refused"] is None
    for field in ("estimate", "se"):
        found = np.array([row[field] for row in result["rows"]], dtype=float)
        np.testing.assert_allclose(found, np.atleast_1d(np.array(known[field], dtype=float)), rtol=1e-10)


@pytest.mark.parametrize(("rule", "domain"), RULES)
@pytest.mark.parametrize("name", LONELY)
def test_lonely_clusters_agree_with_r_inside_and_outside_domains(name: str, rule: str, domain: bool) -> None:
    design, asked = LONELY[name]
    (result,) = ask(design, asked, lonely=rule, lonely_domain=domain)
    agree(result, R["lonely"][f"{rule} {str(domain).upper()}"][name])


def test_a_lonely_cluster_outside_the_domain_does_not_matter() -> None:
    agree(one("single", "mean", "api00", where="str2 != 'Z'"), R["fail_away"])


def test_sampling_fractions_serve_as_fpc_and_as_weights() -> None:
    agree(one("fraction", "total", "enroll"), R["fraction"])
    result = one("stages fpc", "total", "enroll")
    agree(result, R["fpc_weights"])
    assert result["rows"][0]["df"] == R["fpc_weights_df"]


def test_a_domain_has_its_own_degrees_of_freedom_and_loses_rows_listwise() -> None:
    result = one("clus1", "mean", ["api00", "acs.core"], where="ell > 20 and stype != 'H'")
    agree(result, R["where"])
    assert {row["df"] for row in result["rows"]} == {R["where_df"]}
    limits = [[row["low"], row["high"]] for row in result["rows"]]
    np.testing.assert_allclose(limits, R["where"]["ci"], rtol=1e-10)


def test_ratios_and_shares_of_domains_agree_with_r() -> None:
    agree(one("clus2", "ratio", "api.stu", over="enroll", where="comp.imp == 'Yes'"), R["clus2_where"])
    result = one("stages", "share", "awards", by=["stype"])
    by_category = sorted(result["rows"], key=lambda row: row["category"])
    agree({**result, "rows": by_category}, R["share_by"])


def test_strata_within_clusters_agree_with_r() -> None:
    (result,) = ask("strata at both", {"statistic": "mean", "of": "api00", "where": "enroll > 400"}, lonely="adjust")
    agree(result, R["strata_at_both"])
    (by,) = ask("strata at both", {"statistic": "mean", "of": "api00", "by": ["comp.imp"]}, lonely="remove")
    agree(by, R["strata_at_both_by"])


def test_design_effects_of_totals_and_ratios_agree_with_r() -> None:
    totals = one("clus1", "total", "enroll", by=["stype"])
    np.testing.assert_allclose([row["deff"] for row in totals["rows"]], R["deff_total_by"], rtol=1e-10)
    ratio = one("clus2", "ratio", "api.stu", over="enroll")
    np.testing.assert_allclose(ratio["rows"][0]["deff"], R["deff_ratio"], rtol=1e-10)


def test_differences_within_a_domain_agree_with_r() -> None:
    groups = [{"stype": code} for code in "EHM"]
    agree(one("stages", "difference", "api00", groups=groups, where="enroll > 300", missing="drop"), R["contrast"])


@pytest.mark.parametrize(
    ("name", "design", "rows", "columns", "where"),
    [
        ("clus2", "clus2", "awards", "stype", None),
        ("nested", "stages", "sch.wide", "stype", None),
        ("size", "holes", "stype", "size", None),
        ("missing", "holes", "awards", "stype", None),
        ("domain", "holes", "awards", "comp.imp", "meals < 60"),
    ],
)
@pytest.mark.parametrize(
    ("test", "key"),
    [("rao-scott-f", "F"), ("rao-scott-chisq", "Chisq"), ("wald", "Wald"), ("wald-adjusted", "adjWald")],
)
def test_tests_of_tables_agree_with_r(
    name: str, design: str, rows: str, columns: str, where: str | None, test: str, key: str
) -> None:
    asked = {"statistic": "crosstab", "rows": rows, "columns": columns, "where": where, "test": test, "df": "domain"}
    (result,) = ask(design, asked)
    found, known = result["test"], R["tests"][name][key]
    assert found["statistic"] == pytest.approx(known["statistic"], rel=1e-9)
    assert found["p"] == pytest.approx(known["p"], rel=1e-8)
    degrees = [found["ndf"], found["ddf"]] if found["ddf"] is not None else [found["ndf"]]
    np.testing.assert_allclose(degrees, known["parameter"], rtol=1e-9)


@pytest.mark.parametrize("method", ["logit", "beta", "asin", "mean", "xlogit"])
def test_intervals_of_a_share_agree_with_r(method: str) -> None:
    result = one("holes", "share", "awards", where="meals < 60", categories=["Yes"], interval=method)
    (row,) = result["rows"]
    np.testing.assert_allclose([row["low"], row["high"]], R["intervals"][method], rtol=1e-7)


@pytest.mark.parametrize("design", ["clus1", "clus2", "stages"])
def test_the_score_test_is_the_wald_test_of_a_table_without_empty_cells(design: str) -> None:
    table = {"statistic": "crosstab", "rows": "comp.imp", "columns": "stype"}
    wald, score = ask(design, {**table, "test": "wald"}, {**table, "test": "wls-score"})
    for key in ("statistic", "ndf", "ddf", "p"):
        assert score["test"][key] == pytest.approx(wald["test"][key], rel=1e-9)


def test_the_score_test_is_there_for_a_table_with_an_empty_cell() -> None:
    table = {
        "statistic": "crosstab",
        "rows": "awards",
        "columns": "comp.imp",
        "where": "comp.imp == 'Yes' or stype == 'E'",
    }
    (result,) = ask("clus1", {**table, "test": "wls-score"})
    assert any(cell["n"] == 0 for cell in result["cells"])
    assert 0 < result["test"]["p"] < 0.01

"""Family M: figures over imputed data sets agree with mitools of R, and their df with Barnard and Rubin."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.request.imputing import barnard_rubin
from analysis.request.running import run
from tests.analysis.golden import cases, column
from tests.reference_data import reference_folder

FAMILY = "M_multiple_imputation"


def imputed(folder: Path, *asks: dict[str, Any]) -> list[dict[str, Any]]:
    """Answer asks over the five data sets, each in a file of its own."""
    data = pd.read_csv(reference_folder("golden", "data", "mi5_apistrat.csv"), dtype=str, keep_default_na=False)
    files = []
    for number, part in data.groupby(".imp"):
        files.append(f"imputed{number}.csv")
        part.to_csv(folder / files[-1], index=False)
    design = {"strata": ["stype"], "weights": "pw", "fpc": ["fpc"]}
    named = [{"id": f"ask {i}", **one} for i, one in enumerate(asks)]
    answer = run({"imputations": files, "design": design, "ask": named}, folder)
    assert answer.sound, answer.document
    results: list[dict[str, Any]] = answer.document["results"]
    return results


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("M01", {"statistic": "mean", "of": "ell"}),
        ("M02", {"statistic": "regression", "formula": "api00 ~ ell + meals"}),
    ],
)
def test_figures_over_imputations_agree_with_r(name: str, asked: dict[str, Any], tmp_path: Path) -> None:
    value = cases(FAMILY)[name]["value"]
    (result,) = imputed(tmp_path, {**asked, "df": "inf", "covariance": True})
    assert result["refused"] is None
    for field, key in (("estimate", "est"), ("se", "se"), ("df", "df")):
        np.testing.assert_allclose(column(result, field), list(value[key].values()), rtol=1e-7)
    table = value["table"]
    known = [[row["(lower"], row["upper)"]] for row in table]
    np.testing.assert_allclose(np.transpose([column(result, "low"), column(result, "high")]), known, rtol=1e-7)
    np.testing.assert_allclose(np.sqrt(np.diag(result["covariance"])), list(value["se"].values()), rtol=1e-7)


def test_the_design_limits_the_degrees_of_freedom(tmp_path: Path) -> None:
    (result,) = imputed(tmp_path, {"statistic": "mean", "of": "ell"})
    assert 100 < result["rows"][0]["df"] < 197


def test_degrees_of_freedom_of_barnard_and_rubin() -> None:
    assert barnard_rubin(1.0, 0.0, 5, 20.0) == pytest.approx(21 / 23 * 20) == barnard_rubin(1.0, 1e-30, 5, 20.0)
    assert barnard_rubin(1.0, 0.0, 5, math.inf) == math.inf
    assert barnard_rubin(1.0, 0.5, 5, math.inf) == pytest.approx(4 / (0.6 / 1.6) ** 2)
    share = 0.6 / 1.6
    large, observed = 4 / share**2, 21 / 23 * 20 * (1 - share)
    assert barnard_rubin(1.0, 0.5, 5, 20.0) == pytest.approx(large * observed / (large + observed))


def test_pairs_of_a_table_are_combined_as_differences_are(tmp_path: Path) -> None:
    groups = [{"stype": "E"}, {"stype": "H"}]
    table = {"statistic": "crosstab", "columns": "stype", "letters": {"adjust": "bonferroni"}}
    difference = {"statistic": "difference", "of": "ell > 20", "groups": groups}
    result, known = imputed(tmp_path, {**table, "rows": "ell > 20"}, difference)
    pair = next(one for one in result["pairs"] if (one["row"], one["a"], one["b"]) == ("true", "E", "H"))
    (row,) = (one for one in known["rows"] if one["category"] in (None, "true"))
    for key, own in (("difference", "estimate"), ("se", "se"), ("df", "df")):
        assert pair[key] == pytest.approx(row[own], rel=1e-9)
    between = [one for one in result["pairs"] if one["b"] is not None]
    for one in between:
        assert one["p_adjusted"] == pytest.approx(min(1.0, one["p"] * len(between)))


def test_tests_are_combined_from_their_statistics(tmp_path: Path) -> None:
    varying, same = imputed(
        tmp_path,
        {"statistic": "crosstab", "rows": "ell > 20", "columns": "stype", "test": "wald"},
        {"statistic": "crosstab", "rows": "awards", "columns": "stype", "test": "wald"},
    )
    assert varying["test"]["ddf"] is not None and 0 < varying["test"]["p"] < 1
    assert same["test"]["ddf"] is None
    assert 0 < same["test"]["p"] < 1
    assert len(same["cells"]) == 12

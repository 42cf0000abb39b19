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
    assert barnard_rubin(1.0, 0.0, 5, 20.0) == 20
    assert barnard_rubin(1.0, 0.5, 5, math.inf) == pytest.approx(4 / (0.6 / 1.6) ** 2)
    share = 0.6 / 1.6
    large, observed = 4 / share**2, 21 / 23 * 20 * (1 - share)
    assert barnard_rubin(1.0, 0.5, 5, 20.0) == pytest.approx(large * observed / (large + observed))


def test_tests_of_tables_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    (result,) = imputed(tmp_path, {"statistic": "crosstab", "rows": "awards", "columns": "stype"})
    assert (result["test"], result["pairs"]) == (None, [])
    assert "not-pooled" in {warning["code"] for warning in result["warnings"]}
    assert len(result["cells"]) == 12

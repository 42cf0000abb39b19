"""Exact raking errors are those of a jackknife raked again each time, also from unequal base weights."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.request.running import run
from tests.analysis.reference import FOLDER

TYPES = [{"stype": "E", "total": 4421}, {"stype": "H", "total": 755}, {"stype": "M", "total": 1018}]
AWARDS = [{"awards": "No", "total": 2204}, {"awards": "Yes", "total": 3990}]
RAKE = {"method": "rake", "margins": [{"by": ["stype"], "totals": TYPES}, {"by": ["awards"], "totals": AWARDS}]}


def raked(data: Any, folder: Any, design: dict[str, Any], **request: Any) -> dict[str, Any]:
    data.to_csv(folder / "it.csv", index=False)
    asked = {"id": "a", "statistic": "mean", "of": "api00"}
    answer = run({"data": "it.csv", "design": design, "weighting": [RAKE], "ask": [asked], **request}, folder)
    assert answer.sound, answer.document
    row: dict[str, Any] = answer.document["results"][0]["rows"][0]
    return row


@pytest.fixture
def schools() -> pd.DataFrame:
    """Two hundred schools with weights from 10 to 70."""
    data = pd.read_csv(FOLDER / "apistrat.csv", keep_default_na=False, na_values=[""])
    return data[["stype", "awards", "api00", "meals"]].assign(w=10 + 60 * data["meals"] / 100)


def test_exact_errors_are_near_the_jackknife_raked_again_and_those_of_r_are_not(
    schools: pd.DataFrame, tmp_path: Any
) -> None:
    n = len(schools)
    weights = schools["w"].to_numpy()[:, None] * (1 - np.eye(n)) * n / (n - 1)
    columns = pd.DataFrame(weights, columns=[f"r{i}" for i in range(n)])
    replicates = {"prefix": "r", "type": "JK1", "scale": (n - 1) / n, "rscales": 1}
    jackknife = raked(pd.concat([schools, columns], axis=1), tmp_path, {"weights": "w", "replicates": replicates})
    exact = raked(schools, tmp_path, {"weights": "w"})
    of_r = raked(schools, tmp_path, {"weights": "w"}, variance_of_raking="r-rake")
    assert exact["estimate"] == pytest.approx(jackknife["estimate"], rel=1e-9)
    assert exact["se"] == pytest.approx(jackknife["se"], rel=0.025)
    assert abs(of_r["se"] / jackknife["se"] - 1) > 2 * abs(exact["se"] / jackknife["se"] - 1)

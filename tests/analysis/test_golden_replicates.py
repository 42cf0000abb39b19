"""Family R: replicate weights give the errors of R, whatever the kind of replicate."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.request.running import run
from tests.analysis.golden import cases, column
from tests.analysis.test_golden_weighting import rake
from tests.reference_data import reference_folder

FAMILY = "R_replicates"
JK1 = {"type": "JK1", "scale": 0.914839277851167, "rscales": 1}


def check(result: dict[str, Any], value: dict[str, Any], tolerance: float = 1e-8) -> None:
    assert result["refused"] is None
    np.testing.assert_allclose(column(result, "estimate"), np.ravel(value["est"]), rtol=tolerance)
    np.testing.assert_allclose(column(result, "se"), np.ravel(value["se"]), rtol=tolerance)


def answers_in(folder_of_data: Path) -> Any:
    """Join a data file with saved replicate weights and answer asks about them."""

    def answer(data: str, saved: str, replicates: dict[str, Any], *asks: dict[str, Any], **request: Any) -> Any:
        folder = reference_folder("golden", "data")
        frame = pd.read_csv(folder / f"{data}.csv", keep_default_na=False, dtype=str)
        weights = pd.read_csv(folder / f"{saved}.csv", dtype=str).rename(columns={"pw": "whole"})
        pd.concat([frame, weights], axis=1).to_csv(folder_of_data / "data.csv", index=False)
        design = {"weights": "whole", "replicates": {"prefix": "r", **replicates}}
        named = [{"id": f"ask {i}", **one} for i, one in enumerate(asks)]
        done = run({"data": "data.csv", "design": design, "ask": named, **request}, folder_of_data)
        assert done.sound, json.dumps(done.document)
        return done.document

    return answer


@pytest.fixture
def replicated(tmp_path: Path) -> Any:
    return answers_in(tmp_path)


def test_balanced_half_samples_given_as_factors(tmp_path: Path) -> None:
    value = cases(FAMILY)["R01"]["value"]
    data = pd.read_csv(reference_folder("golden", "data", "scd.csv"))
    halves = [[1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0]]
    for i, half in enumerate(halves):
        data[f"h{i}"] = 2 * np.array(half)
    data.to_csv(tmp_path / "scd.csv", index=False)
    replicates = {"columns": [f"h{i}" for i in range(4)], "type": "BRR", "combined": False}
    asks = [
        {"id": "total", "statistic": "total", "of": "alive"},
        {"id": "ratio", "statistic": "ratio", "of": "alive", "over": "arrests"},
    ]
    design = {"replicates": {**replicates, "scale": 0.25, "rscales": 1}}
    answer = run({"data": "scd.csv", "design": design, "ask": asks}, tmp_path)
    assert answer.sound, answer.document
    for result in answer.document["results"]:
        check(result, value[result["id"]])


def test_jackknife_means_totals_and_ratios(replicated: Any) -> None:
    value = cases(FAMILY)["R02"]["value"]
    asks = [
        {"statistic": "mean", "of": ["api00", "meals"], "covariance": True},
        {"statistic": "total", "of": "enroll"},
        {"statistic": "ratio", "of": "api.stu", "over": "enroll"},
    ]
    answer = replicated("apiclus1", "rep_clus1_jk1", JK1, *asks)
    for key, result in zip(("mean", "total", "ratio"), answer["results"], strict=True):
        check(result, value[key])
    np.testing.assert_allclose(answer["results"][0]["covariance"], value["mean"]["vcov"]["values"], rtol=1e-8)
    assert answer["design"]["df"] == value["degf"]


def test_deviations_from_the_figure_itself(replicated: Any) -> None:
    value = cases(FAMILY)["R03"]["value"]
    asks = [{"statistic": "mean", "of": "api00"}, {"statistic": "total", "of": "enroll"}]
    answer = replicated("apiclus1", "rep_clus1_jk1", {**JK1, "mse": True}, *asks)
    check(answer["results"][0], value["mean"])
    check(answer["results"][1], value["total"])


def test_domains_of_a_jackknife(replicated: Any) -> None:
    known = cases(FAMILY)["R04"]["value"]["by"]["rows"]
    answer = replicated("apiclus1", "rep_clus1_jk1", JK1, {"statistic": "mean", "of": "api00", "by": ["stype"]})
    np.testing.assert_allclose(column(answer["results"][0], "estimate"), [row["api00"] for row in known], rtol=1e-8)
    np.testing.assert_allclose(column(answer["results"][0], "se"), [row["se"] for row in known], rtol=1e-8)


def test_a_stratified_jackknife_has_a_scale_for_each_replicate(replicated: Any) -> None:
    value = cases(FAMILY)["R07"]["value"]
    replicates = {"type": "JKn", "scale": value["scale"], "rscales": value["rscales"]}
    answer = replicated("apistrat", "rep_strat_jkn", replicates, {"statistic": "mean", "of": ["api00", "enroll"]})
    check(answer["results"][0], value["mean"])


def test_balanced_replicates_of_strata_with_two_clusters(replicated: Any) -> None:
    value = cases(FAMILY)["R09"]["value"]
    asks = [{"statistic": "mean", "of": "HI_CHOL"}, {"statistic": "mean", "of": "HI_CHOL", "by": ["race"]}]
    replicates = {"type": "BRR", "scale": value["scale"], "rscales": 1}
    answer = replicated("nhanes_2psu", "rep_nhanes_brr", replicates, *asks)
    assert answer["design"]["n"] == value["n"]
    check(answer["results"][0], value["mean"])
    by = value["by"]["rows"]
    np.testing.assert_allclose(column(answer["results"][1], "se"), [row["se"] for row in by], rtol=1e-8)


def test_bootstrap_replicates(replicated: Any) -> None:
    value = cases(FAMILY)["R11"]["value"]
    replicates = {"type": "bootstrap", "scale": value["scale"], "rscales": value["rscales"]}
    asks = [{"statistic": "mean", "of": "api00"}, {"statistic": "total", "of": "enroll"}]
    answer = replicated("apiclus1", "rep_clus1_bootstrap50", replicates, *asks)
    check(answer["results"][0], value["mean"])
    check(answer["results"][1], value["total"])


def test_every_replicate_is_raked_again(replicated: Any) -> None:
    value = cases(FAMILY)["R13"]["value"]
    asks = [{"statistic": "mean", "of": "api00"}, {"statistic": "total", "of": "enroll"}]
    answer = replicated("apiclus1", "rep_clus1_jk1", JK1, *asks, weighting=[rake("stype", "sch.wide")])
    check(answer["results"][0], value["mean"], 1e-6)
    check(answer["results"][1], value["total"], 1e-6)


def test_a_figure_of_ones_own(replicated: Any) -> None:
    value = cases(FAMILY)["R15"]["value"]
    asked = {"statistic": "custom", "expression": "total(api00 * meals) / total(meals)"}
    (result,) = replicated("apiclus1", "rep_clus1_jk1", JK1, asked)["results"]
    check(result, value)


def test_quantiles_of_replicates_are_given_with_a_warning_where_they_are_a_jackknife(replicated: Any) -> None:
    known = cases(FAMILY)["R04"]["value"]["q"]["api00"]["values"]
    asked = {"statistic": "quantile", "of": "api00", "q": [0.25, 0.5, 0.75], "interval": "quantile"}
    (result,) = replicated("apiclus1", "rep_clus1_jk1", JK1, asked)["results"]
    rows = [[row[key] for key in ("estimate", "low", "high", "se")] for row in result["rows"]]
    np.testing.assert_allclose(rows, known, rtol=1e-8)
    assert "jackknife-quantile" in {warning["code"] for warning in result["warnings"]}


def test_a_regression_is_fitted_again_under_every_replicate(replicated: Any) -> None:
    value = cases(FAMILY)["R04"]["value"]["glm"]
    asked = {"statistic": "regression", "formula": "api00 ~ ell + meals"}
    (result,) = replicated("apiclus1", "rep_clus1_jk1", JK1, asked)["results"]
    np.testing.assert_allclose(column(result, "estimate"), list(value["coef"].values()), rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), list(value["se"].values()), rtol=1e-8)
    assert column(result, "df") == [value["df_resid"]] * 3

"""Family H: regressions, tests of their terms and predictions agree with R."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.request.running import run
from tests.analysis.golden import DESIGNS, ask, cases, column
from tests.analysis.test_golden_weighting import calibrate
from tests.reference_data import reference_folder

FAMILY = "H_regression"
MODELS: dict[str, tuple[str, dict[str, Any]]] = {
    "H01": ("dstrat", {"formula": "api00 ~ ell + meals + mobility"}),
    "H02": ("dstrat", {"formula": "sch.wide ~ ell + meals + mobility", "family": "binomial"}),
    "H03": ("dclus2", {"formula": "api00 ~ stype * ell"}),
    "H04": ("dclus1", {"formula": "api.stu ~ enroll + offset(log(enroll))", "family": "poisson"}),
    "H05": ("dclus1", {"formula": "growth ~ stype + meals + avg.ed"}),
    "H17": ("nh", {"formula": "HI_CHOL ~ factor(race) + agecat + RIAGENDR", "family": "binomial"}),
}


@pytest.mark.parametrize("name", MODELS)
def test_coefficients_errors_and_tests_agree_with_r(name: str) -> None:
    value = cases(FAMILY)[name]["value"]
    design, asked = MODELS[name]
    (result,) = ask(design, {"statistic": "regression", "covariance": True, **asked})
    assert result["refused"] is None
    assert column(result, "term") == list(value["coef"])
    np.testing.assert_allclose(column(result, "estimate"), list(value["coef"].values()), rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), list(value["se"].values()), rtol=1e-8)
    np.testing.assert_allclose(result["covariance"], value["vcov"]["values"], rtol=1e-8, atol=1e-12)
    assert column(result, "df") == [value["df_resid"]] * len(value["coef"])
    table = np.array(value["table"]["values"])
    np.testing.assert_allclose(column(result, "t"), table[:, 2], rtol=1e-8)
    np.testing.assert_allclose(column(result, "p"), table[:, 3], rtol=1e-7)
    np.testing.assert_allclose(
        np.transpose([column(result, "low"), column(result, "high")]), value["ci95"]["values"], rtol=1e-8
    )


@pytest.mark.parametrize(("name", "kind"), [("H08", "wald"), ("H09", "lrt")])
def test_leaving_a_term_out_agrees_with_r(name: str, kind: str) -> None:
    value = cases(FAMILY)[name]["value"]
    model = {"id": "m", "statistic": "regression", "formula": "api00 ~ stype + ell + meals + mobility"}
    _, result = ask("dclus1", model, {"statistic": "term-test", "from": "m", "terms": ["stype"], "kind": kind})
    test = result["test"]
    np.testing.assert_allclose(test["statistic"], value["F"] if kind == "wald" else value["chisq"], rtol=1e-8)
    assert (test["ndf"], test["ddf"]) == (value["df"], value["ddf"])
    np.testing.assert_allclose(test["p"], value["p"], rtol=1e-8 if kind == "wald" else 1e-5)
    if kind == "lrt":
        np.testing.assert_allclose(test["lambda"], value["lambda"], rtol=1e-8)


LEVELS = ["[0,25]", "(25,50]", "(50,75]", "(75,100]"]


def schools_by_meals() -> pd.DataFrame:
    data = pd.read_csv(reference_folder("golden", "data", "apiclus1.csv"), keep_default_na=False, na_values=[""])
    cut = pd.cut(data["meals"], [0, 25, 50, 75, 100], include_lowest=True, labels=LEVELS)
    return data.assign(mealcat=cut.astype(str))


def ordinal_regression(folder: Path) -> dict[str, Any]:
    schools_by_meals().to_csv(folder / "apiclus1.csv", index=False)
    codebook = {"variables": [{"name": "mealcat", "values": [{"code": label} for label in LEVELS]}]}
    formula = "mealcat ~ avg.ed + mobility + stype"
    asked = {"id": "a", "statistic": "regression", "family": "ordinal", "formula": formula}
    document = {"data": "apiclus1.csv", "codebook": codebook, "design": DESIGNS["dclus1"]["design"], "ask": [asked]}
    (result,) = run(document, folder).document["results"]
    assert result["refused"] is None
    return dict(result)


def slope_of_likelihood(values: list[float]) -> float:
    """Return the steepest derivative of the weighted mean log-likelihood of an ordinal regression of `mealcat`."""
    data = schools_by_meals().dropna(subset=["avg.ed", "mobility"])
    kinds = [(data["stype"] == kind).to_numpy(float) for kind in ("H", "M")]
    x = np.column_stack([data["avg.ed"], data["mobility"], *kinds])
    at = data["mealcat"].map(LEVELS.index).to_numpy()

    def mean(point: np.ndarray) -> float:
        limits = np.concatenate([[-np.inf], point[4:], [np.inf]])
        eta = x @ point[:4]
        upper, lower = (1 / (1 + np.exp(eta - limits[at + step])) for step in (1, 0))
        return float(np.average(np.log(upper - lower), weights=data["pw"]))

    moves = np.eye(len(values)) * 1e-6
    point = np.array(values)
    return float(max(abs(mean(point + move) - mean(point - move)) for move in moves) / 2e-6)


def test_an_ordinal_regression_is_near_that_of_r(tmp_path: Path) -> None:
    value = cases(FAMILY)["H12"]["value"]
    result = ordinal_regression(tmp_path)
    assert column(result, "term") == [*value["coef"], *value["zeta"]]
    known = [*value["coef"].values(), *value["zeta"].values()]
    np.testing.assert_allclose(column(result, "estimate"), known, rtol=2e-5)
    np.testing.assert_allclose(column(result, "se"), list(value["se"].values()), rtol=2e-4)
    assert column(result, "df") == [value["df_resid"]] * len(known)


def test_an_ordinal_regression_reaches_its_maximum_and_that_of_r_does_not(tmp_path: Path) -> None:
    value = cases(FAMILY)["H12"]["value"]
    ours = slope_of_likelihood(column(ordinal_regression(tmp_path), "estimate"))
    assert ours < 1e-9
    assert slope_of_likelihood([*value["coef"].values(), *value["zeta"].values()]) > 1e-5


def test_what_a_model_expects_agrees_with_r() -> None:
    value = cases(FAMILY)["H14"]["value"]
    model = {"id": "m", "statistic": "regression", "family": "binomial", "formula": "sch.wide ~ ell + meals + mobility"}
    at = [{"ell": e, "meals": m, "mobility": o} for e, m, o in zip((0, 20, 60), (10, 50, 90), (5, 15, 30), strict=True)]
    _, result = ask("dstrat", model, {"statistic": "predict", "from": "m", "at": at})
    np.testing.assert_allclose(column(result, "estimate"), list(value["est"].values()), rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), value["se"]["values"], rtol=1e-8)


def test_a_regression_after_calibration_agrees_with_r() -> None:
    value = cases("W_weighting")["W19"]["value"]["m"]
    asked = {"statistic": "regression", "formula": "api00 ~ ell + meals"}
    (result,) = ask("dstrat", asked, request={"weighting": [calibrate()]})
    np.testing.assert_allclose(column(result, "estimate"), list(value["coef"].values()), rtol=1e-8)
    np.testing.assert_allclose(column(result, "se"), list(value["se"].values()), rtol=1e-8)


def test_how_much_a_model_explains_agrees_with_r() -> None:
    value = cases(FAMILY)["H19"]["value"]
    asked = {"statistic": "regression", "family": "binomial", "formula": "HI_CHOL ~ factor(race) + agecat"}
    (result,) = ask("nh", asked)
    assert result["fit"]["cox_snell"] == pytest.approx(value["psrsq_cox"], rel=1e-8)
    assert result["fit"]["nagelkerke"] == pytest.approx(value["psrsq_nag"], rel=1e-8)

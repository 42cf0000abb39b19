"""Regressions, tests of terms and predictions agree with R on public data (`tests/reference/survey.R`)."""

from typing import Any

import numpy as np
import pytest

from tests.analysis.reference import R, ask

REMOVE = {"lonely": "remove"}
MODELS: dict[str, tuple[str, dict[str, Any]]] = {
    "full": ("stages", {"formula": "api00 ~ 0 + stype + ell"}),
    "crossed": ("clus1", {"formula": "api00 ~ awards * stype + meals"}),
    "inner": ("clus1", {"formula": "api00 ~ awards + ell:stype"}),
    "factors": ("strat", {"formula": "I(api00 - api99) ~ factor(str3) + log(enroll)"}),
    "domain": ("stages", {"formula": "sch.wide ~ ell + meals", "family": "binomial", "where": "enroll > 300"}),
    "poisson": ("stages", {"formula": "api.stu ~ meals + stype", "family": "poisson", "where": "enroll > 300"}),
}
CROSSED = {"id": "m", "statistic": "regression", "formula": "api00 ~ awards * stype + meals"}


@pytest.mark.parametrize("name", MODELS)
def test_models_agree_with_r(name: str) -> None:
    known, (design, asked) = R["models"][name], MODELS[name]
    (result,) = ask(design, {"statistic": "regression", **asked}, **dict[str, Any](REMOVE))
    assert result["refused"] is None
    assert [row["term"] for row in result["rows"]] == known["term"]
    for field in ("estimate", "se"):
        np.testing.assert_allclose([row[field] for row in result["rows"]], known[field], rtol=1e-8)
    assert {row["df"] for row in result["rows"]} == {known["df"]}


@pytest.mark.parametrize(
    ("name", "terms"), [("interaction", ["stype:awards"]), ("both", ["meals", "awards:stype"])]
)  # fmt: skip
def test_terms_tested_together_agree_with_r(name: str, terms: list[str]) -> None:
    test = ask("clus1", CROSSED, {"statistic": "term-test", "from": "m", "terms": terms})[1]["test"]
    known = R["terms"][name]
    assert (test["ndf"], test["ddf"]) == (known["ndf"], known["ddf"])
    np.testing.assert_allclose(test["p"], known["p"], rtol=1e-8)


def test_the_likelihood_ratio_of_a_logistic_model_agrees_with_r() -> None:
    model = {"id": "m", "statistic": "regression", "family": "binomial", "formula": "sch.wide ~ ell + stype"}
    asked = {"statistic": "term-test", "from": "m", "terms": ["stype"], "kind": "lrt"}
    test = ask("clus1", model, asked)[1]["test"]
    np.testing.assert_allclose(test["p"], R["terms"]["lrt"]["p"], rtol=1e-5)


def test_what_a_crossed_model_expects_agrees_with_r() -> None:
    at = [{"awards": "No", "stype": "H", "meals": 20}, {"awards": "Yes", "stype": "M", "meals": 70}]
    result = ask("clus1", CROSSED, {"statistic": "predict", "from": "m", "at": at})[1]
    for field in ("estimate", "se"):
        np.testing.assert_allclose([row[field] for row in result["rows"]], R["expected"][field], rtol=1e-8)


def test_a_coefficient_says_the_category_it_stands_for() -> None:
    (result,) = ask("clus1", {"statistic": "regression", "formula": "api00 ~ stype + ell"})
    assert [row["category"] for row in result["rows"]] == [None, "H", "M", None]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"formula": "api00 ~ awards * comp.imp + meals"}, "collinear"),
        ({"formula": "sch.wide ~ ell + awards", "family": "binomial"}, "separation"),
        ({"formula": "api00 ~ ell", "family": "binomial"}, "bad-response"),
        ({"formula": "stype ~ ell", "family": "binomial"}, "bad-response"),
        ({"formula": "stype ~ ell"}, "bad-response"),
        ({"formula": "awards ~ ell", "family": "ordinal"}, "bad-response"),
        ({"formula": "api00 ~ ell", "where": "never"}, "too-many-predictors"),
        ({"formula": "api00 ~ factor(dnum)"}, "too-many-predictors"),
        ({"formula": "api00 ~ log(stype)"}, "bad-formula"),
    ],
)
def test_a_model_that_cannot_be_fitted_is_refused(asked: dict[str, Any], code: str) -> None:
    (result,) = ask("clus1", {"statistic": "regression", **asked})
    assert result["refused"]["code"] == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"statistic": "term-test", "from": "m", "terms": ["ell"]}, "unknown-term"),
        ({"statistic": "term-test", "from": "a", "terms": ["ell"]}, "not-a-model"),
        ({"statistic": "predict", "from": "m", "at": [{"meals": 3, "stype": "E"}]}, "missing-value"),
        ({"statistic": "predict", "from": "m", "at": [{"meals": 3, "stype": "Z", "awards": "No"}]}, "unknown-category"),
        ({"statistic": "predict", "from": "m", "at": [{"meals": "x", "stype": "E", "awards": "No"}]}, "not-a-number"),
    ],
)
def test_what_a_model_does_not_give_is_refused(asked: dict[str, Any], code: str) -> None:
    mean = {"id": "a", "statistic": "mean", "of": "api00"}
    assert ask("clus1", CROSSED, mean, asked)[2]["refused"]["code"] == code


def test_few_events_for_each_predictor_are_told() -> None:
    asked = {"statistic": "regression", "family": "binomial", "formula": "sch.wide ~ ell + meals + stype"}
    (result,) = ask("clus1", asked)
    assert "few-events" in {warning["code"] for warning in result["warnings"]}


def test_a_cell_nobody_is_in_separates_and_r_gives_where_it_stopped() -> None:
    """R's 20.48 with an error of 0.22 has no meaning: schools with `comp.imp` all have `sch.wide`."""
    asked = {"statistic": "regression", "family": "binomial", "formula": "sch.wide ~ meals + comp.imp"}
    (result,) = ask("clus1", asked)
    assert result["refused"]["code"] == "separation"

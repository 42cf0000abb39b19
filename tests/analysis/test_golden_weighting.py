"""Family W: raking, post-stratification, calibration and trimming agree with R; what cannot be met is refused."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.analysis.golden import answered, cases, column
from tests.reference_data import reference_folder

FAMILY = "W_weighting"
TOTALS = {"(Intercept)": 6194, "stypeH": 755, "stypeM": 1018, "api99": 3914069}


def margin(name: str) -> dict[str, Any]:
    """Count a variable in the population the samples were drawn from."""
    population = pd.read_csv(reference_folder("golden", "data", "apipop.csv"))
    return {"by": [name], "totals": [{name: k, "total": int(n)} for k, n in population[name].value_counts().items()]}


def rake(*names: str) -> dict[str, Any]:
    return {"method": "rake", "margins": [margin(name) for name in names]}


def calibrate(**more: Any) -> dict[str, Any]:
    return {"method": "calibrate", "formula": "~ stype + api99", "totals": TOTALS, **more}


CASES: dict[str, tuple[str, Any]] = {
    "W01": ("dclus1", lambda: rake("stype", "sch.wide")),
    "W02": ("dclus1", lambda: rake("stype", "sch.wide", "awards")),
    "W03": ("dclus1", lambda: {"method": "poststratify", **margin("stype")}),
    "W05": ("dclus1", calibrate),
    "W06": ("dclus1", lambda: calibrate(distance="raking")),
    "W07": ("dclus1", lambda: calibrate(distance="logit", bounds=[0.5, 2])),
    "W08": ("dclus1", lambda: calibrate(bounds=[0.6, 1.6])),
    "W12": (
        "dclus1",
        lambda: calibrate(formula="~ stype", totals=_without(), aggregate_stage=1),
    ),
    "W16": ("dsrs", lambda: rake("stype", "comp.imp")),
}


def _without() -> dict[str, float]:
    return {name: total for name, total in TOTALS.items() if name != "api99"}


def weighted(design: str, *steps: dict[str, Any], **request: Any) -> dict[str, Any]:
    asks = [{"statistic": "total", "of": "enroll"}, {"statistic": "mean", "of": "api00"}]
    asks += [{"statistic": "mean", "of": "meals"}]
    return answered(design, *asks, request={"weighting": list(steps), **request})


@pytest.mark.parametrize("name", CASES)
def test_weights_and_errors_agree_with_r(name: str) -> None:
    case = cases(FAMILY)[name]
    value, tolerance = case["value"], case["rel_tol"]
    design, step = CASES[name]
    answer = weighted(design, step())
    for key, result in zip(("enroll", "api00", "meals"), answer["results"], strict=True):
        assert result["refused"] is None
        np.testing.assert_allclose(column(result, "estimate"), value[key]["est"], rtol=tolerance)
        np.testing.assert_allclose(column(result, "se"), value[key]["se"], rtol=tolerance)
    found = answer["weights"]
    assert found["converged"]
    for key, known in (("deff", "kish_deff"), ("min", "min"), ("max", "max")):
        np.testing.assert_allclose(found[key], value["w"][known], rtol=tolerance)


def test_a_single_regression_after_calibration_has_the_weights_of_r() -> None:
    value = cases(FAMILY)["W19"]["value"]
    answer = answered("dstrat", {"statistic": "mean", "of": "api00"}, request={"weighting": [calibrate()]})
    np.testing.assert_allclose(column(answer["results"][0], "se"), value["api00"]["se"], rtol=1e-8)
    np.testing.assert_allclose(answer["weights"]["deff"], value["w"]["kish_deff"], rtol=1e-8)


@pytest.mark.parametrize("strict", [False, True])
def test_trimmed_weights_agree_with_r(strict: bool) -> None:
    case = cases(FAMILY)["W13"]["value"]
    value, mean = case["strict" if strict else "once"], case["mean_strict" if strict else "mean_once"]
    trim = {"method": "trim", "lower": 30, "upper": 45, "strict": strict}
    answer = weighted("dclus1", rake("stype", "sch.wide"), trim, variance_of_raking="r-rake")
    for key, known in (("deff", "kish_deff"), ("min", "min"), ("max", "max")):
        np.testing.assert_allclose(answer["weights"][key], value[known], rtol=1e-7)
    np.testing.assert_allclose(column(answer["results"][1], "estimate"), mean["est"], rtol=1e-7)
    np.testing.assert_allclose(column(answer["results"][1], "se"), mean["se"], rtol=1e-7)
    assert answer["weights"]["trimming"]["trimmed"] > 0


@pytest.mark.parametrize("strict", [False, True])
def test_errors_after_trimming_are_plain_unless_r_is_followed(strict: bool) -> None:
    trim = {"method": "trim", "lower": 30, "upper": 45, "strict": strict}
    mean = weighted("dclus1", rake("stype", "sch.wide"), trim)["results"][1]
    assert "trimmed-after-calibration" in {warning["code"] for warning in mean["warnings"]}
    assert column(mean, "se") == pytest.approx([24.402807480532278], rel=1e-7)


def test_totals_that_cannot_be_met_within_the_bounds_are_refused() -> None:
    assert "must_refuse" in cases(FAMILY)["W15"]["value"]
    answer = weighted("dclus1", calibrate(distance="logit", bounds=[0.95, 1.05]))
    assert {result["refused"]["code"] for result in answer["results"]} == {"weights-not-found"}
    assert answer["weights"]["converged"] is False


def test_weights_that_are_unequal_cost_what_kish_says() -> None:
    value = cases(FAMILY)["W21"]["value"]
    answer = answered("dstrat", {"statistic": "mean", "of": "api00", "by": ["stype"]})
    np.testing.assert_allclose(answer["weights"]["deff"], value["deff_kish"], rtol=1e-8)


OPT_IN = {
    "method": "propensity",
    "formula": "~ stype + meals + ell",
    "estimator": "odds",
    "reference": {"data": "apistrat.csv", "design": {"strata": ["stype"], "weights": "pw", "fpc": ["fpc"]}},
}


def test_inverse_odds_of_taking_part_agree_with_r() -> None:
    value = cases(FAMILY)["W22"]["value"]
    answer = answered("optin", {"statistic": "mean", "of": "api00"}, request={"weighting": [OPT_IN]})
    np.testing.assert_allclose(column(answer["results"][0], "estimate"), value["ipw"], rtol=1e-8)
    for key, known in (("deff", "kish_deff"), ("min", "min"), ("max", "max")):
        np.testing.assert_allclose(answer["weights"][key], value["w"][known], rtol=1e-8)

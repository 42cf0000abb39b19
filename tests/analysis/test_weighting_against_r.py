"""Weighting from unequal weights agrees with R on public data (`tests/reference/survey.R`)."""

from typing import Any

import numpy as np
import pytest

from analysis.request.running import run
from tests.analysis.reference import FOLDER, R

KNOWN = R["weighting"]
TYPES = {"by": ["stype"], "totals": [{"stype": k, "total": n} for k, n in (("E", 4421), ("H", 755), ("M", 1018))]}
AWARDS = {"by": ["awards"], "totals": [{"awards": "No", "total": 2194}, {"awards": "Yes", "total": 4000}]}
TOTALS = {"(Intercept)": 6194, "stypeH": 755, "stypeM": 1018}
RAKE = {"method": "rake", "margins": [TYPES, AWARDS]}
STEPS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "raked": (RAKE, {"variance_of_raking": "r-rake"}),
    "exact": (RAKE, {}),
    "stratified": ({"method": "poststratify", **TYPES}, {}),
    "logit": (
        {
            "method": "calibrate",
            "formula": "~ stype + api99",
            "totals": {**TOTALS, "api99": 3914069},
            "distance": "logit",
            "bounds": [0.3, 3],
        },
        {},
    ),
}


def weighted(step: dict[str, Any], **request: Any) -> dict[str, Any]:
    asks = [
        {"id": "mean", "statistic": "mean", "of": "api00"},
        {"id": "total", "statistic": "total", "of": "api.stu"},
        {"id": "domain", "statistic": "mean", "of": "api00", "where": "ell > 20"},
    ]
    design = {"clusters": ["dnum"], "weights": "w"}
    answer = run({"data": "nested.csv", "design": design, "weighting": [step], "ask": asks, **request}, FOLDER)
    assert answer.sound, answer.document
    return answer.document


@pytest.mark.parametrize("name", STEPS)
def test_weights_and_errors_agree_with_r(name: str) -> None:
    step, request = STEPS[name]
    answer, known = weighted(step, **request), KNOWN[name]
    for result in answer["results"]:
        (row,) = result["rows"]
        found, expected = [row["estimate"], row["se"]], known[result["id"]]
        np.testing.assert_allclose(found, [expected["estimate"], expected["se"]], rtol=1e-7)
    for key in ("min", "max"):
        np.testing.assert_allclose(answer["weights"][key], known[key], rtol=1e-7)

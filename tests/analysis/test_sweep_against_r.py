"""Hundreds of requests over public data agree with R's `survey` (`tests/reference/sweep/cases.R`)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.request.running import run

FOLDER = Path(__file__).resolve().parent.parent / "reference" / "sweep"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "cases.json").read_text("utf-8"))["cases"]
OF_TEST = ("statistic", "ndf", "ddf", "p", "lambda", "scale", "difference")


def answer_to(case: dict[str, Any]) -> dict[str, Any]:
    """Put the request of a case; the joint probabilities lie beside the cases."""
    named = [{"id": "it", **one} for one in case["ask"]]
    document = {
        "data": case["data"],
        "design": case["design"],
        "ask": named,
        **({"weighting": case["weighting"]} if case.get("weighting") else {}),
        **case.get("request", {}),
    }
    answer = run(document, FOLDER)
    assert answer.sound, answer.document
    return answer.document


def found_in(result: dict[str, Any], field: str) -> Any:
    if field == "covariance":
        return np.ravel(result["covariance"])
    if field in OF_TEST and result["test"]:
        return result["test"][field]
    return [row[field] for row in result["rows"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_request_agrees_with_r(case: dict[str, Any]) -> None:
    document = answer_to(case)
    result = document["results"][-1]
    assert result["refused"] is None
    tolerance = case.get("tolerance", 1e-8)
    for field, known in case["known"].items():
        found = np.atleast_1d(np.array(found_in(result, field), dtype=float))
        wanted = np.atleast_1d(np.array(known, dtype=float))
        scale = np.nanmax(np.abs(wanted), initial=0.0)
        np.testing.assert_allclose(found, wanted, rtol=tolerance, atol=1e-12 * scale, err_msg=field)
    for field, known in case.get("weights", {}).items():
        assert document["weights"][field] == pytest.approx(known, rel=tolerance)

"""Opt-in samples in a request: a reference sample beside it, its figures, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.notebook import doubly_robust, opted_in, read, sampled
from analysis.request.running import run

DESIGN = {"weights": "d"}
MEAN = {"id": "mean", "statistic": "mean", "of": "y"}
ROBUST = {"id": "robust", "statistic": "doubly-robust", "of": "y", "formula": "~ x + kind"}


def step(**more: Any) -> dict[str, Any]:
    reference = {"data": "reference.csv", "design": DESIGN}
    return {"method": "propensity", "formula": "~ x + kind", "reference": reference, **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    random = np.random.default_rng(5)
    x, kind = random.normal(size=4000), random.choice(["a", "b"], 4000)
    people = pd.DataFrame({"x": x, "kind": kind, "y": 2 + x + (kind == "b"), "yes": (x > 0).astype(int)})
    took_part = random.random(4000) < 1 / (1 + np.exp(2.2 - 0.5 * x))
    people[took_part].to_csv(tmp_path / "it.csv", index=False)
    people.sample(400, random_state=1).assign(d=10).drop(columns="y").to_csv(tmp_path / "reference.csv", index=False)
    return tmp_path


def results(folder: Path, *asks: dict[str, Any], steps: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    answer = run({"data": "it.csv", "weighting": steps or [step()], "ask": list(asks)}, folder)
    assert answer.sound, answer.document
    found: list[dict[str, Any]] = answer.document["results"]
    return found


def test_the_two_means_are_near_the_population_and_carry_errors(folder: Path) -> None:
    mean, robust = results(folder, MEAN, ROBUST)
    assert mean["rows"][0]["estimate"] == pytest.approx(2.5, abs=4 * mean["rows"][0]["se"])
    assert robust["rows"][0]["estimate"] == pytest.approx(2.5, abs=4 * robust["rows"][0]["se"])
    assert robust["rows"][0]["weighted"] == mean["rows"][0]["estimate"]


def test_both_means_may_be_of_a_condition_and_of_a_domain(folder: Path) -> None:
    asked = {**ROBUST, "of": "yes == 1", "family": "binomial", "formula": "~ kind", "where": "x > -1"}
    (result,) = results(folder, asked)
    assert 0 < result["rows"][0]["low"] < result["rows"][0]["estimate"] < result["rows"][0]["high"] < 1


def test_weights_may_be_raked_after_the_chances_of_taking_part(folder: Path) -> None:
    margin = {"by": ["kind"], "totals": [{"kind": "a", "total": 2000}, {"kind": "b", "total": 2000}]}
    (result,) = results(
        folder, {"id": "k", "statistic": "total", "of": "kind"}, steps=[step(), {"method": "rake", "margins": [margin]}]
    )
    np.testing.assert_allclose([row["estimate"] for row in result["rows"]], 2000)
    np.testing.assert_allclose([row["se"] for row in result["rows"]], 0, atol=1e-6)


def test_a_sample_that_is_not_weighted_so_has_no_doubly_robust_mean(folder: Path) -> None:
    answer = run({"data": "it.csv", "ask": [ROBUST]}, folder)
    assert answer.document["results"][0]["refused"]["code"] == "needs-propensity"


def test_what_the_reference_sample_lacks_is_refused(folder: Path) -> None:
    (result,) = results(folder, {**ROBUST, "formula": "~ y"})
    assert result["refused"]["code"] == "bad-formula"


def test_samples_without_overlap_claim_nothing(folder: Path) -> None:
    reference = pd.read_csv(folder / "reference.csv")
    reference[reference["x"] < 0.1].to_csv(folder / "reference.csv", index=False)
    people = pd.read_csv(folder / "it.csv")
    people[people["x"] > 0].to_csv(folder / "it.csv", index=False)
    for result in results(folder, MEAN, ROBUST):
        assert result["refused"]["code"] == "no-overlap"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"reference": {"data": "gone.csv", "design": {}}}, "weighting[0].reference.data"),
        (
            {"reference": {"data": "reference.csv", "design": {"weights": "gone"}}},
            "weighting[0].reference.design.weights",
        ),
        ({"formula": "~ gone"}, "weighting[0].formula"),
        ({"formula": "~ y"}, "weighting[0].reference.data"),
        ({"formula": "y ~ x"}, "weighting[0].formula"),
        ({"formula": "~ ("}, "weighting[0].formula"),
        ({"estimator": "guess"}, "weighting[0].estimator"),
    ],
)
def test_what_is_wrong_with_the_step_is_a_problem(folder: Path, change: dict[str, Any], place: str) -> None:
    answer = run({"data": "it.csv", "weighting": [step(**change)], "ask": [MEAN]}, folder)
    assert not answer.sound
    assert place in {problem["place"] for problem in answer.document["problems"]}


def test_chances_of_taking_part_come_first(folder: Path) -> None:
    steps = [{"method": "trim", "upper": 3}, step()]
    answer = run({"data": "it.csv", "weighting": steps, "ask": [MEAN]}, folder)
    assert "weighting[1].method" in {problem["place"] for problem in answer.document["problems"]}


def test_python_weights_and_asks_the_same(folder: Path) -> None:
    sample = opted_in(sampled(read(folder / "it.csv")), "~ x + kind", {"data": "reference.csv", "design": DESIGN})
    (known,) = results(folder, ROBUST)
    found = doubly_robust(sample, "y", "~ x + kind")
    assert found.rows["estimate"][0] == known["rows"][0]["estimate"]

"""Diagnostics of weights: targets, spread, who counts most, and what trimming would give."""

from typing import Any

import pytest

from analysis.notebook import diagnostics, poststratified, read, sampled
from analysis.request.running import run
from tests.analysis.reference import FOLDER

TOTALS = [{"stype": code, "total": total} for code, total in (("E", 4421), ("H", 755), ("M", 1018))]
TYPES = {"by": ["stype"], "totals": TOTALS, "population": "schools", "source": "CDE"}
STEP = {"method": "poststratify", **TYPES}
DESIGN = {"clusters": ["dnum"], "weights": "w"}


def diagnosed(wished: Any, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    asks = [{"id": "a", "statistic": "mean", "of": "api00"}]
    document = {"data": "nested.csv", "design": DESIGN, "weighting": list(steps), "diagnostics": wished, "ask": asks}
    answer = run({**document, **more}, FOLDER)
    assert answer.sound, answer.document
    return answer.document


def test_every_target_is_told_before_and_after() -> None:
    targets = diagnosed(True, STEP)["diagnostics"]["targets"]
    assert [row["target"] for row in targets] == [4421, 755, 1018]
    assert all(row["after"] == pytest.approx(row["target"]) for row in targets)
    assert max(abs(row["before"] - row["target"]) for row in targets) > 100
    assert {row["population"] for row in targets} == {"schools"}


def test_a_later_step_shows_which_targets_no_longer_hold() -> None:
    targets = diagnosed(True, STEP, {"method": "trim", "upper": 50})["diagnostics"]["targets"]
    assert max(abs(row["missed"]) for row in targets) > 0.001


def test_the_columns_of_a_calibration_are_targets_too() -> None:
    totals = {"(Intercept)": 6194, "stypeH": 755, "stypeM": 1018}
    step = {"method": "calibrate", "formula": "~ stype", "totals": totals}
    targets = diagnosed(True, step)["diagnostics"]["targets"]
    assert {row["category"]: row["target"] for row in targets} == totals
    assert all(row["after"] == pytest.approx(row["target"]) for row in targets)


def test_spread_histogram_and_the_largest_weights_describe_one_set_of_weights() -> None:
    answer = diagnosed({}, STEP)
    found, after = answer["diagnostics"], answer["diagnostics"]["after"]
    assert after["deff"] == pytest.approx(answer["weights"]["deff"])
    assert after["effective_n"] == pytest.approx(after["n"] / after["deff"])
    assert sum(bin["people"] for bin in found["histogram"]) == after["n"] == 183
    assert sum(bin["share_of_weight"] for bin in found["histogram"]) == pytest.approx(1)
    heaviest = found["most_influential"]
    assert heaviest[0]["weight"] == after["largest"]
    assert [one["weight"] for one in heaviest] == sorted((one["weight"] for one in heaviest), reverse=True)


def test_the_curve_trades_bias_for_variance() -> None:
    curve = diagnosed({"of": ["api00", "meals"]}, STEP)["diagnostics"]["trimming_curve"]
    assert curve[0]["limit"] is None and curve[0]["people"] == 0
    assert curve[0]["figures"][0]["bias"] == 0
    assert curve[-1]["people"] > 0
    deffs = [point["deff"] for point in curve]
    assert deffs == sorted(deffs, reverse=True)
    assert {figure["of"] for figure in curve[-1]["figures"]} == {"api00", "meals"}
    assert curve[-1]["figures"][0]["mse"] >= curve[-1]["figures"][0]["se"] ** 2


def test_nothing_is_diagnosed_unasked_and_without_steps_the_weights_are_still_described() -> None:
    assert "diagnostics" not in diagnosed(None, STEP)
    assert diagnosed(True)["diagnostics"]["targets"] == []


@pytest.mark.parametrize(("column", "code"), [("gone", "unknown-column"), ("stype", "not-numeric")])
def test_what_cannot_be_followed_is_a_problem(column: str, code: str) -> None:
    asks = [{"id": "a", "statistic": "mean", "of": "api00"}]
    answer = run({"data": "nested.csv", "diagnostics": {"of": [column]}, "ask": asks}, FOLDER)
    assert [problem["code"] for problem in answer.document["problems"]] == [code]


def test_python_tells_the_same() -> None:
    sample = poststratified(sampled(read(FOLDER / "nested.csv"), clusters="dnum", weights="w"), TYPES)
    assert diagnostics(sample, "api00") == diagnosed({"of": ["api00"]}, STEP)["diagnostics"]


def refused(*steps: dict[str, Any]) -> dict[str, Any]:
    answer = diagnosed(True, *steps)
    found = answer["diagnostics"]
    assert answer["results"][0]["refused"] == found["refused"]
    assert (answer["weights"]["converged"], found["converged"], found["after"]) == (False, False, None)
    assert found["before"]["n"] == 183
    return {row["category"]: row for row in found["targets"]}


def test_a_refused_weighting_shows_its_targets_against_the_weights_of_the_design() -> None:
    told = {row["category"]: row["before"] for row in diagnosed(True, STEP)["diagnostics"]["targets"]}
    rows = refused({**STEP, "confidence": "low"})
    assert {name: row["before"] for name, row in rows.items()} == pytest.approx(told)
    assert rows["stype E"]["missed"] == pytest.approx(rows["stype E"]["before"] / 4421 - 1)
    assert rows["stype E"]["after"] is None and rows["stype E"]["source"] == "CDE"


def test_a_refused_weighting_shows_categories_without_a_total_and_totals_without_anybody() -> None:
    rows = refused({**STEP, "totals": [*TOTALS[1:], {"stype": "X", "total": 5}]})
    assert rows["stype E"]["target"] is None and rows["stype E"]["before"] > 0
    assert rows["stype X"]["before"] == 0 and rows["stype X"]["missed"] == -1


def test_shares_are_targets_of_the_whole_sample_also_where_they_do_not_sum_to_1() -> None:
    shares = [{"stype": code, "total": share} for code, share in (("E", 0.5), ("H", 0.2), ("M", 0.2))]
    rows = refused({**STEP, "totals": shares, "totals_are": "shares"})
    whole = sum(row["before"] for row in rows.values())
    assert rows["stype E"]["target"] == pytest.approx(whole / 2)


def test_totals_of_a_model_that_cannot_be_met_stand_beside_the_weights() -> None:
    totals = {"(Intercept)": 100, "stypeH": 755, "stypeM": 1018}
    step = {"method": "calibrate", "formula": "~ stype", "totals": totals, "distance": "raking"}
    assert {name: row["target"] for name, row in refused(step).items()} == totals
    assert refused({**step, "totals": {"(Intercept)": 100}}) == {}


def test_python_tells_what_was_tried_too() -> None:
    sample = sampled(read(FOLDER / "nested.csv"), clusters="dnum", weights="w")
    found = diagnostics(poststratified(sample, {**TYPES, "confidence": "low"}))
    assert found["refused"]["code"] == "low-confidence-margin"
    assert len(found["targets"]) == 3

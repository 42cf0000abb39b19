"""Weighting in a request: what is refused, what is a problem, and what is told beside the figures."""

from typing import Any

import pytest

from analysis.request.running import run
from tests.analysis.reference import FOLDER

TYPES = [{"stype": "E", "total": 4421}, {"stype": "H", "total": 755}, {"stype": "M", "total": 1018}]
AWARDS = [{"awards": "Yes", "total": 4000}, {"awards": "No", "total": 2194}]
MEAN = {"id": "a", "statistic": "mean", "of": "api00"}


def margin(totals: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"by": [name for name in totals[0] if name != "total"], "totals": totals, **more}


def rake(*margins: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"method": "rake", "margins": list(margins), **more}


def weighted(*steps: dict[str, Any], **request: Any) -> dict[str, Any]:
    design = {"clusters": ["dnum"], "weights": "pw", "fpc": ["fpc"]}
    document = {"data": "apiclus1.csv", "design": design, "weighting": list(steps), "ask": [MEAN], **request}
    return run(document, FOLDER).document


def refusal(*steps: dict[str, Any]) -> str:
    (result,) = weighted(*steps)["results"]
    assert result["rows"] == []
    return str(result["refused"]["code"])


def problem(*steps: dict[str, Any]) -> str:
    (found,) = weighted(*steps)["problems"]
    return str(found["code"])


def test_margins_that_do_not_sum_to_the_same_are_refused() -> None:
    assert refusal(rake(margin(TYPES), margin([{**AWARDS[0], "total": 4001}, AWARDS[1]]))) == "totals-disagree"


def test_shares_must_sum_to_one() -> None:
    shares = [{"stype": "E", "total": 0.5}, {"stype": "H", "total": 0.2}, {"stype": "M", "total": 0.2}]
    assert refusal(rake(margin(shares), totals_are="shares")) == "totals-disagree"
    shares[0]["total"] = 0.6
    assert weighted(rake(margin(shares), totals_are="shares"))["results"][0]["refused"] is None


def test_a_total_without_sample_is_refused() -> None:
    assert refusal(rake(margin([*TYPES, {"stype": "Z", "total": 10}]))) == "empty-target-cell"


def test_a_sample_without_total_is_refused() -> None:
    assert refusal(rake(margin(TYPES[:2]))) == "category-without-total"
    assert refusal({"method": "poststratify", **margin(TYPES[:2])}) == "category-without-total"


def test_margins_that_cannot_hold_together_are_refused() -> None:
    same = [{"stype": "E", "total": 5000}, {"stype": "H", "total": 594}, {"stype": "M", "total": 600}]
    clash = [{"stype == 'E'": True, "total": 1}]
    assert problem(rake(margin(same), margin(clash))) == "unknown-column"
    both = margin(
        [{"stype": kind, "awards": award, "total": 1032.0 + 1 / 3} for kind in "EHM" for award in ("No", "Yes")]
    )
    for total, kind in zip(both["totals"], "EEHHMM", strict=True):
        total["total"] = 6194 / 6
        assert total["stype"] == kind
    assert refusal(rake(both, margin(TYPES), max_iter=50)) == "weights-not-found"


def test_two_populations_or_ages_are_never_mixed() -> None:
    born = margin(TYPES, population="born abroad", age_scope="18+")
    assert refusal(rake(born, margin(AWARDS, population="citizens"))) == "mixed-margins"
    assert refusal(rake(born, margin(AWARDS, population="born abroad", age_scope="all"))) == "mixed-margins"
    assert refusal(rake(margin(TYPES, unit="school"), margin(AWARDS, unit="visit"))) == "mixed-margins"


def test_a_margin_of_low_confidence_is_never_a_target() -> None:
    assert refusal(rake(margin(TYPES, confidence="low"))) == "low-confidence-margin"


def test_margins_years_apart_are_told() -> None:
    answer = weighted(rake(margin(TYPES, date="2015-01-01"), margin(AWARDS, date="2024-01-01")))
    assert "margins-far-apart" in {warning["code"] for warning in answer["results"][0]["warnings"]}


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"method": "guess"}, "bad-value"),
        (rake(margin([{"nothing": 1, "total": 2}])), "unknown-column"),
        (rake(margin([{"stype": "E"}])), "bad-value"),
        (rake(margin([TYPES[0], TYPES[0]])), "bad-value"),
        (rake(margin([{"acs.core": 1, "total": 2}])), "missing-in-weighting"),
        ({"method": "calibrate", "formula": "api00 ~ stype", "totals": {"(Intercept)": 1}}, "bad-formula"),
        ({"method": "calibrate", "formula": "~ stype +", "totals": {"(Intercept)": 1}}, "bad-formula"),
        ({"method": "calibrate", "formula": "~ stype", "totals": {"a": 1}, "distance": "logit"}, "bad-value"),
        ({"method": "trim"}, "bad-value"),
    ],
)  # fmt: skip
def test_a_step_that_is_not_sound_is_a_problem(step: dict[str, Any], code: str) -> None:
    assert problem(step) == code


def test_calibration_needs_a_total_for_every_column_and_no_others() -> None:
    totals = {"(Intercept)": 6194, "stypeH": 755}
    step = {"method": "calibrate", "formula": "~ stype", "totals": totals}
    assert refusal(step) == "category-without-total"
    assert refusal({**step, "totals": {**totals, "stypeM": 1018, "stypeZ": 1}}) == "empty-target-cell"


def test_limits_that_leave_nobody_are_refused() -> None:
    assert refusal({"method": "trim", "lower": 40, "upper": 50}) == "weights-not-found"
    assert refusal({"method": "trim", "lower": 50, "upper": 40}) == "bad-limits"


def test_weights_add_up_to_the_margins_and_scaling_comes_last() -> None:
    answer = weighted(rake(margin(TYPES), margin(AWARDS)), scale_weights="sum:1000")
    assert answer["weights"]["scale"] == "sum:1000"
    (row,) = answer["results"][0]["rows"]
    assert row["weighted_n"] == pytest.approx(1000, rel=1e-12)


def test_steps_build_on_one_another() -> None:
    first, both = weighted(rake(margin(AWARDS))), weighted(rake(margin(AWARDS)), rake(margin(TYPES)))
    assert first["weights"]["max"] != both["weights"]["max"]
    asked = {"id": "a", "statistic": "total", "of": "stype"}
    (result,) = weighted(rake(margin(AWARDS)), rake(margin(TYPES)), ask=[asked])["results"]
    assert [row["estimate"] for row in result["rows"]] == pytest.approx([4421, 755, 1018], rel=1e-9)
    assert [row["se"] for row in result["rows"]] == pytest.approx([0, 0, 0], abs=1e-6)


def test_large_adjustments_are_told() -> None:
    lopsided = [{"stype": "E", "total": 100}, {"stype": "H", "total": 3000}, {"stype": "M", "total": 100}]
    codes = {warning["code"] for warning in weighted(rake(margin(lopsided)))["results"][0]["warnings"]}
    assert {"large-adjustments", "large-weight-deff"} <= codes


def codes_of(answer: dict[str, Any]) -> set[str]:
    return {warning["code"] for warning in answer["results"][0]["warnings"]}


def test_margins_of_other_ages_or_years_before_the_fieldwork_are_told() -> None:
    step = rake(margin(TYPES, age_scope="all ages", date="2020-07-01"))
    sample = {"age_scope": "18+", "fieldwork": "2025-03-01"}
    assert {"margin-of-other-ages", "margin-out-of-date"} <= codes_of(weighted(step, **sample))
    fitting = rake(margin(TYPES, age_scope="18+", date="2023-07-01"))
    assert not {"margin-of-other-ages", "margin-out-of-date"} & codes_of(weighted(fitting, **sample))
    assert not {"margin-of-other-ages", "margin-out-of-date"} & codes_of(weighted(step))


def test_a_fieldwork_that_is_no_date_is_a_problem() -> None:
    (found,) = weighted(rake(margin(TYPES)), fieldwork="spring")["problems"]
    assert (found["code"], found["place"]) == ("bad-value", "fieldwork")


@pytest.mark.parametrize(("dated", "told"), [("2022", True), ("2024", False), ("2023-04", True), ("2023-06", False)])
def test_a_year_or_a_month_alone_is_taken_at_its_middle(dated: str, told: bool) -> None:
    margins = margin(TYPES, date=dated)
    answer = weighted(rake(margins), fieldwork="2026-05-20")
    assert ("margin-out-of-date" in codes_of(answer)) is told

"""A request is answered in the shape of the contract, refused result by result, or sent back with all its problems."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from analysis.__main__ import main
from analysis.request.running import run
from tests.analysis.reference import FOLDER, ask, one

ROW = {
    "of", "over", "by", "category", "estimate", "se", "df", "low", "high", "base_n", "weighted_n", "effective_n",
    "deff", "deff_weights", "suppressed",
}  # fmt: skip
RESULT = {"id", "rows", "test", "pairs", "letters", "covariance", "warnings", "refused"}
CELL = {
    "row", "column", "n", "weighted_n", "share_of", "estimate", "se", "df", "low", "high", "deff", "effective_n",
    "suppressed",
}  # fmt: skip
PAIR = {
    "row", "a", "b", "difference", "se", "t", "df", "p", "p_adjusted", "family", "tested", "why_not", "significant",
}  # fmt: skip
REQUEST: dict[str, Any] = {
    "data": "apistrat.csv",
    "categorical": ["stype"],
    "codebook": None,
    "scale_weights": "none",
    "basis": "A",
    "disclosure": None,
    "design": {
        "weights": "pw", "strata": ["stype"], "clusters": [], "fpc": ["fpc"], "nest": False, "lonely": "fail",
        "lonely_domain": False, "pps": None, "replicates": None,
    },
    "ask": [
        {"id": "a", "statistic": "mean", "of": "api00", "by": ["stype"], "where": "api99 > 600", "confidence": 0.95,
         "missing": "drop"},
        {"id": "b", "statistic": "crosstab", "rows": "awards", "columns": "stype", "test": "rao-scott-f",
         "letters": {"family": "row", "alpha": 0.05, "adjust": "holm", "min_n": 30, "min_effective_n": 30,
                     "min_difference": 0.05}},
        {"id": "c", "statistic": "regression", "family": "gaussian", "formula": "api00 ~ ell + meals"},
        {"id": "d", "statistic": "difference", "of": "api00", "groups": [{"stype": "E"}, {"stype": "H"}]},
    ],
}  # fmt: skip

BAD: dict[str, Any] = {
    "data": "apistrat.csv",
    "basis": "Q",
    "colour": 1,
    "categorical": ["stype", "kind"],
    "codebook": "none.json",
    "design": {"weights": "none", "fpc": ["stype"], "lonely": "maybe"},
    "ask": [
        {"id": "a", "statistic": "mean", "of": "api0", "by": ["zz"], "where": "api00 >"},
        {"id": "a", "statistic": "median"},
        {"id": "a", "statistic": "share", "of": "stype", "confidence": 2, "categories": ["Q"]},
        {"id": "r", "statistic": "ratio", "of": "api00"},
        {"id": "d", "statistic": "difference", "of": "api00", "groups": [{"stype": "E"}, {"stype": "Q"}]},
        {"id": "e", "statistic": "contrast", "from": ["q"], "expression": "a/"},
        7,
        {"id": "t", "statistic": "crosstab", "rows": "stype", "columns": "no", "letters": {"family": "x"}},
        {"id": "w", "statistic": "mean", "of": "api00", "where": "nothing > 1"},
    ],
}


def problems(document: Any) -> set[tuple[str, str]]:
    answer = run(document, FOLDER)
    assert not answer.sound
    assert set(answer.document) == {"problems"}
    assert all(problem["text"] for problem in answer.document["problems"])
    return {(problem["code"], problem["place"]) for problem in answer.document["problems"]}


def test_the_example_of_the_contract_is_answered_in_its_shape() -> None:
    document = run(REQUEST, FOLDER).document
    a, b, c, d = document["results"]
    assert set(document) == {"results", "design", "weights"}
    assert all(set(result) == RESULT for result in (a, c, d))
    assert set(b) == RESULT | {"cells"}
    assert [row["by"] for row in a["rows"]] == [{"stype": "E"}, {"stype": "H"}, {"stype": "M"}]
    assert all(set(row) == ROW for row in a["rows"])
    assert set(b["test"]) == {"statistic", "ndf", "ddf", "p"}
    assert all(set(cell) == CELL for cell in b["cells"])
    assert all(set(pair) == PAIR for pair in b["pairs"])
    assert [row["term"] for row in c["rows"]] == ["(Intercept)", "ell", "meals"]
    assert [(row["by"], row["groups"]) for row in d["rows"]] == [(None, REQUEST["ask"][3]["groups"])]
    assert [result["warnings"] for result in document["results"]] == [[], [], [], []]
    assert document["design"] == {"n": 200, "strata": 3, "clusters": 200, "df": 197}
    assert set(document["weights"]) == {"deff", "min", "max", "ratio", "converged", "iterations", "scale"}


def test_the_command_prints_one_document_and_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "apistrat.csv").write_text((FOLDER / "apistrat.csv").read_text())
    (tmp_path / "request.json").write_text(json.dumps(REQUEST))
    assert main(["estimate", str(tmp_path / "request.json")]) == 0
    assert len(json.loads(capsys.readouterr().out)["results"]) == 4


@pytest.mark.parametrize("text", [None, "{", "[]", '{"ask": 7}', "{}"])
def test_the_command_exits_with_2_and_lists_the_problems_of_a_bad_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    if text is not None:
        (tmp_path / "request.json").write_text(text)
    assert main(["estimate", str(tmp_path / "request.json")]) == 2
    assert json.loads(capsys.readouterr().out)["problems"]


def test_all_problems_are_listed_at_once() -> None:
    assert problems(BAD) >= {
        ("bad-value", "basis"),
        ("unknown-key", "colour"),
        ("unknown-column", "categorical[1]"),
        ("bad-codebook", "codebook"),
        ("unknown-column", "design.weights"),
        ("not-numeric", "design.fpc[0]"),
        ("bad-value", "design.lonely"),
        ("unknown-column", "ask[0].of"),
        ("unknown-column", "ask[0].by[0]"),
        ("bad-condition", "ask[0].where"),
        ("unknown-statistic", "ask[1].statistic"),
        ("bad-value", "ask[2].confidence"),
        ("unknown-category", "ask[2].categories[0]"),
        ("missing-key", "ask[3].over"),
        ("unknown-category", "ask[4].groups[1].stype"),
        ("unknown-ask", "ask[5].from[0]"),
        ("bad-expression", "ask[5].expression"),
        ("bad-value", "ask[6]"),
        ("unknown-column", "ask[7].columns"),
        ("bad-value", "ask[7].letters.family"),
        ("unknown-column", "ask[8].where"),
    }


@pytest.mark.parametrize(
    ("data", "design", "problem"),
    [
        ("nested", {"clusters": ["c"], "strata": ["h"]}, ("clusters-not-nested", "design.clusters[0]")),
        ("apistrat", {"strata": ["acs.core"]}, ("missing-in-design", "design.strata[0]")),
        ("apistrat", {"strata": ["stype"], "fpc": ["enroll"]}, ("fpc-varies", "design.fpc[0]")),
        ("apistrat", {"fpc": ["str3"]}, ("bad-fpc", "design.fpc")),
        ("nested", {"clusters": ["dnum"], "fpc": ["h"]}, ("fpc-too-small", "design.fpc[0]")),
    ],
)
def test_a_design_that_cannot_be_is_a_problem(data: str, design: dict[str, Any], problem: tuple[str, str]) -> None:
    asks = [{"id": "a", "statistic": "mean", "of": "api00"}]
    assert problem in problems({"data": f"{data}.csv", "design": design, "ask": asks})


def test_a_single_imputation_is_refused_for_every_ask() -> None:
    answer = run({"imputations": ["apistrat.csv"], "ask": REQUEST["ask"]}, FOLDER)
    assert answer.sound
    assert {result["refused"]["code"] for result in answer.document["results"]} == {"single-imputation"}


def test_data_and_imputations_exclude_one_another() -> None:
    document = {"data": "apistrat.csv", "imputations": ["a.csv", "b.csv"], "ask": REQUEST["ask"]}
    assert ("bad-value", "imputations") in problems(document)


def test_the_mean_of_a_text_is_refused_and_its_neighbours_are_not() -> None:
    refused, fine = ask("strat", {"statistic": "mean", "of": "stype"}, {"statistic": "mean", "of": "api00"})
    assert refused["refused"]["code"] == "mean-of-text"
    assert fine["refused"] is None


@pytest.mark.parametrize(("scale", "deff"), [("mean1", "srswor"), ("sum:10", "srswor")])
def test_a_design_effect_without_replacement_needs_a_population(scale: str, deff: str) -> None:
    asked = {"statistic": "mean", "of": "api00", "deff": deff}
    (result,) = ask("strat", asked, request={"scale_weights": scale})
    assert result["refused"]["code"] == "deff-needs-population-weights"


def test_scaled_weights_change_counts_and_not_means() -> None:
    asked = {"statistic": "mean", "of": "api00"}
    (plain,), (scaled,) = ask("strat", asked), ask("strat", asked, request={"scale_weights": "mean1"})
    assert scaled["rows"][0]["weighted_n"] == pytest.approx(200)
    assert scaled["rows"][0]["se"] == pytest.approx(plain["rows"][0]["se"], rel=1e-12)


def test_an_empty_domain_gives_null_and_a_warning() -> None:
    result = one("strat", "mean", "api00", where="api00 > 5000")
    (row,) = result["rows"]
    assert (row["estimate"], row["se"], row["low"], row["base_n"]) == (None, None, None, 0)
    assert result["warnings"]


def test_empty_groups_are_left_out_or_counted_as_zero() -> None:
    asked = {"by": ["stype", "awards"], "where": "stype != 'H'"}
    left_out = one("strat", "total", "api00", **asked)
    zero = one("strat", "total", "api00", empty="zero", **asked)
    assert [row["by"]["stype"] for row in left_out["rows"]] == ["E", "M", "E", "M"]
    assert [row["by"]["stype"] for row in zero["rows"]] == ["E", "H", "M", "E", "H", "M"]
    empty = zero["rows"][1]
    assert (empty["estimate"], empty["se"], empty["base_n"], empty["effective_n"]) == (0, 0, 0, 0)


def test_missing_values_are_dropped_listwise_or_make_the_figure_null() -> None:
    dropped = one("strat", "mean", ["acs.core", "api00"])
    kept = one("strat", "mean", ["acs.core", "api00"], missing="keep")
    assert dropped["rows"][0]["base_n"] == dropped["rows"][1]["base_n"] < 200
    assert [row["estimate"] is None for row in kept["rows"]] == [True, False]
    assert kept["rows"][1]["base_n"] == 200
    assert "missing-values" in {warning["code"] for warning in kept["warnings"]}


def test_shares_of_0_and_1_have_an_interval_and_no_design_effect() -> None:
    no, yes = one("strat", "share", "awards", where="awards == 'Yes'")["rows"]
    assert (no["estimate"], no["low"], no["deff"]) == (0, 0, None)
    assert (yes["estimate"], yes["high"], yes["deff"]) == (1, 1, None)
    assert no["high"] == pytest.approx(1 - yes["low"])
    assert 0 < no["high"] < 0.05
    assert no["effective_n"] == pytest.approx(no["base_n"] / no["deff_weights"])


def test_only_the_categories_wanted_are_given() -> None:
    (row,) = one("strat", "share", "awards", categories=["Yes"])["rows"]
    assert row["category"] == "Yes"


def test_degrees_of_freedom_can_be_chosen() -> None:
    dfs = [
        one("clus1", "mean", "api00", where="ell > 60", df=df)["rows"][0]["df"] for df in ("domain", "design", 7, "inf")
    ]
    assert dfs[1:] == [14, 7, None]
    assert dfs[0] < 14


def test_a_mean_of_0_and_1_is_the_share_with_a_student_interval() -> None:
    (mean,) = one("clus1", "mean", "stype == 'E'")["rows"]
    share = one("clus1", "share", "stype", interval="t")["rows"][0]
    for field in ("estimate", "se", "low", "high", "deff"):
        assert mean[field] == pytest.approx(share[field], rel=1e-12)


def test_disclosure_flags_small_bases_and_leaves_the_figures() -> None:
    asked = {"statistic": "mean", "of": "api00", "where": "stype == 'H' and awards == 'Yes' and ell < 8"}
    (result,) = ask("strat", asked, request={"disclosure": "public"})
    (row,) = result["rows"]
    assert row["base_n"] < 10
    assert row["suppressed"] == "small-base"
    assert row["estimate"] is not None


def test_a_contrast_is_arithmetic_on_other_asks() -> None:
    growth, ratio = ask(
        "clus1",
        {"id": "a", "statistic": "total", "of": "api.stu"},
        {"id": "b", "statistic": "total", "of": "enroll"},
        {"id": "c", "statistic": "contrast", "from": ["a", "b"], "expression": "a / b"},
        {"id": "d", "statistic": "ratio", "of": "api.stu", "over": "enroll", "df": "design"},
    )[2:]
    for field in ("estimate", "se", "low", "high"):
        assert growth["rows"][0][field] == pytest.approx(ratio["rows"][0][field], rel=1e-12)


def test_contrasts_of_asks_with_different_rows_are_refused() -> None:
    result = ask(
        "clus1",
        {"id": "a", "statistic": "mean", "of": "api00", "by": ["stype"]},
        {"id": "b", "statistic": "mean", "of": "api00", "by": ["awards"]},
        {"id": "c", "statistic": "contrast", "from": ["a", "b"], "expression": "a - b"},
    )[2]
    assert result["refused"]["code"] == "rows-do-not-match"


def test_no_number_is_ever_not_finite() -> None:
    document = run(REQUEST, FOLDER).document

    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict | list):
            inner = value.values() if isinstance(value, dict) else value
            return [number for one_ in inner for number in numbers(one_)]
        return [value] if isinstance(value, float) else []

    assert all(math.isfinite(number) for number in numbers(document))


def test_a_term_in_which_nothing_varies_is_not_tested(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("y,g\n1,a\n2,a\n4,a\n3,a\n", "utf-8")
    model = {"id": "m", "statistic": "regression", "formula": "y ~ g"}
    test = {"id": "t", "statistic": "term-test", "from": "m", "terms": ["g"]}
    answer = run({"data": "a.csv", "design": {}, "ask": [model, test]}, tmp_path)
    assert answer.document["results"][1]["refused"]["code"] == "no-test"

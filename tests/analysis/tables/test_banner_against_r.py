"""Banner tables equal those R's survey package gives figure by figure; `tests/reference/banner.R` holds the calls."""

import json
from functools import cache
from typing import Any

import pytest

from analysis.request.running import run
from tests.analysis.reference import FOLDER

R: dict[str, Any] = json.loads((FOLDER / "banner.json").read_text("utf-8"))

DESIGNS: dict[str, tuple[str, dict[str, Any]]] = {
    "strat": ("apistrat.csv", {"strata": ["stype"], "weights": "pw", "fpc": ["fpc"]}),
    "clus1": ("apiclus1.csv", {"clusters": ["dnum"], "weights": "pw", "fpc": ["fpc"]}),
    "nhanes": (
        "nhanes.csv",
        {"strata": ["SDMVSTRA"], "clusters": ["SDMVPSU"], "weights": "WTMEC2YR", "nest": True},
    ),
}
POOR = {"multi": ["ell > 20", "meals > 50", "enroll > 500"]}
POOR_NAMES = {"ell > 20": "ell", "meals > 50": "meals", "enroll > 500": "large"}
SCHOOLS: dict[str, Any] = {
    "questions": [
        "awards",
        "api00",
        "acs.core",
        "sch.wide",
        {
            "of": "stype",
            "name": "level",
            "scores": {"E": 1, "M": 2, "H": 3.5},
            "top": 2,
            "bottom": 1,
            "nets": [{"label": "Secondary", "categories": ["H", "M"]}],
        },
        {**POOR, "name": "poor"},
        {**POOR, "name": "responses", "base_of": "responses"},
    ],
    "columns": [
        "stype",
        {
            "name": "size",
            "domains": [
                {"label": "Large", "where": "enroll > 400"},
                {"label": "Very large", "where": "enroll > 600"},
                {"label": "English learners", "where": "ell > 15"},
            ],
        },
        {
            "name": "kind",
            "domains": [
                {"label": "No", "where": "awards == 'No'"},
                {"label": "Yes", "where": "awards == 'Yes'"},
                {"label": "All", "where": "pw > 0"},
            ],
        },
    ],
}
HEALTH: dict[str, Any] = {
    "questions": ["HI_CHOL", {"of": "HI_CHOL == 1", "name": "high"}, {"of": "race", "show": "share"}],
    "columns": [
        "agecat",
        {
            "name": "who",
            "domains": [
                {"label": "Women", "where": "RIAGENDR == 2"},
                {"label": "Over 39", "where": "agecat in ['(39,59]', '(59,Inf]']"},
                {"label": "White women", "where": "RIAGENDR == 2 and race == 2"},
            ],
        },
    ],
}


@cache
def table(design: str, adjust: str = "holm", share_of: str = "column") -> dict[str, Any]:
    data, shape = DESIGNS[design]
    asked = HEALTH if design == "nhanes" else SCHOOLS
    words = {"letters": {"adjust": adjust}, "share_of": share_of, "id": "t", "statistic": "banner"}
    answer = run({"data": data, "design": shape, "ask": [{**asked, **words}]}, FOLDER)
    assert answer.sound, answer.document
    (result,) = answer.document["results"]
    assert result["refused"] is None
    return dict(result)


def named(row: Any) -> str:
    return POOR_NAMES.get(row, str(row))


def cells(design: str, share_of: str = "column") -> dict[tuple[Any, ...], dict[str, Any]]:
    found = table(design, share_of=share_of)["cells"]
    return {(cell["of"], named(cell["row"]), cell["banner"], cell["column"]): cell for cell in found}


@pytest.mark.parametrize("design", DESIGNS)
def test_shares_and_means_of_every_column(design: str) -> None:
    ours = cells(design)
    assert len(R[design]["cells"]) >= 48
    for theirs in R[design]["cells"]:
        cell = ours[theirs["question"], theirs["row"], theirs["banner"], theirs["column"]]
        assert cell["estimate"] == pytest.approx(theirs["estimate"], rel=1e-10, abs=1e-14)
        assert cell["base_n"] == theirs["n"]
        if theirs["se"] is not None and theirs["se"] > 1e-12:
            assert cell["se"] == pytest.approx(theirs["se"], rel=1e-9)
            assert cell["deff"] == pytest.approx(theirs["deff"], rel=1e-8)
        else:
            assert cell["se"] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("adjust", ["holm", "bonferroni", "bh"])
def test_pairs_of_columns_and_columns_against_everyone_else(design: str, adjust: str) -> None:
    result = table(design, adjust)
    tested = {(p["of"], p["banner"], named(p["row"]), p["a"], p["b"]): p for p in result["pairs"] if p["p"] is not None}
    seen = 0
    for question, banners in R[design]["compared"].items():
        for banner, kinds in banners.items():
            for theirs in (*kinds["pairs"], *kinds["rests"]):
                ours = tested[question, banner, theirs["row"], theirs["a"], theirs.get("b")]
                seen += 1
                assert ours["difference"] == pytest.approx(theirs["difference"], rel=1e-9)
                assert ours["se"] == pytest.approx(theirs["se"], rel=1e-8)
                assert (ours["df"], ours["t"]) == (R[design]["df"], pytest.approx(theirs["t"], rel=1e-8))
                assert ours["p"] == pytest.approx(theirs["p"], rel=1e-6)
                assert ours["p_adjusted"] == pytest.approx(theirs[adjust], rel=1e-6)
    compared = {key for key in tested if key[0] in R[design]["compared"]}
    assert seen == len(compared) > 60


@pytest.mark.parametrize("design", ["strat", "clus1"])
def test_differences_as_r_documents_them(design: str) -> None:
    pairs = [p for p in table(design)["pairs"] if (p["of"], p["banner"], p["row"]) == ("awards", "stype", "Yes")]
    for pair, value, se in zip(pairs, *R[design]["documented"].values(), strict=False):
        assert pair["difference"] == pytest.approx(value, rel=1e-10)
        assert pair["se"] == pytest.approx(se, rel=1e-9)


@pytest.mark.parametrize("design", ["strat", "clus1"])
def test_shares_of_a_row_and_of_the_whole_table(design: str) -> None:
    of_row, of_total = cells(design, "row"), cells(design, "total")
    theirs = R[design]["row_shares"]
    for i, column in enumerate(["E", "H", "M"]):
        cell = of_row["awards", "Yes", "stype", column]
        assert cell["estimate"] == pytest.approx(theirs["estimate"][i], rel=1e-10)
        assert cell["se"] == pytest.approx(theirs["se"][i], rel=1e-9)
    theirs = R[design]["overlapping_row_shares"]
    for i, column in enumerate(["Large", "Very large", "English learners"]):
        cell = of_row["awards", "Yes", "size", column]
        assert cell["estimate"] == pytest.approx(theirs["estimate"][2 * i + 1], rel=1e-10)
        assert cell["se"] == pytest.approx(theirs["se"][2 * i + 1], rel=1e-9)
    theirs = R[design]["total_shares"]
    for i, (column, row) in enumerate((column, row) for column in "EHM" for row in ("No", "Yes")):
        cell = of_total["awards", row, "stype", column]
        assert cell["estimate"] == pytest.approx(theirs["estimate"][i], rel=1e-10)
        assert cell["se"] == pytest.approx(theirs["se"][i], rel=1e-9)


@pytest.mark.parametrize("design", DESIGNS)
def test_association_of_columns_that_do_not_overlap(design: str) -> None:
    question, banner = ("race", "agecat") if design == "nhanes" else ("awards", "stype")
    (test,) = [one for one in table(design)["test"] if (one["of"], one["banner"]) == (question, banner)]
    for key, value in R[design]["test"].items():
        assert test[key] == pytest.approx(value, rel=1e-6)


def test_the_interval_of_a_share_in_an_overlapping_column() -> None:
    cell = cells("nhanes")["high", "true", "who", "White women"]
    assert [cell["low"], cell["high"]] == pytest.approx(R["nhanes"]["interval"], rel=1e-8)

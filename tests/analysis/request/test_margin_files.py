"""Margins from a file: which rows are meant, what they are about, and what is wrong with them."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.notebook import raked, read, sampled, weighted
from analysis.request.margin_files import MarginFileShape, margins_of
from analysis.request.running import run

HEAD = "area_code,population,dimension,category,count,share_pct,ref_date,source,confidence\n"
ROWS = (
    "XX,born in,sex,male,600,60,2024-07-01,Census,high\n"
    "XX,born in,sex,female,400,40,2024-07-01,Census,medium\n"
    "YY,citizen of,sex,male,1,50,2011,Register,low\n"
    "YY,citizen of,sex,female,1,50,2011,Register,high\n"
)
CALLED = {"by": {"sex": "gender"}, "categories": {"sex": {"male": "man", "female": "woman"}}}
HERE: dict[str, Any] = {"file": "margins.csv", "where": {"area_code": "XX"}, "unit": "person", **CALLED}
SHARE = {"id": "s", "statistic": "share", "of": "gender"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pd.DataFrame({"gender": ["man", "woman", "woman"] * 20}).to_csv(tmp_path / "it.csv", index=False)
    (tmp_path / "margins.csv").write_text(HEAD + ROWS, "utf-8")
    return tmp_path


def answered(folder: Path, margins: Any, **more: Any) -> dict[str, Any]:
    step = {"method": "rake", "margins": margins, **more}
    return run({"data": "it.csv", "weighting": [step], "diagnostics": True, "ask": [SHARE]}, folder).document


def test_totals_come_from_the_rows_that_are_meant_with_what_they_are_about(folder: Path) -> None:
    answer = answered(folder, HERE)
    assert [row["estimate"] for row in answer["results"][0]["rows"]] == pytest.approx([0.6, 0.4])
    target = answer["diagnostics"]["targets"][0]
    about = {key: target[key] for key in ("population", "unit", "date", "source", "confidence")}
    assert about == {
        "population": "born in", "unit": "person", "date": "2024-07-01", "source": "Census", "confidence": "medium",
    }  # fmt: skip


def test_percentages_are_shares(folder: Path) -> None:
    answer = answered(folder, {**HERE, "total": "share_pct"}, totals_are="shares")
    assert [row["estimate"] for row in answer["results"][0]["rows"]] == pytest.approx([0.6, 0.4])


@pytest.mark.parametrize(("where", "code"), [({"area_code": "YY"}, "low-confidence-margin"), ({}, "mixed-margins")])
def test_rows_that_must_not_be_targets_are_refused(folder: Path, where: dict[str, str], code: str) -> None:
    assert answered(folder, {**HERE, "where": where})["results"][0]["refused"]["code"] == code


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        ({"file": "gone.csv"}, "unreadable-margins", "weighting[0].margins.file"),
        ({"file": "bundled:../gone"}, "unreadable-margins", "weighting[0].margins.file"),
        ({"where": {"area_code": "ZZ"}}, "no-margins", "weighting[0].margins"),
        ({"where": {"gone": "ZZ"}}, "unknown-column", "weighting[0].margins"),
        ({"total": "source"}, "bad-value", "weighting[0].margins"),
        ({"odd": 1}, "bad-value", "weighting[0].margins.odd"),
        ({"by": {}}, "unknown-column", "weighting[0].margins[0].by"),
    ],
)
def test_what_is_wrong_with_a_file_is_one_problem(folder: Path, change: dict[str, Any], code: str, place: str) -> None:
    (problem,) = answered(folder, {**HERE, **change})["problems"]
    assert (problem["code"], problem["place"]) == (code, place)


def test_two_dates_for_one_margin_are_not_chosen_between(folder: Path) -> None:
    (folder / "margins.csv").write_text(HEAD + ROWS.replace("400,40,2024-07-01", "400,40,2020-07-01"), "utf-8")
    (problem,) = answered(folder, HERE)["problems"]
    assert "more than one date" in problem["text"]


def test_python_reads_the_same_file(folder: Path) -> None:
    sample = weighted(sampled(read(folder / "it.csv")), {"method": "rake", "margins": HERE})
    assert sample.weights["converged"]
    inline = margins_of(MarginFileShape.model_validate(HERE), folder, "")
    assert raked(sampled(read(folder / "it.csv")), *inline).weights == sample.weights


def test_bundled_visitors_carry_their_source_and_unit() -> None:
    wanted = MarginFileShape(file="bundled:visitors_by_nationality", where={"year": "2025", "dimension": "market"})
    (margin,) = margins_of(wanted, Path(), "")
    assert {"market": "CN", "total": 5282000.0} in margin["totals"]
    assert margin["unit"] == "visit" and margin["source"] and margin["confidence"] != "low"


def test_bundled_structures_have_the_sexes_of_a_country() -> None:
    where: dict[str, str | list[str]] = {"area_code": "JP", "dimension": "sex", "ref_date": "2020-07-01"}
    (margin,) = margins_of(MarginFileShape(file="bundled:viet_nam_origin_structures", where=where), Path(), "")
    assert margin["totals"] == [{"sex": "male", "total": 160626.0}, {"sex": "female", "total": 175042.0}]

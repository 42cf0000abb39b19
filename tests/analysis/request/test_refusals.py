"""What must be refused or flagged is so in figures, crosstabs and banners, from a file and from Python alike."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import notebook
from analysis.request.running import run
from tests.analysis.reference import FOLDER

DESIGN = {"clusters": "dnum", "weights": "pw", "fpc": "fpc"}
ASKS: tuple[dict[str, Any], ...] = (
    {"statistic": "share", "of": "awards", "by": "stype"},
    {"statistic": "crosstab", "rows": "awards", "columns": "stype", "letters": {}},
    {"statistic": "banner", "questions": ["awards"], "columns": ["stype"], "letters": {}},
)
TYPES: dict[str, Any] = {
    "by": ["stype"],
    "totals": [{"stype": "E", "total": 4421}, {"stype": "H", "total": 755}, {"stype": "M", "total": 1018}],
}
AWARDS: dict[str, Any] = {
    "by": ["awards"],
    "totals": [{"awards": "Yes", "total": 4000}, {"awards": "No", "total": 2194}],
}
MISSED = {"by": ["awards"], "totals": [{"awards": "Yes", "total": 4000}, {"awards": "No", "total": 9}]}
FEW = {**TYPES, "totals": TYPES["totals"][1:]}
MORE = {**TYPES, "totals": [*TYPES["totals"], {"stype": "X", "total": 9}]}
EXTREME = {**TYPES, "totals": [{"stype": code, "total": n} for code, n in (("E", 60), ("H", 6000), ("M", 134))]}
ADULTS, EVERYONE = {**TYPES, "age_scope": "18+"}, {**AWARDS, "age_scope": "all ages"}
BORN, CITIZENS = {**TYPES, "population": "born in"}, {**AWARDS, "population": "citizen of"}
PEOPLE, VISITS = {**TYPES, "unit": "people"}, {**AWARDS, "unit": "visits"}


def rake(*margins: dict[str, Any], **words: Any) -> dict[str, Any]:
    return {"method": "rake", "margins": list(margins), **words}


def propensity(folder: Path) -> dict[str, Any]:
    reference = {"data": str(folder / "reference.csv"), "design": {}}
    return {"method": "propensity", "formula": "~ meals", "reference": reference}


def from_file(design: dict[str, Any], steps: list[dict[str, Any]], **words: Any) -> list[dict[str, Any]]:
    named = [{"id": ask["statistic"], **ask} for ask in ASKS]
    shape = {key: [name] if key in ("clusters", "strata", "fpc") else name for key, name in design.items()}
    answer = run({"data": "apiclus1.csv", "design": shape, "weighting": steps, "ask": named, **words}, FOLDER)
    assert answer.sound, answer.document
    results: list[dict[str, Any]] = answer.document["results"]
    return results


def from_python(design: dict[str, Any], steps: list[dict[str, Any]], **words: Any) -> list[dict[str, Any]]:
    sample = notebook.sampled(notebook.read(FOLDER / "apiclus1.csv"), **design, **words)
    sample = notebook.weighted(sample, *steps) if steps else sample
    share, table, banner = ({key: word for key, word in ask.items() if key != "statistic"} for ask in ASKS)
    figures = [notebook.share(sample, **share), notebook.crosstab(sample, **table)]
    printed = notebook.banner(sample, **banner)
    assert all(repr(one) for one in (*figures, printed))
    return [dict(one.result) for one in (*figures, printed.figures)]


both = pytest.mark.parametrize("answers", [from_file, from_python])


@both
@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([rake(TYPES, MISSED)], "totals-disagree"),
        (
            [rake({**TYPES, "totals": [{**row, "total": 0.4} for row in TYPES["totals"]]}, totals_are="shares")],
            "totals-disagree",
        ),
        ([rake(MORE)], "empty-target-cell"),
        ([rake(FEW)], "category-without-total"),
        ([rake(TYPES, AWARDS, max_iter=1)], "weights-not-found"),
        ([rake(BORN, CITIZENS)], "mixed-margins"),
        ([rake(PEOPLE, VISITS)], "mixed-margins"),
        ([rake(ADULTS, EVERYONE)], "mixed-margins"),
        ([rake(ADULTS), {"method": "poststratify", **EVERYONE}], "mixed-margins"),
        ([rake({**TYPES, "confidence": "low"})], "low-confidence-margin"),
        ([{"method": "calibrate", "formula": "~ stype", "totals": {"(Intercept)": 6194}}], "category-without-total"),
        ([{"method": "trim", "lower": 60, "upper": 40}], "bad-limits"),
    ],
)
def test_weights_that_must_not_be_used_refuse_every_kind_of_answer(
    answers: Any, steps: list[dict[str, Any]], code: str
) -> None:
    for result in answers(DESIGN, steps):
        assert result["refused"]["code"] == code
        assert result["refused"]["text"].endswith(".") and " " in result["refused"]["text"]
        assert not (result["rows"] or result.get("cells") or result["pairs"] or result["letters"])


@both
def test_people_who_took_part_and_resemble_nobody_stand_for_nobody(answers: Any, tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    pd.DataFrame({"meals": random.uniform(99, 100, 400)}).to_csv(tmp_path / "reference.csv", index=False)
    for result in answers({}, [propensity(tmp_path)]):
        assert result["refused"]["code"] == "no-overlap"


@both
@pytest.mark.parametrize(
    ("design", "steps", "words", "code"),
    [
        (DESIGN, [], {"basis": "B"}, "model-based"),
        (DESIGN, [], {"basis": "C"}, "model-based"),
        (DESIGN, [], {"basis": "D"}, "no-intervals"),
        ({"weights": "pw"}, [], {}, "weights-only"),
        (DESIGN, [rake(EXTREME)], {}, "large-adjustments"),
        (DESIGN, [rake(EXTREME)], {}, "large-weight-deff"),
        (DESIGN, [rake(EVERYONE)], {"age_scope": "18+"}, "margin-of-other-ages"),
        (DESIGN, [rake({**TYPES, "date": "2019-07-01"})], {"fieldwork": "2026-05-01"}, "margin-out-of-date"),
        (DESIGN, [rake({**TYPES, "date": "2000"}, {**AWARDS, "date": "2010"})], {}, "margins-far-apart"),
    ],
)
def test_what_must_be_said_is_said_on_every_kind_of_answer(
    answers: Any, design: dict[str, Any], steps: list[dict[str, Any]], words: dict[str, Any], code: str
) -> None:
    for result in answers(design, steps, **words):
        assert result["refused"] is None
        told = {warning["code"]: warning["text"] for warning in result["warnings"]}
        assert told[code].endswith(".")


@both
def test_respondents_who_describe_only_themselves_have_neither_intervals_nor_letters(answers: Any) -> None:
    for result in answers(DESIGN, [], basis="D"):
        rows = result["rows"] or result["cells"]
        assert {(row["low"], row["high"]) for row in rows} == {(None, None)}
        assert any(row["se"] for row in rows)
        assert result["letters"] == []


@both
def test_figures_of_few_people_are_flagged_and_their_columns_get_no_letters(answers: Any) -> None:
    share, table, banner = answers(DESIGN, [], disclosure="public")
    assert all(row["suppressed"] for row in share["rows"] if row["by"] == {"stype": "H"})
    for result in (table, banner):
        assert all(
            cell["suppressed"] for cell in result["cells"] if cell["column"] == "H" and cell["share_of"] == "column"
        )
        few = [pair for pair in result["pairs"] if "H" in (pair["a"], pair["b"])]
        assert few and all(pair["why_not"] == "n" and pair["p"] is not None for pair in few)
        assert {mark["note"] for mark in result["letters"] if mark["column"] == "H"} == {"too-few"}


@both
def test_a_column_is_held_against_everyone_else_in_its_base(answers: Any) -> None:
    for result in answers(DESIGN, [])[1:]:
        rest = [pair for pair in result["pairs"] if pair["b"] is None]
        assert {pair["a"] for pair in rest} == {"E", "H", "M"}
        assert all(pair["se"] > 0 for pair in rest)


def test_one_imputation_refuses_every_kind_of_answer() -> None:
    for result in from_file(DESIGN, [], data=None, imputations=["apiclus1.csv"]):
        assert result["refused"]["code"] == "single-imputation"


def test_several_imputations_of_respondents_who_describe_only_themselves_have_no_intervals() -> None:
    files = ["apiclus1.csv", "apiclus1.csv"]
    share, table, _ = from_file(DESIGN, [], data=None, imputations=files, basis="D")
    for row in (*share["rows"], *table["cells"]):
        assert (row["low"], row["high"]) == (None, None)

"""Surveys by others become data packages, and their reports give the figures that R's `survey` gives."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import read_package
from analysis.plan_default import default_plan
from analysis.report.evidence import Evidence, findings_in, gather
from analysis.report.run import make_report
from analysis.weighting.margins import read_margins
from surveyapp.tasks.collected import (
    Collected,
    Drawing,
    MultipleResponse,
    NotPackaged,
    Origin,
    Replicates,
    package,
)
from tests.analysis.report.catalogues import words
from tests.reference_data import reference_folder

R = json.loads((Path(__file__).parent.parent / "reference" / "collected.json").read_text("utf-8"))
NOBODY = Origin("s", "S", "en", date(2020, 1, 1), date(2020, 2, 1), "paper")
SCALE = [{"code": str(at), "text": text} for at, text in enumerate(
    ("Very inaccurate", "Moderately inaccurate", "Slightly inaccurate", "Slightly accurate", "Moderately accurate",
     "Very accurate"), start=1)]  # fmt: skip


def described(name: str) -> Mapping[str, Any]:
    """Return the codebook that a researcher would write for a public file."""
    yes_no = [{"code": "Yes", "text": "Yes"}, {"code": "No", "text": "No"}]
    if name in ("apistrat", "apiclus2"):
        numbers = ("api00", "api99", "meals", "ell", "enroll", "avg.ed")
        choices = ("sch.wide", "comp.imp", "awards")
        variables = [{"name": one, "kind": "number", "text": one} for one in numbers]
        return {"variables": [*variables, *({"name": one, "text": one, "values": yes_no} for one in choices)]}
    if name in ("nhanes", "halves"):
        codes = {"HI_CHOL": "01", "race": "1234", "RIAGENDR": "12"}
        told: list[dict[str, Any]] = [
            {"name": n, "values": [{"code": c, "text": f"{n} {c}"} for c in each]} for n, each in codes.items()
        ]
        told[2]["role"] = "background"
        return {"variables": [*told, {"name": "agecat", "text": "Age", "kind": "one"}]}
    if name == "bfi":
        return {"variables": [{"name": f"{k}{at}", "values": SCALE} for k in "ACEON" for at in range(1, 6)]}
    data = reference_folder("golden", "data", "hobbies_2000.csv").read_text("utf-8")
    names = [cell.strip('"') for cell in data.partition("\n")[0].split(",")][:17]
    boxes = {"kind": "several", "question": "HOBBIES", "text": "What do you do in your free time?"}
    return {"variables": [{"name": n, "choice": n.replace(" ", "_"), "label": n} | boxes for n in names]}


def made(folder: Path, name: str, origin: Origin) -> Collected:
    folder.mkdir(exist_ok=True)
    codebook = folder / "given.json"
    codebook.write_text(json.dumps(described(name)), "utf-8")
    data = with_replicates(folder) if name == "halves" else reference_folder("golden", "data", f"{name}.csv")
    return package(data, folder / "package", origin, codebook=codebook, questionnaire=None)


def with_replicates(folder: Path) -> Path:
    """Lay half-sample weights beside the answers that they belong to."""
    files = [reference_folder("golden", "data", f"{name}.csv") for name in ("nhanes_2psu", "rep_nhanes_brr")]
    read = [pd.read_csv(file, dtype=str, keep_default_na=False) for file in files]
    pd.concat(read, axis=1).to_csv(folder / "halves.csv", index=False)
    return folder / "halves.csv"


def evidence_of(folder: Path) -> Evidence:
    read = read_package(folder / "package")
    plan = replace(default_plan(read.codebook), kinds=(), maps=(), drivers=(), segments=())
    return gather(read, plan, read_margins(), lambda done, step: None)


STRATIFIED = Drawing(weights="pw", strata=("stype",), fpc=("fpc",))
IN_CLUSTERS = Drawing(weights="WTMEC2YR", strata=("SDMVSTRA",), clusters=("SDMVPSU",))
IN_STAGES = Drawing(clusters=("dnum", "snum"), fpc=("fpc1", "fpc2"))
IN_HALVES = Drawing(weights="pw", replicates=Replicates("r", "BRR", 1 / 16, mse=True))
DRAWN = {
    "api": ("apistrat", replace(NOBODY, population="Schools", drawing=STRATIFIED)),
    "nhanes": ("nhanes", replace(NOBODY, population="US", drawing=IN_CLUSTERS)),
    "two_stages": ("apiclus2", replace(NOBODY, population="Schools", drawing=IN_STAGES)),
    "halves": ("halves", replace(NOBODY, population="US", drawing=IN_HALVES)),
    "hobbies": ("hobbies_2000", NOBODY),
    "bfi": ("bfi", NOBODY),
}


def differences(survey: str, evidence: Evidence) -> Iterator[tuple[str, float, float]]:
    found = {finding.id: finding for finding in findings_in(evidence)}
    for name, expected in R[survey].items():
        if name not in found and survey == "hobbies":
            continue  # a list is told by its fifteen most frequent answers
        finding = found[name]
        yield name, finding.value, expected["estimate"]
        if finding.basis != "D":
            yield f"{name} error", finding.se, expected["se"]


@pytest.mark.parametrize("survey", DRAWN)
def test_the_report_of_a_public_survey_gives_the_figures_of_r(survey: str, tmp_path: Path) -> None:
    name, origin = DRAWN[survey]
    made(tmp_path, name, origin)
    compared = list(differences(survey, evidence_of(tmp_path)))
    assert len(compared) >= 6
    for what, ours, theirs in compared:
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-12), what


def write_csv(folder: Path, text: str) -> Path:
    file = folder / "data.csv"
    file.write_text(text, "utf-8")
    return file


def test_everything_wrong_with_a_design_is_said_at_once(tmp_path: Path) -> None:
    file = write_csv(tmp_path, "q,w,h\nyes,1,a\nno,-2,\n")
    origin = replace(NOBODY, population="All", drawing=Drawing(weights="w", strata=("h",)), first=date(2021, 1, 1))
    with pytest.raises(NotPackaged) as refused:
        package(file, tmp_path / "out", origin, codebook=None, questionnaire=None)
    told = str(refused.value).splitlines()
    assert told == [
        "Fieldwork ends on 2020-02-01 before it begins on 2021-01-01.",
        "strata: 1 rows have no value in this column; a design column must be complete.",
        "weights: Some weights are below 0.",
    ]
    assert not (tmp_path / "out").exists()


def test_weights_without_a_population_are_refused(tmp_path: Path) -> None:
    file = write_csv(tmp_path, "q,w\nyes,1\nno,2\n")
    with pytest.raises(NotPackaged, match="name it with --population"):
        package(
            file, tmp_path / "out", replace(NOBODY, drawing=Drawing(weights="w")), codebook=None, questionnaire=None
        )


def test_columns_named_like_those_of_a_package_and_with_signs_keep_apart(tmp_path: Path) -> None:
    file = write_csv(tmp_path, "mode,sch.wide,Listening music\na,1,0\nb,2,1\n")
    package(file, tmp_path / "out", NOBODY, codebook=None, questionnaire=None)
    names = [variable.name for variable in read_package(tmp_path / "out").codebook.variables]
    assert names == ["mode_2", "sch_wide", "Listening_music"]


def test_the_codebook_of_a_questionnaire_finds_its_columns_whatever_the_signs_between(tmp_path: Path) -> None:
    codebook = {"variables": [{"name": "G01Q02[SQ001]", "text": "One", "values": [{"code": "A1", "text": "Yes"}]}]}
    (tmp_path / "codebook.json").write_text(json.dumps(codebook), "utf-8")
    file = write_csv(tmp_path, "g01q02_sq001,other\nA1,x\nA1,y\n")
    found = package(file, tmp_path / "out", NOBODY, codebook=tmp_path / "codebook.json", questionnaire=None)
    assert found.left_out == {"other": "the codebook does not describe it"}
    assert read_package(tmp_path / "out").dataset.column("g01q02_sq001").tolist() == ["A1", "A1"]


@pytest.mark.parametrize("survey", ["nhanes", "halves"])
def test_further_answers_are_compared_between_groups_as_r_does(survey: str, tmp_path: Path) -> None:
    name, origin = DRAWN[survey]
    made(tmp_path, name, origin)
    read = read_package(tmp_path / "package")
    plan = replace(default_plan(read.codebook), maps=(), kinds=())
    evidence = gather(read, plan, read_margins(), lambda done, step: None)
    compared = {one.difference.id: one for one in evidence.audiences[0].contrasts}
    for group, expected in R[f"{survey}_by_gender"].items():
        found = compared[f"all.HI_CHOL.0@RIAGENDR={group}:difference"]
        assert found.difference.value == pytest.approx(expected["estimate"], rel=1e-9)
        assert found.difference.se == pytest.approx(expected["se"], rel=1e-9)
        assert found.inside.base_n == expected.get("n", found.inside.base_n)
    assert not any("RIAGENDR." in name for name in compared), "what people are is not compared"


def test_a_report_of_replicate_weights_says_how_its_errors_were_made(tmp_path: Path) -> None:
    name, origin = DRAWN["halves"]
    made(tmp_path, name, origin)
    read = read_package(tmp_path / "package")
    replicates = [variable for variable in read.codebook.variables if variable.name.startswith("replicate_")]
    assert {variable.role for variable in replicates} == {"design"}
    text = make_report(tmp_path / "package", ["en"], words=words, formats=["html"])[0]["report.en.html"].decode()
    told = re.sub(r"<[^>]*>", "", text)
    assert "recorded probabilities from: US. Errors from 16 replicate weights (BRR); 14 degrees of freedom." in told
    assert "replicate_1" not in text


def test_replicates_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    file = write_csv(tmp_path, "q,w,rep1,rep2\nyes,1,1,\nno,2,0,3\n")
    told = Replicates("rep", "JK1", 0.0, (1.0, 1.0, 1.0))
    origin = replace(NOBODY, population="All", drawing=Drawing(weights="w", strata=("q",), replicates=told))
    with pytest.raises(NotPackaged) as refused:
        package(file, tmp_path / "out", origin, codebook=None, questionnaire=None)
    assert str(refused.value).splitlines() == [
        "Replicate weights already hold the design: leave strata, clusters and population sizes out.",
        "There are 2 replicates and 3 scales; give one, or one for each.",
        "The scale of replicates must be above 0, and none of their own below 0.",
        "The column 'rep2' must hold numbers of 0 or more in every row.",
    ]


def test_wordings_in_several_languages_are_kept(tmp_path: Path) -> None:
    codebook = {
        "languages": ["vi", "en"],
        "variables": [{"name": "q", "text": {"vi": "Quan tâm?", "en": "Interested?"}, "values": [
            {"code": "1", "text": {"vi": "Có", "en": "Yes"}}, {"code": "2", "text": {"vi": "Không", "en": "No"}},
            {"code": "3", "text": {"vi": "Không biết", "en": "Cannot tell"}}]}],
    }  # fmt: skip
    (tmp_path / "codebook.json").write_text(json.dumps(codebook), "utf-8")
    file = write_csv(tmp_path, "q\n1\n2\n3\n")
    origin = replace(NOBODY, language="vi", languages=("vi", "en"))
    found = package(file, tmp_path / "out", origin, codebook=tmp_path / "codebook.json", questionnaire=None)
    assert found.notes == ("q: 3 (Không biết) is don't know.",)
    read = read_package(tmp_path / "out").codebook
    assert read.languages == ("vi", "en")
    assert [value.text["en"] for value in read.by_name["q"].values] == ["Yes", "No"]


def test_declared_columns_are_the_answers_to_one_question(tmp_path: Path) -> None:
    file = write_csv(tmp_path, "read,music\n1,0\n1,1\n")
    sets = {"hobbies": MultipleResponse("What do you do?", ("read", "music"), "1")}
    package(file, tmp_path / "out", replace(NOBODY, sets=sets), codebook=None, questionnaire=None)
    found = read_package(tmp_path / "out").codebook.variables
    assert [(one.question, one.kind, one.choice) for one in found] == [
        ("hobbies", "several", "read"),
        ("hobbies", "several", "music"),
    ]
    with pytest.raises(NotPackaged, match="no column 'sport' for the question 'hobbies'"):
        wrong = {"hobbies": MultipleResponse("", ("read", "sport"), "1")}
        package(file, tmp_path / "out", replace(NOBODY, sets=wrong), codebook=None, questionnaire=None)

"""A survey's data are handed out in every format, with or without what asks for care."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from surveyapp.cli.export import command
from surveyapp.database import reading
from surveyapp.services.failures import UnknownSurvey
from surveyapp.tasks.data_package import FORMATS, LanguageNotSpoken, export_data
from surveyapp.tasks.ddi_data import FEWEST, tellable
from surveyapp.tasks.leaving_out import left_out_of
from tests.formats.written.content_models import ddi_faults
from tests.questionnaire.building import page, question, questionnaire
from tests.tasks.packages import rows_of
from tests.tasks.test_exporting import GRID, fielded

DDI = "{ddi:codebook:2_5}"
DATA = {
    "csv": "data.csv",
    "csv-labels": "data.labels.csv",
    "xlsx": "data.xlsx",
    "sav": "data.sav",
    "dta": "data.dta",
    "parquet": "data.parquet",
    "triples": "data.sss",
    "json": "data.json",
    "ddi": "codebook.xml",
}


def exported(engine: Engine, out: Path, **wanted: Any) -> int:
    with reading(engine) as session:
        number, files = export_data(session, "small", out, **wanted)
    assert all(file.exists() for file in files)
    return number


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_with_its_codebook_and_design(engine: Engine, tmp_path: Path, form: str) -> None:
    fielded(engine, {"one": "a", "many": ["b"], "words": "=1+1", **GRID}, {"one": {"missing": "refused"}, **GRID})
    assert exported(engine, tmp_path, form=form) == 2
    found = {file.name for file in tmp_path.iterdir()}
    assert {DATA[form], "codebook.json", "design.json", "variables.csv", "handling.json"} <= found


def test_it_is_said_beside_the_data_who_may_have_them_and_how_alike_people_are(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "a", "many": ["b"], **GRID}, {"one": "a", "many": ["b"], **GRID})
    exported(engine, tmp_path)
    told = json.loads((tmp_path / "handling.json").read_text("utf-8"))
    assert "Not for publication" in told["for"]["en"] and "Không được công bố" in told["for"]["vi"]
    assert "language" in told["keys"]
    assert (told["responses"], told["fewest_alike"]) == (2, 2)
    assert told["rows_alike_fewer_than"] == {"2": 0, "3": 2, "5": 2} and told["expected_recognised"] == 1.0


def test_a_survey_that_nobody_answered_has_a_package_too(engine: Engine, tmp_path: Path) -> None:
    fielded(engine)
    for form in FORMATS:
        assert exported(engine, tmp_path / form, form=form) == 0


def test_what_is_left_out_is_named_and_nowhere_in_the_folder(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "a", "many": ["b"], "words": "canary words", **GRID})
    for form in FORMATS:
        exported(engine, tmp_path / form, form=form, leave_out=["texts"])
        codebook = json.loads((tmp_path / form / "codebook.json").read_text("utf-8"))
        assert codebook["left_out"] == {"words": "texts"}
        assert not [file for file in (tmp_path / form).iterdir() if b"canary words" in file.read_bytes()]
    assert "words" not in rows_of(tmp_path / "csv" / "data.csv")[0]


def test_what_asks_for_care_is_flagged_in_the_list_of_variables(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID})
    exported(engine, tmp_path, form="sav")
    care = {row["variable"]: row["care"] for row in rows_of(tmp_path / "variables.csv")}
    assert care["words"] == "free text" and care["one"] == "" and care["response"] == "identifies a response"


def test_a_value_calculated_from_what_is_left_out_goes_with_it() -> None:
    made = questionnaire(
        page(
            question("WORDS", {"kind": "text"}),
            question("INCOME", sensitivity="sensitive:income"),
            question("OPEN"),
            {"id": "COPY", "text": {"en": "x"}, "answer": {"kind": "calculated", "otherwise": "WORDS"}},
            {"id": "AGAIN", "text": {"en": "x"}, "answer": {"kind": "calculated", "otherwise": "COPY"}},
            {"id": "FINE", "text": {"en": "x"}, "answer": {"kind": "calculated", "otherwise": "OPEN"}},
        )
    )
    assert left_out_of(made, ["texts"]) == {"WORDS": "texts", "COPY": "texts", "AGAIN": "texts"}
    assert left_out_of(made, ["sensitive"]) == {"INCOME": "sensitive"}


def test_the_codebook_of_the_data_counts_without_small_numbers(engine: Engine, tmp_path: Path) -> None:
    fielded(
        engine, *({"one": "a", "many": ["b"], **GRID} for _ in range(12)), *({"one": "b", **GRID} for _ in range(3))
    )
    exported(engine, tmp_path, form="ddi")
    root = ElementTree.parse(tmp_path / "codebook.xml").getroot()  # noqa: S314
    assert root.findtext(f"{DDI}fileDscr/{DDI}fileTxt/{DDI}dimensns/{DDI}caseQnty") == "15"
    variables = {one.get("name"): one for one in root.iter(f"{DDI}var")}
    assert set(variables) == set(rows_of(tmp_path / "data.csv")[0])
    counted = {
        one.findtext(f"{DDI}catValu"): one.findtext(f"{DDI}catStat") for one in variables["one"].iter(f"{DDI}catgry")
    }
    assert counted["b"] is None and counted["a"] is None and counted["-7"] == "0"
    assert variables["design_weight"].get("wgt") == "wgt"
    assert ddi_faults(root) == []


@given(st.dictionaries(st.integers().map(str), st.integers(0, 40), min_size=1, max_size=8))
def test_no_small_count_follows_from_the_others(counts: dict[str, int]) -> None:
    shown = tellable(counts)
    hidden = [n for code, n in counts.items() if code not in shown]
    assert not [n for n in shown.values() if 0 < n < FEWEST]
    positive = [n for n in hidden if n]
    assert not hidden or (len(positive) > 1 and sum(hidden) >= FEWEST) or not any(shown.values())


def test_a_language_that_the_survey_does_not_speak_is_refused(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID})
    with pytest.raises(LanguageNotSpoken, match="only en"):
        exported(engine, tmp_path, form="sav", language="vi")


def test_an_unknown_survey_is_named_as_such(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as session, pytest.raises(UnknownSurvey):
        export_data(session, "nothing-here", tmp_path)


def test_the_command_names_its_files(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID})
    url = engine.url.render_as_string(hide_password=False)
    wanted = ["small", "--format", "parquet", "--out", str(tmp_path / "out"), "--database", url]
    found = CliRunner().invoke(command, wanted, catch_exceptions=False)
    assert found.exit_code == 0 and "1 responses in data.parquet" in found.output

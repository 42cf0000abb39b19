"""The data package says what was asked, refused, left and never asked, and how people came to answer."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from surveyapp.database import reading, writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.signs import SIGNS
from surveyapp.services import answering, publishing
from surveyapp.services.failures import UnknownSurvey
from surveyapp.store.models.response import Response
from surveyapp.tasks.data_package import export_data
from surveyapp.tasks.exporting import write_package

SECRET = "a secret that is long enough for a test of codes"
TODAY = date(2026, 11, 20)
CHOICES = [{"code": code, "text": {"en": f"Choice {code}"}} for code in ("a", "b")]


def question(name: str, answer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "text": {"en": f"{name}?"}, "sensitivity": "basic", "answer": answer, **more}


SURVEY = {
    "format": "surveyapp-1",
    "id": "small",
    "languages": ["en"],
    "title": {"en": "Small"},
    "missing_texts": {"refused": {"en": "Prefer not to answer"}},
    "pages": [
        {"id": "p1", "questions": [question("one", {"kind": "one", "choices": CHOICES}, missing=["refused"])]},
        {"id": "p2", "questions": [question("many", {"kind": "several", "choices": CHOICES}, show_if="one == 'a'")]},
        {"id": "p3", "questions": [question("words", {"kind": "text"}, required=False)]},
        {"id": "p4", "questions": [question("rate", {"kind": "grid", "rows": CHOICES, "choices": CHOICES})]},
    ],
}
GRID = {"rate": {"a": "a", "b": "b"}}


def fielded(
    engine: Engine,
    *answers: dict[str, Any],
    design: dict[str, Any] | None = None,
    signs: tuple[str, ...] = (),
    simulated: bool = True,
) -> None:
    questionnaire = Questionnaire.model_validate(SURVEY)
    with writing(engine) as session:
        publishing.publish(session, None, "small", questionnaire, settings={"simulated": simulated}, today=TODAY)
        survey = answering.find_survey(session, "small")
        assert survey is not None
        point = publishing.add_point(
            session,
            survey.survey_id,
            id="p",
            token="t",
            sample_source="list",
            channel="x",
            design=design,
            secret=SECRET,
        )
        for number, given in enumerate(answers):
            draft_id = f"00000000-0000-4000-8000-{number:012}"
            beginning = answering.Beginning(draft_id, given, "en", str(number), {}, TODAY, signs=signs)
            answering.begin(session, survey, point, beginning, secret=SECRET)
            answering.finish(session, survey, draft_id, secret=SECRET, today=TODAY)


def exported(engine: Engine, folder: Path) -> list[dict[str, str]]:
    with reading(engine) as session:
        write_package(session, "small", folder)
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_not_asked_is_empty_and_refused_has_its_code(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": {"missing": "refused"}, **GRID})
    (row,) = exported(engine, tmp_path)
    assert (row["one"], row["many__a"], row["words"]) == ("-7", "", "-6")


def test_several_and_grid_have_a_column_each(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "a", "many": ["b"], "words": "Tiếng Việt, đủ dấu", **GRID})
    (row,) = exported(engine, tmp_path)
    assert (row["many__a"], row["many__b"], row["rate__a"], row["rate__b"]) == ("0", "1", "a", "b")
    assert row["words"] == "Tiếng Việt, đủ dấu"


def test_a_recorded_probability_becomes_a_weight_and_basis_a(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID}, design={"inclusion_probability": 0.25, "stratum": "KR", "cluster": "KR-1"})
    (row,) = exported(engine, tmp_path)
    assert (row["design_weight"], row["basis"], row["stratum"], row["cluster"]) == ("4.0", "A", "KR", "KR-1")
    design = json.loads((tmp_path / "design.json").read_text("utf-8"))
    assert [frame["sample_source"] for frame in design["frames"]] == ["list"]


def test_without_a_probability_the_basis_is_d(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID})
    (row,) = exported(engine, tmp_path)
    assert (row["design_weight"], row["basis"]) == ("1", "D")
    assert "list" in json.loads((tmp_path / "design.json").read_text("utf-8"))["opt_in"]


def test_the_codebook_names_every_column_but_those_of_the_design(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID})
    (row,) = exported(engine, tmp_path)
    codebook = json.loads((tmp_path / "codebook.json").read_text("utf-8"))
    named = {variable["name"] for variable in codebook["variables"]}
    assert named <= set(row)
    assert {"one", "many__a", "rate__b"} <= named and codebook["simulated"] is True


def test_signs_are_columns_that_the_codebook_explains(engine: Engine, tmp_path: Path) -> None:
    fielded(engine, {"one": "b", **GRID}, signs=("trap",), simulated=False)
    (row,) = exported(engine, tmp_path)
    assert [row[f"sign_{sign}"] for sign in SIGNS] == ["1", "0", "0"]
    explained = json.loads((tmp_path / "codebook.json").read_text("utf-8"))["signs"]
    assert {name: sorted(texts) for name, texts in explained.items()} == {f"sign_{s}": ["en", "vi"] for s in SIGNS}
    assert all("no reason to delete" in texts["en"] for texts in explained.values())
    assert {v["variable"] for v in variables_csv(engine, tmp_path) if v["role"] == "sign"} == set(explained)


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ({}, "2026-11-22"),
        ({"not_before": "2026-11-19"}, "2026-11-19"),
        ({"not_before": ""}, ""),
        ({"not_before": "2031-01-01"}, "2026-11-22"),
    ],
)
def test_the_first_day_on_which_a_response_may_have_been_given_is_a_column_that_the_codebook_explains(
    engine: Engine, tmp_path: Path, told: dict[str, str], first: str
) -> None:
    fielded(engine, {"one": "b", **GRID})
    with writing(engine) as session:
        (response,) = session.scalars(select(Response))
        response.day, response.doc = date(2026, 11, 22), {**response.doc, **told}
    (row,) = exported(engine, tmp_path)
    assert (row["not_before"], row["day"]) == (first, "2026-11-22")
    explained = json.loads((tmp_path / "codebook.json").read_text("utf-8"))["days"]
    assert "had last heard the server" in explained["not_before"]["en"] and set(explained["not_before"]) == {"en", "vi"}
    assert {"day", "not_before"} <= {v["variable"] for v in variables_csv(engine, tmp_path) if v["role"] == "fieldwork"}


def test_simulated_people_have_no_pace_and_a_response_older_than_the_signs_has_none(
    engine: Engine, tmp_path: Path
) -> None:
    fielded(engine, {"one": "b", **GRID})
    (row,) = exported(engine, tmp_path)
    assert [row[f"sign_{sign}"] for sign in SIGNS] == ["0", "", "0"]
    with writing(engine) as session:
        (response,) = session.scalars(select(Response))
        response.doc = {name: held for name, held in response.doc.items() if name != "signs"}
    (row,) = exported(engine, tmp_path)
    assert [row[f"sign_{sign}"] for sign in SIGNS] == ["", "", ""]


def variables_csv(engine: Engine, folder: Path) -> list[dict[str, str]]:
    with reading(engine) as session:
        export_data(session, "small", folder / "out")
    with (folder / "out" / "variables.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_unknown_survey_is_named_as_such(engine: Engine, tmp_path: Path) -> None:
    with reading(engine) as session, pytest.raises(UnknownSurvey):
        write_package(session, "nothing-here", tmp_path)

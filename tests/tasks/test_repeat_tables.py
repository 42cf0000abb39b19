"""The data package has a table for every repeat, and answers of an earlier version stand in it under theirs."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.questionnaire.texts import with_texts
from surveyapp.services import answering, publishing
from surveyapp.tasks.exporting import write_package
from tests.surveys import survey

SECRET = "a secret that is long enough for a test of codes"
TODAY = date(2026, 11, 20)
ANSWERS: dict[str, Any] = {
    "LIVED": ["JP", "KR"],
    "YEARS@JP": 0,
    "YEARS@KR": 3,
    "STAYS@KR": 2,
    "PURPOSE@KR@1": "work",
    "PURPOSE@KR@2": "study",
    "TOTAL": 0,
    "AGE@1": 99,
}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answered_before_the_second_version(engine: Engine) -> None:
    """Begin an interview, publish another wording, and finish."""
    with writing(engine) as session:
        publishing.publish(session, None, "countries", survey("repeats"), today=TODAY)
        fielded = answering.find_survey(session, "countries")
        assert fielded is not None
        point = answering.find_point(session, fielded.survey_id, None, secret=SECRET)
        assert point is not None
        draft = answering.begin(
            session,
            fielded,
            point,
            answering.Beginning("00000000-0000-4000-8000-000000000001", ANSWERS, "vi", "s", {}, TODAY),
            secret=SECRET,
        )
        reworded = with_texts(survey("repeats"), "en", {"YEARS.text": "For how many years?"})
        assert publishing.publish(session, None, "countries", reworded, today=TODAY) == 2
        answering.finish(session, fielded, draft.draft_id, secret=SECRET, today=TODAY)


def test_instances_are_rows_with_the_keys_of_what_is_around_them(engine: Engine, tmp_path: Path) -> None:
    answered_before_the_second_version(engine)
    with reading(engine) as session:
        assert write_package(session, "countries", tmp_path) == 1
    (response,) = rows_of(tmp_path / "data.csv")
    assert (response["country"], response["child"], response["version"]) == ("2", "", "1")
    assert "YEARS" not in response
    countries = rows_of(tmp_path / "repeat-country.csv")
    assert [(row["country"], row["index"], row["YEARS"], row["STAYS"]) for row in countries] == [
        ("JP", "1", "0", ""),
        ("KR", "2", "3", "2"),
    ]
    stays = rows_of(tmp_path / "repeat-stay.csv")
    assert [(row["country"], row["stay"], row["PURPOSE"]) for row in stays] == [
        ("KR", "1", "work"),
        ("KR", "2", "study"),
    ]
    assert {row["response"] for row in (*countries, *stays)} == {response["response"]}
    assert rows_of(tmp_path / "repeat-child.csv") == []
    described = {entry["id"]: entry for entry in json.loads((tmp_path / "codebook.json").read_text())["repeats"]}
    assert described["stay"]["keys"] == ["response", "country", "stay"]
    assert [variable["name"] for variable in described["stay"]["variables"]] == ["PURPOSE", "PURPOSE_other"]

"""Every column of the data has a name, and a record fills no other."""

from typing import Any

import pytest

from surveyapp.questionnaire.codebook import variables_of
from surveyapp.questionnaire.records import record_of
from surveyapp.questionnaire.walk import walk
from tests.surveys import NAMES, survey


def names(name: str) -> list[str]:
    return [variable.name for variable in variables_of(survey(name))]


def test_each_kind_of_answer_has_its_columns() -> None:
    assert names("grid") == ["TRUST__tv", "TRUST__web", "TRUST__friends", "WHY"]
    assert names("calculated") == ["BORN", "AGE", "GROUP", "SCHOOL"]
    assert names("shuffling")[-3:] == ["TOPICS_other", "ORDER__1", "ORDER__2"]
    assert names("best-worst")[:4] == ["BW__1__shown", "BW__1__best", "BW__1__worst", "BW__2__shown"]
    assert names("assignment")[-2:] == ["modules", "block"]


def test_every_text_beside_an_answer_has_its_column() -> None:
    assert names("other-text") == [
        "LANGUAGE",
        "LANGUAGE_other",
        "MEDIA__tv",
        "MEDIA__web",
        "MEDIA__other",
        "MEDIA_comment",
        "MEDIA_tv_comment",
        "MEDIA_WHICH",
        "LEARN",
    ]


def test_the_base_of_a_variable_is_the_condition_of_its_page_and_question() -> None:
    bases = {variable.name: variable.base for variable in variables_of(survey("relevance"))}
    assert bases["LIVES"] == "always"
    assert bases["YEARS"] == "LIVES == '1' and COUNTRY is not missing"


def test_a_variable_knows_the_draw_behind_it() -> None:
    drawn = {variable.name: variable.assignment for variable in variables_of(survey("assignment"))}
    assert drawn["NEEDS__n1"] == "block"
    assert drawn["FOOD"] is None


@pytest.mark.parametrize(
    ("name", "answers", "cells"),
    [
        ("gates", {"AGE": "2"}, {"AGE": "2", "COUNTRY": "-6", "AGREE": "-6", "INTEREST": "-6"}),
        ("gates", {"INTEREST": {"missing": "dont_know"}}, {"INTEREST": "-8"}),
        ("relevance", {"LIVES": "2"}, {"LIVES": "2"}),
        ("grid", {"TRUST": {"missing": "refused"}}, {"TRUST__tv": "-7", "TRUST__friends": "-7"}),
        ("grid", {"TRUST": {"tv": "1", "web": {"missing": "refused"}}}, {"TRUST__web": "-7", "TRUST__friends": "-6"}),
        ("other-text", {"MEDIA": ["other"], "MEDIA_WHICH": "x"}, {"MEDIA__tv": "0", "MEDIA_WHICH": "x"}),
        ("calculated", {"BORN": 2000}, {"AGE": "26", "GROUP": "young", "SCHOOL": "-6"}),
    ],
)
def test_a_record_tells_refused_unanswered_and_not_asked_apart(
    name: str, answers: dict[str, Any], cells: dict[str, Any]
) -> None:
    record = record_of(walk(survey(name), answers, seed="s"))
    assert cells.items() <= record.items()
    assert "YEARS" not in record


@pytest.mark.parametrize("name", NAMES)
def test_a_record_fills_only_columns_of_the_codebook(name: str) -> None:
    for seed in "abc":
        assert set(record_of(walk(survey(name), {}, seed=seed))) <= set(names(name))

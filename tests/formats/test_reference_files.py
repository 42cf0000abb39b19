"""Questionnaires that other people wrote are read, and what is kept can be completed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from surveyapp.formats import fielding
from surveyapp.formats.native import read_native, write_native
from surveyapp.formats.reading import read
from surveyapp.formats.result import count_kept
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.rehearsal import rehearse
from tests.formats.writing import completed
from tests.reference_data import reference_folder

BROKEN = {
    "duplicate_columns.xlsx": "duplicate-column",
    "group_name_test.xls": "no-name",
    "include.xls": "include",
    "include_json.xls": "include",
}
NOTHING_LEFT = {"gps.xls"}
LIMITED_BY_ANSWERS: dict[str, dict[str, Any]] = {
    "test_calculated_summary.json": {
        "first-number-answer": 9000,
        "set-minimum-answer": 1_000_000,
        "set-maximum-answer": 0,
    },
    "test_new_calculated_summary_repeating_section.json": {"set-minimum-answer": 1_000_000, "set-maximum-answer": 0},
    "test_date_validation_range.json": {"date-range-from": "2026-01-01", "date-range-to": "2026-02-05"},
}
"""Their answers are limited by other answers, which random ones do not hit upon; these do. The first of them has a dead
end of its own: a total that may be negative is the greatest value of an answer that may not."""
HELD_TO_TOTALS = {"test_grand_calculated_summary_inside_repeating_section.json"}
"""Its answers add up to a total, which no random answers happen to do."""


@pytest.mark.parametrize("folder", ["xlsform", "limesurvey", "ons", "qualtrics"])
def test_every_file_gives_a_clear_result_in_time(folder: str) -> None:
    for path in sorted(reference_folder("questionnaires", folder).iterdir()):
        begun = time.process_time()
        result = read(path)
        assert time.process_time() - begun < 10, path.name
        assert result.format == folder
        assert all(lost.place and lost.what and lost.why for lost in result.lost), path.name
        assert all(problem.place and problem.text for problem in result.problems), path.name
        if path.name in BROKEN:
            assert result.questionnaire is None
            assert BROKEN[path.name] in [problem.code for problem in result.problems if problem.severity == "error"]
        else:
            assert result.questionnaire is not None, path.name
            assert not result.refused, path.name
            assert read_native(write_native(result.questionnaire).encode()) == result.questionnaire, path.name


@pytest.mark.parametrize("folder", ["xlsform", "limesurvey", "ons", "qualtrics"])
def test_every_file_can_be_fielded_and_completed(folder: str) -> None:
    for path in sorted(reference_folder("questionnaires", folder).iterdir()):
        questionnaire = read(path).questionnaire
        if questionnaire is None or path.name in NOTHING_LEFT:
            continue
        questionnaire = fielding.named_language(questionnaire, "en")
        questionnaire, _ = fielding.in_languages(questionnaire, questionnaire.languages)
        questionnaire, _ = fielding.tagged(questionnaire, "basic")
        questionnaire = fielding.with_consent(questionnaire, lambda tag: str)
        errors = [problem for problem in problems_in(questionnaire) if problem.severity == "error"]
        assert not errors, path.name
        assert completed(questionnaire, LIMITED_BY_ANSWERS.get(path.name)).complete, path.name


@pytest.mark.parametrize("folder", ["xlsform", "limesurvey", "ons", "qualtrics"])
def test_every_file_can_be_rehearsed(folder: str) -> None:
    for path in sorted(reference_folder("questionnaires", folder).iterdir()):
        questionnaire = read(path).questionnaire
        if questionnaire is None or path.name in NOTHING_LEFT:
            continue
        found = rehearse(questionnaire, 12, path.name)
        stuck = () if path.name in LIMITED_BY_ANSWERS.keys() | HELD_TO_TOTALS else found.dead_ends
        assert (found.respondents, stuck) == (12, ()), path.name


def test_every_schema_that_is_broken_is_refused_with_the_place() -> None:
    for path in sorted(reference_folder("questionnaires", "ons-invalid").iterdir()):
        result = read(path)
        assert (result.format, result.questionnaire) == ("ons", None), path.name
        errors = [problem for problem in result.problems if problem.severity == "error"]
        assert errors and all(error.place and error.code != "unreadable" for error in errors), path.name


def test_a_calculation_that_cannot_be_read_is_only_a_warning() -> None:
    result = read(reference_folder("questionnaires", "xlsform", "bad_calc.xlsx"))
    assert [(problem.severity, problem.place) for problem in result.problems] == [("warning", "badcalc.calculation")]


@pytest.mark.parametrize(
    ("path", "pages", "questions", "choices", "languages"),
    [
        ("xlsform/socio-economic-survey-v20240515.xlsx", 5, 17, 96, ("en", "fr")),
        ("xlsform/choice_filter_test.xlsx", 1, 3, 13, ("und",)),
        ("xlsform/or_other.xlsx", 1, 2, 11, ("und",)),
        ("limesurvey/ls205_cascading_array_filter.lss", 2, 9, 50, ("en",)),
        ("limesurvey/ls205_group_relevance.lss", 7, 30, 58, ("en",)),
        (
            "limesurvey/ls6_sample_survey_multilingual_fr_de_en_it_ru.lss",
            *(6, 56, 134, ("en", "fr", "de-x-informal", "it", "ru")),
        ),
    ],
)
def test_what_is_kept_is_counted(
    path: str, pages: int, questions: int, choices: int, languages: tuple[str, ...]
) -> None:
    result = read(reference_folder("questionnaires", *Path(path).parts))
    assert result.questionnaire is not None
    kept = count_kept(result.questionnaire, result.added)
    assert (kept.pages, kept.questions, kept.choices, kept.languages) == (pages, questions, choices, languages)


def test_a_cascade_narrows_the_second_list() -> None:
    result = read(reference_folder("questionnaires", "xlsform", "socio-economic-survey-v20240515.xlsx"))
    assert result.questionnaire is not None
    found = completed(result.questionnaire)
    district = next(one for page in found.pages for one in page.asked if one.question.id == "district")
    assert found.counted["region"] == "Sindh"
    assert [choice.code for choice in district.shown.choices] == [
        *("Garden", "Gulshan", "Hyderabad", "TandoTurel", "Thatta&ShahBunder")
    ]

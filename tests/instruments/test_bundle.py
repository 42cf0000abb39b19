"""A bundled questionnaire is complete, publishable and the same each time."""

from pathlib import Path

import pytest

from surveyapp.formats.native import content_hash, read_native, write_native
from surveyapp.instruments import bundled, is_overlay, missing_texts
from surveyapp.instruments.bundle import UnknownInstrument, UnreadableInstrument, read_json
from surveyapp.questionnaire.answer_types import Grid, OpenText
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.texts import texts_of

EXPECTED = (
    "SCR1 SCR2 CNS1 CNS2 SCR3 CIT1 SCR4 INT1 INT2 INT3 INT3B INT4 INT5 NED1 NED2 NED3 NED4 NED5 NED6 CHN1 CHN2 CHN3 "
    "CHN4 CHN5 TRU1 TRU2 TRU3 TRU4 IMG1 IMG2 IMG3 IMG4_1 IMG4_2 IMG4_3 IMG5 DIA1 DIA1B DIA2 DIA3 RDS1 RDS2 FOR1 FOR2 "
    "OPN1 DEM1 DEM2 DEM3 DEM4 DEM5 CNS3_1 CNS3_2 CNS3_3"
)


def test_nothing_is_wrong_with_it() -> None:
    assert problems_in(bundled()) == []


def test_no_question_is_missing_and_none_is_unexpected() -> None:
    assert set(EXPECTED.split()) <= set(bundled().question_by_id)
    beyond = set(bundled().question_by_id) - set(EXPECTED.split())
    assert beyond == {"CIT1B", "VIS1", "OPN1C", "audience", "RDS2_stranger"}


def test_locked_items_are_those_compared_between_waves() -> None:
    locked = {question.id for question in bundled().questions() if question.locked}
    assert locked == {"INT1", "INT2", "NED1", "CHN1", "TRU1", "IMG2"}


def test_lists_keep_their_codes() -> None:
    lists = {name: [choice.code for choice in choices] for name, choices in bundled().lists.items()}
    assert lists["topics"] == [f"T{number:02}" for number in range(1, 21)]
    assert lists["needs"] == [f"N{number:02}" for number in range(1, 17)]
    assert lists["channels"] == [*(f"C{number:02}" for number in range(1, 23)), "none"]
    assert lists["age_groups"] == list("123456789")
    assert len(lists["trust_sources"]) == 8
    assert len(lists["dimensions"]) == 9


def test_every_question_says_how_sensitive_it_is() -> None:
    assert all(question.sensitivity for question in bundled().questions())


def test_a_screen_of_a_grid_fits_a_phone() -> None:
    for question in bundled().questions():
        if isinstance(question.answer, Grid):
            assert question.answer.per_screen <= 5, question.id


def test_open_questions_warn_against_saying_who_one_is() -> None:
    for question in bundled().questions():
        if isinstance(question.answer, OpenText) and question.answer.max_length > 100:
            assert "who you are" in (question.hint or {}).get("en", ""), question.id


def test_every_place_is_worded_in_every_language_offered() -> None:
    assert bundled().base_language == "en"
    for place, text in texts_of(bundled()):
        assert {language for language in bundled().languages if not is_overlay(language)} <= set(text), place
        assert set(text) <= set(bundled().languages), place
        assert all(wording.strip() for wording in text.values()), place


def test_progress_has_six_sections_that_every_respondent_meets() -> None:
    with_section = [page for page in bundled().pages if page.section]
    assert [page.id for page in with_section] == ["SCR1", "INT1", "NED1", "CHN1", "TRU1", "DEM1"]
    assert all(page.show_if == bundled().pages[0].show_if for page in with_section)


def test_it_is_read_once() -> None:
    assert bundled() is bundled()


def test_an_unknown_name_or_language_is_said_plainly() -> None:
    with pytest.raises(UnknownInstrument, match="no bundled questionnaire"):
        bundled("census-2030")
    assert "title" in missing_texts("sw")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "ko.json").write_text('{"title": ', "utf-8")
    with pytest.raises(UnreadableInstrument, match=r"ko\.json is not JSON"):
        read_json(tmp_path / "ko.json")


def test_the_guide_for_researchers_words_every_question_as_it_is_asked() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "instrument.md").read_text("utf-8")
    for question in bundled().questions():
        assert any(
            line.startswith(f"| {question.id} ") and question.text["en"] in line for line in guide.splitlines()
        ), question.id


def test_it_survives_being_written_and_read_as_json() -> None:
    again = read_native(write_native(bundled()))
    assert again == bundled()
    assert content_hash(again) == content_hash(bundled())

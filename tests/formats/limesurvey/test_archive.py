"""The survey in a LimeSurvey archive is read, what stands beside it is listed, and damage is refused in a sentence."""

from __future__ import annotations

import io
import zipfile

from surveyapp.formats.reading import read
from tests.formats.writing import lss

SURVEY = lss([{"type": "S", "title": "q", "question": "Your name?"}])


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "."), content)
    return out.getvalue()


def test_an_archive_is_read_like_the_survey_in_it_and_its_responses_are_listed() -> None:
    found = read(archive(survey_1__lss=SURVEY, survey_1_responses__lsr=b"<document/>"), "survey.lsa")
    assert found.questionnaire == read(SURVEY, "survey.lsa").questionnaire
    assert [lost.place for lost in found.lost if lost.what == "a file of the archive"] == ["survey_1_responses.lsr"]


def test_two_surveys_in_one_archive_are_refused() -> None:
    found = read(archive(a__lss=SURVEY, b__lss=SURVEY), "survey.lsa")
    assert found.questionnaire is None
    assert "2 surveys" in found.problems[0].text


def test_a_damaged_archive_is_refused() -> None:
    whole = archive(a__lss=SURVEY * 50)
    found = read(whole[:60] + b"\xff" * 40 + whole[100:], "survey.lsa")
    assert found.questionnaire is None
    assert found.problems[0].text.startswith("The archive is damaged")


def test_a_bomb_in_an_archive_is_refused() -> None:
    found = read(archive(a__lss=b" " * (21 * 2**20)), "survey.lsa")
    assert found.questionnaire is None
    assert "larger than 20 MB" in found.problems[0].text

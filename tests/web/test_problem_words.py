"""Problems are said in the language that a reader or a terminal asks for."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.web.problem_words import detail_of, language_of_terminal

UNKNOWN = Problem("unknown-list", "error", "Q.choices", sentence("There is no list called '{source}'.", source="ways"))


def test_the_words_and_their_language_are_the_reader_s() -> None:
    assert detail_of(UNKNOWN, "vi") == ("Không có danh sách nào tên là “ways”.", "vi")
    assert detail_of(UNKNOWN, "en") == ("There is no list called 'ways'.", "en")


def test_words_of_a_library_are_marked_as_english() -> None:
    assert detail_of(Problem("not-valid", "error", "/x", "Input odd"), "vi") == ("Input odd", "en")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi-VN"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANGUAGE": "vi:en", "LANG": "en_GB.UTF-8"}, "vi"),
        ({"LANG": "sr_RS@latin"}, "sr"),
        ({"LANG": "tongue"}, "en"),
    ],
)
def test_a_terminal_says_its_language_as_posix_has_it(environment: dict[str, str], language: str) -> None:
    assert language_of_terminal(environment) == language

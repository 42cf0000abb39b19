"""Wording takes in earlier answers, in the language of the page."""

import pytest

from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.surveys import survey


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "2.5 hours At the airport: why?"),
        ("vi", "2,5 giờ Ở sân bay: vì sao?"),
        ("vi-US", "2,5 giờ Ở phi trường: vì sao?"),
    ],
)
def test_labels_and_numbers_follow_the_language(language: str, words: str) -> None:
    languages = survey("languages")
    values = walk(languages, {"NEWS": "air", "HOURS": 2.5}).values
    text = languages.question_by_id["OPEN"].text
    assert pipe(text.get(language, text["vi"]), values, languages, language) == words


def test_what_was_not_answered_is_an_ellipsis() -> None:
    assert pipe("You live in {COUNTRY}.", {}, survey("relevance"), "en") == "You live in …."


def test_other_text_stands_for_its_choice() -> None:
    others = survey("other-text")
    values = walk(others, {"LANGUAGE": "other", "LANGUAGE_other": "Tày", "MEDIA": ["tv", "web"]}).values
    assert pipe("{LANGUAGE}; {MEDIA}", values, others, "en") == "Tày; Television and Websites"


def test_an_answer_is_never_read_as_wording() -> None:
    relevance = survey("relevance")
    values = {"REASON": "{COUNTRY}", "COUNTRY": "KR"}
    assert pipe("{REASON}", values, relevance, "en") == "{COUNTRY}"


def test_rows_and_columns_of_a_grid_have_their_own_labels() -> None:
    values = walk(survey("grid"), {"TRUST": {"tv": "2", "web": "1", "friends": "3"}}).values
    assert pipe("{TRUST.tv}: {TRUST}", values, survey("grid"), "en") == "Partly: Television, Websites, and Friends"


def test_a_language_nobody_knows_is_read_like_english() -> None:
    assert pipe("{YEARS}", {"YEARS": 1234.5}, survey("relevance"), "zz-x-klingon") == "1234.5"

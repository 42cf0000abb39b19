"""Wording takes in earlier answers, in the language of the page."""

import pytest

from surveyapp.questionnaire.piping import pipe, pipe_mark, piped_names, without_pipes
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


def test_a_name_with_odd_signs_stands_in_backticks() -> None:
    text = f"You said {pipe_mark('first-answer')} and {pipe_mark('NEWS.x')}."
    assert text == "You said {`first-answer`} and {NEWS.x}."
    assert list(piped_names(text)) == ["first-answer", "NEWS.x"]
    assert pipe(text, {"first-answer": "yes"}, survey("relevance"), "en") == "You said yes and …."


def test_braces_that_name_nothing_stay_as_they_are() -> None:
    guarded = without_pipes("{COUNTRY} {`a-b`} {1}")
    assert not list(piped_names(guarded))
    assert guarded.replace("\u2060", "") == "{COUNTRY} {`a-b`} {1}"

"""A changed wording is taken for a slip only where little else is possible."""

import pytest

from surveyapp.questionnaire.meaning import proposed_mark


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("How intersted are you?", "How interested are you?"),
        ("Do you live in Viet Nam", "Do you live in Viet Nam?"),
        ("do you agree?", "Do you agree?"),
        ("recieve information", "receive information"),
        ("Ông/bà có  quan tâm không?", "Ông/bà có quan tâm không ?"),
        ("您住在哪里?", "您住在哪里？"),
        ("e-mail address", "email address"),
    ],
)
def test_slips(before: str, after: str) -> None:
    assert proposed_mark(before, after) == "typo"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("In the last 7 days", "In the last 30 days"),
        ("Do you trust it?", "Do you not trust it?"),
        ("bạn", "bán"),
        ("your country", "our country"),
        ("您住在哪里？", "您住过哪里？"),
        ("How many in {A}?", "How many in {B}?"),
        ("more likely", "less likely"),
        ("Very satisfied", "Very dissatisfied"),
        ("관심이 있습니까?", "관심이 없습니까?"),
        ("interested in it", "uninterested in it"),
        ("increasing prices", "decreasing prices"),
        ("within Korea", "without Korea"),
    ],
)
def test_changes_that_may_mean_something_else(before: str, after: str) -> None:
    assert proposed_mark(before, after) == "meaning"

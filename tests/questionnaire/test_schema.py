"""A questionnaire is frozen, refuses what it does not know, and finds its parts."""

import pytest
from pydantic import ValidationError

from surveyapp.questionnaire.conditions import Comparison, Constant, Name
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.schema import Page, Pool
from tests.questionnaire.building import page, question, questionnaire
from tests.surveys import survey


def test_a_condition_may_be_given_as_text_or_as_a_tree() -> None:
    tree = Comparison("==", Name("A"), Constant(1))
    assert Page(id="p", questions=(), show_if=tree) == Page.model_validate(
        {"id": "p", "questions": [], "show_if": "A == 1"}
    )


@pytest.mark.parametrize("condition", [5, None, [], {"a": 1}, "A ="])
def test_anything_else_is_no_condition(condition: object) -> None:
    with pytest.raises(ValidationError):
        Page.model_validate({"id": "p", "questions": [], "show_if": condition})


def test_what_is_not_declared_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        questionnaire(page(question("A", goto="B")))


def test_a_copy_finds_its_own_questions() -> None:
    gates = survey("gates")
    assert "AGE" in gates.question_by_id
    copied = gates.model_copy(update={"pages": gates.pages[1:]})
    assert "AGE" not in copied.question_by_id


def test_an_unknown_list_is_empty() -> None:
    assert survey("gates").choices_of("nowhere") == ()


def test_the_chance_of_a_code_sums_the_blocks_that_hold_it() -> None:
    pool = Pool.model_validate({"blocks": [{"codes": ["a"]}, {"codes": ["a", "b"], "share": 3}]})
    assert (pool.probability("a"), pool.probability("b"), pool.probability("c")) == (1.0, 0.75, 0.0)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("vi", ("xin", "vi")), ("vi-US", ("xin", "vi")), ("ko", ("please", "en")), ("en", ("please", "en"))],
)
def test_wording_falls_back_to_the_parent_then_the_base(language: str, expected: tuple[str, str]) -> None:
    assert wording({"en": "please", "vi": "xin"}, language, "en") == expected
    assert wording(None, language, "en") == ("", "en")

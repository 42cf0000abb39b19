"""A code keeps its meaning from version to version, or is told."""

from typing import Any

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.stability import unstable_codes


def version(**words: str) -> Questionnaire:
    choices = [{"code": code.strip("_"), "text": {"en": text}} for code, text in words.items()]
    question: dict[str, Any] = {"id": "Q", "text": {"en": "?"}, "answer": {"kind": "one", "choices": choices}}
    content = {"id": "q", "languages": ["en"], "title": {"en": "t"}, "pages": [{"id": "p", "questions": [question]}]}
    return Questionnaire.model_validate(content)


def found(before: Questionnaire, after: Questionnaire) -> list[tuple[str, str]]:
    return [(problem.severity, problem.place) for problem in unstable_codes(before, after)]


def test_codes_that_change_places_are_an_error() -> None:
    before = version(_1="Tea", _2="Coffee", _3="Water")
    assert found(before, version(_1="Coffee", _2="Tea", _3="Water")) == [
        ("error", "Q.choices.1"),
        ("error", "Q.choices.2"),
    ]


def test_a_choice_put_in_between_with_codes_counted_on_is_an_error() -> None:
    assert ("error", "Q.choices.3") in found(version(_1="Tea", _2="Water"), version(_1="Tea", _2="Milk", _3="Water"))


def test_a_code_renamed_is_a_warning() -> None:
    assert found(version(_1="Tea", _2="Water"), version(tea="TEA ", _2="Water")) == [("warning", "Q.choices.tea")]


def test_other_words_new_choices_and_order_are_no_problem() -> None:
    before = version(_1="Tea", _2="Water")
    assert found(before, version(_2="Water", _1="Tea", _3="Milk")) == []
    assert found(before, version(_1="A cup of tea", _2="Water")) == []
    assert found(before, before) == []


def test_words_that_two_codes_share_say_nothing() -> None:
    assert found(version(_1="Other", _2="Other"), version(_2="Other", _3="Other")) == []

"""A long list stands as the readers of a language look it up."""

from surveyapp.questionnaire.alphabet import in_alphabet
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.schema import Questionnaire

LANDS = tuple(Choice(code=code, text={"en": code}) for code in ("AT", "DE", "CZ", "other"))
WHOLE = Questionnaire(
    id="lands",
    languages=("en", "de", "de-AT"),
    title={"en": "Lands"},
    lists={"lands": LANDS, "more": LANDS},
    alphabetical={"lands": {"en": ("AT", "CZ", "DE"), "de": ("DE", "XX", "AT", "CZ")}},
    pages=(),
)


def order(language: str, source: str = "lands") -> list[str]:
    return [choice.code for choice in in_alphabet(WHOLE, source, LANDS, language)]


def test_each_language_has_its_own_order_and_what_it_does_not_name_comes_last() -> None:
    assert order("en") == ["AT", "CZ", "DE", "other"]
    assert order("de") == ["DE", "AT", "CZ", "other"]


def test_a_region_reads_as_its_language() -> None:
    assert order("de-AT") == order("de")


def test_a_list_stands_as_written_in_a_language_without_an_order() -> None:
    assert order("ko") == ["AT", "DE", "CZ", "other"]
    assert order("en", "more") == ["AT", "DE", "CZ", "other"]


def test_choices_of_a_question_alone_stand_as_written() -> None:
    assert in_alphabet(WHOLE, LANDS, LANDS, "en") == LANDS

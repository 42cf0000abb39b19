"""A questionnaire from elsewhere is made fit for the field, and what was done is said."""

from __future__ import annotations

from surveyapp.formats import fielding
from surveyapp.questionnaire.answer_types import Consent
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.walk import walk
from tests.formats.writing import read_form, read_survey
from tests.questionnaire.building import page, question, questionnaire


def test_wording_without_a_language_takes_the_one_named() -> None:
    plain = read_form([["type", "name", "label"], ["text", "q", "Q"]]).questionnaire
    assert plain is not None
    named = fielding.named_language(plain, "vi")
    assert (named.languages, named.question_by_id["q"].text) == (("vi",), {"vi": "Q"})


def test_only_languages_with_an_interface_are_offered_also_through_their_parent() -> None:
    whole = read_survey([{"type": "S", "title": "q"}], languages=("fr", "en-GB", "zh-Hans", "zh")).questionnaire
    assert whole is not None
    assert fielding.offered_languages(whole, {"en", "vi", "zh-Hans"}) == ("en-GB", "zh-Hans")


def test_gaps_are_filled_from_the_base_and_counted() -> None:
    head = ["type", "name", "label::English (en)", "label::French (fr)", "hint::French (fr)"]
    whole = read_form([head, ["text", "a", "A", "", ""], ["text", "b", "B", "B fr", "Indice"]]).questionnaire
    assert whole is not None
    made, filled = fielding.in_languages(whole, ("en",))
    assert made.languages == ("en",)
    assert made.question_by_id["b"].hint == {"en": "Indice"}
    assert filled == {"en": 1}
    both, filled = fielding.in_languages(whole, ("en", "fr"))
    assert both.question_by_id["a"].text == {"en": "A", "fr": "A"}
    assert not [problem for problem in problems_in(both) if problem.code == "missing-wording"]


def test_only_untagged_questions_are_tagged() -> None:
    whole = questionnaire(page(question("A", sensitivity="none"), question("B", sensitivity=None)))
    made, number = fielding.tagged(whole, "basic")
    assert [one.sensitivity for one in made.questions()] == ["none", "basic"]
    assert number == 1


def test_consent_stands_in_front_and_a_refusal_ends_the_interview() -> None:
    whole = questionnaire(page(question("consent")))
    made = fielding.with_consent(whole, lambda tag: lambda words: f"{tag}: {words}")
    gate = made.pages[0]
    assert (gate.gate, gate.id, gate.questions[0].answer) == (True, "consent_2", Consent(purpose="analysis"))
    assert gate.questions[0].text["en"].startswith("en: Do you agree")
    ending = walk(made, {"consent_2": "no"}).ending
    assert ending is not None
    assert ending.outcome == "refused"
    assert walk(made, {"consent_2": "yes"}).ending is None
    assert fielding.asks_consent(made)
    assert not [problem for problem in problems_in(made) if problem.severity == "error"]

"""A loop over a list asks its questions once for each choice, as XLSForm itself multiplies them."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.schema import Questionnaire
from tests.formats.writing import read_form

CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Français (fr)"],
    ["types", "car", "Car", "Voiture"],
    ["types", "cycle", "Motorcycle", "Moto"],
]
HEAD = ["type", "name", "label::English (en)", "label::Français (fr)", "constraint", "relevant"]
LOOP = [
    ["begin loop over types", "vehicles", "Vehicles", "Véhicules"],
    ["integer", "total", "How many %(label)s?", "Combien de %(label)s ?"],
    ["integer", "working", "Working?", "Marchent ?", ". <= ../total", "${total} > 0"],
    ["end loop", ""],
]


def spread(*rows: list[str]) -> Questionnaire:
    found = read_form([HEAD, *rows], CHOICES)
    assert found.questionnaire is not None and not [lost for lost in found.lost if "loop" in lost.why]
    return found.questionnaire


def test_each_choice_has_its_questions_with_its_label_in_every_language() -> None:
    questionnaire = spread(*LOOP)
    assert [question.id for question in questionnaire.questions()] == [
        "total_car", "working_car", "total_cycle", "working_cycle",
    ]  # fmt: skip
    assert questionnaire.question_by_id["total_cycle"].text == {
        "en": "How many Motorcycle?",
        "fr": "Combien de Moto ?",
    }
    assert [(page.title, page.section) for page in questionnaire.pages] == [
        ({"en": "Car", "fr": "Voiture"}, {"en": "Vehicles", "fr": "Véhicules"}),
        ({"en": "Motorcycle", "fr": "Moto"}, None),
    ]


def test_references_inside_a_loop_mean_the_answer_about_the_same_choice() -> None:
    asked = spread(*LOOP).question_by_id["working_cycle"]
    assert to_text(asked.show_if) == "total_cycle > 0"
    assert "working_cycle <= total_cycle" in to_text(asked.checks[0].condition)


def test_loops_may_stand_in_each_other() -> None:
    inner = [["begin loop over types", "again", "", ""], ["text", "why", "Why %(label)s?", ""], ["end loop", ""]]
    questionnaire = spread(LOOP[0], *inner, LOOP[3])
    assert len(list(questionnaire.questions())) == 4


@pytest.mark.parametrize("inside", [["begin repeat", "r", "R", "R"], ["begin loop over nothing", "r", "R", "R"]])
def test_a_loop_that_cannot_be_spread_is_listed(inside: list[str]) -> None:
    end = [inside[0].replace("begin", "end").replace(" over nothing", ""), ""]
    found = read_form([HEAD, LOOP[0], inside, LOOP[1], end, LOOP[3]], CHOICES)
    assert [lost for lost in found.lost if lost.what.startswith("loop over")] or found.questionnaire is None


def test_a_code_in_several_rows_is_one_choice_where_a_filter_tells_them_apart() -> None:
    choices = [["list_name", "name", "label", "state"], ["states", "tx", "Texas", ""], ["states", "wa", "WA", ""],
               ["counties", "king", "King", "wa"], ["counties", "king", "King", "tx"]]  # fmt: skip
    survey = [["type", "name", "label", "choice_filter"], ["select_one states", "s", "S", ""],
              ["select_one counties", "c", "C", "state=${s}"]]  # fmt: skip
    found = read_form(survey, choices)
    assert found.questionnaire is not None
    (choice,) = found.questionnaire.choices_of(getattr(found.questionnaire.question_by_id["c"].answer, "choices", ()))
    assert to_text(choice.show_if) == "s == 'wa' or s == 'tx'"
    assert read_form([survey[0], survey[1], ["select_one counties", "c", "C", ""]], choices).questionnaire is None

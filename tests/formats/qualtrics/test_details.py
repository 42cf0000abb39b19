"""Qualtrics' carried choices, loops, validation, matrices and piped text mean here what they mean there."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.questionnaire.answer_types import BestWorst, Grid, Number, One, OpenText, Several, Sum
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.formats.qualtrics.making import (
    CHOICES,
    asked,
    logic,
    lost,
    pages,
    question_of,
    questionnaire_of,
    selected,
    survey,
    text,
)


def carried(mode: str, **more: Any) -> dict[str, Any]:
    return asked(2, Choices=[], ChoiceOrder=[], DynamicChoices={"Locator": f"q://QID1/ChoiceGroup/{mode}"}, **more)


@pytest.mark.parametrize(
    ("mode", "offered"),
    [
        ("SelectedChoices", ["x1", "x3"]),
        ("UnselectedChoices", ["x2"]),
        ("AllChoices", ["x1", "x2", "x3"]),
        ("DisplayedChoices", ["x1", "x2", "x3"]),
    ],
)
def test_carried_choices_are_offered_where_the_source_says(mode: str, offered: list[str]) -> None:
    found = walk(questionnaire_of(survey([asked(1, Selector="MAVR"), carried(mode)])), {"Q1": ["1", "3"]})
    second = next(one for page in found.pages for one in page.asked if one.question.id == "Q2")
    assert [choice.code for choice in second.shown.choices] == offered


def test_carried_choices_keep_words_of_every_language_and_own_recoded_values() -> None:
    words = {"VI": {"Choices": {"1": {"Display": "Một"}}}}
    result = survey([asked(1, Selector="MAVR", Language=words), carried("SelectedChoices", RecodeValues={"x1": "11"})])
    answer = question_of(result, "Q2").answer
    assert isinstance(answer, One) and isinstance(answer.choices, tuple)
    assert (answer.choices[0].code, answer.choices[0].text) == ("11", {"en": "One", "vi": "Một"})
    assert lost(result)["Q2.DynamicChoices.3"] == "its words are carried, not the text beside it"


def test_choices_of_a_list_outside_the_survey_are_listed() -> None:
    result = survey([asked(1, DynamicChoices={"Locator": "refl://RL_1/Choices"})])
    assert lost(result)["Q1.DynamicChoices"] == "choices of a list outside the survey are not offered"


def test_a_fixed_loop_is_a_repeat_whose_fields_stand_in_the_wording() -> None:
    loop = {"Looping": "Static", "LoopingOptions": {"Static": {"1": {"1": "Ha Noi"}, "2": {"1": "Hue", "2": "old"}}}}
    words = "${lm://CurrentLoopNumber}/${lm://TotalLoops}: ${lm://Field/1} ${lm://Field/2}"
    made = questionnaire_of(survey([text(1, QuestionText=words), text(2)], blocks=[[1], [2]], options={1: loop}))
    (repeat,) = made.repeats
    turns = [page for page in walk(made, {}).pages if page.page.repeat == repeat.id]
    shown = [
        pipe(page.asked[0].question.text["en"], {repeat.id: str(at)}, made, "en") for at, page in enumerate(turns, 1)
    ]
    assert [words.strip() for words in shown] == ["1/2: Ha Noi", "2/2: Hue old"]
    assert not [problem for problem in problems_in(made) if problem.code.endswith("reference")]


def test_a_loop_over_chosen_choices_is_asked_for_each_and_by_a_number_as_often_as_it_says() -> None:
    over = {"Looping": "Question", "LoopingOptions": {"QID": "QID1", "Locator": "q://QID1/ChoiceGroup/SelectedChoices"}}
    made = questionnaire_of(survey([asked(1, Selector="MAVR"), text(2)], blocks=[[1], [2]], options={2: over}))
    assert len(walk(made, {"Q1": ["1", "3"]}).pages) == 3
    often = {"QID": "QID1", "Locator": "q://QID1/LoopAndMerge/MergeOnNumericResponse"}
    number = text(1, Validation={"Settings": {"Type": "ContentType", "ContentType": "ValidNumber"}})
    counted = {2: {"Looping": "Question", "LoopingOptions": often}}
    made = questionnaire_of(survey([number, text(2)], blocks=[[1], [2]], options=counted))
    assert len(walk(made, {"Q1": 3}).pages) == 4


def test_what_is_asked_behind_a_loop_cannot_depend_on_one_of_its_turns() -> None:
    loop = {"Looping": "Static", "LoopingOptions": {"Static": {"1": {"1": "a"}, "2": {"1": "b"}}}}
    later = text(2, DisplayLogic=logic(selected(1, 1)))
    result = survey([asked(1), later], blocks=[[1], [2]], options={1: loop})
    assert "each turn of a repeat" in lost(result)["Q2.DisplayLogic"]


def test_settings_of_a_validation_that_is_not_in_force_are_nothing() -> None:
    stale = {"Settings": {"Type": "None", "ForceResponse": "OFF", "MinChoices": "2", "ChoiceTotal": "9"}}
    result = survey([asked(1, Selector="MAVR", Validation=stale)])
    answer = question_of(result, "Q1").answer
    assert isinstance(answer, Several) and answer.at_least == 1 and result.lost == ()
    in_force = {"Settings": {"Type": "ChoiceRange", "MinChoices": "2", "MaxChoices": "3", "ForceResponse": "ON"}}
    answer = question_of(survey([asked(1, Selector="MAVR", Validation=in_force)]), "Q1").answer
    assert isinstance(answer, Several) and (answer.at_least, answer.at_most) == (2, 3)


def test_a_request_to_answer_may_be_overridden_once_it_was_shown() -> None:
    requested = {"Settings": {"ForceResponse": "RequestResponse", "Type": "None"}}
    question = question_of(survey([text(1, Validation=requested)]), "Q1")
    (check,) = question.checks
    assert (to_text(check.condition), check.severity, question.required) == ("Q1 is not missing", "soft", False)


def test_least_lengths_and_own_checks_are_checks() -> None:
    long = {"Settings": {"Type": "MinChar", "MinChars": "5"}}
    held = {"Logic": logic(selected(2, 1, "NotSelected")), "Message": {"description": "Not one"}}
    own = {"Type": "CustomValidation", "CustomValidation": held}
    result = survey([text(1, Validation=long), asked(2, Validation={"Settings": own})])
    assert to_text(question_of(result, "Q1").checks[0].condition) == "length(Q1) >= 5"
    (check,) = question_of(result, "Q2").checks
    assert (to_text(check.condition), check.text) == ("Q2 != '1' or Q2 is missing", {"en": "Not one"})
    assert "title of a message" in lost(result)["Q2.Validation.Settings.CustomValidation.Message"]


def test_matrices_of_ranks_and_of_best_and_worst_are_kept() -> None:
    ends = {"1": {"Display": "Most"}, "2": {"Display": "Least"}}
    result = survey(
        [
            asked(1, QuestionType="Matrix", Selector="MaxDiff", Answers=ends),
            asked(2, QuestionType="Matrix", Selector="RO", Answers=ends),
        ]
    )
    best, ranks = question_of(result, "Q1").answer, question_of(result, "Q2")
    assert isinstance(best, BestWorst) and best.designs == ((("1", "2", "3"),),)
    assert isinstance(ranks.answer, Grid) and isinstance(ranks.answer.columns[0].answer, Number)
    assert to_text(ranks.checks[0].condition) == "all_different(Q2.1.1, Q2.1.2)"
    assert lost(result)["Q1.Answers"] == "the two columns are worded as best and worst"


def test_exclusive_columns_stay_and_texts_in_rows_and_columns_are_listed() -> None:
    answers = {
        "1": {"Display": "A"},
        "2": {"Display": "None", "ExclusiveAnswer": True},
        "3": {"Display": "?", "TextEntry": "on"},
    }
    result = survey([asked(1, QuestionType="Matrix", Selector="Likert", SubSelector="MultipleAnswer", Answers=answers)])
    answer = question_of(result, "Q1").answer
    assert isinstance(answer, Grid) and isinstance(answer.cell, Several) and isinstance(answer.cell.choices, tuple)
    assert [choice.exclusive for choice in answer.cell.choices] == [False, True, False]
    assert {"Q1.Choices.3.TextEntry", "Q1.Answers.3.TextEntry"} <= lost(result).keys()


def test_constant_sums_keep_their_unit_and_can_be_asked_for_by_conditions() -> None:
    later = text(2, DisplayLogic=logic({"LogicType": "Question", "LeftOperand": "q://QID1/ChoiceNumericEntryValue/1",
                                        "Operator": "GreaterThan", "RightOperand": "5"}))  # fmt: skip
    total = {"Settings": {"Type": "ChoicesTotal", "ChoiceTotal": "100"}}
    result = survey([asked(1, QuestionType="CS", Selector="VRTL", ClarifyingSymbol="%", Validation=total), later])
    answer = question_of(result, "Q1").answer
    assert isinstance(answer, Sum) and answer.unit == {"en": "%"}
    assert to_text(question_of(result, "Q2").show_if) == "Q1.1 > 5"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("${q://QID1/ChoiceDescription/2}", "Two"),
        ("${q://QID1/QuestionText}", "Question 1"),
        ("${q://QID1/ChoiceGroup/SelectedChoices}", "{Q1}"),
        ("${q://QID1/SelectedChoicesRecode}", "{Q1}"),
        ("${q://QID1/ChoiceTextEntryValue/3}", "{Q1_3_TEXT}"),
        ("${q://QID2/ChoiceTextEntryValue/1}", "{Q2.1}"),
        ("${q://QID2/ChoiceTextEntryValue/9}", "…"),
        ("${date://CurrentDate/SL}", "…"),
    ],
)
def test_piped_text_shows_what_it_shows_there(written: str, shown: str) -> None:
    form = text(2, Selector="FORM", Choices=CHOICES)
    result = survey([asked(1), form, text(3, QuestionText=written)])
    assert question_of(result, "Q3").text == {"en": shown}
    assert ("Q3.QuestionText" in lost(result)) == (shown == "…" or "Recode" in written)


def test_logic_knows_what_was_shown_what_a_text_holds_and_how_many_were_chosen() -> None:
    shown = {"LogicType": "Question", "QuestionID": "QID1", "Operator": "Displayed"}
    holds = {"LogicType": "Question", "LeftOperand": "q://QID2/ChoiceTextEntryValue", "Operator": "Contains",
             "RightOperand": "Viet"}  # fmt: skip
    many = {"LogicType": "Question", "LeftOperand": "q://QID1/SelectedChoicesCount", "Operator": "GreaterThan",
            "RightOperand": "1"}  # fmt: skip
    made = [asked(1, Selector="MAVR"), text(2), *(text(n, DisplayLogic=logic(one)) for n, one in
                                                  ((3, shown), (4, holds), (5, many)))]  # fmt: skip
    result = survey(made)
    assert pages(result) == ["Q1", "Q2", "Q3"]
    assert pages(result, Q2="in viet nam") == ["Q1", "Q2", "Q3", "Q4"]
    assert pages(result, Q1=["1", "2"]) == ["Q1", "Q2", "Q3", "Q5"]


def test_logic_on_the_same_page_counts_as_display_logic() -> None:
    result = survey([asked(1), text(2, InPageDisplayLogic=logic(selected(1, 2)))])
    assert to_text(question_of(result, "Q2").show_if) == "Q1 == '2'"


def test_a_name_that_stands_twice_gives_way_and_is_listed() -> None:
    result = survey([text(1), text(2, DataExportTag="Q1")])
    assert [one.id for one in questionnaire_of(result).questions()] == ["Q1", "QID2"]
    assert lost(result)["Q1"] == "its name stands twice; it is QID2 here"


def test_validation_of_the_fields_of_a_form_and_draws_of_choices_are_listed() -> None:
    fields = {"1": {"Display": "Name", "TextEntryValidation": "ValidEmail", "TextEntryForceResponse": "ON"}}
    drawn = {"Type": "Advanced", "Advanced": {"FixedOrder": ["{~Randomized~}", "3"], "RandomizeAll": ["1", "2"],
                                              "TotalRandSubset": 1, "Undisplayed": ["2"]}}  # fmt: skip
    result = survey([text(1, Selector="FORM", Choices=fields), asked(2, Randomization=drawn)])
    assert {"Q1.Choices.1.TextEntryValidation", "Q1.Choices.1.TextEntryForceResponse"} <= lost(result).keys()
    assert {"Q2.Randomization.Advanced.TotalRandSubset", "Q2.Randomization.Advanced.Undisplayed"} <= lost(result).keys()
    answer = question_of(result, "Q2").answer
    assert isinstance(answer, One) and answer.shuffle


def test_quotas_and_whatever_else_stands_in_the_file_are_listed_by_what_they_are_about() -> None:
    quota = {"Element": "QO", "Payload": {"Name": "Men", "Occurrences": 100}}
    places = lost(survey([text(1)], more=[quota, {"Element": "XY", "Payload": {"new": "thing"}}]))
    assert any(place.startswith("quotas") for place in places) and any(
        place.startswith("element XY") for place in places
    )


def test_a_text_with_a_shape_says_so() -> None:
    email = {"Settings": {"Type": "ContentType", "ContentType": "ValidEmail"}}
    answer = question_of(survey([text(1, Validation=email)]), "Q1").answer
    assert isinstance(answer, OpenText) and answer.pattern
    phone = {"Settings": {"Type": "ContentType", "ContentType": "ValidPhone"}}
    assert lost(survey([text(1, Validation=phone)]))["Q1.Validation.Settings.ContentType"] == "any text is taken"


def test_a_choice_was_shown_where_its_question_was_asked_and_its_own_logic_held() -> None:
    choices = {**CHOICES, "2": {"Display": "Two", "DisplayLogic": logic(selected(1, 1))}}
    shown = {"LogicType": "Question", "LeftOperand": "q://QID2/ChoiceDisplayed/2", "Operator": "Displayed"}
    result = survey([asked(1), asked(2, Choices=choices), text(3, DisplayLogic=logic(shown))])
    assert pages(result, Q1="1") == ["Q1", "Q2", "Q3"]
    assert pages(result, Q1="2") == ["Q1", "Q2"]


def test_logic_asks_for_an_answer_in_a_column_side_by_side() -> None:
    answers = {"1": {"Display": "Yes"}, "2": {"Display": "No"}}
    column = {"QuestionText": "C", "QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "SingleAnswer",
              "Answers": answers, "RecodeValues": {"1": "y", "2": "n"}, "QuestionID": "QID1#1"}  # fmt: skip
    held = {"LogicType": "Question", "LeftOperand": "q://QID1%231/SelectableChoice/2/1", "Operator": "Selected"}
    side = asked(1, QuestionType="SBS", Selector="SBSMatrix", AdditionalQuestions={"1": column})
    result = survey([side, text(2, DisplayLogic=logic(held))])
    assert to_text(question_of(result, "Q2").show_if) == "Q1.2.1 == 'y'"

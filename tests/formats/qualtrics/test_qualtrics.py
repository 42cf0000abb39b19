"""Qualtrics surveys keep their wording, codes, logic, skips, branches and draws; what they cannot keep is listed."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.answer_types import Grid, Number, One, Ranking, Several, Sum
from surveyapp.questionnaire.condition_text import to_text
from tests.formats.qualtrics.making import asked, logic, pages, selected, survey


def test_choices_keep_order_recoded_values_and_texts_beside_them() -> None:
    result = survey([asked(1, RecodeValues={"1": "10", "2": 20}, ChoiceOrder=[3, 1, 2], Selector="MAVR")])
    assert result.questionnaire is not None
    answer = result.questionnaire.question_by_id["Q1"].answer
    assert isinstance(answer, Several) and isinstance(answer.choices, tuple)
    assert [choice.code for choice in answer.choices] == ["3", "10", "20"]
    assert answer.choices[0].other_id == "Q1_3_TEXT"


def test_translations_are_kept() -> None:
    words = {"VI": {"QuestionText": "Câu hỏi", "Choices": {"1": {"Display": "Một"}}}, "ZH-S": {"QuestionText": "问题"}}
    result = survey([asked(1, Language=words)])
    assert result.questionnaire is not None
    assert result.questionnaire.languages == ("en", "vi", "zh-Hans")
    question = result.questionnaire.question_by_id["Q1"]
    assert question.text == {"en": "Question 1", "vi": "Câu hỏi", "zh-Hans": "问题"}
    assert isinstance(question.answer, One) and isinstance(question.answer.choices, tuple)
    assert question.answer.choices[0].text == {"en": "One", "vi": "Một"}


def test_display_logic_binds_and_closer_than_or() -> None:
    shown = logic(selected(1, 1), selected(1, 2, Conjuction="Or"), selected(2, 1, "NotSelected", Conjuction="And"))
    result = survey([asked(1), asked(2), asked(3, DisplayLogic=shown)])
    assert result.questionnaire is not None
    text = to_text(result.questionnaire.question_by_id["Q3"].show_if)
    assert text == "Q1 == '1' or Q1 == '2' and (Q2 != '1' or Q2 is missing)"


def test_skips_become_relevance_to_questions_the_end_of_a_block_and_of_the_survey() -> None:
    def skip(choice: int, target: str) -> dict[str, Any]:
        locator = f"q://QID1/SelectableChoice/{choice}"
        return {"ChoiceLocator": locator, "Condition": "Selected", "SkipToDestination": target}

    skips = {1: [skip(1, "QID3"), skip(2, "ENDOFBLOCK"), skip(3, "ENDOFSURVEY")]}
    result = survey([asked(n) for n in range(1, 6)], skips=skips, blocks=[[1, 2, 3], [4, 5]])
    assert pages(result) == ["Q1", "Q2", "Q3", "Q4", "Q5"]
    assert pages(result, Q1="1") == ["Q1", "Q3", "Q4", "Q5"]
    assert pages(result, Q1="2") == ["Q1", "Q4", "Q5"]
    assert pages(result, Q1="3") == ["Q1"]


def test_branches_ends_and_embedded_data_decide_what_follows() -> None:
    field = {
        "Type": "EmbeddedData",
        "FlowID": "FL_2",
        "EmbeddedData": [{"Field": "arm", "Value": "x", "Type": "Custom"}],
    }
    branch = {"Type": "Branch", "FlowID": "FL_3", "BranchLogic": logic(selected(1, 1)), "Flow": [field]}
    leave = {"Type": "Branch", "BranchLogic": logic(selected(1, 2)), "Flow": [{"Type": "EndSurvey"}]}
    held = {"LogicType": "EmbeddedField", "LeftOperand": "arm", "Operator": "EqualTo", "RightOperand": "x"}
    last = {"Type": "Branch", "FlowID": "FL_4", "BranchLogic": logic(held), "Flow": [{"Type": "Block", "ID": "BL_2"}]}
    flow: list[Any] = [{"Type": "Block", "ID": "BL_1"}, branch, leave, last, {"Type": "Block", "ID": "BL_3"}]
    result = survey([asked(1), asked(2), asked(3)], flow, blocks=[[1], [2], [3]])
    assert pages(result) == ["Q1", "Q3"]
    assert pages(result, Q1="1") == ["Q1", "Q2", "Q3"]
    assert pages(result, Q1="2") == ["Q1"]


def test_a_randomizer_draws_some_of_its_blocks() -> None:
    alternatives = [{"Type": "Block", "ID": f"BL_{n}", "FlowID": f"FL_{n}"} for n in (1, 2, 3)]
    flow = [{"Type": "BlockRandomizer", "FlowID": "FL_9", "SubSet": 2, "Flow": alternatives}]
    result = survey([asked(1), asked(2), asked(3)], flow, blocks=[[1], [2], [3]])
    drawn = {frozenset(pages(result, seed=str(seed))) for seed in range(60)}
    assert drawn == {frozenset(pair) for pair in (("Q1", "Q2"), ("Q1", "Q3"), ("Q2", "Q3"))}


def test_matrices_forms_sliders_sums_and_rankings_are_one_question_each() -> None:
    columns = {
        "Answers": {"1": {"Display": "Yes"}, "2": {"Display": "No"}},
        "QuestionType": "Matrix",
        "Selector": "Likert",
    }
    side = {"QuestionText": "C", "QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "SingleAnswer",
            "Answers": columns["Answers"], "QuestionID": "QID4#1"}  # fmt: skip
    total = {"Settings": {"ChoiceTotal": "100", "ForceResponse": "ON"}}
    result = survey(
        [
            asked(1, **columns, SubSelector="SingleAnswer"), asked(2, **columns, SubSelector="MultipleAnswer"),
            asked(3, QuestionType="Slider", Selector="HSLIDER", Configuration={"CSSliderMin": 0, "CSSliderMax": 10}),
            asked(4, QuestionType="SBS", Selector="SBSMatrix", AdditionalQuestions={"1": side}),
            asked(5, QuestionType="CS", Selector="HR", Validation=total), asked(6, QuestionType="RO", Selector="DND"),
        ]
    )  # fmt: skip
    assert result.questionnaire is not None
    one, boxes, slider, sides, shares, ranks = (question.answer for question in result.questionnaire.questions())
    assert isinstance(one, Grid) and isinstance(boxes, Grid) and isinstance(boxes.cell, Several)
    assert isinstance(slider, Grid) and isinstance(slider.cell, Number) and slider.cell.maximum == 10
    assert isinstance(sides, Grid) and isinstance(sides.columns[0].answer, One)
    assert isinstance(shares, Sum) and isinstance(ranks, Ranking)


def test_devices_places_and_timers_are_listed() -> None:
    device = {"LogicType": "DeviceType", "Operator": "Is", "LeftOperand": "mobile"}
    timer = asked(2, QuestionType="Timing", Selector="PageTimer")
    result = survey([asked(1, DisplayLogic=logic(device)), timer])
    whys = " ".join(lost.why for lost in result.lost)
    assert "nothing is recorded about a device" in whys and "how or where somebody answers" in whys

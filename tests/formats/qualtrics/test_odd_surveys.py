"""Odd Qualtrics files give a questionnaire or problems, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.formats.reading import read
from tests.formats.qualtrics.making import asked, lost, survey

_WORDS = st.sampled_from(
    ["", "1", "QID1", "QID2", "All", "None", "Static", "Question", "ON", "${lm://Field/2}", "x1", "<b>"]
)
_LOCATORS = st.sampled_from(
    [
        "q://QID1/ChoiceGroup/SelectedChoices",
        "q://QID2/ChoiceGroup/AllChoices",
        "q://QID1/SelectableChoice/1",
        "refl://x",
    ]
)
_ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | _WORDS | _LOCATORS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["1", "2", "Display", "Type", "Settings", "Locator", "TextEntry", "0", "Static", "Advanced", "Choices",
                 "LogicType", "LeftOperand", "Operator", "Logic", "CustomValidation", "MinChoices", "RightOperand"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)  # fmt: skip
_ELEMENTS = st.sampled_from(["SQ", "BL", "FL", "QO"])
_KEYS = st.sampled_from(
    ["Choices", "Answers", "ChoiceOrder", "Validation", "DisplayLogic", "InPageDisplayLogic", "DynamicChoices",
     "Randomization", "Language", "RecodeValues", "AdditionalQuestions", "Configuration", "QuestionText", "Labels"]
)  # fmt: skip
_KINDS = st.sampled_from(
    [("MC", "SAVR"), ("MC", "MAVR"), ("TE", "SL"), ("TE", "FORM"), ("Matrix", "Likert"), ("Matrix", "MaxDiff"),
     ("Matrix", "RO"), ("Matrix", "Profile"), ("SBS", "SBSMatrix"), ("CS", "VRTL"), ("RO", "DND"),
     ("Slider", "HSLIDER")]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(_KINDS, st.dictionaries(_KEYS, _ODD, max_size=4)), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from(["Looping", "LoopingOptions", "RandomizeQuestions"]), _ODD),
)
def test_odd_questions_and_loops_give_a_questionnaire_or_problems(
    questions: list[tuple[tuple[str, str], dict[str, Any]]], options: dict[str, Any]
) -> None:
    made = [
        asked(number, **{"QuestionType": kind, "Selector": selector, **more})
        for number, ((kind, selector), more) in enumerate(questions, 1)
    ]
    result = survey(made, options={1: options})
    assert result.questionnaire is not None or result.problems


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["Element", "Payload", "PrimaryAttribute"]),
            _ODD | st.sampled_from(["SQ", "BL", "FL", "QO"]),
        )
    )
)
def test_odd_elements_give_a_questionnaire_or_problems(elements: list[dict[str, Any]]) -> None:
    result = read(json.dumps({"SurveyEntry": {}, "SurveyElements": elements}).encode(), "s.qsf")
    assert result.questionnaire is not None or result.problems


def test_questions_that_carry_choices_from_each_other_are_read() -> None:
    def carried(number: int, other: int) -> dict[str, Any]:
        return asked(number, DynamicChoices={"Locator": f"q://QID{other}/ChoiceGroup/SelectedChoices"})

    result = survey([carried(1, 2), carried(2, 1)])
    assert result.questionnaire is not None
    assert any("asked later" in why for why in lost(result).values())

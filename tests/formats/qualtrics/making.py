"""Make small Qualtrics surveys of our own."""

from __future__ import annotations

import json
from typing import Any

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.questionnaire.walk import walk

CHOICES = {"1": {"Display": "One"}, "2": {"Display": "Two"}, "3": {"Display": "Three", "TextEntry": "true"}}


def asked(number: int, **more: Any) -> dict[str, Any]:
    usual = {
        "QuestionText": f"Question {number}", "DataExportTag": f"Q{number}", "QuestionType": "MC", "Selector": "SAVR",
        "Choices": CHOICES, "ChoiceOrder": ["1", "2", "3"], "QuestionID": f"QID{number}", "Language": [],
    }  # fmt: skip
    return {**usual, **more}


def text(number: int, **more: Any) -> dict[str, Any]:
    return asked(number, **{"QuestionType": "TE", "Selector": "SL", "Choices": [], "ChoiceOrder": [], **more})


def survey(
    questions: list[dict[str, Any]], flow: list[dict[str, Any]] | None = None, skips: dict[int, Any] | None = None,
    blocks: list[list[int]] | None = None, options: dict[int, Any] | None = None, more: list[Any] | None = None,
) -> ReadResult:  # fmt: skip
    blocks = blocks or [list(range(1, len(questions) + 1))]
    made = [
        {
            "Type": "Standard",
            "ID": f"BL_{number}",
            "Options": (options or {}).get(number, {}),
            "BlockElements": [
                {
                    "Type": "Question",
                    "QuestionID": f"QID{at}",
                    **({"SkipLogic": skips[at]} if skips and at in skips else {}),
                }
                for at in block
            ],
        }
        for number, block in enumerate(blocks, 1)
    ]
    usual = [{"Type": "Block", "ID": block["ID"]} for block in made]
    elements: list[Any] = [
        {"Element": "BL", "Payload": made},
        {"Element": "FL", "Payload": {"Type": "Root", "Flow": flow or usual}},
    ]
    elements += [{"Element": "SQ", "PrimaryAttribute": one["QuestionID"], "Payload": one} for one in questions]
    entry = {"SurveyID": "SV_1", "SurveyName": "Test", "SurveyLanguage": "EN"}
    return read(json.dumps({"SurveyEntry": entry, "SurveyElements": [*elements, *(more or [])]}).encode(), "s.qsf")


def selected(question: int, choice: int, operator: str = "Selected", **more: str) -> dict[str, Any]:
    locator = f"q://QID{question}/SelectableChoice/{choice}"
    return {"LogicType": "Question", "LeftOperand": locator, "Operator": operator, "Type": "Expression", **more}


def logic(*expressions: dict[str, Any]) -> dict[str, Any]:
    return {"0": {str(at): one for at, one in enumerate(expressions)} | {"Type": "If"}, "Type": "BooleanExpression"}


def questionnaire_of(result: ReadResult) -> Questionnaire:
    assert result.questionnaire is not None, result.problems
    return result.questionnaire


def question_of(result: ReadResult, name: str) -> Question:
    return questionnaire_of(result).question_by_id[name]


def pages(result: ReadResult, seed: str = "", **answers: Any) -> list[str]:
    found = walk(questionnaire_of(result), answers, seed=seed)
    return [one.question.id for page in found.pages for one in page.asked]


def lost(result: ReadResult) -> dict[str, str]:
    return {one.place: one.why for one in result.lost}

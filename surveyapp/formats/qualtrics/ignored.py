"""Say of the parts of a Qualtrics file that are not kept why they are not, and which say nothing of their own."""

from __future__ import annotations

from collections.abc import Mapping

SILENT = frozenset(
    {
        "SurveyID", "Element", "PrimaryAttribute", "SecondaryAttribute", "TertiaryAttribute", "QuestionID", "FlowID",
        "ID", "Type", "SubType", "QuestionDescription", "Description", "NextChoiceId", "NextAnswerId", "SkipLogicID",
        "SkipToDescription", "QuestionIDFromLocator", "Properties", "NumberOfQuestions", "VariableType", "Locator",
        "QuestionText_Unsafe", "GradingData", "AnalyzeChoices", "SubSelector", "Selector", "QuestionType", "LogicID",
        "DataVisibility", "QuestionDescriptionOption", "DataExportTag", "Field", "AnalyzeText", "InputType",
    }
)  # fmt: skip
"""Ids, kinds, and labels that Qualtrics makes of the text: they are read with the part that bears them."""

_RUNS = "it says how Qualtrics runs the survey, not what it asks"
_LOOKS = "it only says how the question looks in Qualtrics"
_PROJECT = "this part of a Qualtrics file is not read"

REASONS: Mapping[str, str] = {
    **dict.fromkeys(
        ("GridLines", "SnapToGrid", "ShowValue", "CustomStart", "SliderStartPositions", "MobileFirst", "TextPosition"),
        _LOOKS,
    ),
    "NotApplicable": "a way not to answer beside a slider is not offered",
    "Configuration": _LOOKS,
    "QuestionJS": "no script of an author runs here",
    "Graphics": "pictures are not shown",
    "GraphicsDescription": "pictures are not shown",
    "Image": "pictures are not shown",
    "Labels": "a number has no wording along its scale",
    "VariableNaming": "a code has one wording",
    "ChoiceDataExportTags": "a row is named by its grid and its code",
    "AnswerDataExportTag": "a column is named by its grid and its code",
    "AnswerDataExportTags": "a column is named by its grid and its code",
    "ChoiceColumnWidth": _LOOKS,
    "ChoiceColumnWidthPixels": _LOOKS,
    "ColumnLabels": "columns have no headings above them",
    "SearchSource": "nothing is suggested while somebody writes",
    "DynamicChoices": "choices carried forward from another question are not offered",
    "DynamicChoicesData": "choices carried forward from another question are not offered",
    "CustomValidation": "this check cannot be said here",
    "ValidDateType": "dates are not told apart by their order",
    "Payload": _PROJECT,
    "EndingType": "the end has one text, which an author writes",
    "Options": "the end has one text, which an author writes",
    "SurveyEntry": _RUNS,
}


def reasons_of(keys: list[str]) -> Mapping[str, str]:
    """Return the reasons with those for the settings of a survey, which are as many as it has."""
    return {**dict.fromkeys(keys, _RUNS), **REASONS}

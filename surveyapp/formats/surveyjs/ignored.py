"""Say of the parts of a SurveyJS survey that are not kept why they are not, and which say nothing of their own."""

from __future__ import annotations

from collections.abc import Mapping

SILENT = frozenset({"name", "type", "value", "version", "includeIntoResult", "elements", "questions", "pages"})
"""Names and kinds: what they stand for is read with the part that bears them, or listed with it."""

LOOKS = "it only says how something looks or behaves in SurveyJS"
_OWN_WORDS = "our own words stand on buttons, in fields and in messages"
_END = "the end has one text"
_SCORE = "answers are neither right nor wrong"
_BEFORE = "an answer is not filled in beforehand"
_CHANGES = "an answer is never changed by another one"
_TIME = "nobody is hurried"

_KEYS_BY_REASON: Mapping[str, tuple[str, ...]] = {
    _OWN_WORDS: (
        "placeholder", "placeHolder", "optionsCaption", "requiredErrorText", "completeText", "pageNextText",
        "pagePrevText", "startSurveyText", "commentText", "commentPlaceholder", "otherErrorText", "otherPlaceholder",
        "requiredText", "emptySurvey", "loadingHtml", "text", "panelRemoveText", "removeRowText", "keyDuplicationError",
        "editText", "previewText", "selectAllText", "addRowText", "panelAddText", "otherPlaceHolder", "emptyRowsText",
        "noEntriesText", "checkErrorsMode", "textUpdateMode", "questionErrorLocation", "validateVisitedEmptyFields",
        "minErrorText", "maxErrorText", "completedBeforeHtml", "entryText", "validationType",
    ),
    _END: ("completedHtmlOnCondition", "navigateToUrl", "navigateToUrlOnCondition", "showCompletedPage"),
    _SCORE: ("correctAnswer", "score", "scoreFormat"),
    _BEFORE: ("defaultValue", "defaultValueExpression", "defaultRowValue", "defaultPanelValue", "defaultDisplayValue"),
    _CHANGES: (
        "triggers", "setValueIf", "setValueExpression", "resetValueIf", "clearInvisibleValues", "clearIfInvisible",
        "valueName", "bindings", "copyDefaultValueFromLastEntry", "defaultValueFromLastRow",
        "defaultValueFromLastPanel", "storeOthersAsComment", "valuePropertyName", "calculatedValues",
    ),
    _TIME: ("maxTimeToFinish", "maxTimeToFinishPage", "timeLimit", "timeLimitPerPage", "showTimerPanel", "showTimer"),
    "a question is answered, or not asked; nothing is locked": (
        "enableIf", "readOnly", "choicesEnableIf", "rowsEnableIf", "columnsEnableIf",
    ),
    "this condition on every choice, row or column cannot be said here": (
        "choicesVisibleIf", "rowsVisibleIf", "columnsVisibleIf", "templateVisibleIf",
    ),
    "pictures are not shown": ("imageLink", "logo", "logoPosition", "logoWidth", "logoHeight", "backgroundImage"),
    "rows are not added up": ("totalType", "totalExpression", "totalFormat", "totalText", "totalDisplayStyle"),
    "nothing else is asked about a row": ("detailElements", "detailPanelMode"),
    "every row must be answered where the question is required, else none": ("isAllRowRequired", "eachRowRequired"),
    "the same answer may be given twice": ("keyName", "isUnique", "eachRowUnique"),
    "a scale has no picture or colour": ("rateType", "rateColorMode", "scaleColorMode", "rateDescriptionLocation"),
    "whoever answers cannot write choices of their own": ("allowCustomChoices",),
}  # fmt: skip

REASONS: Mapping[str, str] = {key: why for why, keys in _KEYS_BY_REASON.items() for key in keys}

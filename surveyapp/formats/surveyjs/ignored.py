"""Say of the parts of a SurveyJS survey that are not kept why they are not, and which say nothing of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping

SILENT = frozenset({"name", "type", "value", "version", "includeIntoResult", "elements", "questions", "pages"})
"""Names and kinds: what they stand for is read with the part that bears them, or listed with it."""

_LOOKS = "it only says how something looks or behaves in SurveyJS"
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
    "it is always shown": ("visibleIf", "visible", "hideIfChoicesEmpty", "hideIfRowsEmpty", "hideColumnsIfEmpty"),
    "it may be left empty": ("requiredIf", "isRequired"),
    "this is not checked": ("validators", "allowDigits"),
    "this limit is not held": ("min", "max", "minValueExpression", "maxValueExpression", "maxLength", "maxTextLength",
                               "maxOthersLength", "step"),
    "a text is written without a mask": ("maskType", "maskSettings"),
    "these choices are not offered": ("choices", "choicesFromQuestion", "choiceValuesFromQuestion",
                                      "choiceTextsFromQuestion", "choicesFromQuestionMode"),
    "nothing ticks everything at once": ("showSelectAllItem", "hasSelectAll"),
    "nothing is suggested while somebody writes": ("dataList", "autocomplete"),
    "a cell of a grid has no wording of its own": ("cells",),
    "this wording is not shown": ("title", "description", "label", "navigationTitle", "navigationDescription",
                                  "templateTabTitle", "templateDescription", "templateTitle", "cellHint", "altText"),
    "pages are shown as they are laid out": ("firstPageIsStarted", "isSinglePage", "questionsOnPageMode",
                                             "showPreviewBeforeComplete", "questionPerPage"),
    "the survey is answered, not only shown": ("mode",),
    "pictures are not shown": ("imageLink", "logo", "logoPosition", "logoWidth", "logoHeight", "backgroundImage"),
    "rows are not added up": ("totalType", "totalExpression", "totalFormat", "totalText", "totalDisplayStyle"),
    "nothing else is asked about a row": ("detailElements", "detailPanelMode"),
    "every row must be answered where the question is required, else none": ("isAllRowRequired", "eachRowRequired"),
    "the same answer may be given twice": ("keyName", "isUnique", "eachRowUnique"),
    "a scale has no picture or colour": ("rateType", "rateColorMode", "scaleColorMode", "rateDescriptionLocation"),
    "whoever answers cannot write choices of their own": ("allowCustomChoices",),
}  # fmt: skip

_ABOUT_LOOKS = re.findall(
    r"\w+",
    """
addRowLocation allowAdaptiveActions allowClear allowCompleteSurveyAutomatic allowImagesPreview allowResize
allowResizeComment allowRowsDragAndDrop alternateRows autoGrow autoGrowComment backgroundImageAttachment
backgroundImageFit backgroundOpacity cellErrorLocation cellComponent choicesLazyLoadEnabled choicesLazyLoadPageSize
closeOnSelect colCount colSpan cols columnColCount columnLayout columnMinWidth commentAreaRows confirmDelete
confirmDeleteText contentMode cookieName currency descriptionLocation detailErrorLocation detailPanelShowOnAdding
displayMode displayRateDescriptionsAsExtremeItems displayStyle effectiveColSpan effectiveWidth errorLocation
fitToContainer focusFirstQuestionAutomatic focusOnFirstError format goNextPageAutomatic gridLayoutColumns
gridLayoutEnabled headerView height hideNumber hideSelectedItems iconName iconSize imageFit imageHeight imageWidth
indent inheritWidthFrom innerIndent inputFieldComponent inputTextAlignment itemComponent itemErrorLocation itemSize
itemTitleWidth logoFit longTap matrixDragHandleArea maxImageHeight maxImageWidth maxWidth maximumFractionDigits
minImageHeight minImageWidth minWidth minimumFractionDigits mobileHeight navigationButtonsVisibility newPanelPosition
page panelRemoveButtonLocation panelsState precision progressBarInheritWidthFrom progressBarLocation
progressBarShowPageNumbers progressBarShowPageTitles progressBarType questionDescriptionLocation questionStartIndex
questionTitleLocation questionTitlePattern questionTitleTemplate questionTitleWidth renderAs renderMode responsive
rowCount rowTitleWidth rows searchEnabled searchMode selectToRankAreasLayout selectToRankEmptyRankedAreaText
selectToRankEmptyUnrankedAreaText selectToRankSwapAreas sendResultOnPageNext separateSpecialChoices showBrandInfo
showCaption showClearButton showHeader showInMultipleColumns showNavigationButtons showNumber showPageNumbers
showPageTitles showPrevButton showProgressBar showQuestionNumbers showTOC showTitle size sjsVersion startWithNewLine
state surveyId surveyPostId surveyShowDataSaving swapOrder tabAlign templateErrorLocation templateTitleLocation
textUpdateMode textWrapEnabled timerInfoMode timerLocation titleActions titleLocation tocLocation totalAlignment
totalCurrency totalMaximumFractionDigits totalMinimumFractionDigits transposeData useDisplayValuesInDynamicTexts
useDisplayValuesInTitle useGrouping verticalAlign width widthMode
""",
)
REASONS: Mapping[str, str] = {
    **dict.fromkeys(_ABOUT_LOOKS, _LOOKS),
    **{key: why for why, keys in _KEYS_BY_REASON.items() for key in keys},
}

"""Know Qualtrics' kinds of question: what each becomes."""

from __future__ import annotations

from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.names import is_several, ordered

MOST_FIELDS = 120
_PRIVATE = "nothing is recorded about how or where somebody answers"
_NO_PLACE = "a question of this kind has no place here"
_LOST = {
    "Timing": _PRIVATE,
    "Meta": _PRIVATE,
    "Captcha": "nobody has to prove to be human",
    "FileUpload": "files are not collected",
    "Signature": "files are not collected",
    "Draw": "files are not collected",
    "HotSpot": "regions of a picture are not asked for",
    "HeatMap": "regions of a picture are not asked for",
    "HL": "parts of a text are not marked",
    "PGR": "things are not sorted into groups",
    "DD": _NO_PLACE,
    "SS": "a value is not given by a picture",
    "TreeSelect": "units of an organisation are not asked for",
}
_MATRICES = {"TE": "cells", "CS": "cells", "RO": "ranks", "MaxDiff": "best and worst", "Profile": "grid"}


def kind_of(question: Part) -> str:
    """Return what a question becomes here: `one`, `several`, `text`, `grid` and so on; `lost` where nothing."""
    kind, selector, sub = question.text("QuestionType"), question.text("Selector"), question.text("SubSelector")
    if kind == "MC":
        return "several" if is_several(question) else "one"
    if kind == "TE":
        return "fields" if selector == "FORM" else "number" if _is_number(question) else "text"
    if kind == "DB":
        return "information"
    if kind == "RO":
        return "ranking"
    if kind in ("Slider", "CS"):
        return "numbers" if kind == "Slider" else "sum"
    if kind == "SBS":
        return "side by side"
    if kind == "Matrix":
        return _kind_of_matrix(selector, sub)
    return "lost"


def _kind_of_matrix(selector: str, sub: str) -> str:
    if selector in ("Likert", "Bipolar"):
        return "rows of several" if sub in ("MultipleAnswer", "DND") else "grid"
    return _MATRICES.get(selector, "lost")


def _is_number(question: Part) -> bool:
    settings = question.part("Validation").part("Settings")
    return (settings.peek("Type"), settings.peek("ContentType")) == ("ContentType", "ValidNumber")


def why_lost(question: Part) -> str | None:
    """Return why a question cannot be kept at all, None where it can."""
    kind, made = question.text("QuestionType"), kind_of(question)
    if made == "lost":
        why = _LOST.get(kind)
        return why or (_NO_PLACE if kind == "Matrix" else f"nobody knows Qualtrics' question type {kind[:40]!r}")
    if made not in ("text", "number", "information") and not ordered(question, "Choices"):
        return "it has nothing to choose from"
    if made in ("grid", "rows of several", "cells", "ranks", "best and worst") and not ordered(question, "Answers"):
        return "it has no columns"
    if made == "side by side" and not question.each("AdditionalQuestions"):
        return "it has no columns"
    fields = len(ordered(question, "Choices")) * max(1, len(ordered(question, "Answers")))
    if question.peek("QuestionTypePluginProperties"):
        return "what a plug-in asks is not in the file"
    if made == "best and worst" and len(ordered(question, "Answers")) != 2:
        return "it compares by more than a best and a worst"
    if made in ("fields", "numbers", "cells", "ranks") and fields > MOST_FIELDS:
        return f"it asks more than {MOST_FIELDS} things at once"
    return None

"""Turn the matrices, forms, sliders and sums of Qualtrics into grids and sums of ours."""

from __future__ import annotations

from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making, choices_of, is_shuffled, plain, rows_of
from surveyapp.formats.qualtrics.names import ordered
from surveyapp.questionnaire.answer_types import Grid, GridColumn, Number, One, OpenText, Several, Sum
from surveyapp.questionnaire.answer_types.grid import CellAnswer
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Constant
from surveyapp.questionnaire.model import Text

GRIDS = ("grid", "rows of several", "fields", "numbers", "cells", "side by side")
_STARS = 5


def grid_of(question: Part, kind: str, at: int, making: Making) -> Grid:
    """Return the grid that a question becomes: a row for each of its choices."""
    rows = rows_of(question, at, making)
    shuffle = is_shuffled(question, making)
    question.part("Validation").part("Settings").ignore("Type")
    if kind == "side by side":
        return Grid(rows=rows, columns=_side_by_side(question, at, making), shuffle=shuffle)
    if kind == "fields":
        return Grid(rows=rows, cell=OpenText(), shuffle=shuffle)
    if kind == "numbers":
        return Grid(rows=rows, cell=_slider(question), shuffle=shuffle)
    columns = plain(choices_of(question, "Answers", at, making))
    if kind == "rows of several":
        return Grid(rows=rows, cell=Several(choices=columns), shuffle=shuffle)
    if kind == "cells":
        cell = Number(minimum=0, decimals=2) if question.peek("Selector") == "CS" else OpenText()
        keys = [key for key, _ in ordered(question, "Answers")]
        pairs = zip(keys, columns, strict=True)
        return Grid(rows=rows, columns=tuple(_column(key, one.text, cell) for key, one in pairs), shuffle=shuffle)
    return Grid(rows=rows, choices=columns, shuffle=shuffle)


def _column(code: str, text: Text, answer: CellAnswer, required: bool = True) -> GridColumn:
    return GridColumn(code=code, text=text, answer=answer, required=required)


def _slider(question: Part) -> Number:
    configuration = question.part("Configuration")
    low, high = configuration.number("CSSliderMin"), configuration.number("CSSliderMax")
    if question.peek("Selector") == "STAR":
        low, high = 0, configuration.number("StarCount") or _STARS
    places = configuration.number("NumDecimals")
    decimals = int(places) if places and 0 <= places <= 12 else 0
    if low is None or high is None or low >= high:
        return Number(decimals=decimals)
    return Number(minimum=low, maximum=high, decimals=decimals, layout="slider")


def sum_of(question: Part, choices: tuple[Choice, ...], shuffle: bool, making: Making) -> Sum:
    """Return numbers that share out a total, where there is one."""
    settings = question.part("Validation").part("Settings")
    total = settings.number("ChoiceTotal")
    settings.ignore("EnforceRange", "Type")
    found = plain(choices)
    decimals = 2 if total is None or not total.is_integer() else 0
    return Sum(choices=found, total=None if total is None else Constant(total), decimals=decimals, shuffle=shuffle)


def _side_by_side(question: Part, at: int, making: Making) -> tuple[GridColumn, ...]:
    """Return a column for each column of choices, and for each answer of a column of texts."""
    found: list[GridColumn] = []
    languages = question.part("Language")
    for number, column in enumerate(question.each("AdditionalQuestions"), 1):
        path = ("AdditionalQuestions", str(number), "QuestionText")
        text = making.wordings.take(column, "QuestionText", languages, path, column.place, at)
        text = text or {making.wordings.base: str(number)}
        settings = column.part("Validation").part("Settings")
        required = settings.text("ForceResponse") == "ON"
        settings.ignore("Type", "ForceResponseType")
        column.ignore("Choices", "RecodeValues")
        if "DisplayLogic" in column:
            logic = str(column.take("DisplayLogic"))
            making.ledger.lose(f"{column.place}.DisplayLogic", logic, "a column of a grid is always shown")
        answers = plain(choices_of(column, "Answers", at, making))
        if column.peek("Selector") != "TE" and answers:
            answer = (
                Several(choices=answers) if column.peek("SubSelector") == "MultipleAnswer" else One(choices=answers)
            )
            found.append(_column(str(number), text, answer, required))
            continue
        for one in answers if len(answers) > 1 else ():
            joined = {tag: f"{text[tag]} – {one.text[tag]}" for tag in text if tag in one.text}
            found.append(_column(f"{number}_{one.code}", joined, OpenText(), required))
        if len(answers) <= 1:
            found.append(_column(str(number), text, OpenText(), required))
    return tuple(found)

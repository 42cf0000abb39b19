"""Turn the matrices, forms, sliders and sums of Qualtrics into grids and sums of ours."""

from __future__ import annotations

from surveyapp.formats.implied import implied
from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making, choices_of, is_shuffled, plain, rows_of
from surveyapp.formats.qualtrics.names import columns_of, ordered, tag_of
from surveyapp.formats.qualtrics.validation import settings_of
from surveyapp.questionnaire.answer_types import BestWorst, Grid, GridColumn, Number, One, OpenText, Several, Sum
from surveyapp.questionnaire.answer_types.grid import CellAnswer
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import Constant, Name, Test
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Check

GRIDS = ("grid", "rows of several", "fields", "numbers", "cells", "ranks", "side by side")
_STARS = 5


def grid_of(question: Part, kind: str, at: int, making: Making) -> Grid:
    """Return the grid that a question becomes: a row for each of its choices."""
    rows = rows_of(question, at, making)
    shuffle = is_shuffled(question, making)
    settings_of(question)
    if kind == "side by side":
        return Grid(rows=rows, columns=_side_by_side(question, at, making), shuffle=shuffle)
    if kind == "fields":
        return Grid(rows=rows, cell=OpenText(), shuffle=shuffle)
    if kind == "numbers":
        return Grid(rows=rows, cell=_slider(question), shuffle=shuffle)
    answers = choices_of(question, "Answers", at, making)
    columns = plain(answers)
    if kind == "rows of several":
        return Grid(rows=rows, cell=Several(choices=plain(answers, exclusive=True)), shuffle=shuffle)
    if kind == "cells":
        cell = Number(minimum=0, decimals=2) if question.peek("Selector") == "CS" else OpenText()
        keys = [key for key, _ in ordered(question, "Answers")]
        pairs = zip(keys, columns, strict=True)
        return Grid(rows=rows, columns=tuple(_column(key, one.text, cell) for key, one in pairs), shuffle=shuffle)
    if kind == "ranks":
        cell = Number(minimum=1, maximum=max(1, len(columns)))
        return Grid(rows=rows, columns=tuple(_column(one.code, one.text, cell) for one in columns), shuffle=shuffle)
    return Grid(rows=rows, choices=columns, shuffle=shuffle)


def ranks_checks(question: Part, making: Making) -> tuple[Check, ...]:
    """Return a check for each row whose columns are ranked: no place twice."""
    tag, columns = tag_of(question), columns_of(question)
    text = implied("check", making.wordings.languages)
    return tuple(
        Check(condition=Test("all_different", tuple(Name(f"{tag}.{row}.{column}") for column in columns)), text=text)
        for row, _ in ordered(question, "Choices")
    )


def best_worst_of(question: Part, choices: tuple[Choice, ...], at: int, making: Making) -> BestWorst:
    """Return a best and a worst of all choices on one screen; the wording of its two columns is listed."""
    ends = [one.text.get(making.wordings.base, one.code) for one in choices_of(question, "Answers", at, making)]
    why = "the two columns are worded as best and worst"
    making.ledger.lose(f"{question.place}.Answers", " / ".join(ends), why)
    screen = tuple(choice.code for choice in choices)
    return BestWorst(choices=tuple(Choice(code=one.code, text=one.text) for one in choices), designs=((screen,),))


def _column(code: str, text: Text, answer: CellAnswer, required: bool = True) -> GridColumn:
    return GridColumn(code=code, text=text, answer=answer, required=required)


def _slider(question: Part) -> Number:
    configuration = question.part("Configuration")
    low, high = configuration.number("CSSliderMin"), configuration.number("CSSliderMax")
    if (
        question.peek("Selector") == "NumberScale"
        and high is None
        and (points := configuration.number("NumScalePoints"))
    ):
        low, high = 0, points - 1
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
    settings.ignore("EnforceRange")
    sign = question.text("ClarifyingSymbol")
    question.ignore("ClarifyingSymbolType")
    decimals = 2 if total is None or not total.is_integer() else 0
    return Sum(
        choices=plain(choices),
        total=None if total is None else Constant(total),
        decimals=decimals,
        unit=dict.fromkeys(making.wordings.languages, sign) if sign else None,
        shuffle=shuffle,
    )


def _side_by_side(question: Part, at: int, making: Making) -> tuple[GridColumn, ...]:
    """Return a column for each column of choices, and for each answer of a column of texts."""
    found: list[GridColumn] = []
    languages = question.part("Language")
    for number, column in enumerate(question.each("AdditionalQuestions"), 1):
        path = ("AdditionalQuestions", str(number), "QuestionText")
        text = making.wordings.take(column, "QuestionText", languages, path, column.place, at)
        text = text or {making.wordings.base: str(number)}
        settings = settings_of(column)
        required = settings.text("ForceResponse") == "ON"
        settings.ignore("ForceResponseType")
        column.ignore("Choices", "RecodeValues")
        if "DisplayLogic" in column:
            logic = str(column.take("DisplayLogic"))
            making.ledger.lose(f"{column.place}.DisplayLogic", logic, "a column of a grid is always shown")
        made = choices_of(column, "Answers", at, making)
        answers = plain(made)
        if column.peek("Selector") != "TE" and answers:
            answer = (
                Several(choices=plain(made, exclusive=True))
                if column.peek("SubSelector") == "MultipleAnswer"
                else One(choices=answers)
            )
            found.append(_column(str(number), text, answer, required))
            continue
        for one in answers if len(answers) > 1 else ():
            joined = {tag: f"{text[tag]} – {one.text[tag]}" for tag in text if tag in one.text}
            found.append(_column(f"{number}_{one.code}", joined, OpenText(), required))
        if len(answers) <= 1:
            found.append(_column(str(number), text, OpenText(), required))
    return tuple(found)

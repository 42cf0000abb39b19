"""Turn one Qualtrics question into one of ours, or into a heading and a question for each of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.json_source import Part
from surveyapp.formats.qualtrics.choices import Making, choices_of, is_shuffled, plain, rows_of, shown_if
from surveyapp.formats.qualtrics.kinds import kind_of
from surveyapp.formats.qualtrics.names import fields_of, ordered, tag_of
from surveyapp.formats.qualtrics.validation import counts_of, number_of, text_of
from surveyapp.questionnaire.answer_types import AnswerType, Grid, Information, Number, One, OpenText, Ranking, Several
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question

_LISTS = ("DL", "SB")


def build_questions(question: Part, at: int, making: Making) -> list[Question]:
    """Return what one question becomes; what is not kept of it is listed."""
    making.ledger.keep_time()
    show_if = shown_if(question, question.place, "the question", at, making)
    if question.take("DefaultChoices"):
        making.ledger.lose(
            f"{question.place}.DefaultChoices", "default answer", "an answer is not filled in beforehand"
        )
    kind = kind_of(question)
    if kind in ("fields", "numbers", "rows of several", "cells", "side by side"):
        made = _spread(question, kind, at, making)
    else:
        made = [_single(question, kind, at, making)]
    return [one.model_copy(update={"show_if": all_of([show_if, one.show_if])}) for one in made]


def _text(question: Part, at: int, making: Making) -> Text:
    languages = question.part("Language")
    place = f"{question.place}.QuestionText"
    text = making.wordings.take(question, "QuestionText", languages, ("QuestionText",), place, at)
    question.ignore("QuestionText_Unsafe")
    for name in languages.names():
        languages.part(name).ignore("QuestionText_Unsafe", "QuestionDescription")
    return text or {making.wordings.base: tag_of(question)}


def _required(question: Part, making: Making) -> bool:
    settings = question.part("Validation").part("Settings")
    force, kind = settings.text("ForceResponse"), settings.text("ForceResponseType")
    if force == "RequestResponse" or (force == "ON" and kind == "RequestResponse"):
        making.ledger.lose(settings.place, "request a response", "a question is required always or never; this is not")
        return False
    return force == "ON"


def _single(question: Part, kind: str, at: int, making: Making) -> Question:
    answer = _answer(question, kind, at, making)
    asks = kind != "information"
    return Question(
        id=tag_of(question),
        text=_text(question, at, making),
        answer=answer,
        required=_required(question, making) and asks,
    )


def _answer(question: Part, kind: str, at: int, making: Making) -> AnswerType:
    question.part("Validation").part("Settings").ignore("Type")
    if kind == "information":
        return Information()
    if kind == "text":
        return text_of(question, making)
    if kind == "number":
        return number_of(question, making)
    shuffle = is_shuffled(question, making)
    if kind == "grid":
        columns = plain(choices_of(question, "Answers", at, making))
        _lose_row_tags(question, making)
        return Grid(rows=rows_of(question, at, making), choices=columns, shuffle=shuffle)
    choices = choices_of(question, "Choices", at, making)
    _lose_groups(question, making)
    least, most = counts_of(question, making)
    if kind == "several":
        return Several(choices=choices, at_least=max(1, least or 1), at_most=most, shuffle=shuffle)
    if kind == "ranking":
        return Ranking(choices=choices, top=most, at_least=least, shuffle=shuffle)
    selector = question.text("Selector")
    layout = "select" if selector in _LISTS else "scale" if selector in ("NPS", "SAHR") else "list"
    return One.model_validate({"choices": choices, "layout": layout, "shuffle": shuffle})


def _lose_row_tags(question: Part, making: Making) -> None:
    tags = question.take("ChoiceDataExportTags")
    usual = dict(fields_of(question))
    if isinstance(tags, dict) and {str(k): v for k, v in tags.items()} != usual:
        names = ", ".join(str(tag) for tag in tags.values())
        making.ledger.lose(f"{question.place}.ChoiceDataExportTags", names, "a row is named by its grid and its code")


def _lose_groups(question: Part, making: Making) -> None:
    groups = question.part("ChoiceGroups")
    question.ignore("ChoiceGroupOrder")
    for name in groups.names():
        group = groups.part(name)
        making.ledger.lose(group.place, group.text("GroupLabel") or name, "choices are not put into groups")
        group.ignore_all()


def _spread(question: Part, kind: str, at: int, making: Making) -> list[Question]:
    """Make a heading with the question's text, and one question for each row, field or column."""
    heading = Question(id=tag_of(question), text=_text(question, at, making), answer=Information(), required=False)
    required = _required(question, making)
    question.part("Validation").part("Settings").ignore("Type")
    making_of = {"side by side": _side_by_side, "cells": _cells, "rows of several": _rows_of_several}
    made = list(making_of.get(kind, _fields)(question, at, making))
    what = f"one question of {len(made)} parts"
    why = f"it is asked as a heading and {len(made)} questions, {made[0].id} to {made[-1].id}"
    making.ledger.lose(question.place, what, why)
    if is_shuffled(question, making):
        making.ledger.lose(f"{question.place}.Randomization", "random order", "questions on a page keep their order")
    question.ignore("ChoiceDataExportTags")
    return [heading, *(one.model_copy(update={"required": required or one.required}) for one in made)]


def _fields(question: Part, at: int, making: Making) -> Iterator[Question]:
    rows = rows_of(question, at, making)
    for (_, name), row in zip(fields_of(question), rows, strict=True):
        answer: AnswerType = OpenText()
        if kind_of(question) == "numbers":
            answer = _part_of_numbers(question)
        yield Question(id=name, text=row.text, answer=answer, show_if=row.show_if, required=False)
    if question.peek("QuestionType") == "CS":
        total = question.part("Validation").part("Settings").take("ChoiceTotal")
        place = f"{question.place}.Validation.ChoiceTotal"
        making.ledger.lose(place, str(total or "a total"), "what the numbers add up to is not checked")


def _part_of_numbers(question: Part) -> Number:
    configuration = question.part("Configuration")
    if question.peek("QuestionType") != "Slider":
        return Number(minimum=0, decimals=2)
    low, high = configuration.number("CSSliderMin"), configuration.number("CSSliderMax")
    places = configuration.number("NumDecimals")
    if question.peek("Selector") == "STAR":
        low, high = 0, configuration.number("StarCount") or 5
    fits = low is None or high is None or low <= high
    decimals = int(places) if places and 0 <= places <= 12 else 0
    return Number(minimum=low if fits else None, maximum=high if fits else None, decimals=decimals)


def _rows_of_several(question: Part, at: int, making: Making) -> Iterator[Question]:
    columns = plain(choices_of(question, "Answers", at, making))
    for (_, name), row in zip(fields_of(question), rows_of(question, at, making), strict=True):
        yield Question(id=name, text=row.text, answer=Several(choices=columns), show_if=row.show_if, required=False)


def _cells(question: Part, at: int, making: Making) -> Iterator[Question]:
    columns = choices_of(question, "Answers", at, making)
    keys = [key for key, _ in ordered(question, "Answers")]
    numbers = question.peek("Selector") == "CS"
    for (_, name), row in zip(fields_of(question), rows_of(question, at, making), strict=True):
        for key, column in zip(keys, columns, strict=True):
            answer: AnswerType = Number(minimum=0, decimals=2) if numbers else OpenText()
            show_if = all_of([row.show_if, column.show_if])
            yield Question(id=f"{name}_{key}", text=_both(row, column), answer=answer, show_if=show_if, required=False)


def _both(row: Choice, column: Choice) -> Text:
    return {tag: f"{row.text[tag]} – {column.text[tag]}" for tag in row.text if tag in column.text}


def _side_by_side(question: Part, at: int, making: Making) -> Iterator[Question]:
    """Yield a grid for each column of answers, or a text for each cell of a column of texts."""
    rows = rows_of(question, at, making)
    for column in question.each("AdditionalQuestions"):
        name = tag_of(column)
        column.ignore("Choices", "RecodeValues")
        required = _required(column, making)
        column.part("Validation").part("Settings").ignore("Type")
        text = making.wordings.take(column, "QuestionText", Part(None, ""), ("QuestionText",), column.place, at)
        text = text or {making.wordings.base: name}
        answers = choices_of(column, "Answers", at, making)
        if column.peek("Selector") == "TE" or not answers:
            for row in rows:
                shown = Choice(code=row.code, text=row.text)
                joined = _both(shown, Choice(code="text", text=text))
                yield Question(
                    id=f"{name}_{row.code}", text=joined, answer=OpenText(), show_if=row.show_if, required=required
                )
        elif column.peek("SubSelector") == "MultipleAnswer":
            for row in rows:
                joined = _both(row, Choice(code="text", text=text))
                several = Several(choices=plain(answers))
                yield Question(
                    id=f"{name}_{row.code}", text=joined, answer=several, show_if=row.show_if, required=required
                )
        else:
            yield Question(id=name, text=text, answer=Grid(rows=rows, choices=plain(answers)), required=required)

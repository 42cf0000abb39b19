"""Answer the same for several rows: one after another on a phone, a table on a wide screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.questionnaire.answer_types import Answer, Grid, Number, One, OpenText, Several
from surveyapp.questionnaire.answer_types.asked import Fault, ShownColumn, is_empty, missing_kind
from surveyapp.questionnaire.answer_types.text import MOST_CODE_POINTS
from surveyapp.questionnaire.path import Asked
from surveyapp.questionnaire.schema import Question
from surveyapp.respondent.saying import Say, Wording
from surveyapp.respondent.widgets import number, text
from surveyapp.respondent.widgets.number import LONGEST, missing_name, parse, read_missing, typed_again, width_of
from surveyapp.respondent.widgets.offered import (
    Beside,
    Form,
    Group,
    Widget,
    anchored_at_part,
    besides,
    chosen_codes,
    group,
    labels_of,
    read_code,
)
from surveyapp.web.limits import clean


@dataclass(frozen=True, slots=True)
class Cell:
    """One control: `kind` is that of its answer, `typed` what stands in a field."""

    name: str
    column: Wording
    kind: str
    offered: Group
    typed: str = ""
    width: int = 0
    most: int = LONGEST
    decimal: bool = False
    unit: Wording = Wording("")


@dataclass(frozen=True, slots=True)
class Row:
    """`name` is the control's of a scale, and begins the ids of its row's heading and controls."""

    name: str
    label: Wording
    cells: tuple[Cell, ...]
    beside: Beside | None

    @property
    def offered(self) -> Group:
        return self.cells[0].offered

    def is_among(self, anchors: Collection[str]) -> bool:
        """Tell whether one of these ids is that of a control of the row."""
        return any(cell.name in anchors for cell in self.cells)


def control(question: str, row: str, column: str = "") -> str:
    """Return the name of a row's control, or of that of one of its columns."""
    return f"{question}__{row}__{column}" if column else f"{question}__{row}"


def columns_of(asked: Asked) -> tuple[ShownColumn, ...]:
    """Return what is asked of every row; one scale is a column without a code."""
    scale = One(choices=asked.shown.choices)
    return asked.shown.columns or (ShownColumn("", {}, scale, asked.shown.choices),)


def is_matrix(asked: Asked) -> bool:
    """Tell whether every column of the table is a choice, to be marked row by row."""
    first, *others = columns_of(asked)
    listed = isinstance(first.answer, Several) or (isinstance(first.answer, One) and first.answer.layout == "list")
    return not others and not first.code and listed


def read(asked: Asked, form: Form, before: Any, language: str) -> Any:
    """Return the rows of this screen joined to those of the others.

    A way not to answer ticked below fields stands for the whole question, unless something is given beside it.
    """
    rows = dict(before) if isinstance(before, Mapping) and "missing" not in before else {}
    for row in asked.shown.rows:
        given = _read_row(asked, row.code, form, language)
        rows.pop(row.code, None)
        if not is_empty(given):
            rows[row.code] = given
    if any(row.code in rows for row in asked.shown.rows):
        return rows
    return read_missing(asked, form) or rows or None


def _read_row(asked: Asked, row: str, form: Form, language: str) -> Any:
    found = {
        column.code: _read_cell(column.answer, control(asked.question.id, row, column.code), form, language)
        for column in columns_of(asked)
    }
    if "" in found:
        return found[""]
    return {code: given for code, given in found.items() if not is_empty(given)}


def _read_cell(answer: Answer, name: str, form: Form, language: str) -> Any:
    posted = clean(form.get(name, ""))
    if isinstance(answer, Several):
        codes = list(dict.fromkeys(code for code in map(clean, form.getlist(name)) if code))
        return [code for code in codes if not code.startswith(".")] or (read_code(codes[0]) if codes else None)
    if isinstance(answer, Number):
        return parse(posted[:LONGEST], language, answer.decimals) if posted else None
    return read_code(posted) if posted and isinstance(answer, One) else posted or None


def draw(asked: Asked, given: Mapping[str, Any], say: Say) -> Mapping[str, Any]:
    value, name = given.get(asked.question.id), asked.question.id
    answers = value if isinstance(value, Mapping) and missing_kind(value) is None else {}
    texts, matrix = besides(asked, given, say), is_matrix(asked)
    rows = [
        Row(
            control(name, row.code),
            say(row.text),
            tuple(_cell(asked, row.code, column, answers.get(row.code), say) for column in columns_of(asked)),
            texts.get(row.code),
        )
        for row in asked.shown.rows
    ]
    missing = () if matrix else asked.shown.missing
    return {
        "rows": rows,
        "matrix": matrix,
        "marks": "checkbox" if isinstance(columns_of(asked)[0].answer, Several) else "radio",
        "columns": rows[0].offered if rows and matrix else Group((), ()),
        "headings": [say(column.text) for column in columns_of(asked) if column.code],
        "offered": group(missing_name(name), (), missing, chosen_codes(value), say),
        "exclusive": " ".join(f".{kind}" for kind in missing),
    }


def _cell(asked: Asked, row: str, column: ShownColumn, given: Any, say: Say) -> Cell:
    if column.code:
        given = given.get(column.code) if isinstance(given, Mapping) else None
    name, answer = control(asked.question.id, row, column.code), column.answer
    missing = asked.shown.missing if is_matrix(asked) else ()
    offered = group(name, column.choices, missing, chosen_codes(given), say)
    cell = Cell(name, say(column.text), answer.kind, offered)
    if isinstance(answer, Number):
        width = width_of(answer.minimum, answer.maximum, answer.decimals)
        typed, unit = typed_again(given, say.language), say(answer.unit)
        return replace(cell, typed=typed, width=width, decimal=answer.decimals > 0, unit=unit)
    if isinstance(answer, OpenText):
        typed = given if isinstance(given, str) else ""
        return replace(cell, typed=typed, most=answer.max_length * MOST_CODE_POINTS)
    return cell


def complain(asked: Asked, fault: Fault, say: Say) -> str | None:
    """Name the row, and the column, that a fault concerns."""
    for row in asked.shown.rows:
        for column in columns_of(asked):
            part = f"{row.code}__{column.code}" if column.code else row.code
            if part == fault.part:
                item = " – ".join(filter(None, (say(row.text).text, say(column.text).text)))
                return _of_cell(asked, column.answer, fault, item, say)
    return None


def _of_cell(asked: Asked, answer: Answer, fault: Fault, item: str, say: Say) -> str | None:
    if fault.code == "required":
        return say.words.gettext("Choose an answer for “%(item)s”.") % {"item": item}
    if isinstance(answer, Number):
        what = number.complain_of(answer, fault, say)
    else:
        what = text.complain(asked, fault, say) if isinstance(answer, OpenText) else None
    return None if what is None else say.words.gettext("%(item)s: %(what)s") % {"item": item, "what": what}


def tell(question: Question, value: Any, say: Say) -> tuple[str, ...] | None:
    """Say a line a row: its answer, or what each column has."""
    answer = question.answer
    if not isinstance(answer, Grid) or not isinstance(value, Mapping):
        return None
    rows, columns = labels_of(answer.rows, say), answer.cells_of(say.questionnaire.choices_of)
    return tuple(f"{rows.get(row, row)}: {_told_row(columns, given, say)}" for row, given in value.items())


def _told_row(columns: tuple[ShownColumn, ...], given: Any, say: Say) -> str:
    if (kind := missing_kind(given)) is not None:
        return str(say.missing_or_code(kind))
    if not columns[0].code:
        return _told_cell(columns[0], given, say)
    cells = given if isinstance(given, Mapping) else {}
    return "; ".join(
        f"{say(column.text)}: {_told_cell(column, cells[column.code], say)}"
        for column in columns
        if column.code in cells
    )


def _told_cell(column: ShownColumn, given: Any, say: Say) -> str:
    if (kind := missing_kind(given)) is not None:
        return str(say.missing_or_code(kind))
    labels = {choice.code: str(say(choice.text)) for choice in column.choices}
    parts = given if isinstance(given, list | tuple) else (given,)
    return ", ".join(
        say.number(part) if isinstance(part, int | float) else labels.get(part, str(part))
        for part in parts
        if isinstance(part, str | int | float)
    )


WIDGET = Widget(
    "grid",
    "respondent/widgets/grid.html",
    read,
    draw,
    complain=complain,
    tell=tell,
    anchor=anchored_at_part,
    wide=True,
)

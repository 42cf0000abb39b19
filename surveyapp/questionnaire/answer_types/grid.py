"""Answer the same for each of several rows: one scale, several scales side by side, boxes, numbers or texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from surveyapp.questionnaire.answer_types.answer import (
    Answer,
    ChangeChoices,
    ChangeText,
    ChoicesOf,
    Column,
    Impossible,
)
from surveyapp.questionnaire.answer_types.asked import Fault, Shown, ShownColumn, is_empty, missing_kind
from surveyapp.questionnaire.answer_types.number import Number
from surveyapp.questionnaire.answer_types.one import One
from surveyapp.questionnaire.answer_types.several import Several
from surveyapp.questionnaire.answer_types.text import OpenText
from surveyapp.questionnaire.choices import Choice, Choices
from surveyapp.questionnaire.conditions import Value, Values
from surveyapp.questionnaire.model import Model, Text
from surveyapp.questionnaire.problems import sentence

CellAnswer = Annotated[One | Several | Number | OpenText, Field(discriminator="kind")]


class GridColumn(Model):
    """Ask one thing of every row."""

    code: Annotated[str, Field(min_length=1, max_length=120)]
    text: Text
    answer: CellAnswer
    required: bool = True


class Grid(Answer):
    kind: Literal["grid"] = "grid"
    rows: Choices
    choices: Choices = ()
    """One scale, of which each row takes one point; else there is a cell, or there are columns."""
    cell: CellAnswer | None = None
    """What each row takes instead: boxes, a number, a text."""
    columns: tuple[GridColumn, ...] = ()
    """Several things asked of every row."""
    shuffle: bool = False
    """Shuffle the rows."""
    only_in: str | None = None
    """Ask only the rows whose codes this earlier answer or assignment holds."""
    not_in: str | None = None
    """Leave out the rows that this earlier answer or assignment holds."""
    per_screen: int = Field(default=4, ge=1)
    """Rows shown together on a phone."""

    @model_validator(mode="after")
    def _takes_one_form(self) -> Self:
        if sum((self.choices != (), self.cell is not None, bool(self.columns))) > 1:
            raise ValueError("give choices, a cell or columns, not more than one of these")
        return self

    def cells_of(self, choices_of: ChoicesOf) -> tuple[ShownColumn, ...]:
        """Return what is asked of every row; the only column of a grid without columns has an empty code."""
        if self.columns:
            return tuple(
                ShownColumn(
                    column.code, column.text, column.answer, _choices(column.answer, choices_of), column.required
                )
                for column in self.columns
            )
        answer = self.cell or One(choices=self.choices)
        return (ShownColumn("", {}, answer, _choices(answer, choices_of)),)

    def faults(self, value: Any, shown: Shown) -> list[Fault]:
        """Accept for every row shown what its columns take, or an offered way not to answer."""
        if not isinstance(value, Mapping):
            return [Fault("wrong-type")]
        rows = {row.code for row in shown.rows}
        faults = [Fault("not-a-choice", part=str(row)) for row in value if row not in rows]
        for row in shown.rows:
            faults += self._of_row(row.code, value.get(row.code), shown)
        return faults

    def _of_row(self, row: str, given: Any, shown: Shown) -> list[Fault]:
        if not self.columns:
            return _of_cell(row, given, _only(self, shown), shown)
        if missing_kind(given) in shown.missing:
            return []
        if not is_empty(given) and not isinstance(given, Mapping):
            return [Fault("wrong-type", part=row)]
        values: Mapping[str, Any] = given or {}
        codes = {column.code for column in shown.columns}
        faults = [Fault("not-a-choice", part=row) for code in values if code not in codes]
        for column in shown.columns:
            faults += _of_cell(f"{row}__{column.code}", values.get(column.code), column, shown)
        return faults

    def counted(self, value: Any, shown: Shown) -> Any:
        """Return the rows as far as they go, without what is empty; None without any."""
        rows = {row.code: self._counted_row(value.get(row.code), shown) for row in shown.rows}
        return {row: given for row, given in rows.items() if not is_empty(given)} or None

    def _counted_row(self, given: Any, shown: Shown) -> Any:
        if is_empty(given) or missing_kind(given) is not None:
            return given
        if not self.columns:
            return _only(self, shown).counted(given)
        found = {column.code: column.counted(given.get(column.code)) for column in shown.columns}
        return {code: value for code, value in found.items() if not is_empty(value)}

    def reading(self, name: str, value: Any) -> Values:
        """Read as the rows answered, and by `<name>.<row>` (and `.<column>`) as what was given there."""
        given = {row: cell for row, cell in value.items() if not is_empty(cell) and missing_kind(cell) is None}
        if not given:
            return {}
        found: dict[str, Value] = {name: tuple(given)}
        for row, cell in given.items():
            for part, one in (
                {f"{row}.{code}": part for code, part in cell.items()} if self.columns else {row: cell}
            ).items():
                if missing_kind(one) is None:
                    found[f"{name}.{part}"] = tuple(one) if isinstance(one, list | tuple) else one
        return found

    def names(self, name: str, choices_of: ChoicesOf) -> tuple[str, ...]:
        rows = [row.code for row in choices_of(self.rows)]
        if not self.columns:
            return tuple(f"{name}.{row}" for row in rows)
        return tuple(f"{name}.{row}.{column.code}" for row in rows for column in self.columns)

    def sources(self) -> Mapping[str, Choices]:
        """Return the rows, and the choices of every column by the place where they stand."""
        found: dict[str, Choices] = {"rows": self.rows}
        if not self.columns and self.cell is None:
            found["choices"] = self.choices
        if isinstance(self.cell, One | Several):
            found["cell.choices"] = self.cell.choices
        for column in self.columns:
            if isinstance(column.answer, One | Several):
                found[f"columns.{column.code}.choices"] = column.answer.choices
        return found

    def worded(self, place: str, change: ChangeText, change_choices: ChangeChoices) -> Self:
        update: dict[str, object] = {"rows": change_choices(f"{place}.rows", self.rows)}
        if not self.columns and self.cell is None:
            update["choices"] = change_choices(f"{place}.choices", self.choices)
        if self.cell is not None:
            update["cell"] = self.cell.worded(f"{place}.cell", change, change_choices)
        update["columns"] = tuple(
            column.model_copy(
                update={
                    "text": change(f"{place}.columns.{column.code}", column.text),
                    "answer": column.answer.worded(f"{place}.columns.{column.code}", change, change_choices),
                }
            )
            for column in self.columns
        )
        return self.model_copy(update=update)

    def data_columns(self, choices_of: ChoicesOf) -> Iterator[Column]:
        for row in choices_of(self.rows):
            for column in self.cells_of(choices_of):
                for inner in column.answer.data_columns(choices_of):
                    part = "__".join(filter(None, (row.code, column.code, inner.part)))
                    label = _joined(row.text, column.text, inner.label or {})
                    yield replace(inner, part=part, row=row.code, label=label, place=column.code or None)

    def cells(self, value: Any, shown: Shown) -> Mapping[str, Any]:
        whole = value is None or missing_kind(value) is not None
        found: dict[str, Any] = {}
        for row in shown.rows:
            of_row = value if whole else value.get(row.code)
            for column in shown.columns or (_only(self, shown),):
                in_parts = bool(self.columns) and of_row is not None and missing_kind(of_row) is None
                given = of_row.get(column.code) if in_parts else of_row
                for part, cell in column.answer.cells(given, Shown(choices=column.choices)).items():
                    found["__".join(filter(None, (row.code, column.code, part)))] = cell
        return found

    def impossible(self, choices_of: ChoicesOf) -> Iterator[Impossible]:
        codes = [column.code for column in self.columns]
        if len(set(codes)) < len(codes):
            yield Impossible(
                "duplicate-code", sentence("Two columns have the same code; give each its own."), "columns"
            )
        for column in self.cells_of(choices_of):
            yield from column.answer.impossible(choices_of)


def _choices(answer: Any, choices_of: ChoicesOf) -> tuple[Choice, ...]:
    return choices_of(answer.choices) if isinstance(answer, One | Several) else ()


def _joined(*texts: Text) -> Text:
    """Put the wordings of a row, its column and its choice one after another, in every language of the row."""
    return {tag: " – ".join(text[tag] for text in texts if text.get(tag)) for tag in texts[0]}


def _only(grid: Grid, shown: Shown) -> ShownColumn:
    return shown.columns[0] if shown.columns else ShownColumn("", {}, One(choices=shown.choices), shown.choices)


def _of_cell(part: str, given: Any, column: ShownColumn, shown: Shown) -> list[Fault]:
    if is_empty(given):
        optional = not column.required or (isinstance(column.answer, Several) and column.answer.at_least == 0)
        return [] if optional else [Fault("required", part=part)]
    kind = missing_kind(given)
    if kind is not None:
        return [] if kind in shown.missing else [Fault("not-a-choice", part=part)]
    faults = column.answer.faults(given, Shown(choices=column.choices))
    if isinstance(column.answer, One):
        return [Fault("not-a-choice", part=part) for _ in faults]
    return [replace(fault, part=part) for fault in faults]

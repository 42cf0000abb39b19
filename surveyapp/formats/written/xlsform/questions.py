"""Write one question as the rows of an XLSForm that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from surveyapp.formats.expressions.tree import Untranslatable
from surveyapp.formats.implied import implied
from surveyapp.formats.result import Ledger
from surveyapp.formats.written.xlsform.choices import Lists
from surveyapp.formats.written.xlsform.constraints import constraint_of, number_text
from surveyapp.formats.written.xlsform.names import Names, cells_of
from surveyapp.formats.written.xlsform.wording import said_there, wording_cells
from surveyapp.questionnaire.answer_types import (
    Calculated,
    Consent,
    Grid,
    Number,
    One,
    OpenText,
    Ranking,
    Several,
    sources_of,
)
from surveyapp.questionnaire.answer_types.answer import Answer
from surveyapp.questionnaire.checking.answers import asks_whether_answered
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import ALWAYS, AnyOf, Condition, IsMissing, Name
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Question, Questionnaire

Row = dict[str, str]
_APPEARANCES = {"select": "minimal", "type-ahead": "autocomplete", "scale": "likert"}
_EXACT_DECIMALS = (0, 12)
_PLAIN_KINDS = {"information": "note", "date": "date", "time": "time", "datetime": "dateTime"}


@dataclass(frozen=True, slots=True)
class FormWriter:
    """What every row is written with."""

    questionnaire: Questionnaire
    names: Names
    lists: Lists
    ledger: Ledger

    def within(self, path: tuple[str | None, ...]) -> FormWriter:
        """Return a writer for a place inside these groups: the id of a repeat, None for any other."""
        names = replace(self.names, path=path)
        self.lists.names = names
        return replace(self, names=names)

    def rows(self, question: Question) -> Iterator[Row]:
        """Yield the rows of a question; a kind that no row can ask is listed."""
        written = _rows(self, question)
        if written is None:
            self.ledger.lose(question.id, f"question of kind {question.answer.kind}", "an XLSForm cannot ask this")
            return
        yield from written
        yield from self._texts_beside(question)

    def relevant(self, condition: Condition, place: str, what: str) -> Row:
        """Return the cell that says where something is shown; always, and listed, where that cannot be said."""
        if condition == ALWAYS:
            return {}
        try:
            return {"relevant": self.names.writer().where_true(condition)}
        except Untranslatable as error:
            self.ledger.lose(f"{place}.show_if", "its condition", f"{error}; {what} is always shown")
            return {}

    def said(self, kind: str, text: Text | None, place: str) -> Row:
        return wording_cells(kind, said_there(text, place, self.names, self.ledger))

    def base(self, question: Question, kind: str, name: str = "", **cells: str) -> Row:
        """Return the row of a question with all that does not depend on its kind."""
        row = {"type": kind, "name": name or self.names.fields[question.id], **cells}
        row |= self.said("label", question.text, f"{question.id}.text")
        row |= self.said("hint", question.hint, f"{question.id}.hint")
        row |= self.relevant(question.show_if, question.id, "the question")
        question, needed, request = self._needed(question)
        if question.required or needed:
            row["required"] = needed if needed and not question.required else "yes"
            row |= self.said("required_message", request, f"{question.id}.checks") if needed else {}
        constraint, message = constraint_of(question, self.questionnaire, self.names, self.ledger)
        if constraint:
            row["constraint"] = constraint
            row |= self.said("constraint_message", message, f"{question.id}.checks")
        return row

    def _needed(self, question: Question) -> tuple[Question, str, Text | None]:
        """Return the question without the check that asks for an answer where something holds, where, and its words."""
        for check in question.checks:
            match check.condition:
                case AnyOf((IsMissing(Name(question.id), True, None), *rest)) if rest and check.severity == "hard":
                    other = rest[0] if len(rest) == 1 else AnyOf(tuple(rest))
                    if question.required or asks_whether_answered(other, question.id):
                        continue
                    try:
                        needed = f"not({self.names.writer().where_not_false(other)})"
                    except Untranslatable:
                        continue
                    left = tuple(one for one in question.checks if one is not check)
                    return question.model_copy(update={"checks": left}), needed, check.text
        return question, "", None

    def _texts_beside(self, question: Question) -> Iterator[Row]:
        source = next(iter(sources_of(question.answer).values()), ())
        labels = {choice.code: choice for choice in self.questionnaire.choices_of(source)}
        for name, code in texts_beside(self.questionnaire, question):
            if code is not None and self.other_is_added(question, labels[code]):
                continue
            field = self.names.fields[name]
            row = {"type": "text", "name": field}
            row |= self.said("label", question.text if code is None else labels[code].text, name)
            if code is not None:
                row["relevant"] = self._where_chosen(question, code)
            elif question.show_if != ALWAYS:
                row |= self.relevant(question.show_if, name, "the text")
            self.ledger.lose(name, "a text beside an answer", f"it is asked there by a question of its own, {field}")
            yield row

    def other_is_added(self, question: Question, choice: Choice) -> bool:
        """Tell whether `or_other` of the form adds this choice: the last one, in our wording, in one language."""
        answer = question.answer
        if not isinstance(answer, One | Several) or isinstance(answer.choices, str):
            return False
        usual = Choice(code="other", text=implied("other", self.questionnaire.languages), other=True)
        alone = len(self.questionnaire.languages) == 1 and f"{question.id}_other" not in self.names.referenced
        return alone and choice == usual and answer.choices[-1] == usual

    def _where_chosen(self, question: Question, code: str) -> str:
        answers = self.names.answers[question.id]
        name, theirs = answers.name, answers.codes[code]
        return f"selected(${{{name}}}, '{theirs}')" if answers.several else f"${{{name}}} = '{theirs}'"


def _rows(form: FormWriter, question: Question) -> Iterator[Row] | None:
    match question.answer:
        case Number() as answer:
            return _number(form, question, answer)
        case OpenText() as answer:
            return _text(form, question, answer)
        case One(choices=(Choice(code="OK"),)):
            return iter([form.base(question, "acknowledge")])
        case (One() | Several() | Ranking()) as answer:
            return _selection(form, question, answer)
        case Calculated() as answer:
            return _calculated(form, question, answer)
        case Grid() as answer:
            return _grid(form, question, answer)
        case Consent():
            return _consent(form, question)
        case answer if answer.kind in _PLAIN_KINDS:
            return iter([form.base(question, _PLAIN_KINDS[answer.kind])])
    return None


def _number(form: FormWriter, question: Question, answer: Number) -> Iterator[Row]:
    if answer.layout == "slider" and answer.step and answer.minimum is not None and answer.maximum is not None:
        ends = {"start": answer.minimum, "end": answer.maximum, "step": answer.step}
        if answer.decimals == (0 if all(float(number).is_integer() for number in ends.values()) else 12):
            parameters = " ".join(f"{name}={number_text(number)}" for name, number in ends.items())
            bare = question.model_copy(update={"answer": Number(decimals=answer.decimals)})
            yield form.base(bare, "range", parameters=parameters)
            return
    for name, usual in (("layout", "field"), ("step", None)):
        if (found := getattr(answer, name)) != usual:
            form.ledger.lose(f"{question.id}.{name}", str(found), "only a slider with ends and steps can be asked so")
    if answer.decimals not in _EXACT_DECIMALS:
        why = "a decimal there may have any number of decimals"
        form.ledger.lose(question.id, f"{answer.decimals} decimals", why)
    yield form.base(question, "integer" if answer.decimals == 0 else "decimal")


def _text(form: FormWriter, question: Question, answer: OpenText) -> Iterator[Row]:
    lines = answer.lines
    if lines not in (1, 4):
        form.ledger.lose(question.id, f"{lines} lines", "a text there has one line or several")
    yield form.base(question, "text", **({"appearance": "multiline"} if lines > 1 else {}))


def _selection(form: FormWriter, question: Question, answer: One | Several | Ranking) -> Iterator[Row]:
    offered = form.questionnaire.choices_of(answer.choices)
    added = bool(offered) and form.other_is_added(question, offered[-1])
    name, filter_text = form.lists.offer(question.id, answer.choices, without="other" if added else None)
    cells = {"choice_filter": filter_text} if filter_text else {}
    if answer.shuffle:
        cells["parameters"] = "randomize=true"
        for choice in offered:
            if choice.fixed:
                form.ledger.lose(
                    f"{question.id}.choices.{choice.code}", "keeps its place", "randomize moves all choices"
                )
    if isinstance(answer, One) and answer.layout in _APPEARANCES:
        cells["appearance"] = _APPEARANCES[answer.layout]
    if isinstance(answer, Several) and answer.at_least == 0:
        form.ledger.lose(question.id, "none need be chosen", "a form either requires an answer or does not")
    kind = {"one": "select_one", "several": "select_multiple"}.get(answer.kind, "rank")
    yield form.base(question, f"{kind} {name}{' or_other' if added else ''}", **cells)


def _consent(form: FormWriter, question: Question) -> Iterator[Row]:
    languages = form.questionnaire.languages
    choices = (
        Choice(code="yes", text=implied("yes", languages)),
        Choice(code="no", text=implied("no", languages)),
    )
    name, _ = form.lists.offer(question.id, choices)
    form.ledger.lose(question.id, "consent", "it is asked there as a choice of yes and no")
    yield form.base(question, f"select_one {name}")


def _calculated(form: FormWriter, question: Question, answer: Calculated) -> Iterator[Row]:
    writer = form.names.writer()
    try:
        text = "''" if answer.otherwise is None else writer.value(answer.otherwise)
        for case in reversed(answer.cases):
            text = f"if({writer.where_true(case.when)}, {writer.value(case.value)}, {text})"
    except Untranslatable as error:
        form.ledger.lose(question.id, "its calculation", f"{error}; the value stays empty")
        text = "''"
    row = form.base(question, "calculate")
    yield {name: cell for name, cell in row.items() if name not in ("required", "constraint")} | {"calculation": text}


def _grid(form: FormWriter, question: Question, answer: Grid) -> Iterator[Row]:
    """Ask a grid as a table of questions with the same list, which is how the form's own tools ask one."""
    if not isinstance(answer.rows, str) or form.questionnaire.choices_of(answer.rows):
        form.ledger.lose(question.id, "a grid", "its rows are questions of their own there, in a table")
    group = form.names.fields[question.id]
    heading = {"type": "begin_group", "name": group, "appearance": "field-list" if answer.columns else "table-list"}
    heading |= form.said("label", question.text, f"{question.id}.text")
    heading |= form.said("hint", question.hint, f"{question.id}.hint")
    yield heading | form.relevant(question.show_if, question.id, "the grid")
    rows = form.questionnaire.choices_of(answer.rows)
    columns = [column.text for column in answer.columns] or [{}]
    form = form.within((*form.names.path, None))
    for at, (place, cell) in enumerate(cells_of(answer, question.id, form.questionnaire)):
        row, column = rows[at // len(columns)], columns[at % len(columns)]
        text = {tag: f"{words} – {column[tag]}" if tag in column else words for tag, words in row.text.items()}
        cells = {"type": _cell_type(form, question, cell, at % len(columns)), "name": form.names.fields[place]}
        cells |= form.said("label", text, place) | form.relevant(row.show_if, place, "the row")
        yield cells | ({"required": "yes"} if question.required else {})
    yield {"type": "end_group"}


def _cell_type(form: FormWriter, question: Question, cell: Answer, column: int) -> str:
    match cell:
        case One(choices=choices) | Several(choices=choices):
            wanted = question.id if column == 0 else f"{question.id}_{column + 1}"
            kind = "select_one" if isinstance(cell, One) else "select_multiple"
            return f"{kind} {form.lists.offer(wanted, choices)[0]}"
        case Number(decimals=decimals, minimum=least, maximum=most):
            if least is not None or most is not None:
                form.ledger.lose(question.id, "limits of its numbers", "cells of a table have no constraint there")
            return "integer" if decimals == 0 else "decimal"
    return "text"

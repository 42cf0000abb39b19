"""Give everything a name that an XLSForm can bear: XML names for questions and groups, codes without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from surveyapp.formats.expressions.combining import all_of
from surveyapp.formats.result import Ledger
from surveyapp.formats.written.xlsform.repeated import bare_pages, chain_of
from surveyapp.formats.written.xlsform.xpath import Answers, XPathWriter
from surveyapp.questionnaire.answer_types import AnswerType, Calculated, Grid, Number, One, sources_of
from surveyapp.questionnaire.answer_types.answer import Answer
from surveyapp.questionnaire.conditions import Arithmetic, Condition, Constant, Expression, names_in
from surveyapp.questionnaire.model import Model
from surveyapp.questionnaire.piping import piped_names
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Page, Question, Questionnaire

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9_.-]+")
_SEVERAL = ("several", "ranking")
_MOMENTS = ("date", "time", "datetime")
_NOT_ASKED = ("information", "best-worst", "month", "duration", "sum")
"""Kinds that have no answer in a form, so that no condition can reach one."""


@dataclass(frozen=True, slots=True)
class Names:
    """`answers` says how conditions reach each of our names; `pages` and `texts` what pages and texts are called."""

    answers: Mapping[str, Answers]
    pages: Mapping[str, str]
    fields: Mapping[str, str]
    """Our name of a question, a row (`g.row`) or a text beside an answer -> its name in the form."""
    taken: set[str]
    referenced: frozenset[str]
    """Names that some condition or wording refers to."""

    path: tuple[str | None, ...] = ()
    """The groups around the place that is written: the id of a repeat, None for any other."""

    def writer(self, own: str | None = None) -> XPathWriter:
        """Return what writes conditions at this place."""
        return XPathWriter(self.answers, own, self.path)

    def another(self, wanted: str) -> str:
        """Return a name that is not taken yet, and take it."""
        found = _free(wanted, self.taken)
        self.taken.add(found)
        return found


def names_of(questionnaire: Questionnaire, ledger: Ledger) -> Names:
    """Name everything; a changed name is listed."""
    taken: set[str] = set()
    fields: dict[str, str] = {}
    answers: dict[str, Answers] = {}
    for question in questionnaire.questions():
        _name(question.id, question.id, fields, taken, ledger)
    for question in questionnaire.questions():
        for name, _ in texts_beside(questionnaire, question):
            _name(name, name, fields, taken, ledger)
        if isinstance(question.answer, Grid):
            for name in question.answer.names(question.id, questionnaire.choices_of):
                _name(name, name.replace(".", "_"), fields, taken, ledger, quiet=True)
    for repeat in questionnaire.repeats:
        _name(repeat.id, repeat.id, fields, taken, ledger, place=f"repeats.{repeat.id}")
    for page in questionnaire.pages:
        around = chain_of(questionnaire, page.repeat)
        for question in page.questions:
            asked = all_of([page.show_if, question.show_if])
            found = _answers(questionnaire, question, fields, asked)
            answers.update({name: replace(answer, around=around) for name, answer in found})
    for repeat in questionnaire.repeats:
        around = chain_of(questionnaire, repeat.inside)
        codes = answers[repeat.over].codes if repeat.over in answers else {}
        answers[repeat.id] = Answers(
            fields[repeat.id], codes, numeric=repeat.over is None, around=around, turns=True, over=repeat.over
        )
    pages: dict[str, str] = {}
    referenced = referenced_names(questionnaire)
    unambiguous = taken - {fields.get(name, name) for name in _unreferenced(questionnaire, referenced)}
    bare = bare_pages(questionnaire)
    for page in questionnaire.pages:
        if page.id in bare:
            continue
        _name(page.id, page.id, pages, unambiguous, ledger, place=f"pages.{page.id}")
    return Names(answers, pages, fields, taken | set(pages.values()), referenced)


def _unreferenced(questionnaire: Questionnaire, referenced: frozenset[str]) -> Iterator[str]:
    """Yield the questions whose names a group may bear too, as nothing refers to them."""
    for question in questionnaire.questions():
        if question.id not in referenced and not texts_beside(questionnaire, question):
            yield question.id


def referenced_names(questionnaire: Questionnaire) -> frozenset[str]:
    """Return every name that a condition, a calculation or a wording refers to."""
    found: set[str] = set()
    waiting: list[Any] = [questionnaire]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Model):
            waiting += [getattr(here, name) for name in type(here).model_fields]
        elif isinstance(here, Mapping):
            waiting += here.values()
        elif isinstance(here, tuple | list):
            waiting += here
        elif isinstance(here, str):
            found.update(piped_names(here))
        elif isinstance(here, get_args(Condition) + get_args(Expression)):
            found |= names_in(here)
    return frozenset(found)


def codes_of(codes: Iterable[str]) -> dict[str, str]:
    """Return each code with its code in the form: without spaces, which part the codes of a list there."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        found[code] = _free("_".join(code.split()) or "_", taken, checked=False)
        taken.add(found[code])
    return found


def _answers(
    questionnaire: Questionnaire, question: Question, fields: Mapping[str, str], asked: Condition
) -> Iterable[tuple[str, Answers]]:
    answer = question.answer
    if answer.kind in _NOT_ASKED:
        return
    codes = codes_of(choice.code for choice in questionnaire.choices_of(sources_of(answer).get("choices", ())))
    for name, _ in texts_beside(questionnaire, question):
        yield name, Answers(fields[name])
    if isinstance(answer, Grid):
        cells = dict(cells_of(answer, question.id, questionnaire))
        for name, cell in cells.items():
            codes = codes_of(c.code for c in questionnaire.choices_of(sources_of(cell).get("choices", ())))
            numeric, several = isinstance(cell, Number), cell.kind in _SEVERAL
            yield name, Answers(fields[name], codes, several, numeric, asked=asked)
        if not answer.columns:
            rows = (row.code for row in questionnaire.choices_of(answer.rows))
            yield question.id, Answers(fields[question.id], rows=dict(zip(rows, cells, strict=True)), asked=asked)
        return
    if answer.kind == "consent":
        codes = {"yes": "yes", "no": "no"}
    moment = answer.kind if answer.kind in _MOMENTS else ""
    yield (
        question.id,
        Answers(fields[question.id], codes, answer.kind in _SEVERAL, _is_number(answer), moment, asked=asked),
    )


def _is_number(answer: AnswerType) -> bool:
    """Tell whether an answer can only be a number; a calculated one is, unless it may give a text."""
    if not isinstance(answer, Calculated):
        return isinstance(answer, Number)
    values = [*(case.value for case in answer.cases), answer.otherwise]
    return all(isinstance(value, Arithmetic | Constant | None) and not _is_text(value) for value in values)


def _is_text(value: Expression | None) -> bool:
    return isinstance(value, Constant) and not isinstance(value.value, int | float)


def cells_of(grid: Grid, name: str, questionnaire: Questionnaire) -> Iterator[tuple[str, Answer]]:
    """Yield the name of every cell of a grid, row by row, with what it takes."""
    columns = [column.answer for column in grid.columns] or [grid.cell or One(choices=grid.choices)]
    for at, cell in enumerate(grid.names(name, questionnaire.choices_of)):
        yield cell, columns[at % len(columns)]


def _name(
    name: str,
    wanted: str,
    into: dict[str, str],
    taken: set[str],
    ledger: Ledger,
    *,
    place: str = "",
    quiet: bool = False,
) -> None:
    if name in into:
        return
    into[name] = _free(wanted, taken)
    taken.add(into[name])
    if into[name] != wanted and not quiet:
        ledger.lose(
            place or name, f"its name; it is called {into[name]} there", "a name there is an XML name of its own"
        )


def _free(wanted: str, taken: Iterable[str], *, checked: bool = True) -> str:
    usable = wanted
    if checked and not _NAME.match(wanted):
        usable = _OTHER_SIGNS.sub("_", wanted)
        usable = usable if _NAME.match(usable) else f"_{usable}"
    taken = set(taken)
    return next(
        name for number in range(1, 100_000) if (name := usable if number == 1 else f"{usable}_{number}") not in taken
    )


def section_name(page: Page, names: Names) -> str:
    """Return the name of the group that bears the heading of a section."""
    return names.another(f"{names.pages[page.id]}_section")

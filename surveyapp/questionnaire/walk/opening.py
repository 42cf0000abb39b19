"""Tell what the answers of a page show or hide on that same page, so that a browser may do it at once.

The server decides all the same: what the browser cannot find out it leaves to the next page served.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from surveyapp.questionnaire.answer_types import (
    Calculated,
    Consent,
    Grid,
    Number,
    One,
    OpenText,
    Several,
    narrowed_by,
    sources_of,
)
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.conditions import ALWAYS, Condition, Scalar, Values, holds, kind_name, names_in
from surveyapp.questionnaire.conditions.twin import for_browsers
from surveyapp.questionnaire.conditions.values import TODAY
from surveyapp.questionnaire.model import remembered
from surveyapp.questionnaire.path import Asked, Step
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from surveyapp.questionnaire.walk.plan import questions_in_order
from surveyapp.questionnaire.walk.shown import has_something_to_show, shown_of

READABLE = (Consent, Number, One, OpenText, Several)
"""Kinds of answers that a browser reads off a page as the server does."""
Tree = list[Any]


@dataclass(frozen=True, slots=True)
class Opening:
    """A question with everything that the page's own answers may add to it.

    `when` decides on the question, `opens` on its choices or rows by code, as trees for the browser; None and {} where
    nothing on the page does. `is_open`, and `closed` in what `asked` shows, say what stands under the answers so far.
    """

    asked: Asked
    when: Tree | None = None
    is_open: bool = True
    opens: Mapping[str, Tree] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """`known` are the values that its conditions read from elsewhere."""

    openings: tuple[Opening, ...]
    known: Mapping[str, Any]

    @property
    def knows_answers(self) -> bool:
        """Tell whether any of those values comes from an answer on another page."""
        here = {TODAY, *(kind_name(one.asked.question.id) for one in self.openings)}
        return not self.known.keys() <= here


def opening_page(questionnaire: Questionnaire, step: Step, values: Values, seed: str) -> OpeningPage | None:
    """Return a step's questions with what its own answers may open, None where they open nothing.

    Pages of repeats and pages cut into several screens are left to the server.
    """
    if step.instance is not None or step.parts > 1 or step.page.id not in deciding_pages(questionnaire):
        return None
    asked = {one.question.id: one for one in step.asked}
    openings: list[Opening] = []
    names: set[str] = set()
    for question in questions_in_order(step.page, seed):
        made = _opening(questionnaire, step.page, question, asked.get(question.id), values, seed)
        if made is not None:
            openings.append(made)
            names |= _read_by(questionnaire, question)
    if all(one.when is None and not one.opens for one in openings):
        return None
    here = {question.id for question in step.page.questions}
    read = {*names, *map(kind_name, names), TODAY} - here
    return OpeningPage(tuple(openings), {name: _plain(values[name]) for name in sorted(read) if name in values})


@remembered
def deciding_pages(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the pages on which a condition reads an answer of the same page."""
    found = set()
    for page in questionnaire.pages:
        here = {question.id for question in page.questions}
        if any(_read_by(questionnaire, question) & here - {question.id} for question in page.questions):
            found.add(page.id)
    return frozenset(found)


def _read_by(questionnaire: Questionnaire, question: Question) -> set[str]:
    nodes = [question.show_if, *(choice.show_if for choice in _offered(questionnaire, question))]
    return {name for node in nodes for name in names_in(node)}


def _opening(
    questionnaire: Questionnaire, page: Page, question: Question, asked: Asked | None, values: Values, seed: str
) -> Opening | None:
    """Return one question as the browser needs it; None where it neither stands there nor may be opened there."""
    if isinstance(question.answer, Calculated):
        return None
    when = _tree(question.show_if, page, question)
    if asked is None and when is None:
        return None
    opens = {
        choice.code: tree
        for choice in _offered(questionnaire, question)
        if (tree := _tree(choice.show_if, page, question)) is not None
    }
    if not opens and asked is not None:
        return Opening(asked, when)
    whole = _with_all(questionnaire, question, opens)
    shown = shown_of(questionnaire, whole, values, seed)
    if not has_something_to_show(whole, shown):
        return None
    closed = {
        choice.code
        for choice in _offered(questionnaire, question)
        if choice.code in opens and not holds(choice.show_if, values)
    }
    made = Asked(question, replace(shown, closed=frozenset(closed)), beside=texts_beside(questionnaire, question))
    return Opening(made, when, asked is not None, opens)


def _tree(condition: Condition, page: Page, question: Question) -> Tree | None:
    """Return a condition for the browser if answers of the page decide it and the browser can read all of those."""
    here = {one.id: one for one in page.questions}
    names = {name.partition(".")[0] for name in names_in(condition)}
    deciding = [here[name] for name in names if name in here]
    if not deciding or any(one.id == question.id or not isinstance(one.answer, READABLE) for one in deciding):
        return None
    return for_browsers(condition)


def _offered(questionnaire: Questionnaire, question: Question) -> Iterator[Choice]:
    """Yield the choices, or rows, of a question whose conditions a browser may follow."""
    answer = question.answer
    source = _main(answer)
    if source is None or narrowed_by(answer) or (isinstance(source, str) and source in questionnaire.alphabetical):
        return
    yield from questionnaire.choices_of(source)


def _main(answer: Any) -> Any:
    if isinstance(answer, Grid):
        return sources_of(answer).get("rows")
    listed = isinstance(answer, Several) or (isinstance(answer, One) and answer.layout != "type-ahead")
    return sources_of(answer).get("choices") if listed else None


def _with_all(questionnaire: Questionnaire, question: Question, opens: Collection[str]) -> Question:
    """Return a question that offers what may be opened under any answers."""
    name = "rows" if isinstance(question.answer, Grid) else "choices"
    if not opens:
        return question
    whole = tuple(
        choice.model_copy(update={"show_if": ALWAYS}) if choice.code in opens else choice
        for choice in questionnaire.choices_of(_main(question.answer))
    )
    return question.model_copy(update={"answer": question.answer.model_copy(update={name: whole})})


def _plain(value: Scalar | tuple[Scalar, ...] | None) -> Any:
    return list(value) if isinstance(value, tuple) else value

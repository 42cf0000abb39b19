"""Name every variable that a questionnaire yields: the same names in every export, report and table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from surveyapp.questionnaire.answer_types import Calculated, sources_of
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.conditions import ALWAYS, AllOf, Condition
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.reading import texts_beside
from surveyapp.questionnaire.schema import Page, Question, Questionnaire, repeats_around

Role = Literal["answer", "calculated", "assignment"]
MISSING_CODES = {"refused": "-7", "dont_know": "-8", "not_applicable": "-9", "unanswered": "-6"}


@dataclass(frozen=True, slots=True)
class Variable:
    """One column: `label` words its row or choice; `values` are the codes it may hold beside the missing codes."""

    name: str
    question: str
    kind: str
    text: Text
    label: Text | None = None
    row: str | None = None
    choice: str | None = None
    place: str | None = None
    values: tuple[Choice, ...] = ()
    unit: str | None = None
    """What its numbers count, where they were given in another form: months or minutes of a duration."""
    base: str = "always"
    assignment: str | None = None
    role: Role = "answer"
    sensitivity: str | None = None
    locked: bool = False


def variables_of(questionnaire: Questionnaire, repeat: str | None = None) -> tuple[Variable, ...]:
    """Return the variables of a respondent, or of an instance of a repeat, in the order of the questionnaire.

    A repeat is a variable of what it stands in: how many instances there were. What was drawn by lot comes last.
    """
    found: list[Variable] = []
    counted: set[str] = set()
    for page in questionnaire.pages:
        chain = [around.id for around in repeats_around(questionnaire, page.repeat)]
        inner = chain[chain.index(repeat) + 1 :] if repeat in chain else chain if repeat is None else []
        if inner and inner[0] not in counted:
            counted.add(inner[0])
            found.append(Variable(name=inner[0], question=inner[0], kind="number", text={}, role="calculated"))
        if page.repeat != repeat:
            continue
        for question in page.questions:
            whole = _whole(questionnaire, page, question)
            found.extend(_columns(questionnaire, question, whole))
            found.extend(_texts_beside(questionnaire, question, whole))
    drawn = [
        Variable(name=drawn.id, question=drawn.id, kind="assignment", text={}, role="assignment")
        for drawn in (questionnaire.assignments if repeat is None else ())
    ]
    return (*found, *drawn)


def _whole(questionnaire: Questionnaire, page: Page, question: Question) -> Variable:
    answer = question.answer
    return Variable(
        name=question.id,
        question=question.id,
        kind=answer.kind,
        text=question.text,
        base=to_text(_both(page.show_if, question.show_if)),
        assignment=_assignment(questionnaire, getattr(answer, "only_in", None)),
        role="calculated" if isinstance(answer, Calculated) else "answer",
        sensitivity=question.sensitivity,
        locked=question.locked,
    )


def _columns(questionnaire: Questionnaire, question: Question, whole: Variable) -> Iterator[Variable]:
    for column in question.answer.data_columns(questionnaire.choices_of):
        yield replace(
            whole,
            name=f"{question.id}__{column.part}" if column.part else question.id,
            kind=column.kind or whole.kind,
            label=column.label,
            row=column.row,
            choice=column.choice,
            place=column.place,
            values=column.values,
            unit=column.unit,
        )


def _texts_beside(questionnaire: Questionnaire, question: Question, whole: Variable) -> Iterator[Variable]:
    """Give every text beside an answer its own column; two choices may open the same one."""
    labels = {
        choice.code: choice.text
        for source in sources_of(question.answer).values()
        for choice in questionnaire.choices_of(source)
    }
    for name, code in dict(texts_beside(questionnaire, question)).items():
        label = None if code is None else labels[code]
        yield replace(whole, name=name, kind="text", label=label, choice=code, assignment=None)


def _assignment(questionnaire: Questionnaire, only_in: str | None) -> str | None:
    return only_in if only_in in {drawn.id for drawn in questionnaire.assignments} else None


def _both(first: Condition, second: Condition) -> Condition:
    if first == ALWAYS:
        return second
    return first if second == ALWAYS else AllOf((first, second))

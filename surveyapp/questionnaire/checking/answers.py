"""Check one answer as it was given, and say what of it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from surveyapp.questionnaire.answer_types import Grid, Several
from surveyapp.questionnaire.answer_types.asked import Fault, is_empty, is_storable, missing_kind
from surveyapp.questionnaire.choices import MissingKind
from surveyapp.questionnaire.conditions import IsMissing, Name, Node, Values, children_of, truth
from surveyapp.questionnaire.instances import plain_name
from surveyapp.questionnaire.path import AnswerProblem, Asked
from surveyapp.questionnaire.reading import MOST_CHARACTERS_BESIDE, read_answer
from surveyapp.questionnaire.schema import Question


@dataclass(frozen=True, slots=True)
class Checked:
    """What counts of an answer (None: nothing), what it reads as, and what is wrong with it."""

    counted: Any = None
    reading: Values = field(default_factory=dict)
    problems: tuple[AnswerProblem, ...] = ()


def check_answer(asked: Asked, value: Any, values: Values) -> Checked:
    """Check one answer against what was shown and against its checks, which see `values` and the answer itself.

    An invalid answer does not count. A grid or best–worst question with gaps counts as far as it goes.
    """
    question = asked.question
    if not question.answer.asks:
        return Checked()
    faults = _faults(asked, value)
    problems = tuple(AnswerProblem(question.id, fault) for fault in faults)
    if any(not fault.soft and fault.code != "required" for fault in faults):
        return Checked(problems=problems)
    counted = _counted(asked, value)
    if counted is None:
        return Checked(problems=problems or tuple(_failed_unanswered(question, values)))
    reading = read_answer(question, counted)
    failed = tuple(_failed_checks(question, {**values, **reading})) if question.checks else ()
    if any(not problem.fault.soft for problem in failed):
        return Checked(problems=problems + failed)
    return Checked(counted, reading, problems + failed)


def check_texts_beside(
    asked: Asked, checked: Checked, answers: Mapping[str, Any]
) -> tuple[Mapping[str, str], tuple[AnswerProblem, ...]]:
    """Return the texts beside an answer that count, and what is wrong with the others.

    A text counts only where the choice that opens it is chosen.
    """
    counted: dict[str, str] = {}
    problems: list[AnswerProblem] = []
    read = checked.reading.get(plain_name(asked.question.id))
    chosen = read if isinstance(read, tuple) else (read,)
    for name, code in asked.beside:
        value = answers.get(name)
        opened = checked.counted is not None if code is None else code in chosen
        if not opened or is_empty(value):
            continue
        if not isinstance(value, str) or not is_storable(value):
            problems.append(AnswerProblem(name, Fault("wrong-type")))
        elif len(value) > MOST_CHARACTERS_BESIDE:
            problems.append(AnswerProblem(name, Fault("too-many", limit=MOST_CHARACTERS_BESIDE)))
        else:
            counted[name] = value
    return counted, tuple(problems)


def must_be_answered(question: Question) -> bool:
    """Tell whether leaving a question empty is a fault; choosing none is an answer where none need be chosen."""
    optional = isinstance(question.answer, Several) and question.answer.at_least == 0
    return question.required and not optional and question.answer.asks


def _faults(asked: Asked, value: Any) -> list[Fault]:
    question, answer = asked.question, asked.question.answer
    if value == [] and isinstance(answer, Several) and answer.at_least == 0:
        return []
    if is_empty(value) and not (value == {} and isinstance(answer, Grid)):
        return [Fault("required")] if must_be_answered(question) else []
    kind = missing_kind(value)
    if kind in asked.shown.missing:
        return []
    if kind in get_args(MissingKind):
        return [Fault("not-a-choice")]
    faults = answer.faults(value, asked.shown)
    return [fault for fault in faults if question.required or fault.code != "required"]


def _counted(asked: Asked, value: Any) -> Any:
    answer = asked.question.answer
    if value == [] and isinstance(answer, Several) and answer.at_least == 0:
        return []
    if is_empty(value) or missing_kind(value) is not None:
        return None if is_empty(value) else value
    return answer.counted(value, asked.shown)


def _failed_unanswered(question: Question, values: Values) -> Iterator[AnswerProblem]:
    """Yield the checks that an unanswered question fails: only those that ask whether it is answered."""
    asking = tuple(check for check in question.checks if asks_whether_answered(check.condition, question.id))
    if asking:
        yield from _failed_checks(
            question.model_copy(update={"checks": asking}), {**values, plain_name(question.id): None}
        )


def asks_whether_answered(node: Node, name: str) -> bool:
    """Tell whether a condition asks of a question itself whether it is answered."""
    match node:
        case IsMissing(Name(found)):
            return found == plain_name(name)
    return any(asks_whether_answered(part, name) for part in children_of(node))


def _failed_checks(question: Question, values: Values) -> Iterator[AnswerProblem]:
    for check in question.checks:
        if truth(check.condition, values) is False:
            soft = check.severity == "soft"
            yield AnswerProblem(question.id, Fault("soft-check" if soft else "out-of-range", soft=soft), check)

"""Find conditions that can never hold, and codes in them that no question offers."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Consent, One, Several
from surveyapp.questionnaire.conditions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Call,
    Comparison,
    Condition,
    Constant,
    Expression,
    Gather,
    Membership,
    Name,
    Not,
    names_in,
    same_code,
    truth,
    walk_tree,
)
from surveyapp.questionnaire.lint.parts import conditions_of
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire


def condition_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what can never be shown, and comparisons with codes that do not exist."""
    for placed in conditions_of(questionnaire):
        if placed.place.endswith((".show_if", ".when")) and _never_holds(placed.node):
            yield Problem("never-shown", "warning", placed.place, "This condition can never hold.")
        for part in walk_tree(placed.node):
            yield from _strange_codes(questionnaire, part, placed.place)


def _never_holds(condition: Condition | Expression) -> bool:
    match condition:
        case AllOf(parts):
            return any(_never_holds(part) for part in parts)
        case AnyOf(parts):
            return all(_never_holds(part) for part in parts)
        case Not(operand):
            return _always_holds(operand)
        case Name() | Constant() | Arithmetic() | Call() | Gather():
            return False
        case _:
            return not names_in(condition) and truth(condition, {}) is not True


def _always_holds(condition: Condition) -> bool:
    return not names_in(condition) and truth(condition, {}) is True


def _strange_codes(questionnaire: Questionnaire, part: Condition | Expression, place: str) -> Iterator[Problem]:
    match part:
        case Comparison("==" | "!=", Name(name), Constant(value)) | Comparison(
            "==" | "!=", Constant(value), Name(name)
        ):
            pass
        case Membership(Name(name), Constant(value)) | Membership(Constant(value), Name(name)):
            pass
        case _:
            return
    codes = _codes_of(questionnaire, name)
    for given in value if isinstance(value, tuple) else (value,):
        if codes and not any(same_code(given, code) for code in codes):
            yield Problem("unknown-code", "warning", place, f"{name!r} has no choice with the code {given!r}.")


def _codes_of(questionnaire: Questionnaire, name: str) -> tuple[str, ...]:
    question = questionnaire.question_by_id.get(name)
    match question.answer if question else None:
        case One(choices=choices) | Several(choices=choices):
            return tuple(choice.code for choice in questionnaire.choices_of(choices))
        case Consent():
            return ("yes", "no")
        case _:
            return ()

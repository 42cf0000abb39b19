"""Find conditions that say nothing, and codes in them that no question offers."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.answer_types import Consent, One, Several
from surveyapp.questionnaire.conditions import (
    Comparison,
    Condition,
    Constant,
    Expression,
    Membership,
    Name,
    same_code,
    walk_tree,
)
from surveyapp.questionnaire.lint.parts import conditions_of
from surveyapp.questionnaire.lint.soundness import proved_problems
from surveyapp.questionnaire.problems import Problem, sentence
from surveyapp.questionnaire.schema import Questionnaire


def condition_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what can never be shown, what needs no condition, checks that say nothing, and codes that do not exist."""
    yield from proved_problems(questionnaire)
    for placed in conditions_of(questionnaire):
        for part in walk_tree(placed.node):
            yield from strange_codes(questionnaire, part, placed.place)


def strange_codes(questionnaire: Questionnaire, part: Condition | Expression, place: str) -> Iterator[Problem]:
    """Yield the codes that a comparison asks for and its question does not offer."""
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
            yield Problem(
                "unknown-code",
                "warning",
                place,
                sentence("'{name}' has no choice with the code '{given}'.", name=name, given=given),
            )


def _codes_of(questionnaire: Questionnaire, name: str) -> tuple[str, ...]:
    question = questionnaire.question_by_id.get(name)
    match question.answer if question else None:
        case One(choices=choices) | Several(choices=choices):
            return tuple(choice.code for choice in questionnaire.choices_of(choices))
        case Consent():
            return ("yes", "no")
        case _:
            return ()

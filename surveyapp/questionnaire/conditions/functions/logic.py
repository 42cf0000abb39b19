"""Choose between values, and count what is answered and what is true."""

from __future__ import annotations

from surveyapp.questionnaire.conditions.functions.function import Function
from surveyapp.questionnaire.conditions.values import Value


def _if(condition: bool | None, then: Value, otherwise: Value = None) -> Value:
    return then if condition is True else otherwise


def _coalesce(*values: Value) -> Value:
    return next((value for value in values if value is not None), None)


def _count_answered(*values: Value) -> int:
    return sum(value is not None for value in values)


def _count_true(*conditions: bool | None) -> int:
    return sum(condition is True for condition in conditions)


def _is_true(condition: bool | None) -> bool:
    return condition is True


FUNCTIONS = (
    Function("if", ("condition", "value", "value"), _if, optional=1),
    Function("coalesce", ("value",), _coalesce, repeats=True),
    Function("count_answered", ("value",), _count_answered, repeats=True),
    Function("count_true", ("condition",), _count_true, repeats=True),
    Function("is_true", ("condition",), _is_true, gives="truth"),
)

"""Find every mistake of a questionnaire at once: an empty list of errors means it can be published."""

from __future__ import annotations

from dataclasses import replace

from surveyapp.questionnaire.lint.conditions import condition_problems
from surveyapp.questionnaire.lint.identity import identity_problems
from surveyapp.questionnaire.lint.limits import limit_problems
from surveyapp.questionnaire.lint.lists import list_problems
from surveyapp.questionnaire.lint.orders import order_problems
from surveyapp.questionnaire.lint.references import reference_problems
from surveyapp.questionnaire.lint.repeats import repeat_problems
from surveyapp.questionnaire.lint.sensitivity import sensitivity_problems
from surveyapp.questionnaire.lint.wording import wording_problems
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire

_KEEPS_FROM_PUBLISHING = {"missing-translation", "nothing-asked", "sensitivity-missing"}


def problems_in(questionnaire: Questionnaire, *, publishing: bool = True) -> list[Problem]:
    """Return every problem, errors first, each group in the order of the questionnaire.

    What only keeps a questionnaire from being published (a missing translation, an open text whose sensitivity nobody
    has stated, nothing to ask) is an error before publishing, and a warning otherwise.
    """
    found = [
        *identity_problems(questionnaire),
        *list_problems(questionnaire),
        *limit_problems(questionnaire),
        *repeat_problems(questionnaire),
        *order_problems(questionnaire),
        *reference_problems(questionnaire),
        *condition_problems(questionnaire),
        *wording_problems(questionnaire),
        *sensitivity_problems(questionnaire),
    ]
    if not publishing:
        found = [replace(one, severity="warning") if one.code in _KEEPS_FROM_PUBLISHING else one for one in found]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.severity != "error")


__all__ = ["Problem", "problems_in"]

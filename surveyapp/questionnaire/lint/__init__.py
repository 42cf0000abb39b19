"""Find every mistake of a questionnaire at once: an empty list of errors means it can be published."""

from __future__ import annotations

from surveyapp.questionnaire.lint.conditions import condition_problems
from surveyapp.questionnaire.lint.identity import identity_problems
from surveyapp.questionnaire.lint.limits import limit_problems
from surveyapp.questionnaire.lint.lists import list_problems
from surveyapp.questionnaire.lint.references import reference_problems
from surveyapp.questionnaire.lint.sensitivity import sensitivity_problems
from surveyapp.questionnaire.lint.wording import wording_problems
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire


def problems_in(questionnaire: Questionnaire, *, publishing: bool = True) -> list[Problem]:
    """Return every problem, errors first, each group in the order of the questionnaire.

    Before publishing, an open text whose sensitivity nobody has stated is an error; otherwise it is a warning.
    """
    found = [
        *identity_problems(questionnaire),
        *list_problems(questionnaire),
        *limit_problems(questionnaire),
        *reference_problems(questionnaire),
        *condition_problems(questionnaire),
        *wording_problems(questionnaire),
        *sensitivity_problems(questionnaire, publishing=publishing),
    ]
    return sorted(dict.fromkeys(found), key=lambda problem: problem.severity != "error")


__all__ = ["Problem", "problems_in"]

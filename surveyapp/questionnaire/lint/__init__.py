"""Find every mistake of a questionnaire at once: an empty list of errors means it can be published."""

from __future__ import annotations

from dataclasses import replace

from surveyapp.questionnaire.lint.conditions import condition_problems
from surveyapp.questionnaire.lint.identity import identity_problems
from surveyapp.questionnaire.lint.limits import limit_problems
from surveyapp.questionnaire.lint.lists import list_problems
from surveyapp.questionnaire.lint.orders import order_problems
from surveyapp.questionnaire.lint.pictures import picture_problems
from surveyapp.questionnaire.lint.presentation import presentation_problems
from surveyapp.questionnaire.lint.references import reference_problems
from surveyapp.questionnaire.lint.repeats import repeat_problems
from surveyapp.questionnaire.lint.sensitivity import sensitivity_problems
from surveyapp.questionnaire.lint.wording import wording_problems
from surveyapp.questionnaire.problems import Problem
from surveyapp.questionnaire.schema import Questionnaire

_KEEPS_FROM_PUBLISHING = {"missing-translation", "nothing-asked", "sensitivity-missing"}


def problems_in(questionnaire: Questionnaire, *, publishing: bool = True) -> list[Problem]:
    """Return every problem, errors first, both in the order of the questionnaire.

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
        *presentation_problems(questionnaire),
        *picture_problems(questionnaire),
        *sensitivity_problems(questionnaire),
    ]
    if not publishing:
        found = [replace(one, severity="warning") if one.code in _KEEPS_FROM_PUBLISHING else one for one in found]
    order = _order(questionnaire)
    return sorted(dict.fromkeys(found), key=lambda one: (one.severity != "error", _rank(one.place, order)))


def _order(questionnaire: Questionnaire) -> dict[str, int]:
    """Number pages and questions as they stand."""
    names = [name for page in questionnaire.pages for name in (f"pages.{page.id}", *(one.id for one in page.questions))]
    return {name: at for at, name in reversed([*enumerate(names)])}


def _rank(place: str, order: dict[str, int]) -> int:
    """Return where a place stands; what belongs to no page or question comes first."""
    head, _, rest = place.partition(".")
    return order.get(f"pages.{rest.partition('.')[0]}" if head == "pages" else head, -1)


__all__ = ["Problem", "problems_in"]

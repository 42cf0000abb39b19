"""Answer the bundled questionnaire to its end, so that tests can look at whole journeys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.instruments import bundled
from surveyapp.questionnaire.answer_types import BestWorst, Consent, Grid, Number, One, OpenText, Ranking, Several
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import Asked, Walk, walk

CLEARED = {"cleared": ("KR", "US", "VN")}
PAST_THE_FIRST_GATES = {"SCR1": "4", "SCR2": "KR", "CNS1": "yes", "CNS2": "2"}
FOREIGNER = {**PAST_THE_FIRST_GATES, "SCR3": ["5"]}
OF_VIETNAMESE_ORIGIN = {**PAST_THE_FIRST_GATES, "SCR3": ["1", "3"]}
LONGEST_ROUTES = {"NED3": "1", "NED5": "2", "DIA1": "1", "DIA1B": 1995, "FOR1": "3"}


def journey(
    given: Mapping[str, Any],
    *,
    seed: str = "a",
    most_chosen: int = 4,
    context: Mapping[str, Any] | None = None,
    questionnaire: Questionnaire | None = None,
) -> Walk:
    """Answer everything that is asked beside what is given, choosing at most so many where several may be chosen."""
    answers, known, asking = dict(given), {**CLEARED, **(context or {})}, questionnaire or bundled()
    for _ in range(len(asking.pages) + 1):
        found = walk(asking, answers, seed=seed, context=known)
        todo = [asked for page in found.pages for asked in page.asked if asked.question.id not in answers]
        if found.ending or not todo:
            return found
        answers |= {asked.question.id: _answer(asked, most_chosen) for asked in todo}
    raise AssertionError("the questionnaire does not come to an end")


def _answer(asked: Asked, most_chosen: int) -> Any:
    shown, preset = asked.shown, LONGEST_ROUTES.get(asked.question.id)
    match asked.question.answer:
        case One() | Number() if preset is not None:
            return preset
        case One():
            return shown.choices[0].code
        case Several(at_most=at_most):
            free = [choice.code for choice in shown.choices if not choice.exclusive]
            return free[: min(at_most or most_chosen, most_chosen)]
        case Ranking():
            return [choice.code for choice in shown.choices[: asked.question.answer.places(shown)]]
        case Grid():
            return {row.code: shown.choices[0].code for row in shown.rows}
        case BestWorst():
            return [{"shown": list(screen), "best": screen[0], "worst": screen[1]} for screen in shown.screens]
        case Number():
            return 12
        case Consent():
            return "yes"
        case OpenText():
            return "rice"
    return None


def asked_ids(found: Walk) -> set[str]:
    """Return the ids of everything that was asked."""
    return {asked.question.id for page in found.pages for asked in page.asked}

"""Say which variables stay behind when data are handed on: free texts, sensitive answers, and what was made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from surveyapp.questionnaire.codebook import Variable, variables_of
from surveyapp.questionnaire.conditions import names_in
from surveyapp.questionnaire.schema import Questionnaire

TEXTS: Final = "texts"
SENSITIVE: Final = "sensitive"
CAREFUL: Final = (TEXTS, SENSITIVE)


def left_out_of(questionnaire: Questionnaire, leave_out: Collection[str]) -> Mapping[str, str]:
    """Return the variables that stay behind, each with the reason; a value calculated from one of them goes with it."""
    every = [*variables_of(questionnaire)]
    for repeat in questionnaire.repeats:
        every += variables_of(questionnaire, repeat.id)
    found = {variable.name: why for variable in every if (why := _why(variable, leave_out))}
    questions = {variable.question: found[variable.name] for variable in every if variable.name in found}
    made_from = {
        question.id: frozenset().union(*(names_in(node) for _, node in question.answer.needs()))
        for question in questionnaire.questions()
        if question.answer.kind == "calculated"
    }
    growing = True
    while growing:
        known = {**questions, **found}
        new = {name: known[source] for name, sources in made_from.items() for source in sources if source in known}
        growing = not new.keys() <= found.keys()
        found |= {name: why for name, why in new.items() if name not in found}
    return found


def _why(variable: Variable, leave_out: Collection[str]) -> str | None:
    if TEXTS in leave_out and variable.kind == "text":
        return TEXTS
    if SENSITIVE in leave_out and (variable.sensitivity or "").startswith("sensitive"):
        return SENSITIVE
    return None

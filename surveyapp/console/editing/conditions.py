"""Say while somebody writes whether a condition can be read, what is wrong with it and where, and what it asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import g, request
from flask.typing import ResponseReturnValue

from surveyapp.console.editing.controls import said_of_mistake
from surveyapp.console.editing.drafts import Mistake
from surveyapp.console.editing.saving import blueprint
from surveyapp.console.language import current_language
from surveyapp.console.language import gettext as _
from surveyapp.questionnaire.condition_text import ConditionError, parse
from surveyapp.questionnaire.conditions import Condition, names_in, walk_tree
from surveyapp.questionnaire.lint.conditions import strange_codes
from surveyapp.questionnaire.lint.references import unmet
from surveyapp.questionnaire.model import wording
from surveyapp.questionnaire.reading import positions_of
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.problem_words import said_in


@blueprint.post("/condition")
def condition(manuscript: UUID) -> ResponseReturnValue:
    """Return as JSON whether a condition reads, and a sentence about it."""
    found: Manuscript = g.manuscript
    text, place = request.form.get("text", "").strip(), request.form.get("place", "")
    return {**said_of(found.questionnaire, text, place), "text": text}


def said_of(questionnaire: Questionnaire, text: str, place: str) -> dict[str, Any]:
    """Say of a condition at the place of a question or page (`pages.ID`) what is wrong, or what it asks for."""
    if not text:
        return {"right": True, "said": ""}
    try:
        tree = parse(text)
    except ConditionError as error:
        return {"right": False, "said": said_of_mistake(Mistake(error.told, error.position + 1)), "at": error.position}
    wrong = _problems(questionnaire, tree, place)
    if wrong:
        return {"right": False, "said": " ".join(wrong)}
    return {"right": True, "said": _("Asks for: {names}").format(names=_names(questionnaire, tree))}


def _problems(questionnaire: Questionnaire, tree: Condition, place: str) -> list[str]:
    known = positions_of(questionnaire)
    found = [*unmet(sorted(names_in(tree)), known, _before(questionnaire, place), place)]
    for part in walk_tree(tree):
        found += strange_codes(questionnaire, part, place)
    return [said_in(current_language(), problem.text) for problem in found]


def _before(questionnaire: Questionnaire, place: str) -> int:
    """Return the index of the question that a condition decides on; a check may also name its own question."""
    index = 0
    own = place.removesuffix(".checks")
    for page in questionnaire.pages:
        if place == f"pages.{page.id}":
            return index
        for question in page.questions:
            if question.id == own:
                return index + (own != place)
            index += 1
    return index


def _names(questionnaire: Questionnaire, tree: Condition) -> str:
    told = []
    for name in sorted(names_in(tree)):
        question = questionnaire.question_by_id.get(name.partition(".")[0])
        words = wording(question.text, current_language(), questionnaire.base_language)[0] if question else ""
        told.append(f"{name} ({words[:80]})" if words else name)
    return "; ".join(told) or "–"

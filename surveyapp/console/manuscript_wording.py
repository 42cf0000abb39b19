"""The questions of a manuscript with what is wrong beside them, and their wording to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from surveyapp.console.audit import note
from surveyapp.console.manuscript_pages import back_to, by_part, manuscript_page, part_of
from surveyapp.console.manuscripts import actor, blueprint, today
from surveyapp.console.questionnaires import sections_of
from surveyapp.formats.fielding import with_question
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.questionnaire.texts import change_texts, texts_of
from surveyapp.services import manuscripts, releasing
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.i18n import direction, own_name
from surveyapp.web.limits import clean
from surveyapp.web.transaction import begin_to_write, session

MOST_WORDINGS: Final = 400
LONGEST: Final = 10_000
_SENSITIVITY: Final = re.compile(r"(none|basic|sensitive:[a-z-]{1,40})\Z")


@dataclass(frozen=True, slots=True)
class Worded:
    """One wording to change: its place, what it says in the base language and in the one that is changed."""

    place: str
    base: str
    text: str


@blueprint.get("/questions")
def questions(manuscript: UUID) -> ResponseReturnValue:
    """Show every question under its section, with what is wrong beside it."""
    found: Manuscript = g.manuscript
    ready = releasing.readiness_of(session(), found)
    problems = by_part(found, ready.problems)
    shown = {question.id for question in found.questionnaire.questions()}
    return manuscript_page(
        "console/manuscript_questions.html",
        ready,
        sections=sections_of(found.questionnaire),
        problems=problems,
        elsewhere={part: told for part, told in problems.items() if part not in shown},
        parts=_other_parts(found),
    )


@blueprint.get("/wording")
def ask_wording(manuscript: UUID) -> ResponseReturnValue:
    """Show the wordings of one part in one language beside the base language."""
    found: Manuscript = g.manuscript
    part, language = _asked_for(found)
    base = found.questionnaire.base_language
    wordings = [
        Worded(place, text.get(base, ""), text.get(language, ""))
        for place, text in texts_of(found.questionnaire)
        if part_of(found, place) == part
    ]
    if not wordings:
        abort(404)
    ready = releasing.readiness_of(session(), found)
    return manuscript_page(
        "console/manuscript_wording.html",
        ready,
        part=part,
        problems=by_part(found, ready.problems).get(part, []),
        question=found.questionnaire.question_by_id.get(part),
        wordings=wordings[:MOST_WORDINGS],
        left_out=max(0, len(wordings) - MOST_WORDINGS),
        language_shown=language,
        direction_shown=direction(language),
        languages=[(tag, own_name(tag)) for tag in found.questionnaire.languages],
        base=base,
        longest=LONGEST,
    )


@blueprint.post("/wording")
def keep_wording(manuscript: UUID) -> ResponseReturnValue:
    """Keep what was changed of one part."""
    found: Manuscript = g.manuscript
    part, language = _asked_for(found)
    given = {place: clean(text)[:LONGEST] for place, text in request.form.items() if part_of(found, place) == part}
    changed = reworded(found.questionnaire, language, given)
    question = found.questionnaire.question_by_id.get(part)
    if question is not None and "sensitivity" in request.form:
        changed = with_question(changed, part, **_ruled(question))
    begin_to_write(session())
    if changed != found.questionnaire:
        manuscripts.change(session(), found, changed, actor=actor(), today=today())
        note("change wording", found, manuscript=found.id, part=part, language=language)
    return back_to("manuscripts.ask_wording", part=part, language=language)


def reworded(questionnaire: Questionnaire, language: str, given: Mapping[str, str]) -> Questionnaire:
    """Return the questionnaire with wordings of one language put at their places; an empty one takes it away."""

    def put(place: str, text: Text) -> Text:
        if place not in given or given[place] == text.get(language, ""):
            return text
        others = {tag: words for tag, words in text.items() if tag != language}
        return {**others, language: given[place]} if given[place] else others

    return change_texts(questionnaire, put)


def _ruled(question: Question) -> dict[str, Any]:
    """Return what the form says of a question beside its wording; what cannot be said stays as it was."""
    said = request.form["sensitivity"].strip()
    sensitivity = said if _SENSITIVITY.match(said) else question.sensitivity
    return {
        "sensitivity": sensitivity or None,
        "required": "required" in request.form,
        "locked": "locked" in request.form,
    }


def _asked_for(found: Manuscript) -> tuple[str, str]:
    part, language = request.args.get("part", ""), request.args.get("language", "")
    known = found.questionnaire.languages
    return part, language if language in known else known[0]


def _other_parts(found: Manuscript) -> list[str]:
    """Return the parts with wording that are no question, in the order of the questionnaire."""
    parts = dict.fromkeys(part_of(found, place) for place, _text in texts_of(found.questionnaire))
    return [part for part in parts if part not in found.questionnaire.question_by_id]

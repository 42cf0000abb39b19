"""The questions of a manuscript with what is wrong beside them, and their wording to change."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from surveyapp.console.access import TRANSLATOR, may
from surveyapp.console.editing.outline import languages_offered, outline_of, parts_of
from surveyapp.console.editing.saving import keep
from surveyapp.console.manuscript_pages import back_to, by_part, manuscript_page, part_of
from surveyapp.console.manuscripts import blueprint
from surveyapp.formats.fielding import with_question
from surveyapp.identity.visitor import current_visitor
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.texts import change_texts, texts_of
from surveyapp.services import releasing, revisions
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.i18n import direction, own_name
from surveyapp.web.limits import clean
from surveyapp.web.transaction import session

MOST_WORDINGS: Final = 400
LONGEST: Final = 10_000
_SENSITIVITY: Final = re.compile(r"(none|basic|sensitive:[a-z-]{1,40})\Z")


@dataclass(frozen=True, slots=True)
class Worded:
    """One wording to change: its place, what it says in the base language and in the one that is changed.

    `theirs` is what somebody else wrote there meanwhile.
    """

    place: str
    base: str
    text: str
    theirs: str = ""


@blueprint.get("/questions")
def questions(manuscript: UUID) -> ResponseReturnValue:
    """Show every question on its page under its section, with what is wrong beside it."""
    found: Manuscript = g.manuscript
    ready = releasing.readiness_of(session(), found)
    problems = by_part(found, ready.problems)
    shown = parts_of(found.questionnaire)
    return manuscript_page(
        "console/manuscript_questions.html",
        ready,
        sections=outline_of(found.questionnaire),
        problems=problems,
        elsewhere={part: told for part, told in problems.items() if part not in shown},
        parts=_other_parts(found),
        languages=[
            (tag, own_name(tag), tag in found.questionnaire.languages) for tag in languages_offered(found.questionnaire)
        ],
    )


@blueprint.get("/wording")
def ask_wording(manuscript: UUID) -> ResponseReturnValue:
    """Show the wordings of one part in one language beside the base language."""
    found: Manuscript = g.manuscript
    part, language = _asked_for(found)
    return _page(part, language)


@blueprint.post("/wording")
def keep_wording(manuscript: UUID) -> ResponseReturnValue:
    """Keep what was changed of one part; what somebody else wrote there meanwhile is not lost."""
    found: Manuscript = g.manuscript
    part, language = _asked_for(found)
    if not _may_word(language):
        abort(403)
    given = {place: clean(text)[:LONGEST] for place, text in request.form.items() if part_of(found, place) == part}
    seen = revisions.content_at(session(), found, request.form.get("seen", 0, type=int)) or found.questionnaire
    before, now = _wordings(seen, language), _wordings(found.questionnaire, language)
    mine = {place: text for place, text in given.items() if text != before.get(place, "")}
    conflicts = {place for place, text in mine.items() if now.get(place, "") not in (before.get(place, ""), text)}
    if conflicts:
        return _page(part, language, given=given, conflicts=conflicts), 409
    rules = _ruled(seen, part) if may("manuscripts.fit") else {}
    keep(lambda asked: _with_rules(reworded(asked, language, mine), part, rules), action="change wording", place=part)
    return back_to("manuscripts.ask_wording", part=part, language=language)


def _page(part: str, language: str, *, given: Mapping[str, str] | None = None, conflicts: Collection[str] = ()) -> str:
    found: Manuscript = g.manuscript
    base, written = found.questionnaire.base_language, given or {}
    wordings = [
        Worded(
            place,
            text.get(base, ""),
            written.get(place, text.get(language, "")),
            text.get(language, "–") if place in conflicts else "",
        )
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
        may_word=_may_word(language),
        conflicts=bool(conflicts),
    )


def _may_word(language: str) -> bool:
    """Tell whether the visitor may write wording in a language: a translator in those of the membership only."""
    if not may("manuscripts.keep_wording"):
        return False
    visitor, found = current_visitor(), g.manuscript
    return visitor is not None and (
        may("manuscripts.fit") or visitor.speaks_for(found.organisation_id, (TRANSLATOR,), language)
    )


def _wordings(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    return {place: text.get(language, "") for place, text in texts_of(questionnaire)}


def _with_rules(questionnaire: Questionnaire, part: str, rules: Mapping[str, Any]) -> Questionnaire:
    if not rules or part not in questionnaire.question_by_id:
        return questionnaire
    return with_question(questionnaire, part, **rules)


def reworded(questionnaire: Questionnaire, language: str, given: Mapping[str, str]) -> Questionnaire:
    """Return the questionnaire with wordings of one language put at their places; an empty one takes it away."""

    def put(place: str, text: Text) -> Text:
        if place not in given or given[place] == text.get(language, ""):
            return text
        others = {tag: words for tag, words in text.items() if tag != language}
        return {**others, language: given[place]} if given[place] else others

    return change_texts(questionnaire, put)


def _ruled(seen: Questionnaire, part: str) -> dict[str, Any]:
    """Return what the form changes of a question beside its wording; what cannot be said stays as it was."""
    question = seen.question_by_id.get(part)
    if question is None or "sensitivity" not in request.form:
        return {}
    said = request.form["sensitivity"].strip()
    sensitivity = said if _SENSITIVITY.match(said) else question.sensitivity
    rules = {
        "sensitivity": sensitivity or None,
        "required": "required" in request.form,
        "locked": "locked" in request.form,
    }
    return {name: value for name, value in rules.items() if value != getattr(question, name)}


def _asked_for(found: Manuscript) -> tuple[str, str]:
    part, language = request.args.get("part", ""), request.args.get("language", "")
    known = found.questionnaire.languages
    return part, language if language in known else known[0]


def _other_parts(found: Manuscript) -> list[str]:
    """Return the parts with wording that are no question, in the order of the questionnaire."""
    parts = dict.fromkeys(part_of(found, place) for place, _text in texts_of(found.questionnaire))
    return [part for part in parts if part not in found.questionnaire.question_by_id]

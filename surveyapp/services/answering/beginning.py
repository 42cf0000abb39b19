"""Begin an interview: store it for the first time, when its last gate is passed, or take up a finished one again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services import codes
from surveyapp.services.answering.drafts import (
    RECEIPT_CODE,
    RECEIPT_LOOKUP,
    RESUME_LOOKUP,
    DraftState,
    is_id,
    loaded,
    resume_code,
)
from surveyapp.services.answering.tallying import tally
from surveyapp.services.failures import AlreadyFinished, UnknownDraft
from surveyapp.services.fielded import FieldedSurvey, Point, context_of, draft_days
from surveyapp.store import drafts, responses
from surveyapp.store.storable import storable


@dataclass(frozen=True, slots=True)
class Beginning:
    """An interview as its last gate leaves it: what was given, and what its draws come from.

    `languages` says which answers were given in another language than the one shown now; `signs` what was noticed on
    the way here.
    """

    draft_id: str
    answers: Mapping[str, Any]
    language: str
    seed: str
    drawn: Mapping[str, Iterable[str]]
    today: date
    languages: Mapping[str, str] = field(default_factory=dict)
    signs: tuple[str, ...] = ()


def begin(
    session: Session,
    survey: FieldedSurvey,
    point: Point,
    beginning: Beginning,
    *,
    secret: str,
    counting: Iterable[str] = (),
) -> DraftState:
    """Store an interview for the first time and count it as `begun`.

    `counting` names steps to count besides, whether or not it was stored before. A repeat with the same id changes
    nothing and returns the draft as it is now. Raises AlreadyFinished, with the receipt code; UnknownDraft for an id
    that is no UUID.
    """
    if not is_id(beginning.draft_id):
        raise UnknownDraft
    state = begun_elsewhere(survey, point, beginning)
    new = insert(session, survey, state, secret=secret, today=beginning.today)
    steps = (*counting, *(("begun",) if new else ()))
    tally(session, survey.survey_id, point.id, beginning.today, beginning.language, *steps)
    if new:
        return state
    _refuse_finished(session, state, secret)
    return loaded(session, survey.survey_id, beginning.draft_id)


def begun_elsewhere(survey: FieldedSurvey, point: Point, beginning: Beginning) -> DraftState:
    """Return an interview as `begin` would have stored it, for one held where this server could not be reached."""
    doc = json.loads(json.dumps(storable(_first_document(survey, point, beginning))))
    return DraftState(
        survey.survey_id, beginning.draft_id, survey.version, point.id, point.wave, 1, doc, {}, survey.questionnaire
    )


def insert(session: Session, survey: FieldedSurvey, state: DraftState, *, secret: str, today: date) -> bool:
    """Store an interview under its resume code until it expires; return false where its id was used before."""
    values = {
        "survey_id": state.survey_id,
        "id": state.draft_id,
        "version": state.version,
        "point_id": state.point_id,
        "wave": state.wave,
        "revision": state.revision,
        "doc": state.doc,
        "posts": state.posts,
        "resume_hmac": codes.keyed_hash(secret, RESUME_LOOKUP, resume_code(secret, state.draft_id)),
        "expires_hour": int(datetime.combine(today, time(), UTC).timestamp()) // 3600
        + 24 * draft_days(survey.settings),
    }
    return drafts.insert_draft(session, values, _receipt_hmac(secret, state.draft_id))


def _first_document(survey: FieldedSurvey, point: Point, beginning: Beginning) -> dict[str, Any]:
    shown, languages = beginning.language, beginning.languages
    return {
        "answers": {name: {"v": value, "l": languages.get(name, shown)} for name, value in beginning.answers.items()},
        "shown": {},
        "seconds": {},
        "soft": [],
        "signs": beginning.signs,
        "language": shown,
        "drawn": beginning.drawn,
        "seed": beginning.seed,
        "context": context_of(survey.settings, point, survey.questionnaire, beginning.today),
    }


def _refuse_finished(session: Session, state: DraftState, secret: str) -> None:
    if responses.has_receipt(session, state.survey_id, _receipt_hmac(secret, state.draft_id)):
        raise AlreadyFinished(codes.derive_code(secret, RECEIPT_CODE, state.draft_id))


def _receipt_hmac(secret: str, draft_id: str) -> str:
    return codes.keyed_hash(secret, RECEIPT_LOOKUP, codes.derive_code(secret, RECEIPT_CODE, draft_id))

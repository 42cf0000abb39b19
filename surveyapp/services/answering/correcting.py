"""Let whoever holds a receipt code go through their answers once more; what they send takes the old one's place."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services.answering.beginning import insert
from surveyapp.services.answering.drafts import CORRECTS, DraftState
from surveyapp.services.answering.rights import find_response
from surveyapp.services.failures import Frozen, UnknownCode, UnknownDraft
from surveyapp.services.fielded import FieldedSurvey, questionnaire_by_number
from surveyapp.services.freezing import is_frozen
from surveyapp.store import responses


def begin_correction(session: Session, survey: FieldedSurvey, code: str, secret: str, today: date) -> DraftState:
    """Begin an interview that holds what was answered; the response stays as it is until it is finished.

    Raises UnknownCode, also for what is withdrawn, erased, or of another survey, and Frozen once the analysis began.
    """
    if is_frozen(survey.state, survey.settings, today):
        raise Frozen
    response = find_response(session, code, secret)
    if response.survey_id != survey.survey_id or response.state != "finished":
        raise UnknownCode
    state = DraftState(
        survey_id=survey.survey_id,
        draft_id=str(uuid.uuid4()),
        version=response.version,
        point_id=response.point_id,
        wave=response.wave,
        revision=1,
        doc={**response.doc, CORRECTS: response.id},
        posts={},
        questionnaire=questionnaire_by_number(session, survey.survey_id, response.version),
    )
    insert(session, survey, state, secret=secret, today=today)
    return state


def take_place(session: Session, survey_id: str, before: str, response: Mapping[str, Any]) -> dict[str, Any]:
    """Return the response that corrects another, on the day of that one; raise UnknownDraft where that one is gone."""
    old = responses.response_by_id(session, survey_id, before, for_update=True)
    if old is None or old.state != "finished":
        raise UnknownDraft
    doc = {name: held for name, held in response["doc"].items() if name != CORRECTS}
    return {**response, "day": old.day, "doc": doc, "revision": old.revision + 1}

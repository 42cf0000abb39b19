"""Turn an unfinished interview into a response, exactly once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.services import codes
from surveyapp.services.answering.drafts import RECEIPT_CODE, RECEIPT_LOOKUP, DraftState, load
from surveyapp.services.answering.tallying import tally
from surveyapp.services.answering.walks import walk_of
from surveyapp.services.consenting import ConsentRecord, consents_in
from surveyapp.services.failures import CodeTaken, EndsEarly, NotComplete, UnknownDraft
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.store import drafts, responses


@dataclass(frozen=True, slots=True)
class Receipt:
    """The code is shown once and stored nowhere; `new` tells the first finish from a repeat."""

    code: str
    new: bool = True


def finish(
    session: Session,
    survey: FieldedSurvey,
    draft_id: str,
    *,
    secret: str,
    today: date,
    known: DraftState | None = None,
) -> Receipt:
    """Store the response, its receipt and its consents, remove the draft and count `complete`.

    Whoever finishes the same draft again, at the same moment or later, gets the same code and stores nothing. The
    response's id is new, so nothing in the browser leads to it. `known` is the draft as last seen, which spares two
    statements where it still is so. Raises NotComplete, EndsEarly, UnknownDraft.
    """
    code = codes.derive_code(secret, RECEIPT_CODE, draft_id)
    code_hmac = codes.keyed_hash(secret, RECEIPT_LOOKUP, code)
    draft: DraftState | None = known
    if draft is None or not _take(session, draft):
        draft = load(session, survey.survey_id, draft_id, for_update=True)
        if responses.has_receipt(session, survey.survey_id, code_hmac):
            return Receipt(code, new=False)
        if draft is None or not _take(session, draft):
            raise UnknownDraft
    _store(session, draft, _what_counts(draft), code_hmac, today)
    tally(session, draft.survey_id, draft.point_id, today, draft.language, "complete")
    return Receipt(code)


def finish_elsewhere(session: Session, draft: DraftState, *, code: str, secret: str, today: date) -> None:
    """Store a response to an interview that was held where this server could not be reached, and count `complete`.

    Nothing of it was stored before; whoever calls sees to it that it is stored once. `code` was minted there and is
    in the respondent's hands. Raises NotComplete, EndsEarly, CodeTaken.
    """
    counted = _what_counts(draft)
    code_hmac = codes.keyed_hash(secret, RECEIPT_LOOKUP, code)
    if responses.response_by_code(session, code_hmac) is not None:
        raise CodeTaken
    _store(session, draft, counted, code_hmac, today)
    tally(session, draft.survey_id, draft.point_id, today, draft.language, "complete")


def _take(session: Session, draft: DraftState) -> bool:
    """Take a draft that may be finished, if it is still as it is known; nothing is taken that may not."""
    _what_counts(draft)
    return drafts.take_draft_at(session, draft.survey_id, draft.draft_id, draft.revision)


def _what_counts(draft: DraftState) -> Mapping[str, Any]:
    walked = walk_of(draft)
    if walked.ending is not None and walked.ending.outcome != "complete":
        raise EndsEarly(walked.ending.outcome)
    if not walked.complete:
        raise NotComplete([problem.question for problem in walked.problems if not problem.fault.soft])
    return walked.counted


def _store(session: Session, draft: DraftState, counted: Mapping[str, Any], code_hmac: str, today: date) -> None:
    response_id = str(uuid.uuid4())
    languages = {question: held["l"] for question, held in draft.doc["answers"].items()}
    consents = consents_in(draft.questionnaire, counted, languages)
    values = {
        "survey_id": draft.survey_id,
        "id": response_id,
        "version": draft.version,
        "wave": draft.wave,
        "point_id": draft.point_id,
        "day": today,
        "state": "finished",
        "purposes": [consent.purpose for consent in consents],
        "doc": draft.doc,
        "doc_format": "json",
        "revision": 1,
    }
    responses.insert_response(session, values)
    responses.insert_receipt(session, draft.survey_id, code_hmac, response_id)
    responses.insert_consents(session, [_row(draft.survey_id, response_id, consent) for consent in consents])


def _row(survey_id: str, response_id: str, consent: ConsentRecord) -> dict[str, str]:
    return {
        "survey_id": survey_id,
        "response_id": response_id,
        "purpose": consent.purpose,
        "text_hash": consent.text_hash,
        "language": consent.language,
    }

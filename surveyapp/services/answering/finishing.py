"""Turn an unfinished interview into a response, exactly once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.questionnaire.signs import HASTE, is_hasty
from surveyapp.services import codes
from surveyapp.services.answering.correcting import take_place
from surveyapp.services.answering.drafts import CORRECTS, RECEIPT_CODE, RECEIPT_LOOKUP, DraftState, load
from surveyapp.services.answering.tallying import tally
from surveyapp.services.answering.walks import forget_walk, walk_of
from surveyapp.services.consenting import consents_in
from surveyapp.services.failures import CodeTaken, EndsEarly, NotComplete, UnknownDraft
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.store import responses, together
from surveyapp.store.tallies import Steps


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
    code, code_hmac = _code_of(draft_id, secret)
    draft: DraftState | None = known
    if draft is None or not _put_in_place(session, draft, draft.revision, code_hmac, today):
        draft = load(session, survey.survey_id, draft_id, for_update=True)
        if responses.has_receipt(session, survey.survey_id, code_hmac):
            return Receipt(code, new=False)
        if draft is None or not _put_in_place(session, draft, draft.revision, code_hmac, today):
            raise UnknownDraft
    return Receipt(code)


def finish_with(
    session: Session,
    before: DraftState,
    after: DraftState,
    *,
    secret: str,
    today: date,
    counting: Iterable[str] = (),
) -> Receipt | None:
    """Finish with the answers of a last page that was not saved by itself, which spares the saving.

    `before` is the draft as stored and `after` what the page makes of it; `counting` names steps to count besides.
    Return None, with nothing stored, where somebody saved or finished it since. Raises NotComplete, EndsEarly.
    """
    code, code_hmac = _code_of(before.draft_id, secret)
    done = _put_in_place(session, after, before.revision, code_hmac, today, counting)
    return Receipt(code) if done else None


def finish_elsewhere(session: Session, draft: DraftState, *, code: str, secret: str, today: date) -> None:
    """Store a response to an interview that was held where this server could not be reached, and count `complete`.

    Nothing of it was stored before; whoever calls sees to it that it is stored once. `code` was minted there and is
    in the respondent's hands. Raises NotComplete, EndsEarly, CodeTaken.
    """
    counted = _what_counts(draft)
    code_hmac = codes.keyed_hash(secret, RECEIPT_LOOKUP, code)
    if responses.response_by_code(session, code_hmac) is not None:
        raise CodeTaken
    response, consents = _response_of(draft, counted, today)
    responses.insert_finished(session, response, code_hmac, consents)
    tally(session, draft.survey_id, draft.point_id, today, draft.language, "complete", *_steps_of_signs(response))


def is_finished(session: Session, survey_id: str, draft_id: str, secret: str) -> bool:
    """Tell whether an interview was finished, whatever became of its response since."""
    _, code_hmac = _code_of(draft_id, secret)
    return responses.has_receipt(session, survey_id, code_hmac)


def _code_of(draft_id: str, secret: str) -> tuple[str, str]:
    """Return the receipt code of an interview and what is stored of it."""
    code = codes.derive_code(secret, RECEIPT_CODE, draft_id)
    return code, codes.keyed_hash(secret, RECEIPT_LOOKUP, code)


def _put_in_place(
    session: Session, draft: DraftState, revision: int, code_hmac: str, today: date, counting: Iterable[str] = ()
) -> bool:
    """Put a response in the place of a draft that may be finished, if the one stored is at `revision`."""
    response, consents = _response_of(draft, _what_counts(draft), today)
    before = draft.doc.get(CORRECTS)
    if before is not None:
        response = take_place(session, draft.survey_id, before, response)
    steps = (*counting, *(("complete", *_steps_of_signs(response)) if before is None else ("corrected",)))
    done = together.finish_and_count(
        session,
        draft_id=draft.draft_id,
        revision=revision,
        response=response,
        code_hmac=code_hmac,
        consents=consents,
        counted=Steps(draft.point_id, today, draft.language, steps),
    )
    if done:
        forget_walk(draft)
    if done and before is not None:
        responses.replace_response(session, draft.survey_id, before, by=response["id"])
    return done


def _what_counts(draft: DraftState) -> Mapping[str, Any]:
    walked = walk_of(draft)
    if walked.ending is not None and walked.ending.outcome != "complete":
        raise EndsEarly(walked.ending.outcome)
    if not walked.complete:
        raise NotComplete([problem.question for problem in walked.problems if not problem.fault.soft])
    return walked.counted


def _response_of(
    draft: DraftState, counted: Mapping[str, Any], today: date
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return the response that follows from a draft, under a new id, and what was consented to."""
    languages = {question: held["l"] for question, held in draft.doc["answers"].items()}
    consents = [asdict(consent) for consent in consents_in(draft.questionnaire, counted, languages)]
    response = {
        "survey_id": draft.survey_id,
        "id": str(uuid.uuid4()),
        "version": draft.version,
        "wave": draft.wave,
        "point_id": draft.point_id,
        "day": today,
        "state": "finished",
        "purposes": [consent["purpose"] for consent in consents],
        "doc": {**draft.doc, "signs": _signs_of(draft)},
        "doc_format": "json",
        "revision": 1,
    }
    return response, consents


def _signs_of(draft: DraftState) -> list[str]:
    """Return what was noticed of a way of answering, and whether it was hasty."""
    hasty = is_hasty(draft.questionnaire, draft.answers, draft.doc["seconds"], draft.language)
    return sorted({*draft.doc.get("signs", ()), *((HASTE,) if hasty else ())})


def _steps_of_signs(response: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"sign:{sign}" for sign in response["doc"]["signs"])

"""Let whoever holds a receipt code see, withdraw or erase their response, without saying who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import auditing, codes
from surveyapp.services.answering.drafts import RECEIPT_LOOKUP
from surveyapp.services.failures import UnknownCode
from surveyapp.services.fielded import questionnaire_by_number
from surveyapp.store import responses, surveys
from surveyapp.store.models.response import Response

State = Literal["finished", "withdrawn", "erased"]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What is stored under a receipt code: `answers` are {question: {"v": value, "l": language}}, {} once erased."""

    slug: str
    version: int
    day: date
    state: str
    answers: Mapping[str, Any]
    purposes: tuple[str, ...]
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What became of a request; it is done, on `day`, when the edge has committed."""

    slug: str
    state: State
    day: date


def view_receipt(session: Session, code: str, secret: str, today: date) -> ReceiptView:
    """Return what is stored under a code; raise UnknownCode for any other."""
    response = find_response(session, code, secret)
    return ReceiptView(
        slug=surveys.by_id(session, response.survey_id).slug,
        version=response.version,
        day=response.day,
        state=response.state,
        answers=response.doc.get("answers", {}),
        purposes=tuple(response.purposes),
        questionnaire=questionnaire_by_number(session, response.survey_id, response.version),
    )


def withdraw(session: Session, code: str, secret: str, today: date) -> Acknowledgement:
    """Take the response out of every later analysis; a repeat changes nothing, and what is erased stays erased."""
    response = find_response(session, code, secret, for_update=True)
    if response.state == "finished":
        response.state = "withdrawn"
        response.revision += 1
        return _acknowledge(session, response, "withdrawn", today)
    return Acknowledgement(surveys.by_id(session, response.survey_id).slug, _state(response), today)


def erase(session: Session, code: str, secret: str, today: date) -> Acknowledgement:
    """Empty the response for good; that somebody took part on that day, and consented, remains."""
    response = find_response(session, code, secret, for_update=True)
    if response.state != "erased":
        response.state, response.doc = "erased", {}
        response.revision += 1
        return _acknowledge(session, response, "erased", today)
    return Acknowledgement(surveys.by_id(session, response.survey_id).slug, "erased", today)


def _acknowledge(session: Session, response: Response, state: State, today: date) -> Acknowledgement:
    session.flush()
    survey = surveys.by_id(session, response.survey_id)
    auditing.note_respondent(
        session, survey.organisation_id, action=f"response.{state}", subject=survey.slug, today=today
    )
    return Acknowledgement(survey.slug, state, today)


def _state(response: Response) -> State:
    return "erased" if response.state == "erased" else "withdrawn"


def find_response(session: Session, code: str, secret: str, *, for_update: bool = False) -> Response:
    """Return the response that a code belongs to; raise UnknownCode for any other."""
    read = codes.read_code(code)
    hashed = codes.keyed_hash(secret, RECEIPT_LOOKUP, read) if read else None
    found = responses.response_by_code(session, hashed, for_update=for_update) if hashed else None
    if found is None:
        raise UnknownCode
    return found

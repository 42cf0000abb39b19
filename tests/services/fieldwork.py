"""Put a tiny survey into the field, for tests of what happens around it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveyapp.database import writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import answering, publishing
from surveyapp.services.answering import Beginning, DraftState, FieldedSurvey, Receipt

SECRET = "a secret of the tests, long enough to pass"
TODAY = date(2026, 11, 22)
SLUG = "tiny"
TINY = Questionnaire.model_validate(
    {
        "id": "tiny",
        "languages": ["en", "vi"],
        "title": {"en": "Tiny", "vi": "Nhỏ"},
        "context": ["cleared", "sample_source"],
        "pages": [
            {
                "id": "start",
                "gate": True,
                "questions": [
                    {
                        "id": "AGREE",
                        "text": {"en": "I agree to take part.", "vi": "Tôi đồng ý tham gia."},
                        "answer": {"kind": "consent", "purpose": "analysis"},
                        "sensitivity": "basic",
                    }
                ],
            },
            {
                "id": "about",
                "questions": [
                    {
                        "id": "AGE",
                        "text": {"en": "How old are you?", "vi": "Bạn bao nhiêu tuổi?"},
                        "answer": {"kind": "number", "minimum": 0, "maximum": 120},
                        "sensitivity": "basic",
                    },
                    {
                        "id": "WORDS",
                        "text": {"en": "Anything else?", "vi": "Còn gì nữa?"},
                        "answer": {"kind": "text"},
                        "required": False,
                        "sensitivity": "basic",
                    },
                ],
            },
        ],
        "endings": [
            {
                "id": "under-age",
                "when": "AGE < 18",
                "outcome": "screened-out",
                "text": {"en": "For adults only.", "vi": "Chỉ dành cho người lớn."},
            }
        ],
    }
)


def publish_tiny(engine: Engine, questionnaire: Questionnaire = TINY, **settings: Any) -> FieldedSurvey:
    """Publish the tiny survey and return it as fielded."""
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, questionnaire, settings=settings, today=TODAY)
        return fielded(session)


def fielded(session: Session) -> FieldedSurvey:
    found = answering.find_survey(session, SLUG)
    assert found is not None
    return found


def new_id() -> str:
    return str(uuid.uuid4())


def begin(session: Session, survey: FieldedSurvey, draft_id: str | None = None, *, language: str = "en") -> DraftState:
    """Begin an interview of somebody who agreed."""
    point = answering.find_point(session, survey.survey_id, None, secret=SECRET)
    assert point is not None
    return answering.begin(
        session,
        survey,
        point,
        Beginning(draft_id or new_id(), {"AGREE": "yes"}, language, "seed", {}, TODAY),
        secret=SECRET,
    )


def save(session: Session, draft: DraftState, changes: Mapping[str, Any], **more: Any) -> DraftState:
    """Save the second page from the revision of `draft`."""
    given: dict[str, Any] = {"page_key": "about", "revision": draft.revision, "language": draft.language, **more}
    return answering.save(session, draft.survey_id, draft.draft_id, changes=changes, **given)


def finish(session: Session, survey: FieldedSurvey, draft_id: str) -> Receipt:
    return answering.finish(session, survey, draft_id, secret=SECRET, today=TODAY)


@contextmanager
def interview(engine: Engine, survey: FieldedSurvey, **answers: Any) -> Iterator[DraftState]:
    """Give an interview in which everything but the finish is committed."""
    with writing(engine) as session:
        draft = save(session, begin(session, survey), {"AGE": 30, **answers})
    yield draft


def finished(engine: Engine, survey: FieldedSurvey, **answers: Any) -> Receipt:
    """Take somebody through the whole survey and return the receipt."""
    with interview(engine, survey, **answers) as draft, writing(engine) as session:
        return finish(session, survey, draft.draft_id)

"""Write into an organisation's audit trail what a member of staff did here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from surveyapp.identity.visitor import current_visitor
from surveyapp.services import auditing
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.manuscripts import Manuscript
from surveyapp.web.transaction import session


def note(action: str, subject: FieldedSurvey | Manuscript, **details: Any) -> None:
    """Note what the visitor did to a survey or a manuscript, in the request's transaction."""
    visitor, now = current_visitor(), datetime.now(UTC)
    auditing.note(
        session(),
        subject.organisation_id,
        actor=visitor.id if visitor else "",
        action=action,
        subject=subject.slug,
        today=now.date(),
        details=details,
        at=now,
    )

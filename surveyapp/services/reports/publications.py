"""Keep which reports were published, by whom, and what each of them printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from surveyapp.services import accounts, auditing
from surveyapp.services.failures import AnotherPublished
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.store import reports

PUBLISH: Final = frozenset({"researcher", "administrator"})
"""Roles that may publish a report."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published report. `printed` is what later reports are judged by; `at` is UTC in ISO 8601."""

    number: int
    job_id: str | None
    manifest_hash: str
    printed: Mapping[str, Any]
    published_by: str
    name: str
    role: str
    alone: bool
    at: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: an account ("" for none), a name and a role; `alone` where nobody else might have."""

    account: str
    name: str
    role: str
    alone: bool = False


def of_survey(session: Session, survey_id: str) -> tuple[Published, ...]:
    """Return a survey's published reports, the first one first; the last one holds, it supersedes the others."""
    return tuple(
        Published(
            row.number,
            row.job_id,
            row.manifest_hash,
            row.printed,
            row.published_by,
            row.name,
            row.role,
            row.alone,
            row.at,
        )
        for row in reports.publications(session, survey_id)
    )


def add(
    session: Session,
    survey: FieldedSurvey,
    manifest: bytes,
    printed: Mapping[str, Any],
    publisher: Publisher,
    *,
    judged: int,
    job_id: str | None,
    now: datetime,
) -> Published:
    """Publish a report that was judged when `judged` reports were published before, and note it in the audit trail.

    Raises AnotherPublished where there are others by now: then it must be judged again.
    """
    frozen, moment = sha256(manifest).hexdigest(), now.astimezone(UTC)
    values = {
        "survey_id": survey.survey_id,
        "number": judged + 1,
        "job_id": job_id,
        "manifest_hash": frozen,
        "manifest": manifest.decode(),
        "printed": printed,
        "published_by": publisher.account,
        "name": publisher.name,
        "role": publisher.role,
        "alone": publisher.alone,
        "at": moment.isoformat(timespec="seconds"),
        "day": moment.date(),
    }
    if not reports.insert_publication(session, values):
        raise AnotherPublished
    details = {"number": judged + 1, "manifest": frozen, "job": job_id or "", "alone": publisher.alone}
    auditing.note(
        session,
        survey.organisation_id,
        actor=publisher.account or publisher.name,
        action="publish report",
        subject=survey.slug,
        today=moment.date(),
        details=details,
        at=moment,
    )
    return of_survey(session, survey.survey_id)[-1]


def needs_another(session: Session, organisation_id: str, *, wrote: str, actor: str) -> bool:
    """Tell whether this account started the report while somebody else in the organisation may publish it."""
    return actor == wrote and may_publish_beside(session, organisation_id, actor)


def may_publish_beside(session: Session, organisation_id: str, actor: str) -> bool:
    """Tell whether another active account of the organisation may publish reports."""
    return any(
        member.active and member.id != actor and accounts.roles_in(session, member.id, organisation_id) & PUBLISH
        for member in accounts.members(session, organisation_id)
    )

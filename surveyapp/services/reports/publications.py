"""Keep which reports were published, by whom, and what each of them printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from surveyapp.services import accounts, auditing
from surveyapp.services.failures import AnotherPublished, Overtaken
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.reports import inputs, snapshots
from surveyapp.services.reports.inputs import Kind
from surveyapp.services.reports.snapshots import Snapshot
from surveyapp.store import reports, surveys

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


@dataclass(frozen=True, slots=True)
class Judged:
    """A report that nothing stands against: its manifest, what it prints, how many were published before.

    `made_from` is the snapshot of which it prints `responses`, `revisions` are those of plan, statements and measures;
    None where the store does not know.
    """

    manifest: bytes
    printed: Mapping[str, Any]
    before: int
    job_id: str | None = None
    made_from: Snapshot | None = None
    responses: int = 0
    revisions: Mapping[Kind, int] | None = None


def add(session: Session, survey: FieldedSurvey, report: Judged, publisher: Publisher, *, now: datetime) -> Published:
    """Publish a report and note it in the audit trail.

    Raises AnotherPublished where others were published since it was judged: then it must be judged again; Overtaken
    where somebody withdrew or an input was changed in the meantime. What comes later waits for this transaction.
    """
    surveys.lock(session, survey.survey_id)
    overtaken = [*_changed(session, survey.survey_id, report), *_gone(session, survey.survey_id, report)]
    if overtaken:
        raise Overtaken(overtaken)
    frozen, moment, number = sha256(report.manifest).hexdigest(), now.astimezone(UTC), report.before + 1
    values = {
        "survey_id": survey.survey_id,
        "number": number,
        "job_id": report.job_id,
        "manifest_hash": frozen,
        "manifest": report.manifest.decode(),
        "printed": report.printed,
        "published_by": publisher.account,
        "name": publisher.name,
        "role": publisher.role,
        "alone": publisher.alone,
        "at": moment.isoformat(timespec="seconds"),
        "day": moment.date(),
    }
    if not reports.insert_publication(session, values):
        raise AnotherPublished
    _note(session, survey, publisher, moment, number=number, manifest=frozen, job=report.job_id or "")
    return of_survey(session, survey.survey_id)[-1]


def _changed(session: Session, survey_id: str, report: Judged) -> Iterator[tuple[str, tuple[str, ...]]]:
    then = report.revisions or {}
    now = {kind: inputs.find(session, survey_id, kind).revision for kind in then}
    changed = tuple(kind for kind in then if then[kind] != now[kind])
    if changed:
        yield "inputs", changed


def _gone(session: Session, survey_id: str, report: Judged) -> Iterator[tuple[str, tuple[str, ...]]]:
    if report.made_from is not None:
        gone = snapshots.gone_from(session, survey_id, report.made_from, held=True)
        missed = gone - (len(report.made_from.responses) - report.responses)
        if missed > 0:
            yield "gone", (str(missed),)


def _note(session: Session, survey: FieldedSurvey, publisher: Publisher, moment: datetime, **details: Any) -> None:
    auditing.note(
        session,
        survey.organisation_id,
        actor=publisher.account,
        action="publish report",
        subject=survey.slug,
        today=moment.date(),
        details={**details, "alone": publisher.alone},
        at=moment,
    )


def needs_another(session: Session, organisation_id: str, *, wrote: str, actor: str) -> bool:
    """Tell whether this account started the report while somebody else in the organisation may publish it."""
    return actor == wrote and may_publish_beside(session, organisation_id, actor)


def may_publish(session: Session, organisation_id: str, account: str) -> bool:
    """Tell whether an account is active and may publish the organisation's reports."""
    return bool(accounts.roles_in(session, account, organisation_id) & PUBLISH)


def may_publish_beside(session: Session, organisation_id: str, actor: str) -> bool:
    """Tell whether another active account of the organisation may publish reports."""
    return any(
        member.active and member.id != actor and accounts.roles_in(session, member.id, organisation_id) & PUBLISH
        for member in accounts.members(session, organisation_id)
    )

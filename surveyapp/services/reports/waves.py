"""Know the earlier waves that a report can be compared with: reports of the house, and packages from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from surveyapp.services import fielded, jobs
from surveyapp.services.fielded import FieldedSurvey
from surveyapp.services.jobs import JobState

SourceKind = Literal["report", "upload"]
KIND: Final = "wave"
PACKAGE: Final = "package.zip"
MOST_OFFERED: Final = 20
MOST_CHOSEN: Final = 12


@dataclass(frozen=True, slots=True)
class Source:
    """Where an earlier wave comes from: the report that was made from it, or the task that looked into an upload."""

    kind: SourceKind
    id: str

    @property
    def name(self) -> str:
        """Return it as a form names it."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class EarlierWave:
    """An earlier wave that can be chosen: `day` (ISO 8601) orders waves, `n` are its responses.

    `same` tells that it is the very survey: a report compared with it covers only who answered since.
    """

    source: Source
    survey: str
    day: str
    n: int
    same: bool = False


def upload(session: Session, survey: FieldedSurvey, content: bytes, *, name: str) -> str:
    """Keep a data package from elsewhere for a survey's reports, and have it looked into; return the task's id."""
    wanted = {"survey": survey.slug, "name": name}
    job = jobs.enqueue(session, KIND, wanted, survey_id=survey.survey_id, organisation_id=survey.organisation_id)
    jobs.attach(session, job.id, PACKAGE, "application/zip", content)
    return job.id


def uploads(session: Session, survey: FieldedSurvey) -> tuple[JobState, ...]:
    """Return the packages from elsewhere that are kept for a survey, the newest first."""
    found = jobs.recent(session, survey.survey_id, kind=KIND, limit=MOST_OFFERED)
    return tuple(job for job in found if PACKAGE in job.artefacts)


def forget(session: Session, survey: FieldedSurvey, job_id: str) -> bool:
    """Delete a package from elsewhere; return false where the survey has none of that id."""
    job = jobs.find(session, job_id)
    if job is None or job.kind != KIND or job.survey_id != survey.survey_id:
        return False
    return jobs.forget_artefact(session, job_id, PACKAGE)


def offered(session: Session, survey: FieldedSurvey) -> tuple[EarlierWave, ...]:
    """Return the earlier waves that a report of a survey can be compared with, the last one first.

    They are the reports of the organisation's surveys that are written and not internal, and the packages kept here.
    """
    found = [*_uploaded(uploads(session, survey))]
    for other in fielded.surveys_of(session, [survey.organisation_id]):
        reports = jobs.recent(session, other.survey_id, kind="report", limit=MOST_OFFERED)
        found += _reported(reports, other.slug, same=other.survey_id == survey.survey_id)
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def chosen_from(waves: Sequence[EarlierWave], names: Sequence[str]) -> list[dict[str, str]]:
    """Return the waves of these names as a task is told of them, the last one first."""
    chosen = [one for one in waves if one.source.name in names][:MOST_CHOSEN]
    return [{"kind": one.source.kind, "id": one.source.id} for one in chosen]


def _uploaded(kept: Sequence[JobState]) -> Iterator[EarlierWave]:
    for job in kept:
        told: Any = job.result or {}
        if told.get("fit"):
            yield EarlierWave(Source("upload", job.id), str(told["survey"]), str(told["last"]), int(told["n"]))


def _reported(reports: Sequence[JobState], slug: str, *, same: bool) -> Iterator[EarlierWave]:
    """Yield of the reports that were made from one snapshot the newest only."""
    known: set[str] = set()
    for job in reports:
        told: Any = job.result or {}
        digest = str(told.get("snapshot", ""))
        if job.state == "done" and told.get("view") == "public" and digest and digest not in known:
            known.add(digest)
            day = datetime.fromtimestamp(job.created, UTC).isoformat(timespec="minutes")
            yield EarlierWave(Source("report", job.id), slug, day, int(told["responses"]), same=same)

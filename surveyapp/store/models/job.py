"""Keep background work and what it made; the row is the truth, a worker only borrows it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import Base, Document, Identity, Json, Name, Writing


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (Index(None, "state", "created"),)

    id: Mapped[Identity] = mapped_column(primary_key=True)
    organisation_id: Mapped[Identity | None] = mapped_column(ForeignKey("organisation.id"))
    survey_id: Mapped[Identity | None] = mapped_column(ForeignKey("survey.id"), index=True)
    kind: Mapped[Name]
    arguments: Mapped[Json]
    state: Mapped[Name]
    """`queued`, `running`, `done`, `failed` or `cancelled`."""
    progress: Mapped[float]
    """From 0 to 1."""
    step: Mapped[Writing]
    claimed_by: Mapped[Name | None]
    heartbeat: Mapped[float | None]
    """Seconds since 1970 of the last sign of life."""
    attempts: Mapped[int]
    result: Mapped[dict[str, object] | None] = mapped_column(Document())
    error: Mapped[Writing | None]
    created: Mapped[float]
    """Seconds since 1970."""
    day: Mapped[date]


class Artefact(Base):
    """A file a job made."""

    __tablename__ = "artefact"

    job_id: Mapped[Identity] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[Name] = mapped_column(primary_key=True)
    media_type: Mapped[Name]
    content: Mapped[bytes] = mapped_column(LargeBinary)

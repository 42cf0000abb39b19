"""Keep what reports are made from beside the answers, and which of them were published."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import Base, Digest, Identity, Json, JsonList, Name, Writing


class ReportInput(Base):
    """One thing that persons keep for the reports of a survey, as it stands today."""

    __tablename__ = "report_input"

    survey_id: Mapped[Identity] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    kind: Mapped[Name] = mapped_column(primary_key=True)
    """`plan`, `statements` or `measures`."""
    content: Mapped[Json]
    revision: Mapped[int]
    """Counts its changes, so that a second tab cannot overwrite a first."""
    changed_by: Mapped[Identity]
    """The account that changed it last."""
    day: Mapped[date]
    """When it was last changed."""


class Publication(Base):
    """One published report; never changed, never deleted while its survey stands."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("survey_id", "manifest_hash"),)

    survey_id: Mapped[Identity] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts the published reports of a survey from 1; two at once cannot take the same."""
    job_id: Mapped[Identity | None] = mapped_column(ForeignKey("job.id"))
    """The job that wrote its files; none where they lie in a folder of somebody's."""
    manifest_hash: Mapped[Digest]
    manifest: Mapped[str] = mapped_column(Text)
    """The manifest as text: its bytes are what the hash is of."""
    printed: Mapped[Json]
    """What a reader knows of every figure, by which later reports are judged."""
    published_by: Mapped[Identity]
    name: Mapped[Writing]
    """How the person who published is named in the report's publication."""
    role: Mapped[Name]
    alone: Mapped[bool]
    """Whether it was published by who wrote it, since nobody else might."""
    at: Mapped[Name]
    """UTC in ISO 8601, to the second."""
    day: Mapped[date]


class Snapshot(Base):
    """What of a survey reports were made from; never changed."""

    __tablename__ = "snapshot"

    survey_id: Mapped[Identity] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    digest: Mapped[Digest] = mapped_column(primary_key=True)
    """The hash of what it holds, by which a manifest names it."""
    about: Mapped[Json]
    """The questionnaire's version, the collection points and the tallies of that moment."""
    responses: Mapped[JsonList]
    """The random ids of the finished responses in their own order, which tells nothing."""
    day: Mapped[date]

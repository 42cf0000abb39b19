"""Keep questionnaires that authors work on: read from a file, changed, and not yet published."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import Base, Digest, Identity, Json, Name, Writing


class Manuscript(Base):
    """One questionnaire before it is published; publishing freezes it as a version and deletes the row."""

    __tablename__ = "manuscript"

    id: Mapped[Identity] = mapped_column(primary_key=True)
    organisation_id: Mapped[Identity] = mapped_column(ForeignKey("organisation.id"), index=True)
    slug: Mapped[Name]
    """The address it is meant for; a survey may be there already, whose next version it then is."""
    file_name: Mapped[Writing]
    source: Mapped[Name]
    """The format it was read from."""
    reading: Mapped[Json]
    """What reading it told: `lost`, `problems` and `notes`, and which questions the reader `added`."""
    content: Mapped[str] = mapped_column(Text)
    """The questionnaire in the native format, as text."""
    content_hash: Mapped[Digest]
    marks: Mapped[Json]
    """What an author says of each wording it changes, `{place:language: typo|meaning}`."""
    rehearsal: Mapped[Json]
    """What the latest rehearsal of this content found; {} where there was none."""
    revision: Mapped[int]
    """Counts its changes, so that a second tab cannot overwrite a first."""
    changed_by: Mapped[Identity]
    """The account that changed it last."""
    day: Mapped[date]
    """When it was last changed."""


class ManuscriptRevision(Base):
    """One content that a manuscript had, and what was done to give it that; nothing of it is ever changed."""

    __tablename__ = "manuscript_revision"

    manuscript_id: Mapped[Identity] = mapped_column(ForeignKey("manuscript.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The manuscript's revision from which on it had this content."""
    before: Mapped[int | None]
    """The revision that taking this one back leads to; None for the first."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The questionnaire in the native format, compressed by zlib."""
    action: Mapped[Name]
    place: Mapped[Writing]
    """The part that was changed."""
    gone: Mapped[Json]
    """Ids and codes that the change took out, with their words: they are not given another meaning unseen."""
    changed_by: Mapped[Identity]
    day: Mapped[date]

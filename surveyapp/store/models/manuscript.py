"""Keep questionnaires that authors work on: read from a file, changed, and not yet published."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text
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
    """What reading it told: `lost`, `problems` and `notes`."""
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

"""Keep what was done, in a chain that shows when a link was changed or taken out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import Base, Digest, Identity, Json, Name, Writing


class AuditEntry(Base):
    """One link: `hash` covers the entry and `previous_hash`.

    What respondents ask for (withdrawal, erasure) has its own chain without times, so that no neighbouring entry of
    staff tells when it was.
    """

    __tablename__ = "audit"

    organisation_id: Mapped[Identity] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    chain: Mapped[Name] = mapped_column(primary_key=True)
    """`staff` or `respondents`."""
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    at: Mapped[Name | None]
    """UTC in ISO 8601, to the second; always none in the chain of respondents."""
    actor: Mapped[Writing]
    action: Mapped[Name]
    subject: Mapped[Writing]
    details: Mapped[Json]
    previous_hash: Mapped[Digest]
    hash: Mapped[Digest]

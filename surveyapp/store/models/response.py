"""Keep what respondents give, and nothing that says who or when beyond the day.

Every table is laid out by its random key, carries no time, and starts its key with the survey so that it can be split.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import WITHOUT_ROWID, Base, Digest, Identity, Json, JsonList, Name


def _belongs(*columns: str, to: str, keys: tuple[str, ...]) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["survey_id", *columns], [f"{to}.survey_id", *(f"{to}.{key}" for key in keys)])


class Draft(Base):
    """An interview that is not finished; its id is minted by the respondent's browser or by the first page."""

    __tablename__ = "draft"
    __table_args__ = (
        _belongs("version", to="version", keys=("number",)),
        _belongs("point_id", to="collection_point", keys=("id",)),
        Index(None, "survey_id", "resume_hmac"),
        Index(None, "expires_hour"),
        WITHOUT_ROWID,
    )

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    id: Mapped[Identity] = mapped_column(primary_key=True)
    version: Mapped[int]
    point_id: Mapped[Name]
    wave: Mapped[int]
    revision: Mapped[int]
    """Counts saves; a save names the revision it was made from."""
    doc: Mapped[Json]
    posts: Mapped[Json]
    """`{revision a page was served at: digest of what was posted}`: a repeated post gets the first result."""
    resume_hmac: Mapped[Digest]
    expires_hour: Mapped[int]
    """Hours since 1970, always at midnight: it tells the day and no more."""


class Response(Base):
    """One finished interview."""

    __tablename__ = "response"
    __table_args__ = (
        _belongs("version", to="version", keys=("number",)),
        _belongs("point_id", to="collection_point", keys=("id",)),
        WITHOUT_ROWID,
    )

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    id: Mapped[Identity] = mapped_column(primary_key=True)
    version: Mapped[int]
    wave: Mapped[int]
    point_id: Mapped[Name]
    day: Mapped[date]
    state: Mapped[Name]
    """`finished`, `withdrawn` (kept, never analysed) or `erased` (the document is gone)."""
    purposes: Mapped[JsonList]
    """What the respondent consented to."""
    doc: Mapped[Json]
    doc_format: Mapped[Name]
    """`json`; `sealed-1` is reserved for answers sealed to the organisation's key."""
    revision: Mapped[int]


class Receipt(Base):
    """Lead from a receipt code, which only the respondent holds, to the response."""

    __tablename__ = "receipt"
    __table_args__ = (
        _belongs("response_id", to="response", keys=("id",)),
        Index(None, "code_hmac", unique=True),
        Index(None, "survey_id", "response_id"),
        WITHOUT_ROWID,
    )

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    code_hmac: Mapped[Digest] = mapped_column(primary_key=True)
    response_id: Mapped[Identity]


class ConsentGiven(Base):
    """Prove what was agreed to: the hash of the exact text shown, and its language."""

    __tablename__ = "consent"
    __table_args__ = (_belongs("response_id", to="response", keys=("id",)), WITHOUT_ROWID)

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    response_id: Mapped[Identity] = mapped_column(primary_key=True)
    purpose: Mapped[Name] = mapped_column(primary_key=True)
    text_hash: Mapped[Digest]
    language: Mapped[Name]


class Tally(Base):
    """Count a step of the interview by day; dashboards read this and never a document.

    `slot` spreads simultaneous counting over several rows on PostgreSQL; a count is the sum over slots.
    """

    __tablename__ = "tally"
    __table_args__ = (_belongs("point_id", to="collection_point", keys=("id",)), WITHOUT_ROWID)

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    point_id: Mapped[Name] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    language: Mapped[Name] = mapped_column(primary_key=True)
    step: Mapped[Name] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    n: Mapped[int]

"""Keep what is fielded: surveys, their frozen versions, waves and collection points."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import Base, Digest, Identity, Json, JsonList, Name, Writing


class Survey(Base):
    __tablename__ = "survey"

    id: Mapped[Identity] = mapped_column(primary_key=True)
    organisation_id: Mapped[Identity] = mapped_column(ForeignKey("organisation.id"))
    slug: Mapped[Name] = mapped_column(unique=True)
    state: Mapped[Name]
    """`open` or `closed`."""
    settings: Mapped[Json]
    public_key: Mapped[str | None] = mapped_column(Text)
    """Reserved for answers sealed to the organisation."""


class Version(Base):
    """One frozen questionnaire; never updated, never deleted while its survey stands."""

    __tablename__ = "version"

    survey_id: Mapped[Identity] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[str] = mapped_column(Text)
    """The questionnaire in the native format, as text: JSONB would rewrite it."""
    content_hash: Mapped[Digest]
    structure_hash: Mapped[Digest]
    """Hash without the wording: equal where only texts changed."""
    day: Mapped[date]
    marks: Mapped[Json] = mapped_column(default=dict)
    """What a person said of each changed wording, `{place:language: typo|meaning}`, against the version before."""


class Wave(Base):
    __tablename__ = "wave"

    survey_id: Mapped[Identity] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opens: Mapped[date | None]
    closes: Mapped[date | None]


class CollectionPoint(Base):
    __tablename__ = "collection_point"
    __table_args__ = (
        ForeignKeyConstraint(["survey_id", "wave"], ["wave.survey_id", "wave.number"]),
        Index(None, "survey_id", "token_hmac", unique=True),
        Index(None, "kiosk_hmac", unique=True),
    )

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    id: Mapped[Name] = mapped_column(primary_key=True)
    wave: Mapped[int]
    sample_source: Mapped[Name]
    channel: Mapped[Name]
    mode: Mapped[Name]
    country: Mapped[Name | None]
    token_hmac: Mapped[Digest | None]
    """Of the token in the link; none for the survey's own address."""
    design: Mapped[Json]
    """What is known of how people were chosen: probability, stratum, cluster, frame, basis."""
    label: Mapped[Writing] = mapped_column(default="")
    """What people call the point; `id` stands in the data."""
    place: Mapped[Writing] = mapped_column(default="")
    """Where it is, in words for people."""
    kind: Mapped[Name] = mapped_column(default="")
    """What kind of place it is: `airport`, `mission`, …; blank where nobody said."""
    languages: Mapped[JsonList] = mapped_column(default=list)
    """Those of its poster and its kiosk; [] means all of the survey."""
    kiosk_number: Mapped[int] = mapped_column(default=0)
    """How many kiosk keys the point has had; the key follows from the number."""
    kiosk_hmac: Mapped[Digest | None]
    """Of the key that opens its kiosk; none where no kiosk is open."""

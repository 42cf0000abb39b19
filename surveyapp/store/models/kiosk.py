"""Keep what kiosks send: which sealed records came, and how many people each station has seen."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import WITHOUT_ROWID, Base, Identity, Json, Name


def _at_a_point() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["survey_id", "point_id"], ["collection_point.survey_id", "collection_point.id"])


class KioskRecord(Base):
    """One record that came from a kiosk: it is taken once, however often it is sent. Nothing leads to its response."""

    __tablename__ = "kiosk_record"
    __table_args__ = (_at_a_point(), WITHOUT_ROWID)

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    id: Mapped[Identity] = mapped_column(primary_key=True)
    """Minted by the station, at random; of a record that cannot be opened, made of its content."""
    point_id: Mapped[Name]
    state: Mapped[Name]
    """`stored` or `refused`."""
    why: Mapped[Name]
    """Why it was refused, in a word; blank for one that was stored."""
    sealed: Mapped[Json]
    """What was refused, sealed as it came; {} for one that was stored."""


class KioskStation(Base):
    """One installation of a kiosk's page, and what it has counted since it was installed."""

    __tablename__ = "kiosk_station"
    __table_args__ = (_at_a_point(),)

    survey_id: Mapped[Identity] = mapped_column(primary_key=True)
    point_id: Mapped[Name] = mapped_column(primary_key=True)
    id: Mapped[Identity] = mapped_column(primary_key=True)
    counts: Mapped[Json]
    """`{"step language": n}`, each the greatest figure the station ever gave."""
    waiting: Mapped[int]
    """Records that waited on the station when it last called."""
    day: Mapped[date]
    """When it last called."""

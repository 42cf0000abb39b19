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
    """`stored`, `refused`, or what became of a refused one: `erased` by the staff, `expired`, `repeated`."""
    why: Mapped[Name]
    """Why it was refused, in a word; blank for one that was stored."""
    sealed: Mapped[Json]
    """What was refused, sealed as it came, with the id it claims; {} for any other."""
    day: Mapped[date | None]
    """When it was refused; None for one that was stored at once."""
    tried: Mapped[date | None]
    """When it was last tried; None for one that shall be tried at the next call."""


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
    held: Mapped[int] = mapped_column(server_default="0")
    """Those among them that the server did not take, for whatever reason."""
    given_up: Mapped[int] = mapped_column(server_default="0")
    """Records that were deleted there unsent, by the staff or because their time was over."""
    day: Mapped[date]
    """When it last called."""

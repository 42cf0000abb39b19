"""Keep who works here: organisations, accounts and who may do what for whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.base import Base, Identity, Name, Writing


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[Identity] = mapped_column(primary_key=True)
    parent_id: Mapped[Identity | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[Writing]


class Account(Base):
    """Hold one member of staff with the columns the sign-in library expects; it never keeps an address or a device."""

    __tablename__ = "account"

    id: Mapped[Identity] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool]
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    """Changing it ends every session of the account."""
    confirmed_at: Mapped[datetime | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[str | None] = mapped_column(Text)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)


class Membership(Base):
    """Give an account a role in an organisation; `language` limits a translator, empty means every language."""

    __tablename__ = "membership"

    organisation_id: Mapped[Identity] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    account_id: Mapped[Identity] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[Name] = mapped_column(primary_key=True)
    language: Mapped[Name] = mapped_column(primary_key=True)

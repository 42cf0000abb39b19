"""Query organisations, accounts and memberships."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.store.models.account import Account, Membership, Organisation


def organisation(session: Session, organisation_id: str) -> Organisation | None:
    return session.get(Organisation, organisation_id)


def by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email))


def by_id(session: Session, account_id: str) -> Account | None:
    return session.get(Account, account_id)


def memberships_of(session: Session, account_id: str) -> Sequence[Membership]:
    return session.scalars(
        select(Membership)
        .where(Membership.account_id == account_id)
        .order_by(Membership.organisation_id, Membership.role, Membership.language)
    ).all()


def members_of(session: Session, organisation_id: str) -> Sequence[Account]:
    """Return the accounts with any role in an organisation, by address."""
    members = select(Membership.account_id).where(Membership.organisation_id == organisation_id)
    return session.scalars(select(Account).where(Account.id.in_(members)).order_by(Account.email)).all()


def remove_memberships(session: Session, organisation_id: str, account_id: str) -> None:
    session.execute(
        delete(Membership).where(Membership.organisation_id == organisation_id, Membership.account_id == account_id)
    )

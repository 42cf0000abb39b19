"""Look after the accounts of staff: who may do what, in which organisation."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.services.failures import AccountExists, UnknownAccount, UnknownRole
from surveyapp.store import accounts
from surveyapp.store.models.account import Account, Membership, Organisation
from surveyapp.store.storable import storable_text

Role = Literal["researcher", "field-officer", "translator", "auditor", "administrator"]
ROLES: Final[tuple[str, ...]] = get_args(Role)
DEFAULT_ORGANISATION: Final = "00000000-0000-4000-8000-000000000001"
"""The organisation of an installation that serves only one; made when it is first needed."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account's role in one organisation; `language` limits a translator, empty means every language."""

    organisation_id: str
    role: str
    language: str


@dataclass(frozen=True, slots=True)
class AccountState:
    id: str
    email: str
    active: bool
    memberships: tuple[Member, ...]


def default_organisation(session: Session, name: str = "") -> str:
    """Return the id of the installation's own organisation, making it where there is none."""
    if accounts.organisation(session, DEFAULT_ORGANISATION) is None:
        try:
            with session.begin_nested():
                session.add(Organisation(id=DEFAULT_ORGANISATION, parent_id=None, name=name))
        except IntegrityError:
            session.expire_all()
    return DEFAULT_ORGANISATION


def create(
    session: Session,
    email: str,
    *,
    role: str,
    password_hash: str | None,
    organisation_id: str | None = None,
    language: str = "",
) -> AccountState:
    """Make an account with one role; without an organisation the default one is meant.

    Takes the password as hashed by the edge. Raises AccountExists, UnknownRole.
    """
    _check_role(role)
    organisation_id = organisation_id or default_organisation(session)
    account = Account(
        id=str(uuid.uuid4()),
        email=plain_email(email),
        password=password_hash,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
    )
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError as error:
        raise AccountExists from error
    session.add(Membership(organisation_id=organisation_id, account_id=account.id, role=role, language=language))
    session.flush()
    return _state(session, account)


def find_by_email(session: Session, email: str) -> AccountState | None:
    """Return an account, however its address is capitalised."""
    account = accounts.by_email(session, plain_email(email))
    return None if account is None else _state(session, account)


def find(session: Session, account_id: str) -> AccountState | None:
    """Return an account by its id."""
    account = accounts.by_id(session, account_id)
    return None if account is None else _state(session, account)


def members(session: Session, organisation_id: str) -> tuple[AccountState, ...]:
    """Return the accounts with any role in an organisation, by address."""
    return tuple(_state(session, account) for account in accounts.members_of(session, organisation_id))


def roles_in(session: Session, account_id: str, organisation_id: str) -> frozenset[str]:
    """Return the roles of an account that is not suspended; empty for any other."""
    account = find(session, account_id)
    if account is None or not account.active:
        return frozenset()
    return frozenset(member.role for member in account.memberships if member.organisation_id == organisation_id)


def change_role(session: Session, email: str, organisation_id: str, *, role: str, language: str = "") -> AccountState:
    """Replace every role of an account in an organisation by one."""
    _check_role(role)
    account = _known(session, email)
    accounts.remove_memberships(session, organisation_id, account.id)
    session.add(Membership(organisation_id=organisation_id, account_id=account.id, role=role, language=language))
    session.flush()
    return _state(session, account)


def change_password(session: Session, email: str, password_hash: str) -> None:
    """Store a new password as hashed by the edge, and end every session of the account."""
    account = _known(session, email)
    account.password = password_hash
    end_sessions(session, account.id)


def end_sessions(session: Session, account_id: str) -> None:
    """Let every session of an account end, wherever its cookie is; who is not there has none."""
    account = accounts.by_id(session, account_id)
    if account is not None:
        account.fs_uniquifier = secrets.token_hex(32)
        session.flush()


def suspend(session: Session, email: str) -> AccountState:
    """Let an account in no longer, and end every session it has."""
    account = _known(session, email)
    account.active = False
    end_sessions(session, account.id)
    return _state(session, account)


def restore(session: Session, email: str) -> AccountState:
    """Let a suspended account in again."""
    account = _known(session, email)
    account.active = True
    session.flush()
    return _state(session, account)


def plain_email(email: str) -> str:
    """Return an address as it is stored: without blanks around it, in small letters."""
    return storable_text(email).strip().lower()


def _check_role(role: str) -> None:
    if role not in ROLES:
        raise UnknownRole(f"There is no role {role!r}. Roles are {', '.join(ROLES)}.")


def _known(session: Session, email: str) -> Account:
    account = accounts.by_email(session, plain_email(email))
    if account is None:
        raise UnknownAccount
    return account


def _state(session: Session, account: Account) -> AccountState:
    found = accounts.memberships_of(session, account.id)
    memberships = tuple(Member(row.organisation_id, row.role, row.language) for row in found)
    return AccountState(account.id, account.email, account.active, memberships)

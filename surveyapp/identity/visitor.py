"""Say who asks, as a plain value: the console never sees an account's row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import g
from flask_security import current_user
from sqlalchemy import select

from surveyapp.questionnaire.model import parents_of
from surveyapp.store.models.account import Membership, Organisation
from surveyapp.web.transaction import session


@dataclass(frozen=True, slots=True)
class Member:
    """One role in one organisation; `language` limits a translator, "" means every language."""

    organisation_id: str
    organisation: str
    role: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in and not suspended."""

    id: str
    email: str
    memberships: tuple[Member, ...]

    def roles_in(self, organisation_id: str) -> frozenset[str]:
        """Return the roles the visitor has in an organisation."""
        return frozenset(member.role for member in self.memberships if member.organisation_id == organisation_id)

    def speaks_for(self, organisation_id: str, roles: Collection[str], language: str) -> bool:
        """Tell whether one of these roles in an organisation reaches a language, or the one it is an overlay of."""
        mine = [member for member in self.memberships if member.organisation_id == organisation_id]
        spoken = {member.language for member in mine if member.role in roles}
        return "" in spoken or not spoken.isdisjoint(parents_of(language))


def current_visitor() -> Visitor | None:
    """Return who is signed in; the first question in a request asks the database, the others do not."""
    if "visitor" not in g:
        g.visitor = _signed_in()
    visitor: Visitor | None = g.visitor
    return visitor


def _signed_in() -> Visitor | None:
    if not current_user.is_authenticated:
        return None
    rows = session().execute(
        select(Organisation.id, Organisation.name, Membership.role, Membership.language)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == current_user.id)
        .order_by(Organisation.name, Membership.role)
    )
    memberships = tuple(Member(*row) for row in rows)
    return Visitor(current_user.id, current_user.email, memberships)

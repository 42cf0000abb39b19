"""Map accounts for the sign-in library: the one place where it meets the store."""

from typing import cast

from flask_security import RoleMixin, UserMixin
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Session

from surveyapp.identity.passwords import is_password
from surveyapp.store.models.account import Account
from surveyapp.web.transaction import session


class SignedIn(UserMixin, Account):  # type: ignore[misc]
    """An account as the sign-in library sees it; its roles are its memberships, and those are not the library's."""

    roles: list[RoleMixin] = []

    def verify_and_update_password(self, password: str) -> bool:
        """Compare with the stored hash."""
        return is_password(password, self.password)


class RequestSession:
    """Lend the library the session of the request."""

    @property
    def session(self) -> Session:
        """Return the request's session."""
        return session()


class Accounts(SQLAlchemyUserDatastore):
    """Find accounts within the transaction of the request, which the edge commits."""

    def __init__(self) -> None:
        super().__init__(cast(SQLAlchemy, RequestSession()), SignedIn, RoleMixin)

    def commit(self) -> None:
        """Leave the commit to the edge: there is one for each request."""

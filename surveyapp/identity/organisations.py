"""Find an organisation by the name people call it by."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveyapp.services.accounts import default_organisation
from surveyapp.store.models.account import Organisation


def organisation_named(session: Session, name: str | None) -> str:
    """Return the id of an organisation, making it where there is none; without a name the default one is meant."""
    if not name:
        return default_organisation(session)
    found = session.scalar(select(Organisation.id).where(Organisation.name == name))
    if found is None:
        found = str(uuid.uuid4())
        session.add(Organisation(id=found, parent_id=None, name=name))
        session.flush()
    return found

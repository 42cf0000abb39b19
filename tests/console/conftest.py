"""Give tests of the console two organisations with a survey each, and members in every role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveyapp.console.app import create_app
from surveyapp.database import writing
from surveyapp.identity.organisations import organisation_named
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import accounts, publishing
from surveyapp.settings import Settings
from tests.console.house import OURS, PASSWORD_HASH, THEIRS, Members, questionnaire

TODAY = date(2026, 11, 2)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, secret_key="k" * 40, instance=tmp_path)


@pytest.fixture
def members(engine: Engine) -> Members:
    """Publish our survey and theirs, and make a member of ours in every role, one suspended and one of theirs."""
    with writing(engine) as session:
        ours, theirs = organisation_named(session, "Our institute"), organisation_named(session, "Their institute")
        publish(session, ours, OURS)
        publish(session, theirs, THEIRS)
        emails = {}
        for role in accounts.ROLES:
            emails[role] = accounts.create(
                session, f"{role}@example.org", role=role, password_hash=PASSWORD_HASH, organisation_id=ours
            ).email
        for name, organisation in (("suspended", ours), ("other", theirs)):
            emails[name] = accounts.create(
                session,
                f"{name}@example.org",
                role="administrator",
                password_hash=PASSWORD_HASH,
                organisation_id=organisation,
            ).email
        accounts.suspend(session, emails["suspended"])
    return Members(engine, emails)


def publish(session: Session, organisation: str, slug: str) -> None:
    content: Questionnaire = questionnaire()
    publishing.publish(session, organisation, slug, content, settings={"simulated": True}, today=TODAY)


@pytest.fixture
def app(settings: Settings, members: Members) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()

"""Begin manuscripts, and let a browser without script press what an author presses."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from surveyapp.database import reading, writing
from surveyapp.formats.native.writer import plain
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import manuscripts
from surveyapp.services.manuscripts import Manuscript
from surveyapp.store.surveys import find_survey
from tests.console.house import questionnaire, token_of
from tests.services.fieldwork import TODAY


def begin_manuscript(engine: Engine, slug: str, *, actor: str = "somebody", asked: Questionnaire | None = None) -> str:
    """Begin a manuscript for the survey at an address, in its organisation."""
    asked = asked or questionnaire()
    with writing(engine) as session:
        survey = find_survey(session, slug)
        assert survey is not None
        return manuscripts.add(
            session,
            survey.organisation_id,
            slug,
            asked,
            ReadResult(asked, "native"),
            file_name="a.json",
            actor=actor,
            today=TODAY,
        )


def manuscript_of(engine: Engine, manuscript_id: str) -> Manuscript:
    with reading(engine) as session:
        found = manuscripts.find(session, manuscript_id)
    assert found is not None
    return found


def upload(client: FlaskClient, content: bytes, name: str, *, to: str = "/surveys/new", **given: str) -> TestResponse:
    """Send a file with the form's token."""
    token = token_of(client.get(to).text)
    data: dict[str, Any] = {"csrf_token": token, "file": (BytesIO(content), name), **given}
    return client.post(to, data=data, content_type="multipart/form-data")


def press(client: FlaskClient, address: str, page: str, **given: str) -> TestResponse:
    """Post a form of a page to an address."""
    return client.post(address, data={"csrf_token": token_of(client.get(page).text), **given})


def native(asked: Questionnaire) -> bytes:
    return json.dumps(plain(asked)).encode()

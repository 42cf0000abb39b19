"""The room Questionnaire: what the newest version changed, and how a person marks it."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.database import writing
from surveyapp.questionnaire.texts import with_texts
from surveyapp.services import publishing
from tests.console.house import OURS, Members, questionnaire, token_of

CHANGES = f"/surveys/{OURS}/questionnaire/changes"
ASKED = next(iter(questionnaire().questions())).id


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


def publish_again(members: Members, wording: str) -> None:
    with writing(members.engine) as session:
        survey = publishing.find(session, OURS)
        assert survey is not None
        changed = with_texts(survey.questionnaire, "en", {f"{ASKED}.text": wording})
        publishing.publish(session, survey.organisation_id, OURS, changed, today=date(2026, 11, 3))


def test_the_first_version_has_nothing_to_compare(researcher: FlaskClient) -> None:
    assert "This is the first version" in researcher.get(CHANGES).text


def test_a_person_marks_a_change_and_it_stays_with_the_version(researcher: FlaskClient, members: Members) -> None:
    publish_again(members, "Something <else>?")
    page = researcher.get(CHANGES).text
    assert "Something &lt;else&gt;?" in page
    assert '<option value="meaning" selected>' in page
    key = f"{ASKED}.text:en"
    answer = researcher.post(CHANGES, data={"csrf_token": token_of(page), key: "typo", "nothing": "typo"})
    assert answer.status_code == 303
    assert '<option value="typo" selected>' in researcher.get(CHANGES).text
    with members.engine.connect() as connection:
        actions = connection.execute(text("SELECT action FROM audit")).scalars().all()
    assert actions.count("mark changes") == 1
    researcher.post(CHANGES, data={"csrf_token": token_of(page), key: "rubbish"})
    assert '<option value="typo" selected>' in researcher.get(CHANGES).text


def test_who_only_reads_is_offered_no_marks(client: FlaskClient, members: Members) -> None:
    publish_again(members, "Something else?")
    members.sign_in(client, "auditor")
    page = client.get(CHANGES).text
    assert "another meaning" in page
    assert "<select" not in page

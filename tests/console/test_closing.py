"""A survey is closed and opened again in the room Field: what follows is said before, who did it stands there after."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import auditing, freezing, publishing
from surveyapp.store import audit
from tests.console.fieldwork import survey_of
from tests.console.house import OURS, Members, token_of

PAGE = f"/surveys/{OURS}/field"
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def state(engine: Engine) -> str:
    with reading(engine) as session:
        return survey_of(session).state


def noted(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as session:
        kept = audit.entries(session, survey_of(session).organisation_id, "staff")
        return [(one.action, one.subject) for one in kept if one.action.endswith("survey") and one.at]


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


def press(client: FlaskClient, act: str) -> int:
    token = token_of(client.get(PAGE).text)
    return client.post(f"{PAGE}/{act}", data={"csrf_token": token}).status_code


def test_it_is_closed_and_opened_again_and_both_are_noted_once(researcher: FlaskClient, engine: Engine) -> None:
    for act, now in (("close", "closed"), ("close", "closed"), ("reopen", "open"), ("reopen", "open")):
        assert press(researcher, act) == 303
        assert state(engine) == now
    assert noted(engine) == [("close survey", OURS), ("reopen survey", OURS)]
    with reading(engine) as session:
        assert auditing.first_broken(session, survey_of(session).organisation_id, "staff") is None


def test_the_room_says_since_when_and_by_whom_it_is_closed(researcher: FlaskClient, members: Members) -> None:
    assert "People are let in." in researcher.get(PAGE).text
    press(researcher, "close")
    page = researcher.get(PAGE).text
    assert f"Closed on {datetime.now(UTC):%B %-d, %Y} by {members.emails['researcher']}." in page
    assert f'href="{PAGE}/reopen"' in page and f'href="{PAGE}/close"' not in page


def test_a_closing_at_the_command_line_is_said_as_such(researcher: FlaskClient, engine: Engine) -> None:
    now = datetime.now(UTC)
    with writing(engine) as session:
        publishing.close(session, OURS, today=now.date())
        organisation = survey_of(session).organisation_id
        auditing.note(
            session, organisation, actor="command line", action="close survey", subject=OURS, today=now.date(), at=now
        )
    assert "by command line." in researcher.get(PAGE).text


def test_what_follows_is_said_before_it_is_done(researcher: FlaskClient, engine: Engine) -> None:
    page = researcher.get(f"{PAGE}/close").text
    assert "Begun and not finished at this moment: 0." in page
    assert "Whoever has begun can still finish" in page
    assert state(engine) == "open", "reading changes nothing"
    press(researcher, "close")
    assert "let people in again at once" in researcher.get(f"{PAGE}/reopen").text
    assert state(engine) == "closed"


def test_once_the_freeze_has_come_nobody_is_promised_that_they_may_finish(
    researcher: FlaskClient, engine: Engine
) -> None:
    today = datetime.now(UTC).date()
    with writing(engine) as session:
        freezing.set_freeze(session, survey_of(session).survey_id, today.isoformat(), today)
    page = researcher.get(f"{PAGE}/close").text
    assert "nobody can finish what they had begun" in page and "can still finish" not in page
    press(researcher, "close")
    assert "The freeze has come and stays" in researcher.get(f"{PAGE}/reopen").text


@pytest.mark.parametrize(("act", "is_closed"), [("close", True), ("reopen", False)])
def test_a_question_that_somebody_else_has_answered_leads_back(
    researcher: FlaskClient, engine: Engine, act: str, is_closed: bool
) -> None:
    if is_closed:
        with writing(engine) as session:
            publishing.close(session, OURS, today=datetime.now(UTC).date())
    answer = researcher.get(f"{PAGE}/{act}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}#fieldwork")


@pytest.mark.parametrize("role", ["field-officer", "auditor"])
def test_who_reads_counts_sees_the_state_and_no_button(client: FlaskClient, members: Members, role: str) -> None:
    members.sign_in(client, role)
    page = client.get(PAGE).text
    assert "People are let in." in page and f"{PAGE}/close" not in page

"""The day of the freeze is set in the room Field by who writes reports, is noted, and stays once it has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import freezing, publishing
from surveyapp.store import audit
from tests.console.fieldwork import survey_of
from tests.console.house import OURS, Members, token_of

PAGE = f"/surveys/{OURS}/field"


def ahead(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def send(client: FlaskClient, day: str) -> tuple[int, str]:
    answer = client.post(f"{PAGE}/freeze", data={"csrf_token": token_of(client.get(PAGE).text), "day": day})
    return answer.status_code, answer.text


def settings_of(engine: Engine) -> dict[str, object]:
    with reading(engine) as session:
        return dict(survey_of(session).settings)


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


def test_a_day_is_set_moved_and_taken_away_and_each_is_noted(researcher: FlaskClient, engine: Engine) -> None:
    before = settings_of(engine)
    for day in (ahead(3), ahead(9), ""):
        assert send(researcher, day)[0] == 303
        assert settings_of(engine).get("freeze", "") == day
    assert settings_of(engine) == before, "nothing else is lost"
    with reading(engine) as session:
        noted = list(audit.entries(session, survey_of(session).organisation_id, "staff"))
    told = [one.details for one in noted if one.action == "set freeze"]
    assert told == [
        {"before": None, "day": ahead(3)},
        {"before": ahead(3), "day": ahead(9)},
        {"before": ahead(9), "day": None},
    ]


@pytest.mark.parametrize(("day", "why"), [("soon", "A day is written"), ("2026-02-30", "A day is written"),
                                          ("2020-01-01", "The day is past")])  # fmt: skip
def test_a_wrong_day_is_explained_and_kept_in_the_form(
    researcher: FlaskClient, engine: Engine, day: str, why: str
) -> None:
    status, page = send(researcher, day)
    assert (status, "freeze" in settings_of(engine)) == (422, False)
    assert why in page and f'value="{day}"' in page


def test_once_it_has_come_it_stays(researcher: FlaskClient, engine: Engine) -> None:
    token = token_of(researcher.get(PAGE).text)
    assert send(researcher, ahead(0))[0] == 303
    assert "Frozen since" in researcher.get(PAGE).text
    answer = researcher.post(f"{PAGE}/freeze", data={"csrf_token": token, "day": ahead(30)})
    assert answer.status_code == 422
    assert "The freeze has come and stays" in answer.text
    assert settings_of(engine)["freeze"] == ahead(0)


@pytest.mark.parametrize("role", ["field-officer", "auditor"])
def test_who_reads_counts_sees_the_day_and_cannot_set_it(
    client: FlaskClient, members: Members, engine: Engine, role: str
) -> None:
    with writing(engine) as session:
        freezing.set_freeze(session, survey_of(session).survey_id, ahead(5), datetime.now(UTC).date())
    members.sign_in(client, role)
    page = client.get(PAGE).text
    assert "Answers may be corrected until the day before" in page
    assert "Set the day" not in page
    assert send(client, ahead(9))[0] == 403


def test_a_closed_survey_says_until_when_people_may_finish_and_the_day_can_still_be_set(
    researcher: FlaskClient, engine: Engine
) -> None:
    assert "until 30 days after the survey is closed" in researcher.get(PAGE).text
    with writing(engine) as session:
        publishing.close(session, OURS, today=datetime.now(UTC).date())
    page = researcher.get(PAGE).text
    told = f"until the day before {datetime.now(UTC).date() + timedelta(days=30):%B %-d, %Y}"
    assert told in page and "finish what they had begun before the closing" in page
    assert send(researcher, ahead(0))[0] == 303
    assert "Frozen since" in researcher.get(PAGE).text


def test_once_everything_begun_has_expired_the_freeze_of_a_closed_survey_stays(
    researcher: FlaskClient, engine: Engine
) -> None:
    token = token_of(researcher.get(PAGE).text)
    with writing(engine) as session:
        publishing.close(session, OURS, today=datetime.now(UTC).date() - timedelta(days=30))
    page = researcher.get(PAGE).text
    assert "Frozen since" in page and "Set the day" not in page
    answer = researcher.post(f"{PAGE}/freeze", data={"csrf_token": token, "day": ahead(30)})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("settings", "day"),
    [({}, None), ({"freeze": 7}, None), ({"freeze": "no day"}, None), ({"freeze": "2026-12-01"}, date(2026, 12, 1))],
)
def test_what_is_no_day_freezes_nothing(settings: dict[str, object], day: date | None) -> None:
    assert freezing.freeze_of(settings) == day
    assert freezing.is_frozen("open", settings, date(2026, 12, 1)) is (day is not None)

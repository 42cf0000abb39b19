"""What a kiosk's server takes and what it does not: keys, seals, other points, huge and hostile calls."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.instruments import bundled_cut
from surveyapp.respondent.app import create_app
from surveyapp.respondent.kiosk.limits import BURST, allowance
from surveyapp.services import collecting, kiosks, points, publishing
from surveyapp.settings import Settings
from tests.respondent.browsing import open_page
from tests.respondent.browsing import send as send_form
from tests.respondent.kiosk.fielding import ANSWERS, POINT, SECRET, SLUG, Fielded, field_kiosk, rows, tallied
from tests.services.fieldwork import new_id
from tests.services.racing import all_at_once
from tests.services.station import seal

CODE = "0123-4567-89AB-CDEF"


@pytest.fixture
def fielded(engine: Engine) -> Fielded:
    return field_kiosk(engine)


@pytest.fixture
def app(fielded: Fielded, database_url: str, tmp_path: Path) -> Flask:
    return create_app(Settings(database_url=database_url, secret_key=SECRET, instance=tmp_path))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def record(**changes: Any) -> dict[str, Any]:
    posts = [
        {"step": name, "language": "vi", "seconds": "2-5", "fields": [[name, value] for value in values]}
        for name, values in ANSWERS.items()
    ]
    return {
        "version": 1,
        "seed": "a-seed",
        "today": "1999-12-31",
        "language": "vi",
        "code": CODE,
        "posts": posts,
        **changes,
    }


def without(*names: str, **answers: str) -> dict[str, Any]:
    """Return a record that lacks some screens, or whose screens hold something else."""
    given = record()
    given["posts"] = [post for post in given["posts"] if post["step"] not in names]
    for post in given["posts"]:
        if post["step"] in answers:
            post["fields"] = [[post["step"], answers[post["step"]]]]
    return given


def sealed(fielded: Fielded, content: Any, *, point: str = POINT, record_id: str | None = None) -> dict[str, str]:
    survey_id, record_id = fielded.survey.survey_id, record_id or new_id()
    made = seal(kiosks.public_key(SECRET, survey_id), survey_id, point, record_id, content)
    return {"id": record_id, **made.as_json()}


def send(client: FlaskClient, fielded: Fielded, body: Any, *, path: str = "records", point: str = POINT) -> Any:
    headers = {"Authorization": f"Kiosk {fielded.key}"}
    return client.post(f"/kiosk/{point}/{path}", json=body, headers=headers)


def test_a_record_becomes_a_response_that_its_code_opens(client: FlaskClient, fielded: Fielded, engine: Engine) -> None:
    body = sealed(fielded, record())
    answers = [send(client, fielded, body).get_json() for _ in range(3)]
    assert answers == [{"id": body["id"], "state": "stored"}] * 3
    with reading(engine) as session:
        assert collecting.count_finished(session, SLUG) == 1
        response = next(collecting.finished_responses(session, fielded.survey.survey_id))
    assert response.day == datetime.now(UTC).date()
    assert (response.point.id, response.point.mode, response.version) == (POINT, "kiosk", 1)
    assert {name: held["v"] for name, held in response.doc["answers"].items()} == {
        name: list(values) if name in ("SCR3", "INT2", "CHN1") else 2 if name == "VIS1" else values[0]
        for name, values in ANSWERS.items()
    }
    assert {held["l"] for held in response.doc["answers"].values()} == {"vi"}
    page = send_form(client, f"/vi/s/{SLUG}/receipt", {"code": CODE})
    assert "Nhật Bản" in page.text


def in_one_order(answers: dict[str, Any]) -> dict[str, Any]:
    """Return answers whose codes stand in one order: they are kept in the order in which they were shown."""
    return {name: sorted(held["v"]) if isinstance(held["v"], list) else held["v"] for name, held in answers.items()}


def test_what_is_stored_is_what_the_same_answers_leave_on_the_web(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    """The same seed cannot be had on the web, so orders are compared by what they hold."""
    send(client, fielded, sealed(fielded, record()))
    kiosk_steps = tallied(engine)
    page = open_page(client, f"/vi/s/{SLUG}?p={points.token_of(SECRET, fielded.survey.survey_id, POINT)}")
    while page.read.outcome is None:
        name = page.read.questions[0]
        values = ANSWERS[name]
        page = page.post({name: list(values) if len(values) > 1 else values[0]})
    twice = {step: n // 2 for step, n in tallied(engine).items() if step != "sign:haste"}
    assert twice == kiosk_steps, "but for the haste of a test"
    with reading(engine) as session:
        one, two = (response.doc for response in collecting.finished_responses(session, fielded.survey.survey_id))
    assert in_one_order(one["answers"]) == in_one_order(two["answers"])
    assert {name: sorted(codes) for name, codes in one["shown"].items()} == {
        name: sorted(codes) for name, codes in two["shown"].items()
    }
    assert set(one["seconds"]) == set(two["seconds"])
    assert {**one["context"]} == {**two["context"]}


def test_a_record_sent_by_two_tabs_at_once_is_one_response(app: Flask, fielded: Fielded, engine: Engine) -> None:
    body = sealed(fielded, record())
    states = all_at_once(6, lambda _: send(app.test_client(), fielded, body).get_json()["state"])
    assert states == ["stored"] * 6
    assert rows(engine, "SELECT count(*) FROM response") == [(1,)]
    assert tallied(engine)["complete"] == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (without("OPN1C"), "incomplete"),
        (without("CNS1"), "incomplete"),
        (without(CNS1="no"), "refused"),
        (without(SCR1="1"), "screened-out"),
        (without(NED3="no such code"), "wrong-answer"),
        (without(NED5="1") | {"version": 9}, "version"),
        (record(language="xx"), "language"),
        (record(code="no code"), "malformed"),
        (record(today="yesterday"), "malformed"),
        (record(posts=[]), "malformed"),
        (record(more="than is known"), "malformed"),
        ("not JSON", "malformed"),
        ("[" * 5000, "malformed"),
    ],
)
def test_what_cannot_be_a_response_is_refused_and_kept_sealed(
    client: FlaskClient, fielded: Fielded, engine: Engine, content: Any, why: str
) -> None:
    body = sealed(fielded, content)
    assert send(client, fielded, body).get_json() == {"id": body["id"], "state": "refused"}
    assert rows(engine, "SELECT count(*) FROM response") == [(0,)]
    assert rows(engine, "SELECT state, why FROM kiosk_record") == [("refused", why)]
    assert body["text"] in str(rows(engine, "SELECT sealed FROM kiosk_record"))
    assert "complete" not in tallied(engine)


def test_a_country_that_is_no_longer_cleared_is_refused_here_as_on_the_web(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    field = bundled_cut("kiosk")
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, field, settings={"cleared": ["KR"]}, today=datetime.now(UTC).date())
    assert send(client, fielded, sealed(fielded, record())).get_json()["state"] == "refused"
    assert rows(engine, "SELECT why FROM kiosk_record") == [("not-cleared",)]


def test_what_was_refused_is_stored_at_a_later_call_once_nothing_is_in_its_way(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    cut, today = bundled_cut("kiosk"), datetime.now(UTC).date()
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, cut, settings={"cleared": ["KR"]}, today=today)
    assert send(client, fielded, sealed(fielded, record())).get_json()["state"] == "refused"
    assert send(client, fielded, {}, path="again").get_json() == {"stored": 0}
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, cut, settings={"cleared": ["JP"]}, today=today)
        kiosks.try_soon(session, fielded.survey.survey_id, POINT)
    assert all_at_once(4, lambda _: send(client, fielded, {}, path="again").status_code) == [200] * 4
    assert rows(engine, "SELECT state, why FROM kiosk_record") == [("stored", "")]
    assert rows(engine, "SELECT count(*) FROM response") == [(1,)]
    assert tallied(engine)["complete"] == 1


def test_what_another_secret_sealed_is_opened_when_that_secret_is_back(
    client: FlaskClient, fielded: Fielded, engine: Engine, database_url: str, tmp_path: Path
) -> None:
    body = sealed(fielded, record())
    other = create_app(Settings(database_url=database_url, secret_key="t" * 40, instance=tmp_path))
    with writing(engine) as session:
        key = kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret="t" * 40)
    assert send(other.test_client(), Fielded(fielded.survey, key), body).get_json()["state"] == "refused"
    with writing(engine) as session:
        key = kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
        kiosks.try_soon(session, fielded.survey.survey_id, POINT)
    assert send(client, Fielded(fielded.survey, key), {}, path="again").get_json() == {"stored": 1}
    assert send(client, Fielded(fielded.survey, key), body).get_json()["state"] == "stored"
    assert rows(engine, "SELECT count(*) FROM response") == [(1,)]


def test_an_interview_is_finished_in_the_version_it_was_held_in(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    cut = bundled_cut("kiosk")
    newer = cut.model_copy(update={"title": dict.fromkeys(cut.languages, "Newer")})
    with writing(engine) as session:
        assert publishing.publish(session, None, SLUG, newer, today=datetime.now(UTC).date()) == 2
        publishing.close(session, SLUG, today=datetime.now(UTC).date())
    assert send(client, fielded, sealed(fielded, record())).get_json()["state"] == "stored"
    assert rows(engine, "SELECT version FROM response") == [(1,)]


def test_a_record_of_another_point_or_changed_on_the_way_is_kept_and_does_not_block_the_sound_one(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    sound = sealed(fielded, record())
    for hostile in ({**sound, "text": sound["text"][:-8] + "AAAAAAA="}, sealed(fielded, record(), point="han-t1")):
        assert send(client, fielded, hostile).get_json()["state"] == "refused"
    assert send(client, fielded, sound).get_json()["state"] == "stored"
    states = rows(engine, "SELECT state, why FROM kiosk_record ORDER BY state, why")
    assert states == [("refused", "unreadable"), ("refused", "unreadable"), ("stored", "")]


@pytest.mark.parametrize("path", ["paper", "records", "again", "counts"])
@pytest.mark.parametrize(
    ("point", "authorization", "status"),
    [
        (POINT, "", 401),
        (POINT, "Kiosk 0000-0000-0000-0000", 401),
        (POINT, "Bearer KEY", 401),
        ("han-t1", "Kiosk KEY", 403),
        ("nowhere", "Kiosk KEY", 403),
    ],
)
def test_nothing_is_given_or_taken_without_the_key_of_the_point(
    client: FlaskClient, fielded: Fielded, path: str, point: str, authorization: str, status: int
) -> None:
    headers = {"Authorization": authorization.replace("KEY", fielded.key)}
    method = "GET" if path == "paper" else "POST"
    answer = client.open(
        f"/kiosk/{point}/{path}", method=method, headers=headers, json={} if method == "POST" else None
    )
    assert answer.status_code == status
    assert set(answer.get_json()) == {"error"}


def test_a_key_that_was_made_void_takes_nothing_and_a_new_one_takes_what_waited(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    body = sealed(fielded, record())
    with writing(engine) as session:
        kiosks.close_kiosk(session, fielded.survey.survey_id, POINT)
    assert send(client, fielded, body).status_code == 401
    with writing(engine) as session:
        key = kiosks.open_kiosk(session, fielded.survey.survey_id, POINT, secret=SECRET)
    assert send(client, Fielded(fielded.survey, key), body).get_json()["state"] == "stored"


@pytest.mark.parametrize("path", ["records", "counts"])
@pytest.mark.parametrize("body", [{}, [], "text", 7, None, {"id": "x"}, {"station": "x", "waiting": 0, "counts": {}}])
def test_a_malformed_call_is_told_so(client: FlaskClient, fielded: Fielded, path: str, body: Any) -> None:
    assert send(client, fielded, body, path=path).status_code == 400


def test_a_body_that_is_no_json_or_too_large_is_told_so(client: FlaskClient, fielded: Fielded) -> None:
    headers = {"Authorization": f"Kiosk {fielded.key}", "Content-Type": "application/json"}
    assert client.post(f"/kiosk/{POINT}/records", data=b"{", headers=headers).status_code == 400
    huge = json.dumps({"id": "a" * 300_000})
    assert client.post(f"/kiosk/{POINT}/records", data=huge, headers=headers).status_code == 413


def test_counts_are_taken_once(client: FlaskClient, fielded: Fielded, engine: Engine) -> None:
    body = {"station": new_id(), "waiting": 1, "counts": {"approached und": 2, "left:INT2 vi": 1, "open vi": 1}}
    assert [send(client, fielded, body, path="counts").status_code for _ in range(2)] == [200, 200]
    assert tallied(engine) == {"approached": 2, "left:INT2": 1, "open": 1}
    assert send(client, fielded, {**body, "counts": {"robbed vi": 1}}, path="counts").status_code == 400


def test_counts_in_a_language_that_a_new_version_no_longer_speaks_are_taken(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    cut = bundled_cut("kiosk")
    newer = cut.model_copy(update={"languages": ("en", "vi")})
    with writing(engine) as session:
        publishing.publish(session, None, SLUG, newer, today=datetime.now(UTC).date())
    body = {"station": new_id(), "waiting": 0, "counts": {"open km": 1}}
    answer = send(client, fielded, body, path="counts")
    assert answer.get_json() == {"taken": True, "day": str(datetime.now(UTC).date())}
    assert tallied(engine) == {"open": 1}


def test_a_kiosk_that_calls_too_often_waits_and_others_do_not() -> None:
    now = [0.0]
    calls = replace(allowance(), now=lambda: now[0])
    assert [calls.take("a") for _ in range(BURST)] == [True] * BURST
    assert not calls.take("a")
    assert calls.take("b")
    now[0] += 1
    assert calls.take("a")


def test_the_paper_speaks_the_languages_of_the_point_and_says_when_it_is_closed(
    client: FlaskClient, fielded: Fielded, engine: Engine
) -> None:
    headers = {"Authorization": f"Kiosk {fielded.key}"}
    paper = client.get(f"/kiosk/{POINT}/paper", headers=headers).get_json()
    assert [told["language"] for told in paper["languages"]] == list(bundled_cut("kiosk").languages)
    assert len({draw["seed"] for draw in paper["draws"]}) == 64
    assert paper["simulated"] is True
    with writing(engine) as session:
        publishing.close(session, SLUG, today=datetime.now(UTC).date())
    paper = client.get(f"/kiosk/{POINT}/paper", headers=headers).get_json()
    assert paper["closed"] is True
    assert "paper" not in paper

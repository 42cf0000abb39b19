"""An author's hour: a file comes in, is tried, mended, compared, rehearsed, and published by a second person."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from surveyapp.console.uploads import slug_from
from surveyapp.database import reading, writing
from surveyapp.formats.reading import MOST_BYTES
from surveyapp.questionnaire.texts import with_texts
from surveyapp.services import accounts, publishing
from tests.console.authors import begin_manuscript, manuscript_of, native, press, upload
from tests.console.conftest import TODAY
from tests.console.house import OURS, THEIRS, Members, questionnaire, token_of
from tests.reference_data import reference_folder

BOMB = b"PK\x03\x04" + b"\0" * 2000


@pytest.fixture
def researcher(client: FlaskClient, members: Members) -> FlaskClient:
    members.sign_in(client, "researcher")
    return client


@pytest.fixture
def administrator(app: Flask, members: Members) -> FlaskClient:
    client = app.test_client()
    members.sign_in(client, "administrator")
    return client


def begun(answer: TestResponse) -> str:
    """Return the address of the manuscript that an upload led to."""
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def actions(members: Members) -> list[str]:
    with members.engine.connect() as connection:
        return list(connection.execute(text("SELECT action FROM audit ORDER BY number")).scalars())


def test_a_file_becomes_a_version_in_the_field(
    researcher: FlaskClient, administrator: FlaskClient, members: Members
) -> None:
    asked = with_texts(questionnaire(), "vi", {"title": ""})
    page = begun(upload(researcher, native(asked), "Tin Tức 2027.json"))
    shown = researcher.get(page).text
    assert "tin-t-c-2027" in shown
    assert "title" in shown and "missing-translation" not in shown
    assert "/vi/s/preview." in shown

    wording = f"{page}/wording?part=questionnaire&language=vi"
    assert press(researcher, wording, wording, title="Tin tức").status_code == 303
    assert "Tin tức" in researcher.get(wording).text
    assert "Nothing is wrong with it" in researcher.get(page).text

    assert press(researcher, f"{page}/rehearsal", f"{page}/rehearsal", respondents="20").status_code == 303
    assert "20 respondents took" in researcher.get(f"{page}/rehearsal").text

    alone = press(researcher, f"{page}/publish", page, cleared="all")
    assert alone.status_code == 422
    assert "Somebody else who may publish" in alone.text
    done = press(administrator, f"{page}/publish", page, cleared="KR,JP")
    assert done.headers["Location"] == "/surveys/tin-t-c-2027/questionnaire"
    assert "Version 1 is published" in administrator.get(done.headers["Location"]).text
    with reading(members.engine) as session:
        survey = publishing.find(session, "tin-t-c-2027")
    assert survey is not None
    assert (survey.questionnaire.title["vi"], survey.settings["cleared"]) == ("Tin tức", ["KR", "JP"])
    assert administrator.get(page).status_code == 404
    assert actions(members) == ["begin manuscript", "change wording", "rehearse", "publish"]


def test_the_next_version_is_compared_marked_and_published(
    researcher: FlaskClient, administrator: FlaskClient, members: Members
) -> None:
    changed = with_texts(questionnaire(), "en", {"AGE.text": "How old is your child?"})
    to = f"/surveys/{OURS}/questionnaire/upload"
    page = begun(upload(researcher, native(changed), "b.json", to=to))
    changes = researcher.get(f"{page}/changes").text
    assert "How old are you?" in changes and "How old is your child?" in changes
    assert "not looked at yet" in changes
    unmarked = press(administrator, f"{page}/publish", page)
    assert (unmarked.status_code, "Say of every changed wording" in unmarked.text) == (422, True)
    press(researcher, f"{page}/changes", f"{page}/changes", **{"AGE.text:en": "meaning", "x:en": "typo"})
    assert '<option value="meaning" selected>' in researcher.get(f"{page}/changes").text
    done = press(administrator, f"{page}/publish", page)
    assert done.status_code == 303
    with reading(members.engine) as session:
        survey = publishing.find(session, OURS)
    assert survey is not None
    assert (survey.version, survey.settings.get("simulated")) == (2, True)


def test_a_locked_question_stops_a_change_of_meaning(
    researcher: FlaskClient, administrator: FlaskClient, members: Members
) -> None:
    page = questionnaire().pages[0]
    locked = page.model_copy(update={"questions": (page.questions[0].model_copy(update={"locked": True}),)})
    trend = questionnaire().model_copy(update={"pages": (locked,)})
    with writing(members.engine) as session:
        ours = publishing.find(session, OURS)
        assert ours is not None
        publishing.publish(session, ours.organisation_id, OURS, trend, today=TODAY)
    other = with_texts(trend, "en", {"AGE.text": "How old is your child?"})
    page_at = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=other)}"
    assert "of a locked question changes its meaning" in researcher.get(f"{page_at}/changes").text
    press(researcher, f"{page_at}/changes", f"{page_at}/changes", accept="1")
    assert manuscript_of(members.engine, page_at.rpartition("/")[2]).marks == {}, "a locked one is not taken unseen"
    press(researcher, f"{page_at}/changes", f"{page_at}/changes", **{"AGE.text:en": "meaning"})
    refused = press(administrator, f"{page_at}/publish", page_at)
    assert refused.status_code == 422
    assert "before its errors are mended" in refused.text


def test_the_newest_version_can_be_taken_up_and_reworded(researcher: FlaskClient, members: Members) -> None:
    to = f"/surveys/{OURS}/questionnaire/upload"
    page = begun(press(researcher, f"/surveys/{OURS}/questionnaire/copy", to))
    wording = f"{page}/wording?part=AGE&language=vi"
    given = {"AGE.text": "Quý vị bao nhiêu tuổi? <b>\u202e", "sensitivity": "sensitive:health", "locked": "on"}
    press(researcher, wording, wording, **given)
    found = manuscript_of(members.engine, page.rpartition("/")[2]).questionnaire.question_by_id["AGE"]
    assert found.text["vi"].startswith("Quý vị bao nhiêu tuổi? <b>")
    assert (found.sensitivity, found.locked, found.required) == ("sensitive:health", True, False)
    assert "&lt;b&gt;" in researcher.get(wording).text
    press(researcher, wording, wording, sensitivity="rubbish!", **{"AGE.text": ""})
    found = manuscript_of(members.engine, page.rpartition("/")[2]).questionnaire.question_by_id["AGE"]
    assert (found.text, found.sensitivity) == ({"en": "How old are you?"}, "sensitive:health")
    assert f"{page}" in researcher.get(f"/surveys/{OURS}/questionnaire").text
    assert press(researcher, f"{page}/discard", page).status_code == 303
    assert researcher.get(page).status_code == 404


def test_a_foreign_multilingual_file_is_made_fit_and_what_is_lost_is_shown(researcher: FlaskClient) -> None:
    source = reference_folder("questionnaires", "limesurvey", "ls6_sample_survey_multilingual_fr_de_en_it_ru.lss")
    page = begun(upload(researcher, source.read_bytes(), source.name, slug="sample"))
    shown = researcher.get(page).text
    assert "LimeSurvey" in shown
    assert re.search(r"Not kept of the file <small>[1-9]", shown)
    assert '<td lang="en">wording is plain text</td>' in shown
    researcher.post("/language", data={"csrf_token": token_of(shown), "language": "vi"})
    assert '<td lang="vi">lời là chữ thường, không định dạng</td>' in researcher.get(page).text
    researcher.post("/language", data={"csrf_token": token_of(researcher.get(page).text), "language": "en"})
    fitted = press(researcher, f"{page}/fit", page, sensitivity="basic", consent="on")
    assert fitted.status_code == 303
    after = researcher.get(page).text
    assert "it/s/preview" not in after
    assert "questions are tagged basic" in after
    assert "consent" in researcher.get(f"{page}/questions").text


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.json"), (b"not a survey", "a.txt"), (BOMB, "a.xlsx"), (b"{" * 9000, "a.json"), (b'{"id": 1}', "a.json")],
)
def test_what_cannot_be_read_is_told_with_its_place_and_keeps_nothing(
    researcher: FlaskClient, members: Members, content: bytes, name: str
) -> None:
    answer = upload(researcher, content, name, slug="kept-slug")
    assert answer.status_code == 422
    assert 'value="kept-slug"' in answer.text
    assert 'class="problems"' in answer.text
    assert actions(members) == []


def test_an_address_that_cannot_be_used_is_explained(researcher: FlaskClient) -> None:
    content = native(questionnaire())
    assert "small letters" in upload(researcher, content, "a.json", slug="Two Words").text
    assert "Choose the file" in upload(researcher, b"", "", slug="a").text
    assert "Another organisation" in upload(researcher, content, "a.json", slug=THEIRS).text


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Household 2026.XLSX", "household-2026"),
        ("../../etc/passwd", "passwd"),
        ("调查.json", ""),
        ("a" * 300, "a" * 100),
    ],
)
def test_an_address_is_made_of_a_file_s_name(name: str, slug: str) -> None:
    assert slug_from(name) == slug


def test_only_who_is_signed_in_may_send_a_large_file(app: Flask, researcher: FlaskClient) -> None:
    large = b" " * 200_000
    stranger = app.test_client()
    token = token_of(stranger.get("/sign-in").text)
    data = {"csrf_token": token, "file": (BytesIO(large), "a.json")}
    assert stranger.post("/surveys/new", data=data, content_type="multipart/form-data").status_code == 413
    assert upload(researcher, large, "a.json").status_code == 422
    assert upload(researcher, b" " * (MOST_BYTES + 200_000), "a.json").status_code == 413


def test_a_stale_page_changes_nothing(researcher: FlaskClient, members: Members) -> None:
    page = f"/manuscripts/{begin_manuscript(members.engine, OURS)}"
    token = token_of(researcher.get(page).text)
    researcher.post(f"{page}/discard", data={"csrf_token": token})
    assert researcher.post(f"{page}/publish", data={"csrf_token": token}).status_code == 404


def test_without_a_token_nothing_is_done(researcher: FlaskClient, members: Members) -> None:
    page = f"/manuscripts/{begin_manuscript(members.engine, OURS)}"
    for what in ("publish", "discard", "fit", "rehearsal", "changes", "wording?part=AGE"):
        assert researcher.post(f"{page}/{what}", data={"AGE.text": "x"}).status_code == 400
    assert manuscript_of(members.engine, page.rpartition("/")[2]).revision == 1


def test_who_only_reads_sees_everything_and_is_offered_nothing(client: FlaskClient, members: Members) -> None:
    page = f"/manuscripts/{begin_manuscript(members.engine, OURS)}"
    members.sign_in(client, "auditor")
    structure = ("/structure/question?question=AGE", "/structure/page?page=first", "/structure/history")
    for what in ("", "/questions", "/rehearsal", "/changes", "/wording?part=AGE", *structure):
        shown = client.get(f"{page}{what}").text
        assert f'action="{page}' not in shown, what
    assert client.get(f"{page}/questionnaire.json").get_json()["id"] == "small"
    assert "A new survey" not in client.get("/").text
    with writing(members.engine) as session:
        accounts.suspend(session, members.emails["auditor"])
    assert client.get(page).status_code == 302

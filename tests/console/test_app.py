"""The console as a whole: headers, errors, languages, and what its process does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.console.app import create_app
from surveyapp.settings import Settings
from tests.console.house import Members, token_of

POLICY = (
    "default-src 'none';style-src 'self';script-src 'self';form-action 'self';img-src 'self' data:;"
    "base-uri 'none';frame-ancestors 'none';connect-src 'self'"
)


def test_health_is_told(client: FlaskClient) -> None:
    assert client.get("/healthz").text == "ok\n"


@pytest.mark.parametrize("path", ["/sign-in", "/", "/surveys/our-survey/field", "/nothing-here", "/healthz"])
def test_every_answer_carries_the_protective_headers(client: FlaskClient, members: Members, path: str) -> None:
    members.sign_in(client, "researcher")
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/sign-in", "/", "/surveys/our-survey/field", "/surveys/our-survey/reports"])
def test_no_page_holds_a_script_a_style_or_an_address_elsewhere(
    client: FlaskClient, members: Members, path: str
) -> None:
    if path != "/sign-in":
        members.sign_in(client, "researcher")
    page = client.get(path).text
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


def test_the_style_sheet_is_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_page_that_is_not_there_says_so_in_the_readers_language(client: FlaskClient) -> None:
    assert "There is nothing at this address" in client.get("/nowhere", headers={"Accept-Language": "en"}).text
    assert "Không có gì ở địa chỉ này" in client.get("/nowhere", headers={"Accept-Language": "vi-VN"}).text


def test_a_language_is_chosen_by_a_post_and_kept(client: FlaskClient, members: Members) -> None:
    members.sign_in(client, "researcher")
    page = client.get("/").text
    answer = client.post(
        "/language", data={"language": "vi", "back": "/surveys/our-survey/field", "csrf_token": token_of(page)}
    )
    assert answer.headers["Location"] == "/surveys/our-survey/field"
    assert '<html lang="vi"' in client.get("/").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "x"])
def test_choosing_a_language_never_leads_elsewhere(client: FlaskClient, back: str) -> None:
    token = token_of(client.get("/sign-in").text)
    answer = client.post("/language", data={"language": "vi", "back": back, "csrf_token": token})
    assert answer.headers["Location"] == "/"


def test_a_language_the_console_does_not_speak_is_refused(client: FlaskClient) -> None:
    token = token_of(client.get("/sign-in").text)
    assert client.post("/language", data={"language": "xx", "csrf_token": token}).status_code == 400


def test_a_database_that_is_away_is_told_calmly(tmp_path: Path) -> None:
    a_folder_instead = f"sqlite:///{tmp_path}"
    app: Flask = create_app(Settings(database_url=a_folder_instead, secret_key="k" * 40, instance=tmp_path))
    client = app.test_client()
    assert client.get("/healthz").status_code == 503
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"
    answer = client.get("/", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "Nothing was lost" in answer.text


@pytest.mark.parametrize("side", ["console", "respondent"])
def test_no_web_process_loads_the_analysis(side: str) -> None:
    look = (
        f"import sys, surveyapp.{side}.app; "
        "print([name for name in ('numpy', 'pandas', 'scipy', 'analysis', 'surveyapp.tasks') if name in sys.modules])"
    )
    printed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"


def test_the_console_does_not_load_the_respondents(client: FlaskClient) -> None:
    look = "import sys, surveyapp.console.app; print([m for m in sys.modules if m.startswith('surveyapp.respondent')])"
    printed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "[]"

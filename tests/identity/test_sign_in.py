"""Signing in: one form, constant answers, a cookie that scripts cannot read, and nobody suspended."""

from __future__ import annotations

import unicodedata
from typing import Literal

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.database import writing
from surveyapp.identity.passwords import hash_password
from surveyapp.identity.throttle import MOST_ALIKE, MOST_FAILURES
from surveyapp.services import accounts
from tests.console.conftest import app, client, members, settings
from tests.console.house import PASSWORD, PASSWORD_HASH, Members, token_of

__all__ = ["app", "client", "members", "settings"]
WRONG = "The address or the password is wrong"
LATER = "Too many attempts"


def attempt(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> tuple[int, str, str]:
    page = client.get("/sign-in", headers={"Accept-Language": "en"}).text
    answer = client.post(
        "/sign-in",
        data={"email": email, "password": password, "csrf_token": token_of(page), **more},
        headers={"Accept-Language": "en"},
    )
    return answer.status_code, answer.headers.get("Location", ""), answer.text


def test_the_right_password_opens_the_console(client: FlaskClient, members: Members) -> None:
    assert attempt(client, "researcher@example.org")[:2] == (302, "/")
    page = client.get("/")
    assert page.status_code == 200
    assert "researcher@example.org" in page.text


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_vietnamese_password_opens_however_its_marks_were_typed(
    client: FlaskClient, members: Members, form: Literal["NFC", "NFD"]
) -> None:
    password = "mật khẩu dễ nhớ của tôi"
    with writing(members.engine) as session:
        accounts.change_password(session, "researcher@example.org", hash_password(password))
    assert attempt(client, "researcher@example.org", unicodedata.normalize(form, password))[0] == 302


def test_an_address_of_a_name_that_cannot_be_delivered_to_signs_in(client: FlaskClient, members: Members) -> None:
    with writing(members.engine) as session:
        accounts.create(session, "researcher@demo.invalid", role="researcher", password_hash=PASSWORD_HASH)
    assert attempt(client, "researcher@demo.invalid")[0] == 302


def test_an_address_may_be_written_in_capitals(client: FlaskClient) -> None:
    assert attempt(client, "Researcher@Example.org")[0] == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("researcher@example.org", "not the password at all"),
        ("nobody@example.org", PASSWORD),
        ("suspended@example.org", PASSWORD),
        ("not an address", PASSWORD),
        ("", PASSWORD),
        ("researcher@example.org", ""),
        ("researcher@example.org", "\x00" * 20),
        ("\ud83d\ude00@example.org\x00", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(client: FlaskClient, email: str, password: str) -> None:
    status, where, page = attempt(client, email.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), password)
    assert (status, where) == (200, "")
    assert WRONG in page
    assert "exist" not in page
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("email", ["researcher@example.org", "nobody@example.org", "suspended@example.org"])
def test_whoever_is_asked_for_an_attempt_costs_one_hash(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    """A hash takes nearly all the time of an attempt: its absence would tell which addresses have accounts."""
    asked: list[str] = []

    class Counting:
        def __getattr__(self, name: str) -> object:
            asked.append(name)
            return getattr(library, name)

    library: object = vars(argon2.low_level)["lib"]
    monkeypatch.setattr(argon2.low_level, "lib", Counting())
    attempt(client, email, "not the password at all")
    assert len([name for name in asked if name in ("argon2_hash", "argon2_verify", "argon2_ctx")]) == 1, asked


def test_after_many_failures_even_the_right_password_waits(client: FlaskClient, app: Flask) -> None:
    for number in range(MOST_FAILURES):
        attempt(client, "researcher@example.org", f"guess after guess {number}")
    assert LATER in attempt(client, "researcher@example.org")[2]
    assert attempt(app.test_client(), "auditor@example.org")[0] == 302


def test_an_account_that_does_not_exist_is_slowed_down_alike(client: FlaskClient) -> None:
    for _ in range(MOST_FAILURES):
        attempt(client, "nobody@example.org", "guess after guess")
    assert LATER in attempt(client, "nobody@example.org")[2]


def test_a_password_tried_at_many_addresses_opens_none_while_staff_with_others_sign_in(
    client: FlaskClient, app: Flask, members: Members
) -> None:
    with writing(members.engine) as session:
        accounts.change_password(session, "auditor@example.org", hash_password("summer of 2026"))
    for number in range(MOST_ALIKE):
        attempt(client, f"{number}@example.org", "summer of 2026")
    assert LATER in attempt(client, "auditor@example.org", "summer of 2026")[2]
    assert attempt(app.test_client(), "researcher@example.org")[0] == 302


def copied(client: FlaskClient, app: Flask) -> FlaskClient:
    """Return another browser that holds the same session cookie."""
    cookie = client.get_cookie("surveyapp_console")
    assert cookie is not None
    other = app.test_client()
    other.set_cookie("surveyapp_console", cookie.value)
    assert other.get("/").status_code == 200
    return other


def test_a_cookie_copied_before_signing_out_opens_nothing_after(client: FlaskClient, app: Flask) -> None:
    attempt(client, "researcher@example.org")
    copy = copied(client, app)
    client.post("/sign-out", data={"csrf_token": token_of(client.get("/").text)})
    assert copy.get("/").status_code == 302
    assert attempt(client, "researcher@example.org")[0] == 302, "signing in again works"
    assert copy.get("/").status_code == 302


def test_signing_out_leaves_the_sessions_of_others(client: FlaskClient, app: Flask, members: Members) -> None:
    other = app.test_client()
    attempt(client, "researcher@example.org")
    attempt(other, "auditor@example.org")
    client.post("/sign-out", data={"csrf_token": token_of(client.get("/").text)})
    assert other.get("/").status_code == 200


def test_a_cookie_from_before_a_new_password_opens_nothing(client: FlaskClient, app: Flask, members: Members) -> None:
    attempt(client, "researcher@example.org")
    copy = copied(client, app)
    with writing(members.engine) as session:
        accounts.change_password(session, "researcher@example.org", hash_password("another one, long enough"))
    assert {client.get("/").status_code, copy.get("/").status_code} == {302}


def test_signing_out_with_a_session_that_has_ended_ends_nothing_else(
    client: FlaskClient, app: Flask, members: Members
) -> None:
    attempt(client, "researcher@example.org")
    old = copied(client, app)
    token = token_of(old.get("/").text)
    client.post("/sign-out", data={"csrf_token": token_of(client.get("/").text)})
    attempt(client, "researcher@example.org")
    old.post("/sign-out", data={"csrf_token": token})
    assert client.get("/").status_code == 200


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    fields = {"email": "researcher@example.org", "password": PASSWORD, "csrf_token": token_of(page)}
    plain = client.post("/sign-in", data=fields).headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain


def test_over_https_the_cookie_is_secure(client: FlaskClient) -> None:
    cookie = client.get("/sign-in", base_url="https://console.example.org").headers["Set-Cookie"]
    assert "; Secure" in cookie


def test_a_form_without_its_token_is_refused(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "researcher@example.org", "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/").status_code == 302


def test_signing_out_needs_a_post_and_ends_the_session(client: FlaskClient, members: Members) -> None:
    members.sign_in(client, "researcher")
    assert client.get("/sign-out").status_code == 405
    page = client.get("/")
    assert page.status_code == 200
    client.post("/sign-out", data={"csrf_token": token_of(page.text)})
    assert client.get("/").status_code == 302


def test_a_member_suspended_while_signed_in_is_out_at_once(client: FlaskClient, members: Members) -> None:
    members.sign_in(client, "researcher")
    assert client.get("/").status_code == 200
    with writing(members.engine) as session:
        accounts.suspend(session, "researcher@example.org")
    assert client.get("/").status_code == 302
    with writing(members.engine) as session:
        accounts.restore(session, "researcher@example.org")
    assert client.get("/").status_code == 302


def test_after_signing_in_the_page_asked_for_is_shown(client: FlaskClient) -> None:
    asked = client.get("/surveys/our-survey/field")
    assert asked.headers["Location"] == "/sign-in?next=/surveys/our-survey/field"
    assert attempt(client, "researcher@example.org", next="/surveys/our-survey/field")[1] == "/surveys/our-survey/field"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"])
def test_nobody_is_sent_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    location = attempt(client, "researcher@example.org", next=elsewhere)[1]
    assert location[:1] in ("", "/")
    assert not location.startswith(("//", "/\\"))

"""Whatever is sent, the console answers in words and never with a fault of its own."""

from __future__ import annotations

import random

import pytest
from flask.testing import FlaskClient

from tests.console.house import Members, token_of

JOB = "00000000-0000-4000-8000-000000000000"
ODD = [
    "%00",
    "%F0%9F%98%80",
    "%ED%A0%80",
    "..%2f..%2fetc%2fpasswd",
    "a" * 3000,
    "%27%20OR%201=1",
    "%E2%80%AE",
    "-",
    "%25%30%30",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_addresses_are_not_there(client: FlaskClient, members: Members, odd: str) -> None:
    members.sign_in(client, "researcher")
    for address in (
        f"/{odd}",
        f"/surveys/{odd}/field",
        f"/surveys/our-survey/reports/{odd}/progress",
        f"/surveys/our-survey/reports/{JOB}/read/{odd}",
        f"/surveys/our-survey/reports/{JOB}/files/{odd}",
    ):
        assert client.get(address).status_code in (404, 308), address


def test_respondent_pages_are_not_reached_however_the_address_is_written(client: FlaskClient) -> None:
    for address in ("/en/s/our-survey", "/%65n/s/our-survey", "/%2565n/%2573/our-survey", "//en/s/our-survey"):
        assert client.get(address).status_code in (404, 308), address


def test_malformed_forms_are_refused_in_words(client: FlaskClient, members: Members) -> None:
    chance = random.Random(2026)
    names = ["email", "password", "next", "language", "back", "csrf_token", "remember", "submit", "email"]
    members.sign_in(client, "researcher")
    token = token_of(client.get("/").text)
    for _ in range(150):
        fields = {
            chance.choice(names): "".join(
                chr(chance.choice([0, 9, 10, 65, 0x1F600, 0x202E, 0xFFFF, 47, 92])) for _ in range(9)
            )
            for _ in range(chance.randint(0, 6))
        }
        if chance.random() < 0.7:
            fields["csrf_token"] = token
        address = chance.choice(["/sign-in", "/language", "/surveys/our-survey/reports"])
        assert client.post(address, data=fields).status_code < 500, (address, fields)


def test_a_huge_form_is_refused(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={"email": "x" * 200_000}, headers={"Accept-Language": "en"})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_forged_cookie_signs_nobody_in(client: FlaskClient) -> None:
    for forged in ("", "x", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb", "\u00e9"):
        client.set_cookie("surveyapp_console", forged)
        assert client.get("/").status_code == 302

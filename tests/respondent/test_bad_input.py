"""Hostile, broken and unlucky requests: answered in words, in the reader's language, with nothing lost."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from surveyapp.services import answering
from surveyapp.services.failures import DatabaseUnavailable, DiskFull
from tests.respondent.browsing import go_to, open_page, send
from tests.respondent.conftest import Count
from tests.respondent.survey import SLUG
from tests.respondent.test_journey import document, values

START = f"/vi/s/{SLUG}"
TEXTS = [
    "a\0b",
    "\ud800",
    "e\u0302\u0301 Việt",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\u202eabc\u202c",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\u200b",
    "'; --",
]


def raw_post(client: FlaskClient, page: Any, name: str, value: bytes) -> Any:
    """Post a page with one value as raw bytes."""
    fields = [(key, part.encode()) for key, part in page.read.fields if key != name] + [(name, value)]
    body = "&".join(f"{key}={quote_from_bytes(part)}" for key, part in fields)
    return client.post(page.address, data=body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("written", TEXTS, ids=ascii)
def test_any_text_is_taken_and_shown_again_as_text(client: FlaskClient, count: Count, written: str) -> None:
    page = go_to(client, "OPEN", path=START)
    encoded = written.encode("utf-8", "surrogatepass")
    response = raw_post(client, page, "OPEN", encoded)
    assert response.status_code == 200
    assert "<script>alert" not in response.get_data(as_text=True)
    assert count("response") == 1


def test_text_is_stored_composed_and_without_nul(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "OPEN", path=START)
    raw_post(client, page, "OPEN", "Vie\u0323\u0302t\0 Nam\r\nhai".encode())
    assert values(document(engine))["OPEN"] == "Việt Nam\nhai"


def test_a_post_of_ten_megabytes_is_refused_in_words(client: FlaskClient) -> None:
    page = go_to(client, "OPEN", path=START)
    refused = send(client, START, {**page.values, "OPEN": "x" * 10_000_000})
    assert (refused.status, refused.read.language) == (413, "vi")
    assert "quá lớn" in refused.text


@pytest.mark.parametrize("place", ["", "nonsense", "a.b.c", None, "x" * 10_000, ".eJw.sig"])
def test_a_place_that_was_not_sealed_here_gives_the_text_back(client: FlaskClient, place: str | None) -> None:
    page = go_to(client, "OPEN", path=START)
    data = {**page.values, "OPEN": "Điều tôi muốn nói", "place": place}
    lost = send(client, START, {name: value for name, value in data.items() if value is not None})
    assert (lost.status, lost.read.language) == (400, "vi")
    assert "Điều tôi muốn nói" in lost.text
    assert f'href="{START}"' in lost.html


def test_a_place_of_another_survey_is_not_taken(client: FlaskClient, app: Flask) -> None:
    page = go_to(client, "OPEN", path=START)
    assert send(client, "/vi/s/unknown", page.values).status == 404


def test_an_expired_draft_gives_the_text_back(client: FlaskClient, engine: Engine) -> None:
    page = go_to(client, "OPEN", path=START)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM draft"))
    lost = send(client, START, {**page.values, "OPEN": "Điều tôi muốn nói"})
    assert (lost.status, lost.read.language) == (410, "vi")
    assert "Điều tôi muốn nói" in lost.text


@pytest.mark.parametrize("failure", [DatabaseUnavailable, DiskFull])
def test_a_page_that_cannot_be_saved_comes_back_whole_to_be_sent_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, failure: type[Exception], count: Count
) -> None:
    page = go_to(client, "MANY", path=START)
    with monkeypatch.context() as broken:
        broken.setattr(answering, "put", _raising(failure))
        broken.setattr(answering, "finish_with", _raising(failure))
        away = page.post({"MANY": ["a", "d"], "MANY_other": "khác"})
        assert (away.status, away.read.language) == (503, "vi")
        assert "không mất" in away.text
        assert away.values["MANY"] == ["a", "d"]
    again = send(client, away.address, away.values)
    assert again.read.questions == ["GRID"]


def test_a_commit_that_fails_acknowledges_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, count: Count
) -> None:
    page = open_page(client, START).answer()
    with monkeypatch.context() as broken:
        broken.setattr("sqlalchemy.engine.Connection.commit", _raising(DiskFull))
        assert page.answer().status == 503
    assert count("draft") == 0
    assert page.answer().read.questions == ["ONE"]
    assert count("draft") == 1


def test_a_page_that_failed_after_its_statement_is_recognised_when_it_is_sent_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    page = go_to(client, "ONE", path=START)
    with monkeypatch.context() as broken:
        broken.setattr("surveyapp.web.transaction._commit", _raising(DiskFull))
        assert page.post({"ONE": "1"}).status == 503
    assert "ONE" in values(document(engine, "draft"))
    assert page.post({"ONE": "1"}).read.questions == ["SCALE"]


def test_an_unexpected_error_is_a_page_and_its_log_quotes_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = go_to(client, "OPEN", path=START)
    monkeypatch.setattr(answering, "finish_with", _raising(RuntimeError, "canary-in-the-error"))
    broken = page.post({"OPEN": "canary-in-the-answer"})
    assert broken.status == 500 and broken.values["OPEN"] == "canary-in-the-answer"
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text


def test_a_database_that_is_away_is_said_in_the_readers_language(unreachable: FlaskClient) -> None:
    for path in (f"/vi/s/{SLUG}", f"/vi/s/{SLUG}/resume", f"/vi/s/{SLUG}/genuine"):
        page = open_page(unreachable, path)
        assert (page.status, page.read.language) == (503, "vi")
    assert unreachable.get("/healthz").status_code == 503


@pytest.mark.parametrize("path", ["/", "/vi", "/vi/s/unknown", "/s/unknown", "/vi/s/small/unknown", "/static/no.css"])
def test_an_address_where_nothing_is_says_so(client: FlaskClient, path: str) -> None:
    page = open_page(client, path)
    assert page.status == 404
    assert page.read.language == ("vi" if path.startswith("/vi") else "en")


def test_a_link_whose_token_is_unknown_says_so(client: FlaskClient) -> None:
    assert open_page(client, f"{START}?p=wrong").status == 404


def test_posts_of_nonsense_are_never_our_error(client: FlaskClient) -> None:
    lot = random.Random(7)
    page = go_to(client, "GRID", path=START)
    names = [*page.read.controls, "lang", "action", "place", "\0", "GRID", "GRID__r9", "BEST__1__best"]
    pieces = [
        "",
        "\0",
        "{}",
        "[]",
        "1",
        ".refused",
        "..",
        "%",
        "ễ" * 50,
        "vi",
        "mine",
        "later",
        "back",
        "-1",
        "9" * 400,
    ]
    for _ in range(150):
        data = {**page.values, **{lot.choice(names): lot.choice(pieces) for _ in range(3)}}
        assert client.post(START, data=data).status_code < 500


def _raising(failure: type[Exception], *args: str) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        raise failure(*args)

    return fail

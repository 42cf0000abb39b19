"""Every kind of page that a respondent can meet, as served: each answer type whole and with a mistake, and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient

from surveyapp.database import writing
from surveyapp.respondent.app import create_app
from surveyapp.services import publishing
from tests.respondent.browsing import Page, go_to, open_page, send
from tests.respondent.survey import ANSWERS, SLUG

CLOSED = "closed"
"""The address of a survey that takes no more answers."""
MISTAKES = {"NEXT": {"NEXT": "2027"}, "OPEN": {"OPEN": "x" * 501}}
"""What is wrong where leaving everything empty is right."""


def page_kinds(app: Flask, language: str) -> Iterator[tuple[str, Page]]:
    """Yield every kind of page with its name; the survey must be fielded at SLUG, and closed at CLOSED."""
    client = app.test_client()
    start = f"/{language}/s/{SLUG}"
    first = open_page(client, start)
    yield "languages", replace(first, html=first.html.replace('<details class="lang">', '<details class="lang" open>'))
    done = None
    for name, page in _journey(client, start):
        yield name, page
        done = page
    yield from _early_ends(client, start)
    yield from _lost_ways(client, start, language)
    yield "closed meanwhile", _closed_meanwhile(app, client, start)
    if done is not None:
        yield from _rights(client, start, receipt_code(done))
    yield "trouble: too large", _too_large(app, start)
    yield "trouble: unavailable", _unavailable(app, start)


def _journey(client: FlaskClient, start: str) -> Iterator[tuple[str, Page]]:
    page = open_page(client, start)
    for _ in range(40):
        if page.read.outcome is not None:
            yield page.read.outcome, page
            return
        name = page.read.questions[0]
        yield name, page
        empty = {control: None for control in page.read.controls if control != "place"}
        yield f"{name}: mistake", page.post(empty | MISTAKES.get(name, {}))
        if name == "ONE":
            following = page.post({"ONE": "1"})
            yield "merge", page.post({"ONE": "2"})
            page = following
        elif name == "SCALE":
            yield "later", page.post({"SCALE": ANSWERS["SCALE"]}, action="later")
            page = page.answer()
        elif name == "YEAR":
            yield "YEAR: doubt", page.post({"YEAR": "1910"})
            page = page.answer()
        else:
            page = page.answer()
    raise AssertionError("the survey has no end")


def _early_ends(client: FlaskClient, start: str) -> Iterator[tuple[str, Page]]:
    yield "screened-out", open_page(client, start).post({"AGE": "young"})
    yield "refused", open_page(client, start).post({"AGE": "old"}).post({"CNS": "no"})


def _lost_ways(client: FlaskClient, start: str, language: str) -> Iterator[tuple[str, Page]]:
    page = open_page(client, start)
    yield "lost", send(client, start, {**page.values, **ANSWERS, "place": "nonsense", "OPEN": "Nhiều điều"})
    yield "not offered", open_page(client, f"/eo/s/{SLUG}")
    yield "closed", open_page(client, f"/{language}/s/{CLOSED}")
    yield "trouble: not found", open_page(client, f"{start}/nothing")
    yield "resume", open_page(client, f"{start}/resume")
    yield "resume: mistake", send(client, f"{start}/resume", {"code": "AAAA AAAA AAAA AAAA"})
    yield "genuine", open_page(client, f"{start}/genuine")


def _closed_meanwhile(app: Flask, client: FlaskClient, start: str) -> Page:
    """Answer a page of a survey that somebody closes at that moment, and opens again."""
    inside, engine = go_to(client, "ONE", path=start), app.extensions["engine"]
    with writing(engine) as session:
        publishing.close(session, SLUG, today=datetime.now(UTC).date())
    try:
        return inside.post({"ONE": "1"})
    finally:
        with writing(engine) as session:
            publishing.reopen(session, SLUG)


def _rights(client: FlaskClient, start: str, code: str) -> Iterator[tuple[str, Page]]:
    path = f"{start}/receipt"
    yield "receipt", open_page(client, path)
    yield "receipt: mistake", send(client, path, {"code": "AAAA AAAA AAAA AAAA"})
    for action in ("view", "ask-withdraw", "withdraw", "ask-erase", "erase"):
        yield f"receipt: {action}", send(client, path, {"code": code, "action": action})


def _too_large(app: Flask, start: str) -> Page:
    return send(app.test_client(), start, {"OPEN": "x" * (app.extensions["settings"].largest_post + 1)})


def _unavailable(app: Flask, start: str) -> Page:
    """Post to an application whose database does not answer: what was given is offered to be sent again."""
    away = replace(app.extensions["settings"], database_url="postgresql://nobody@127.0.0.1:1/nothing")
    return send(create_app(away).test_client(), start, ANSWERS)


def receipt_code(done: Page) -> str:
    """Read the code from the page that shows it."""
    parts = done.html.split('<p class="code"')[1].split("</p>")[0].split("<span>")[1:]
    return "-".join(part.split("</span>")[0].strip() for part in parts)

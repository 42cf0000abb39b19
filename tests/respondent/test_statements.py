"""A page asks the database for as little as it can: what it is about, what it keeps, what it counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.respondent.browsing import Page, go_to, open_page
from tests.respondent.survey import SLUG

START = f"/en/s/{SLUG}"
MOST = 3
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SET")


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Gather what either driver is told to execute, whoever tells it.

    SQLite tells of each step of a trigger in the whole words of the statement that set it off: that counts once.
    """
    gathered: list[str] = []

    def heard(statement: str) -> None:
        if not statement.startswith(NOT_COUNTED):
            gathered.append(statement)

    def heard_of_sqlite(statement: str) -> None:
        if gathered[-1:] != [statement]:
            heard(statement)

    def listen(connection: object, _record: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(heard_of_sqlite)

    execute = psycopg.Cursor.execute

    def listening(cursor: Any, query: Any, *more: Any, **options: Any) -> Any:
        heard(str(query))
        return execute(cursor, query, *more, **options)

    monkeypatch.setattr(psycopg.Cursor, "execute", listening)
    event.listen(Engine, "connect", listen)
    yield gathered
    event.remove(Engine, "connect", listen)


def test_every_page_takes_at_most_three_statements(client: FlaskClient, statements: list[str]) -> None:
    page = open_page(client, START).answer()
    taken: dict[str, int] = {}
    while page.read.outcome is None:
        asked = ", ".join(page.read.questions)
        statements.clear()
        page = page.answer()
        taken[asked] = max(taken.get(asked, 0), len(statements))
    assert len(taken) > 16, "the page that finishes is one of them"
    assert min(taken.values()) >= 1, "every one of them was heard"
    assert max(taken.values()) <= MOST, taken


def test_reading_again_going_back_and_mistakes_take_no_more(client: FlaskClient, statements: list[str]) -> None:
    page: Page = go_to(client, "SCALE", path=START)
    buttons: tuple[dict[str, Any], ...] = ({"action": "back"}, {"lang": "vi"}, {"action": "later"})
    for button in buttons:
        statements.clear()
        page.post(**button)
        assert len(statements) <= MOST, button
    statements.clear()
    page.post({"SCALE": None})
    assert len(statements) <= MOST


def test_the_first_page_takes_one_statement_once_its_questionnaire_is_known(
    client: FlaskClient, statements: list[str]
) -> None:
    open_page(client, START)
    statements.clear()
    open_page(client, START)
    assert len(statements) == 1

"""A page asks the database for as little as it can: what it is about, what it keeps, what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.respondent.browsing import Page, go_to, open_page
from tests.respondent.survey import SLUG

START = f"/en/s/{SLUG}"
MOST = 3


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Gather what any engine executes, without the beginning of transactions."""
    gathered: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET")):
            gathered.append(statement)

    event.listen(Engine, "before_cursor_execute", heard)
    yield gathered
    event.remove(Engine, "before_cursor_execute", heard)


def test_every_page_takes_at_most_three_statements(client: FlaskClient, statements: list[str]) -> None:
    page = open_page(client, START).answer()
    taken: dict[str, int] = {}
    while page.read.outcome is None:
        asked = ", ".join(page.read.questions)
        statements.clear()
        page = page.answer()
        taken[asked] = max(taken.get(asked, 0), len(statements))
    assert len(taken) > 16, "the page that finishes is one of them"
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

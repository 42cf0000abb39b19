"""A survey is closed at the moment in which twenty people post: no answer is lost, on SQLite and on PostgreSQL."""

from __future__ import annotations

from threading import BoundedSemaphore

from flask import Flask
from sqlalchemy import Engine

from tests.respondent.browsing import go_to
from tests.respondent.conftest import Count
from tests.respondent.test_closing import START, close
from tests.services.racing import all_at_once

PEOPLE, AT_THE_DOOR = 20, 4
THREADS = 4
"""With which a server answers them."""


def test_closing_while_twenty_people_post_loses_no_answer(app: Flask, engine: Engine, count: Count) -> None:
    inside = [go_to(app.test_client(), "LAND" if at % 2 else "BEST", path=START) for at in range(PEOPLE)]
    server = BoundedSemaphore(THREADS)
    door = [go_to(app.test_client(), "CNS", path=START) for _ in range(AT_THE_DOOR)]

    def act(number: int) -> str:
        if number == 0:
            close(engine)
            return ""
        page = (inside + door)[number - 1]
        while page.read.outcome is None:
            with server:
                page = page.answer()
        return page.read.outcome

    _, *outcomes = all_at_once(1 + PEOPLE + AT_THE_DOOR, act)
    assert outcomes[:PEOPLE] == ["complete"] * PEOPLE
    let_in = outcomes[PEOPLE:].count("complete")
    assert outcomes[PEOPLE:].count("closed") == AT_THE_DOOR - let_in
    assert count("response") == count("complete") == count("begun") == PEOPLE + let_in
    assert count("draft") == 0

"""A page that nobody has written on is drawn once; nobody is ever handed another's place or answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import render_template
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.respondent.pages import blank, showing
from surveyapp.services import publishing
from tests.respondent.browsing import Page, go_to, open_page
from tests.respondent.survey import ANSWERS, SLUG, choices, gates, page, question

START = f"/en/s/{SLUG}"


def _without_place(page: Page) -> str:
    assert page.html.count(page.values["place"]) == 1
    return page.html.replace(page.values["place"], "")


def test_two_people_get_the_same_page_with_a_place_each(client: FlaskClient) -> None:
    first, second = (go_to(client, "SCALE", path=START) for _ in range(2))
    assert _without_place(first) == _without_place(second)
    assert first.values["place"] != second.values["place"]
    assert blank.PLACE not in first.html


def test_a_page_is_drawn_once_for_all_who_have_not_answered_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(client, "SCALE", path=START)
    drawn: list[str] = []

    def draw(name: str, **given: Any) -> str:
        drawn.append(name)
        return name

    monkeypatch.setattr(showing, "render_template", draw)
    open_page_again = client.get(START).get_data(as_text=True)
    assert drawn == []
    assert "data-survey" in open_page_again


def test_nobody_sees_what_another_answered(client: FlaskClient) -> None:
    back = go_to(client, "SCALE", path=START).answer().post(action="back")
    assert back.values["SCALE"] == ANSWERS["SCALE"]
    assert "SCALE" not in go_to(client, "SCALE", path=START).values


def test_a_page_is_told_apart_by_language_and_by_what_the_browser_speaks(client: FlaskClient) -> None:
    shown = {
        (language, accepted): client.get(f"/{language}/s/{SLUG}", headers={"Accept-Language": accepted}).get_data(
            as_text=True
        )
        for language in ("en", "vi")
        for accepted in ("ko", "ja")
    }
    peeks = {key: html.split('class="peek"')[1].split("</span>")[0] for key, html in shown.items()}
    assert "한국어" in peeks["en", "ko"] and "日本語" in peeks["en", "ja"]
    assert '<html lang="vi"' in shown["vi", "ko"] and '<html lang="en"' in shown["en", "ko"]


def test_a_mistake_and_its_mending_are_shown_to_whoever_made_it_only(client: FlaskClient) -> None:
    wrong = go_to(client, "SCALE", path=START).post({"SCALE": None})
    assert 'role="alert"' in wrong.html
    assert 'role="alert"' not in go_to(client, "SCALE", path=START).html
    assert 'role="alert"' not in open_page(client, START).html


def test_what_is_wrong_with_an_empty_page_is_drawn_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [go_to(client, "SCALE", path=START) for _ in range(3)]
    first = pages[0].post({"SCALE": None})
    monkeypatch.setattr(showing, "render_template", lambda *_, **__: pytest.fail("drawn again"))
    again = pages[1].post({"SCALE": None})
    assert _without_place(first) == _without_place(again) and 'role="alert"' in again.html
    monkeypatch.setattr(showing, "render_template", render_template)
    assert 'role="alert"' not in pages[2].answer().html


def test_a_page_that_opens_questions_is_drawn_once_unless_it_knows_an_answer(
    engine: Engine, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {"show_if": "HERE == '1'"}
    here = question("HERE", "one", choices=choices("1", "2"))
    opening = page("opening", here, question("MORE", "text", max_length=50, **more))
    knowing = page("knowing", here | {"id": "THERE"}, question("ALSO", "text", show_if="THERE == HERE"))
    whole = {"id": "opening", "languages": ["en"], "title": {"en": "x"}, "pages": [*gates()[1:], opening, knowing]}
    with writing(engine) as session:
        today = datetime.now(UTC).date()
        publishing.publish(session, None, "opening", Questionnaire.model_validate(_in_english(whole)), today=today)
    drawn: list[str] = []
    monkeypatch.setattr(
        showing, "render_template", lambda name, **given: (drawn.append(name), render_template(name, **given))[1]
    )
    counts = []
    for code in ("2", "2", "2"):
        shown = open_page(client, "/en/s/opening").answer()
        assert "data-known" in shown.html
        then = shown.post({"HERE": code})
        assert f"&#34;HERE&#34;:&#34;{code}" in then.html
        counts.append(len(drawn))
    assert counts[2] - counts[1] == 1, "only the page that knows an answer is drawn again"


def test_a_page_that_quotes_an_answer_quotes_each_persons_own(engine: Engine, client: FlaskClient) -> None:
    named = page("named", question("NAME", "text", max_length=50), gate=False)
    quoting = {"id": "LIKES", "text": {"en": "What does {NAME} like?"}, "sensitivity": "basic"}
    likes = {"id": "likes", "questions": [{**quoting, "answer": {"kind": "text", "max_length": 50}}]}
    whole = {"id": "quoting", "languages": ["en"], "title": {"en": "Quoting"}, "pages": [*gates()[1:], named, likes]}
    with writing(engine) as session:
        today = datetime.now(UTC).date()
        publishing.publish(session, None, "quoting", Questionnaire.model_validate(_in_english(whole)), today=today)
    for name in ("Lan", "Minh", "Lan"):
        shown = open_page(client, "/en/s/quoting").answer().post({"NAME": name})
        assert f"What does {name} like?" in shown.text


def _in_english(part: Any) -> Any:
    """Keep only the English of every wording."""
    if isinstance(part, dict):
        return {"en": part["en"]} if "en" in part else {name: _in_english(inner) for name, inner in part.items()}
    return [_in_english(inner) for inner in part] if isinstance(part, list) else part

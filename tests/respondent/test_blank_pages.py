"""A page that nobody has written on is drawn once; nobody is ever handed another's place or answers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from surveyapp.respondent.pages import blank, showing
from tests.respondent.browsing import Page, go_to, open_page
from tests.respondent.survey import ANSWERS, SLUG

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
    monkeypatch.setattr(showing, "render_template", lambda name, **given: drawn.append(name) or name)
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

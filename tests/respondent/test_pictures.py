"""Choices in pictures are answered like others; their pictures come from the survey's own address and are kept."""

import re

from flask.testing import FlaskClient

from tests.respondent.browsing import go_to
from tests.respondent.survey import PICTURES, SLUG, questionnaire

START = f"/en/s/{SLUG}"


def test_a_picture_is_served_for_good_under_its_content(client: FlaskClient) -> None:
    red = questionnaire().pictures["red"]
    answer = client.get(f"/s/{SLUG}/pictures/{red.digest}")
    assert answer.data == red.content
    assert answer.content_type == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_else_is_served_as_a_picture(client: FlaskClient) -> None:
    red = questionnaire().pictures["red"].digest
    for address in (f"/s/{SLUG}/pictures/{'0' * 32}", f"/s/none/pictures/{red}", f"/s/{SLUG}/pictures/..%2fx"):
        assert client.get(address).status_code == 404


def test_the_page_shows_every_picture_with_its_words(client: FlaskClient) -> None:
    page = go_to(client, "PIC", path=START)
    shown = re.findall(rf'src="/s/{SLUG}/pictures/([0-9a-f]{{32}})"\s+alt=""', page.html)
    assert sorted(shown) == sorted(questionnaire().pictures[name].digest for name in PICTURES)

"""Pictures are in the questionnaire, are what they say, are light, and stand where they are shown."""

import base64
from typing import Any

import pytest

from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Questionnaire
from tests.respondent.survey import PICTURES


def codes(pictures: dict[str, Any], *choices: dict[str, Any], layout: str = "pictures") -> set[str]:
    text = {"en": "x"}
    written = [{"code": str(at), "text": {"en": f"choice {at}"}, **one} for at, one in enumerate(choices)]
    question = {
        "id": "Q", "text": text, "sensitivity": "none",
        "answer": {"kind": "one", "layout": layout, "choices": written},
    }  # fmt: skip
    content = {"id": "q", "languages": ["en"], "title": text, "pages": [{"id": "p", "questions": [question]}]}
    found = problems_in(Questionnaire.model_validate({**content, "pictures": pictures}))
    return {problem.code for problem in found if "picture" in problem.code or "heavy" in problem.code}


def picture(content: bytes, type: str = "image/png") -> dict[str, str]:
    return {"type": type, "data": base64.b64encode(content).decode()}


SHOWN = ({"picture": "red"}, {"picture": "blue"})
TWO = {name: PICTURES[name] for name in ("red", "blue")}


def test_pictures_in_their_places_are_no_problem() -> None:
    assert codes(TWO, *SHOWN) == set()
    assert codes(TWO, *SHOWN, {"apart": True}) == set()


@pytest.mark.parametrize(
    ("pictures", "choices", "found"),
    [
        (TWO, ({"picture": "red"}, {}, {"picture": "blue"}), "picture-missing"),
        (TWO, (*SHOWN, {"picture": "gone"}), "unknown-picture"),
        (PICTURES, SHOWN, "unused-picture"),
        ({**TWO, "red": {"type": "image/png", "data": "!"}}, SHOWN, "picture-broken"),
        ({**TWO, "red": picture(b"<svg onload=alert(1)>")}, SHOWN, "picture-broken"),
        ({**TWO, "red": picture(b"RIFF....WAVE", "image/webp")}, SHOWN, "picture-broken"),
        ({**TWO, "red": picture(b"\x89PNG\r\n\x1a\n" + bytes(100_001))}, SHOWN, "picture-too-large"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_found(
    pictures: dict[str, Any], choices: tuple[dict[str, Any], ...], found: str
) -> None:
    assert codes(pictures, *choices) == {found}


def test_a_picture_under_another_layout_is_not_shown() -> None:
    assert codes(TWO, *SHOWN, layout="list") == {"picture-not-shown"}


def test_a_page_too_heavy_for_a_slow_phone_is_told() -> None:
    heavy = {str(at): picture(b"\xff\xd8\xff" + bytes([at]) * 90_000, "image/jpeg") for at in range(4)}
    assert codes(heavy, *({"picture": name} for name in heavy)) == {"page-too-heavy"}

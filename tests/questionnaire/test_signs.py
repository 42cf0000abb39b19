"""Haste is told by the pages that can be judged, in the language they were read in."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.signs import TIMES, is_hasty, time_class

LONG = (
    "In the last seven days, where did you read, hear or see anything at all about the country you were born in? " * 3
)
"""About a quarter of a minute in English."""


def questionnaire(*, pages: int = 6, text: str = LONG, **answer: Any) -> Questionnaire:
    choices = [{"code": code, "text": {"en": code, "ja": code}} for code in "ab"]
    return Questionnaire.model_validate(
        {
            "id": "signs",
            "languages": ["en", "ja"],
            "title": {"en": "Signs", "ja": "しるし"},
            "pages": [
                {
                    "id": f"p{at}",
                    "questions": [
                        {
                            "id": f"Q{at}",
                            "text": {"en": text, "ja": "よ"},
                            "sensitivity": "basic",
                            "answer": {"kind": "one", "choices": choices, **answer},
                        }
                    ],
                }
                for at in range(pages)
            ],
        }
    )


def seconds(*names: str) -> dict[str, str]:
    return {f"p{at}": name for at, name in enumerate(names)}


ALL = {f"Q{at}": "a" for at in range(6)}


@pytest.mark.parametrize(
    ("times", "hasty"),
    [
        (("0-2",) * 6, True),
        (("2-5",) * 6, True),
        (("0-2",) * 4 + ("20-40",) * 2, True),
        (("0-2",) * 3 + ("20-40",) * 3, False),
        (("10-20",) * 6, False),
        (("300+",) * 6, False),
        (("0-2",) * 4, False),
    ],
)
def test_more_than_half_of_the_pages_must_be_hasty(times: tuple[str, ...], hasty: bool) -> None:
    assert is_hasty(questionnaire(), ALL, seconds(*times), "en") is hasty


def test_what_is_read_in_a_moment_cannot_be_judged() -> None:
    assert not is_hasty(questionnaire(text="Well?"), ALL, seconds(*["0-2"] * 6), "en")
    assert not is_hasty(questionnaire(), ALL, seconds(*["0-2"] * 6), "ja"), "the Japanese wording is short"


def test_what_was_not_asked_is_not_expected_to_be_read() -> None:
    assert not is_hasty(questionnaire(), {}, seconds(*["0-2"] * 6), "en")


def test_a_language_nobody_knows_and_pages_that_are_gone_tell_nothing() -> None:
    assert not is_hasty(questionnaire(), ALL, seconds(*["0-2"] * 6), "xx")
    assert not is_hasty(questionnaire(), ALL, {f"gone.{at}": "0-2" for at in range(9)}, "en")


def test_every_time_has_its_class() -> None:
    assert [time_class(second) for second in (0, 2, 9, 299, 300, 90_000)] == [
        "0-2",
        "2-5",
        "5-10",
        "90-300",
        "300+",
        "300+",
    ]
    assert all(time_class(limit - 1) == name for limit, name in TIMES)

"""Any text can be stored, and reads back the same from both databases."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from surveyapp.database import reading, writing
from surveyapp.services import answering
from surveyapp.store.storable import as_document, storable, storable_text
from tests.services.fieldwork import begin, publish_tiny, save

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Nguye\u0302\u0303n", "Nguy\u1ec5n"),
        ("a\0b\x01c\x1f", "abc"),
        ("one\r\ntwo\rthree\n\tfour", "one\ntwo\nthree\n\tfour"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("\u202eright to left\u202c", "\u202eright to left\u202c"),
        ("", ""),
    ],
)
def test_text_is_made_fit(written: str, stored: str) -> None:
    assert storable_text(written) == stored


@given(ANY_TEXT)
def test_made_fit_twice_is_made_fit_once(text: str) -> None:
    once = storable_text(text)
    assert storable_text(once) == once
    assert once.encode("utf-8").decode() == once
    assert "\0" not in once


@given(st.recursive(ANY_TEXT | st.floats() | st.integers() | st.none(), lambda inner: st.lists(inner, max_size=3)))
def test_a_document_is_written_as_what_is_storable_of_it(value: Any) -> None:
    document = {"a": value}
    assert json.loads(as_document(document)) == json.loads(json.dumps(storable(document)))


def test_what_json_cannot_say_is_nothing() -> None:
    given: dict[str, Any] = {"a": [math.nan, math.inf, 10**5000, 1.5, True, None], "b\0": ("x", "y")}
    assert storable(given) == {"a": [None, None, None, 1.5, True, None], "b": ["x", "y"]}


def test_every_awkward_text_survives_the_way_through_an_interview(engine: Engine) -> None:
    survey = publish_tiny(engine)
    awkward = "".join(chr(code) for code in [*range(0x300), *range(0xD7F0, 0xE010), 0xFFFE, 0xFFFF, 0x10FFFF])
    texts = [awkward, "Việt Nam"[::-1], "e\u0302\u0323", "\u202e\u2066\u200f", "'; DROP TABLE draft; --", '\\u0000"{}']
    with writing(engine) as session:
        draft = begin(session, survey)
        for text in texts:
            draft = save(session, draft, {"WORDS": text, "N\0AME\ud800": [text, {"x": text}]})
    with reading(engine) as session:
        read = answering.load(session, survey.survey_id, draft.draft_id)
    assert read == draft
    assert read.answers["WORDS"] == storable_text(texts[-1])
    assert read.answers["NAME\ufffd"] == [storable_text(texts[-1]), {"x": storable_text(texts[-1])}]


def test_the_same_post_with_an_awkward_text_is_still_the_same_post(engine: Engine) -> None:
    survey = publish_tiny(engine)
    with writing(engine) as session:
        draft = begin(session, survey)
        first = save(session, draft, {"WORDS": "e\u0302 \0\ud800\r\n"})
        assert save(session, draft, {"WORDS": "e\u0302 \0\ud800\r\n"}) == first

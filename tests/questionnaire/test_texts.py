"""Every wording has one place, and can be put back there."""

import pytest

from surveyapp.questionnaire.texts import change_texts, texts_of, with_texts
from tests.surveys import NAMES, survey


def test_places_read_like_paths() -> None:
    places = dict(texts_of(survey("gates"))) | dict(texts_of(survey("checks"))) | dict(texts_of(survey("narrowing")))
    assert {
        "title",
        "AGE.text",
        "AGE.choices.1",
        "missing.refused",
        "endings.under-age",
        "CHILDREN.checks.0",
        "lists.media.radio",
    } <= places.keys()
    assert places["AGE.choices.1"] == {"en": "Under 18"}


@pytest.mark.parametrize("name", NAMES)
def test_no_two_wordings_share_a_place(name: str) -> None:
    places = [place for place, _ in texts_of(survey(name))]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("name", NAMES)
def test_wording_taken_out_and_put_back_gives_the_same_questionnaire(name: str) -> None:
    whole = survey(name)
    bare = change_texts(whole, lambda place, text: {})
    assert not any(text for _, text in texts_of(bare))
    for language in (*whole.languages, "vi-US"):
        bare = with_texts(
            bare, language, {place: text[language] for place, text in texts_of(whole) if language in text}
        )
    assert bare == whole


def test_wording_for_an_unknown_place_is_passed_over() -> None:
    assert with_texts(survey("grid"), "en", {"NOTHING.text": "x"}) == survey("grid")

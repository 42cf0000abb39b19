"""The wording keeps the rules of the house: plain, one idea at a time, and the same places in every language."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import surveyapp.instruments
from surveyapp.instruments import bundled, is_overlay, missing_texts, translation_status
from surveyapp.questionnaire.answer_types import Calculated, Consent, Grid, One
from surveyapp.questionnaire.model import parents_of, wording
from surveyapp.questionnaire.piping import piped_names
from surveyapp.questionnaire.texts import texts_of

FOLDER = Path(surveyapp.instruments.__file__).parent / "interest_and_needs_2026"
NOT_LANGUAGES = {"structure", "wording", "countries", "order_of_countries", "readings_of_countries"}
LANGUAGES = sorted(file.stem for file in FOLDER.glob("*.json") if file.stem not in NOT_LANGUAGES)
LONGEST_SENTENCE = 25
LONGEST_QUESTION = 20
AGREEING = re.compile(r"\b(dis)?agree", re.IGNORECASE)
BELIEFS = re.compile(r"\b(part(y|ies)|vot(e|es|ing|er)|elections?|communis\w*|regime|god|faith)\b", re.IGNORECASE)
NEVER_SAID = {
    "en": re.compile(r"viet ?kieu|việt kiều|overseas vietnamese|\boption\b|\bnationals\b", re.IGNORECASE),
    "vi": re.compile(r"việt kiều|nam hàn|máy vi tính", re.IGNORECASE),
}


def wordings(language: str) -> Iterator[tuple[str, str]]:
    for place, text in texts_of(bundled()):
        if text.get(language) and not place.startswith("lists.countries."):
            yield place, text[language]


def own_file(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    return found


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+", text) if part]


def test_no_sentence_is_long() -> None:
    long = [
        (place, sentence)
        for place, text in wordings("en")
        for sentence in sentences(text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def test_questions_are_short_and_ask_one_thing() -> None:
    for question in bundled().questions():
        if isinstance(question.answer, Calculated):
            continue
        text = question.text["en"]
        assert text.endswith("?"), question.id
        assert text.count("?") == 1, question.id
        assert max(len(sentence.split()) for sentence in sentences(text)) <= LONGEST_QUESTION, question.id


def test_words_are_mostly_short() -> None:
    letters = [len(word) for _, text in wordings("en") for word in re.findall(r"[A-Za-zÀ-ỹ]+", text)]
    assert sum(letters) / len(letters) < 5.2
    assert sum(length > 12 for length in letters) / len(letters) < 0.02


def test_nothing_asks_about_parties_votes_or_beliefs() -> None:
    assert [place for place, text in wordings("en") if BELIEFS.search(text)] == []


def test_no_scale_asks_to_agree() -> None:
    consents = {question.id for question in bundled().questions() if isinstance(question.answer, Consent)}
    agreeing = {place for place, text in wordings("en") if AGREEING.search(text)}
    asked = {place.partition(".")[0] for place in agreeing if not place.startswith("endings.")}
    assert asked <= consents | {"TRU2"}
    assert not [place for place in agreeing if place.startswith("lists.")]


@pytest.mark.parametrize("language", sorted(NEVER_SAID))
def test_some_words_are_never_said(language: str) -> None:
    texts = own_file(language) if language in LANGUAGES else {}
    assert [place for place, text in texts.items() if NEVER_SAID[language].search(text)] == []


def test_every_point_of_every_scale_is_labelled_and_no_label_comes_twice() -> None:
    for language in bundled().languages:
        for name, choices in bundled().lists.items():
            labels = [wording(choice.text, language, "")[0] for choice in choices]
            assert all(label.strip() for label in labels), (language, name)
            assert len(set(labels)) == len(labels), (language, name)


def test_scales_run_from_least_to_most() -> None:
    fives = [name for name, choices in bundled().lists.items() if [c.code for c in choices][:5] == list("12345")]
    assert {"interest", "importance", "ease", "trust", "frequency", "knowledge", "strength", "likelihood"} <= set(fives)
    apart = {name for name, choices in bundled().lists.items() if any(choice.apart for choice in choices)}
    assert apart == {"ease", "trust"}


def test_opinions_can_always_be_left_open() -> None:
    for question in bundled().questions():
        if (question.sensitivity or "") == "sensitive:opinion" and isinstance(question.answer, One | Grid):
            choices = bundled().choices_of(question.answer.choices)
            assert "dont_know" in question.missing or any(choice.apart for choice in choices), question.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_holds_plain_composed_text(language: str) -> None:
    for place, text in own_file(language).items():
        assert text == text.strip(), place
        assert unicodedata.is_normalized("NFC", text), place
        assert not re.search(r"[\x00-\x1f<>\u200b\u202a-\u202e]|\$\{", text), place


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_pipes_what_the_master_pipes_and_words_no_unknown_place(language: str) -> None:
    master = own_file("en")
    for place, text in own_file(language).items():
        assert place in master
        assert set(piped_names(text)) == set(piped_names(master[place])), place


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_offered_exactly_when_it_is_complete(language: str) -> None:
    assert (language in bundled().languages) is (missing_texts(language) == ())


def test_every_language_on_file_is_offered_and_says_how_far_its_translation_has_come() -> None:
    status = translation_status()
    assert set(bundled().languages) == set(status)
    assert status["en"] == "master"
    assert all("not adjudicated" in state for language, state in status.items() if language != "en")


def numbers(text: str) -> set[str]:
    """Return the numbers written in digits of any script, as ASCII digits."""
    latin = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text)
    return set(re.findall(r"[0-9]+", latin))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_gives_the_numbers_of_the_master(language: str) -> None:
    master = own_file("en")
    wrong = [place for place, text in own_file(language).items() if not numbers(master[place]) <= numbers(text)]
    assert wrong == []


OVERLAYS = [language for language in LANGUAGES if is_overlay(language)]


@pytest.mark.parametrize("language", OVERLAYS)
def test_an_overlay_says_only_what_its_language_says_otherwise(language: str) -> None:
    parent = own_file([*parents_of(language)][1])
    assert [place for place, text in own_file(language).items() if text == parent[place]] == []
    assert len(own_file(language)) < len(parent) / 4


def test_a_region_is_addressed_in_its_own_words_and_for_the_rest_in_those_of_its_language() -> None:
    visas = bundled().choices_of("needs")[0].text
    assert wording(visas, "vi-US", "en") == ("Quy định về chiếu khán và nhập cảnh", "vi-US")
    assert wording(bundled().title, "vi-US", "en") == (bundled().title["vi"], "vi")


def test_words_of_the_home_country_are_not_said_in_the_united_states() -> None:
    whole = own_file("vi") | own_file("vi-US")
    said = re.compile(r"sân bay|thị thực|hộ chiếu|đăng ký|\bvisa\b|báo đài|phần mềm|tài khoản", re.IGNORECASE)
    assert [place for place, text in whole.items() if said.search(text.replace("e-visa", ""))] == []

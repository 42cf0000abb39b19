"""A questionnaire for paper says everything in the words of its language, and stays on its sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser

from surveyapp.formats.writing import write
from surveyapp.formats.written.printed.words import ENGLISH, Word, say
from surveyapp.instruments import INTEREST_AND_NEEDS, bundled
from surveyapp.questionnaire.answer_types import Grid, Number, One, OpenText
from surveyapp.questionnaire.choices import Choice
from surveyapp.questionnaire.condition_text import parse
from surveyapp.questionnaire.schema import Page, Question, Questionnaire
from tests.formats.written.questionnaires import forms

WIDTH_OF_A4 = 794


def example(**more: object) -> Questionnaire:
    choices = (
        Choice(code="1", text={"en": "Yes, often", "vi": "Có, thường xuyên"}),
        Choice(code="2", text={"en": "Other", "vi": "Khác"}, other=True),
    )
    first = Question(id="a", text={"en": "Do you read?", "vi": "Quý vị có đọc không?"}, answer=One(choices=choices))
    second = Question(
        id="b",
        text={"en": "How many?", "vi": "Bao nhiêu?"},
        answer=Number(minimum=1, maximum=9, unit={"en": "books", "vi": "cuốn"}),
        missing=("refused",),
    )
    second = second.model_copy(update=more)
    return Questionnaire(
        id="example",
        languages=("en", "vi"),
        title={"en": "Reading <b>", "vi": "Đọc"},
        pages=(Page(id="p", questions=(first, second)),),
    )


def printed(questionnaire: Questionnaire, language: str = "") -> str:
    return write(questionnaire, "html", language).content.decode()


def text_of(document: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", document, flags=re.DOTALL).replace("\u200b", "").split())


def test_instructions_are_said_in_the_language_its_parent_or_english() -> None:
    assert get_args(Word) == tuple(ENGLISH)
    assert (say("yes", "sw"), say("yes", "fr-CA"), say("yes", "en-GB"), say("yes", "xx")) == (
        "Yes",
        "Oui",
        "Yes",
        "Yes",
    )
    assert [say("number", tag) for tag in ("zh", "zh-CN", "zh-Hans")] == ["请填写一个数字。"] * 3
    assert [say("number", tag) for tag in ("zh-TW", "zh-HK", "zh-Hant")] == ["請填寫一個數字。"] * 3
    assert say("between", "vi-US", 2, 4) == "Đánh dấu từ 2 đến 4 ý."


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("a == '1'", "Answer only if question 1 is “Yes, often”"),
        ("a != '1' or a is missing", "Answer only if question 1 is not “Yes, often”"),
        ("a in ['1', '2'] and not a is missing", "question 1 is one of “Yes, often”, “Other” and it is not so that"),
        ("a is not missing", "question 1 is answered"),
    ],
)
def test_routing_is_said_in_words(condition: str, words: str) -> None:
    questionnaire = example(show_if=parse(condition))
    assert words in text_of(printed(questionnaire))
    assert not [lost for lost in write(questionnaire, "html").lost if lost.place == "b.show_if"]


def test_a_condition_without_words_is_printed_as_a_formula_and_listed() -> None:
    questionnaire = example(show_if=parse("from_the_link == 'x'"))
    assert "from_the_link == 'x'" in text_of(printed(questionnaire))
    assert [lost.place for lost in write(questionnaire, "html").lost if "formula" in lost.why] == ["b.show_if"]


def test_codes_limits_units_and_ways_not_to_answer_are_printed_in_the_language_asked_for() -> None:
    text = text_of(printed(example(), "vi"))
    for words in (
        "Quý vị có đọc không?",
        "Có, thường xuyên",
        "Ghi một số, ít nhất là 1.",
        "cuốn",
        "-7",
        "không muốn trả lời",
    ):
        assert words in text
    assert "Do you read?" not in text


def test_what_an_author_wrote_is_never_markup() -> None:
    assert "<b>" not in printed(example()) and "Reading &lt;b&gt;" in printed(example())


def test_a_right_to_left_language_runs_from_right_to_left() -> None:
    assert '<html lang="ar" dir="rtl">' in printed(bundled(INTEREST_AND_NEEDS), "ar")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(forms())
def test_any_questionnaire_is_printed_with_every_question_that_is_asked(questionnaire: Questionnaire) -> None:
    document = printed(questionnaire)
    for question in questionnaire.questions():
        assert (f'id="q-{question.id}"' in document) is (question.answer.kind != "calculated")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "vi", "zh-Hans", "ar"])
def test_the_bundled_instrument_stays_on_its_sheet(language: str, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "paper.html"
    file.write_bytes(write(bundled(INTEREST_AND_NEEDS), "html", language).content)
    page = browser.new_page(viewport={"width": WIDTH_OF_A4, "height": 1123})
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH_OF_A4
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    assert sheets.startswith(b"%PDF") and 10 < len(re.findall(rb"/Type\s*/Page\b", sheets)) < 60


@pytest.mark.browser
def test_a_wide_grid_stays_on_its_sheet(browser: Browser, tmp_path: Path) -> None:
    scale = tuple(Choice(code=str(at), text={"en": f"Point number {at}", "vi": "x"}) for at in range(11))
    rows = (Choice(code="r", text={"en": "A row with a rather long description of what it is about", "vi": "x"}),)
    wide = Question(id="g", text={"en": "Grid"}, answer=Grid(rows=rows, choices=scale))
    long = Question(id="t", text={"en": "Text " * 200}, answer=OpenText(lines=40))
    page_of = example().model_copy(update={"pages": (Page(id="p", questions=(wide, long)),)})
    file = tmp_path / "paper.html"
    file.write_bytes(write(page_of, "html").content)
    page = browser.new_page(viewport={"width": WIDTH_OF_A4, "height": 1123})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH_OF_A4
    page.close()

"""The native format keeps everything, refuses what is broken, and names content by its hash."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.formats.native import content_hash, read_native, structure_hash, write_native
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.texts import with_texts
from surveyapp.questionnaire.walk import walk
from tests.surveys import NAMES, survey


def content(**more: Any) -> dict[str, Any]:
    return {"id": "x", "languages": ["en"], "title": {"en": "X"}, "pages": [{"id": "p", "questions": []}], **more}


@pytest.mark.parametrize("name", NAMES)
def test_writing_and_reading_gives_an_equal_questionnaire(name: str) -> None:
    whole = survey(name)
    again = read_native(write_native(whole))
    assert again == whole
    assert content_hash(again) == content_hash(whole)


def test_the_kind_of_an_answer_is_always_written() -> None:
    answer = json.loads(write_native(survey("checks")))["pages"][0]["questions"][0]["answer"]
    assert answer["kind"] == "number"
    assert "decimals" not in answer


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"", "Expecting value"),
        (b"{", "double quotes"),
        (b"[]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"a": "\0"}', "NUL"),
        (b'{"a": "\\u0000"}', "NUL"),
        (b'{"a": "\\ud800"}', "surrogate"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": NaN}', "not a number of JSON"),
        (b'{"a": 1e999}', "too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "digits"),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * 20_000_001, "larger than 20 MB"),
    ],
    ids=range(14),
)
def test_what_cannot_be_read_is_one_problem(source: bytes, reason: str) -> None:
    problems = read_native(source)
    assert isinstance(problems, list)
    assert [problem.code for problem in problems] == ["unreadable"]
    assert reason in problems[0].text


def test_a_file_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    problems = read_native(tmp_path / "nothing.json")
    assert isinstance(problems, list)
    assert problems[0].code == "unreadable"


def test_a_mark_at_the_beginning_is_passed_over() -> None:
    assert isinstance(read_native(b"\xef\xbb\xbf" + json.dumps(content()).encode()), Questionnaire)


def test_text_that_only_looks_like_an_escape_is_kept() -> None:
    whole = read_native(json.dumps(content(intro={"en": "\\u0000"})))
    assert isinstance(whole, Questionnaire)
    assert whole.intro == {"en": "\\u0000"}


def test_every_departure_from_the_schema_is_told_with_its_place() -> None:
    choice = {"code": "", "text": {"en": "x"}}
    first = {"id": "A", "text": {}, "show_if": "a ==", "answer": {"kind": "one", "choices": [choice]}}
    second = {"id": "B", "text": {}, "answer": {"kind": "guess"}}
    third = {"id": "C", "text": {}, "show_if": 5, "answer": {"kind": "text", "pattern": "(?<=a)b"}, "a/b": 1}
    problems = read_native(json.dumps(content(pages=[{"id": "p", "questions": [first, second, third]}], languages=[])))
    assert isinstance(problems, list)
    assert {problem.place for problem in problems} == {
        "/languages",
        "/pages/0/questions/0/answer/choices/0/code",
        "/pages/0/questions/0/show_if",
        "/pages/0/questions/1/answer",
        "/pages/0/questions/2/show_if",
        "/pages/0/questions/2/answer/pattern",
        "/pages/0/questions/2/a~1b",
    }


def test_wording_changes_the_content_but_not_the_structure() -> None:
    whole = survey("gates")
    worded = with_texts(whole, "en", {"AGE.text": "What is your age?"})
    translated = Questionnaire.model_validate(
        {**json.loads(write_native(with_texts(whole, "vi", {"AGE.text": "Tuổi?"}))), "languages": ["en", "vi"]}
    )
    assert len({content_hash(one) for one in (whole, worded, translated)}) == 3
    assert len({structure_hash(one) for one in (whole, worded, translated)}) == 1


def test_a_new_condition_changes_the_structure() -> None:
    data = json.loads(write_native(survey("gates")))
    data["pages"][3]["show_if"] = "AGE == '2'"
    assert structure_hash(Questionnaire.model_validate(data)) != structure_hash(survey("gates"))


def test_the_hash_stays_the_same_between_versions_of_the_program() -> None:
    assert content_hash(survey("relevance")).startswith("2ebd6c5a1ec1244f")


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60), st.from_regex(r'\{"[a-z]{1,9}": [\[\]{}0-9,"]{0,20}\}')))
def test_nothing_makes_reading_fail(source: bytes | str) -> None:
    assert isinstance(read_native(source), list)


_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_questionnaire_with_anything_changed_is_read_or_told(name: str, data: st.DataObject) -> None:
    whole = json.loads(write_native(survey(name)))
    here: Any = whole
    for _ in range(data.draw(st.integers(0, 6))):
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        inner = [key for key in keys if isinstance(here[key], dict | list) and here[key]]
        if not inner:
            break
        here = here[data.draw(st.sampled_from(inner))]
    keys = list(here) if isinstance(here, dict) else list(range(len(here)))
    here[data.draw(st.sampled_from(keys))] = data.draw(_json)
    found = read_native(json.dumps(whole))
    if isinstance(found, Questionnaire):
        assert read_native(write_native(found)) == found
        assert all(problem.text for problem in problems_in(found))
        walk(found, {"A": "1", "MEDIA": ["tv"]}, seed="s")
        assert content_hash(found)
    else:
        assert all(problem.text for problem in found)


def test_a_field_too_many_and_a_field_too_few_are_told_in_plain_words() -> None:
    found = read_native('{"format": "surveyapp-1", "id": "s", "languages": ["en"], "title": {"en": "T"}, "page": []}')
    assert isinstance(found, list)
    assert {(problem.place, problem.text) for problem in found} == {
        ("/page", "There is no field of this name here."),
        ("/pages", "This field is needed."),
    }


@pytest.mark.parametrize(
    ("answer", "place", "text"),
    [
        ({"kind": "guess"}, "/pages/0/questions/0/answer", "There is no kind 'guess'; known are "),
        ({}, "/pages/0/questions/0/answer", "Say in the field kind which kind it is."),
        ({"kind": "number", "decimals": -1}, "/pages/0/questions/0/answer/decimals", "It must be at least 0."),
        ({"kind": "number", "decimals": "x"}, "/pages/0/questions/0/answer/decimals", "Write a whole number here."),
        ({"kind": "number", "layout": "dial"}, "/pages/0/questions/0/answer/layout", "It must be 'field', 'scale' or "),
        ({"kind": "text", "lines": True, "pattern": 3}, "/pages/0/questions/0/answer/pattern", "Write a text here."),
    ],
)
def test_an_answer_that_is_none_is_told_in_plain_words(answer: Any, place: str, text: str) -> None:
    question = {"id": "q", "text": {"en": "Q"}, "answer": answer}
    whole = {"id": "s", "languages": ["en"], "title": {"en": "T"}, "pages": [{"id": "p", "questions": [question]}]}
    found = read_native(json.dumps({"format": "surveyapp-1", **whole}))
    assert isinstance(found, list)
    assert any(problem.place == place and problem.text.startswith(text) for problem in found), found

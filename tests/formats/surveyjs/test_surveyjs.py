"""SurveyJS surveys keep their wording, codes, conditions, jumps and lists; what they cannot keep is listed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.answer_types import Date, Grid, Number, One, Ranking, Several
from surveyapp.questionnaire.condition_text import to_text
from surveyapp.questionnaire.schema import Question
from surveyapp.questionnaire.walk import walk


def survey(*elements: dict[str, Any], **more: Any) -> ReadResult:
    return read(json.dumps({"pages": [{"name": "p1", "elements": list(elements)}], **more}).encode(), "s.json")


def question(*elements: dict[str, Any]) -> Question:
    result = survey(*elements)
    assert result.questionnaire is not None
    return next(iter(result.questionnaire.questions()))


def shown(condition: str) -> str:
    result = survey(
        {"type": "radiogroup", "name": "q", "choices": ["a", "b"]},
        {"type": "checkbox", "name": "m", "choices": ["x", "y"]},
        {"type": "text", "name": "n", "inputType": "number"},
        {"type": "text", "name": "last", "visibleIf": condition},
    )
    assert result.questionnaire is not None
    return to_text(result.questionnaire.question_by_id["last"].show_if)


@pytest.mark.parametrize(
    ("source", "here"),
    [
        ("{q} = 'a'", "q == 'a'"),
        ("{q} <> 'a'", "q != 'a' or q is missing"),
        ("{q} notempty and {n} >= 3", "q is not missing and n >= 3"),
        ("{m} contains 'x'", "'x' in m"),
        ("{m} anyof ['x', 'y']", "'x' in m or 'y' in m"),
        ("{m} allof ['x', 'y']", "'x' in m and 'y' in m"),
        ("!({q} = 'a' || {q} = 'b')", "(q != 'a' or q is missing) and (q != 'b' or q is missing)"),
        ("{last} = 1", "always"),
        ("nonsense(", "always"),
    ],
)
def test_conditions_mean_what_they_mean_there(source: str, here: str) -> None:
    assert shown(source) == here


def test_wording_is_kept_in_every_language_with_earlier_answers_in_it() -> None:
    result = survey(
        {"type": "text", "name": "who", "title": {"default": "Who?", "vi": "Ai?"}},
        {"type": "comment", "name": "why", "title": {"default": "Why {who}, {braces}?", "vi": "Vì sao {who}?"}},
        title={"default": "Survey", "vi": "Khảo sát"},
    )
    assert result.questionnaire is not None
    assert result.questionnaire.languages == ("en", "vi")
    assert result.questionnaire.title == {"en": "Survey", "vi": "Khảo sát"}
    found = walk(result.questionnaire, {"who": "Lan"})
    assert found.values["who"] == "Lan"
    assert result.questionnaire.question_by_id["why"].text["vi"] == "Vì sao {who}?"
    assert "\u2060braces" in result.questionnaire.question_by_id["why"].text["en"]


def test_choices_keep_codes_other_none_and_ways_not_to_answer() -> None:
    asked = question(
        {"type": "checkbox", "name": "q", "choices": [{"value": 1, "text": "One"}, "two", "3|Three"],
         "isRequired": True, "showOtherItem": True, "showNoneItem": True, "showRefuseItem": True,
         "maxSelectedChoices": 2}
    )  # fmt: skip
    assert isinstance(asked.answer, Several) and isinstance(asked.answer.choices, tuple)
    assert [choice.code for choice in asked.answer.choices] == ["1", "two", "3", "other", "none"]
    assert asked.answer.choices[2].text == {"en": "Three"}
    assert asked.answer.choices[3].other_id == "q-Comment" and asked.answer.choices[4].exclusive
    assert (asked.missing, asked.required, asked.answer.at_most) == (("refused",), True, 2)


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ({"type": "rating", "rateMax": 10}, One),
        ({"type": "boolean"}, One),
        ({"type": "text", "inputType": "number", "min": 1}, Number),
        ({"type": "text", "inputType": "date", "max": "2026-01-01"}, Date),
        ({"type": "ranking", "choices": ["a", "b"]}, Ranking),
        ({"type": "matrix", "rows": ["r"], "columns": ["c"]}, Grid),
        ({"type": "matrixdropdown", "rows": ["r"], "columns": [{"name": "c"}], "choices": [1, 2]}, Grid),
        ({"type": "multipletext", "items": [{"name": "i"}]}, Grid),
    ],
)
def test_every_kind_of_question_becomes_one(element: dict[str, Any], kind: type) -> None:
    assert isinstance(question({"name": "q", **element}).answer, kind)


def test_a_dynamic_panel_is_asked_again_and_again() -> None:
    panel = {"type": "paneldynamic", "name": "kids", "templateElements": [{"type": "text", "name": "kid"}]}
    result = survey(panel, {"type": "text", "name": "after"})
    assert result.questionnaire is not None
    (repeat,) = result.questionnaire.repeats
    assert to_text(repeat.again or pytest.fail("no condition")) == "kids_more == 'yes'"
    assert [page.repeat for page in result.questionnaire.pages] == [repeat.id, None]


def test_jumps_of_triggers_become_relevance() -> None:
    pages = [{"name": f"p{n}", "elements": [{"type": "text", "name": f"q{n}"}]} for n in range(1, 5)]
    triggers = [
        {"type": "skip", "expression": "{q1} = 'far'", "gotoName": "q4"},
        {"type": "complete", "expression": "{q2} = 'end'"},
        {"type": "setvalue", "setToName": "q3", "setValue": 1, "expression": "{q1} = 2"},
    ]
    result = read(json.dumps({"pages": pages, "triggers": triggers}).encode(), "s.json")
    assert result.questionnaire is not None

    def asked(**answers: str) -> list[str]:
        return [page.page.id for page in walk(result.questionnaire, answers).pages]

    assert asked() == ["p1", "p2", "p3", "p4"]
    assert asked(q1="far") == ["p1", "p4"]
    assert asked(q2="end") == ["p1", "p2"]
    assert any("setvalue" in lost.what for lost in result.lost)


def test_what_has_no_place_is_listed_with_its_reason() -> None:
    result = survey(
        {"type": "file", "name": "f"}, {"type": "weird", "name": "w"}, {"type": "text", "name": "q"}, logo="x"
    )
    whys = {lost.place: lost.why for lost in result.lost}
    assert whys["pages.p1.elements.f"] == "files are not collected"
    assert "nobody knows" in whys["pages.p1.elements.w"]
    assert whys["logo"] == "pictures are not shown"


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from(["", "q", "{q}", "{q} = 1", "date", "<b>x", "a|b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "type", "value", "text", "default", "title"]), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(
    ["title", "choices", "rows", "columns", "items", "visibleIf", "validators", "min", "rateMax", "templateElements"]
    + ["inputType", "cellType", "choicesFromQuestion", "elements", "panelCount", "description", "isRequired"]
)
KINDS = st.sampled_from(
    ["text", "checkbox", "matrix", "matrixdropdown", "paneldynamic", "matrixdynamic", "rating", "panel", "expression"]
    + ["multipletext", "boolean", "html", "ranking", "dropdown"]
)


@given(st.lists(st.tuples(KINDS, st.sampled_from(["q", "q2", ""]), st.dictionaries(KEYS, ODD, max_size=4)), max_size=4))
def test_odd_surveys_give_a_questionnaire_or_problems(elements: list[tuple[str, str, dict[str, Any]]]) -> None:
    result = survey(*({"type": kind, "name": name, **more} for kind, name, more in elements))
    assert result.questionnaire is not None or result.problems

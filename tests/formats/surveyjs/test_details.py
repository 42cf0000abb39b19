"""SurveyJS' conditions on items, its functions, panels, limits and masks mean here what they mean there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.answer_types import Grid, Number, One, OpenText, Several
from surveyapp.questionnaire.condition_text import expression_to_text, to_text
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Question, Questionnaire
from surveyapp.questionnaire.walk import walk


def survey(*elements: dict[str, Any], **more: Any) -> ReadResult:
    return read(json.dumps({"pages": [{"name": "p1", "elements": list(elements)}], **more}).encode(), "s.json")


def made(*elements: dict[str, Any], **more: Any) -> Questionnaire:
    found = survey(*elements, **more).questionnaire
    assert found is not None
    assert not [one for one in problems_in(found) if one.code.endswith("reference")]
    return found


def last(*elements: dict[str, Any]) -> Question:
    return list(made(*elements).questions())[-1]


def lost(*elements: dict[str, Any], **more: Any) -> dict[str, str]:
    return {one.place.removeprefix("pages.p1.elements."): one.why for one in survey(*elements, **more).lost}


def text(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "name": name, **more}


PLACES = {"type": "checkbox", "name": "m", "choices": ["x", "y", "z"]}


def shown(condition: str) -> str:
    one = {"type": "radiogroup", "name": "q", "choices": ["a", "b"]}
    number = text("n", inputType="number")
    born = text("born", inputType="date")
    return to_text(last(PLACES, one, number, born, text("t"), text("end", visibleIf=condition)).show_if)


@pytest.mark.parametrize(
    ("source", "here"),
    [
        ("{q} anyof ['a', 'b']", "q == 'a' or q == 'b'"),
        ("{m} = ['x', 'y']", "'x' in m and 'y' in m and count_chosen(m) == 2"),
        ("{m} contains {q}", "q in m"),
        ("{t} contains 'viet'", "contains(t, 'viet')"),
        ("age({born}) >= 18", "years_between(born, today()) >= 18"),
        ("dateDiff({born}, today(), 'months') > 3", "months_between(born, today()) > 3"),
        ("diffDays({born}, today()) > 3", "abs(days_between(born, today())) > 3"),
        ("dateAdd({born}, 18, 'years') <= currentDate()", "add_years(born, 18) <= today()"),
        ("weekday({born}) = 0", "mod(weekday(born), 7) == 0"),
        ("year() > 2025", "year(today()) > 2025"),
        ("count({q}, {t}) = 2", "count_answered(q, t) == 2"),
        ("iif({q} = 'a', 1, 2) = {n} ^ 2", "if(q == 'a', 1, 2) == power(n, 2)"),
        ("{t.unknown} = 1", "always"),
    ],
)
def test_expressions_mean_what_they_mean_there(source: str, here: str) -> None:
    assert shown(source).removesuffix(" or if(q == 'a', 1, 2) is missing and power(n, 2) is missing") == here


def test_a_condition_on_every_choice_row_or_column_holds_of_each() -> None:
    offered = last(
        PLACES, {"type": "radiogroup", "name": "q", "choices": ["x", "y"], "choicesVisibleIf": "{m} contains {item}"}
    )
    assert isinstance(offered.answer, One) and isinstance(offered.answer.choices, tuple)
    assert [to_text(one.show_if) for one in offered.answer.choices] == ["'x' in m", "'y' in m"]
    grid = last(
        PLACES,
        {
            "type": "matrix",
            "name": "g",
            "rows": ["x", "y"],
            "columns": ["1"],
            "rowsVisibleIf": "{m} notcontains {item}",
        },
    )
    assert isinstance(grid.answer, Grid) and isinstance(grid.answer.rows, tuple)
    assert to_text(grid.answer.rows[1].show_if) == "'y' not in m or m is missing"


def test_an_answer_is_needed_where_an_expression_needs_it() -> None:
    asked = last(PLACES, text("why", requiredIf="{m} notempty", requiredErrorText="Say why"))
    (check,) = asked.checks
    assert (to_text(check.condition), check.text, asked.required) == (
        "why is not missing or m is missing",
        {"en": "Say why"},
        False,
    )


def test_least_lengths_computed_limits_and_patterns_in_any_case_are_kept() -> None:
    validators = [
        {"type": "text", "minLength": 3, "text": "Longer"},
        {"type": "regex", "regex": "^a", "caseInsensitive": True},
    ]
    asked = last(text("t", validators=validators))
    assert isinstance(asked.answer, OpenText) and (asked.answer.pattern or "").startswith("(?i)")
    assert [(to_text(one.condition), one.text) for one in asked.checks] == [("length(t) >= 3", {"en": "Longer"})]
    number = last(text("n", inputType="number"), text("k", inputType="number", maxValueExpression="{n} + 1"))
    assert to_text(number.checks[0].condition) == "k <= n + 1"


def test_a_mask_for_numbers_makes_a_number() -> None:
    mask = {"min": 1, "max": 900, "precision": 1, "suffix": "VND", "allowNegativeValues": False}
    answer = last(text("n", maskType="currency", maskSettings=mask)).answer
    assert isinstance(answer, Number)
    assert (answer.minimum, answer.maximum, answer.decimals, answer.unit) == (1, 900, 1, {"en": "VND"})
    assert (
        lost(text("t", maskType="pattern", maskSettings={"pattern": "99"}))["t.maskType"]
        == "a text is written without a mask"
    )


def test_names_inside_a_panel_are_its_own_and_are_asked_for_as_such() -> None:
    age = text("age", inputType="number", visibleIf="{panel.name} notempty", title="Age of {panel.name}?")
    panel = {"type": "paneldynamic", "name": "kids", "templateElements": [text("name"), age]}
    total = {"type": "expression", "name": "total", "expression": "sumInArray({kids}, 'age')"}
    first = {"type": "expression", "name": "eldest", "expression": "{kids[0].age}"}
    found = made(text("name"), panel, total, first)
    assert [one.id for one in found.questions()] == ["name", "kids_name", "age", "kids_more", "total", "eldest"]
    asked = found.question_by_id["age"]
    assert (to_text(asked.show_if), asked.text["en"]) == ("kids_name is not missing", "Age of {kids_name}?")
    answers = {
        "name": "me",
        "kids_panel": [{"kids_name": "A", "age": 3, "kids_more": "yes"}, {"kids_name": "B", "age": 4}],
    }
    counted = walk(found, answers).counted
    assert (counted["total"], counted["eldest"]) == (7, 3)


def test_rows_of_a_dynamic_matrix_can_be_added_up() -> None:
    table = {"type": "matrixdynamic", "name": "trips", "rowCount": 2, "allowAddRows": False,
             "columns": [{"name": "days", "cellType": "text", "inputType": "number"}]}  # fmt: skip
    total = {"type": "expression", "name": "all", "expression": "sumInArray({trips}, 'days')"}
    answers = {"trips_panel": [{"trips_days": 2}, {"trips_days": 5}]}
    assert walk(made(table, total), answers).counted["all"] == 7


def test_a_value_that_has_a_name_of_its_own_is_asked_for_by_it() -> None:
    assert to_text(last(text("q", valueName="v"), text("e", visibleIf="{v} = 'a'")).show_if) == "lower(q) == 'a'"


def test_a_required_matrix_says_what_its_rows_need() -> None:
    grid = {"type": "matrix", "name": "g", "rows": ["r", "s"], "columns": ["1", "2"]}
    assert last({**grid, "eachRowRequired": True}).required
    assert "one row is enough" in lost({**grid, "isRequired": True})["g.isRequired"]
    assert "g.isRequired" not in lost({**grid, "isRequired": True, "isAllRowRequired": True})


def test_exclusive_items_and_old_labels_are_kept() -> None:
    several = last({"type": "checkbox", "name": "q", "choices": [{"value": "n", "isExclusive": True}, "o"]})
    assert isinstance(several.answer, Several) and isinstance(several.answer.choices, tuple)
    assert [one.exclusive for one in several.answer.choices] == [True, False]
    assert last({"type": "boolean", "name": "b", "label": "Sure?"}).text == {"en": "Sure?"}


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("titleLocation", "left", "it only says how something looks or behaves in SurveyJS"),
        ("defaultValue", "x", "an answer is not filled in beforehand"),
        ("correctAnswer", "x", "answers are neither right nor wrong"),
        ("enableIf", "{a} = 1", "a question is answered, or not asked; nothing is locked"),
        ("dataList", ["a"], "nothing is suggested while somebody writes"),
        ("brandNewKey", 1, "nothing here knows what this means"),
    ],
)
def test_every_key_that_is_not_kept_is_listed_with_its_own_reason(key: str, value: Any, why: str) -> None:
    assert lost(text("q", **{key: value}))[f"q.{key}"] == why


def test_what_a_column_of_a_matrix_cannot_do_is_listed() -> None:
    column = {"name": "c", "visibleIf": "{row.a} = 1", "requiredIf": "{row.a} = 1", "cellType": "text"}
    whys = lost({"type": "matrixdropdown", "name": "g", "rows": ["r"], "columns": [column]})
    assert (whys["g.columns.c.visibleIf"], whys["g.columns.c.requiredIf"]) == (
        "it is always shown",
        "it may be left empty",
    )


def test_a_calculated_value_may_hold_any_function() -> None:
    found = made(text("n", inputType="number"), calculatedValues=[{"name": "twice", "expression": "round({n} * 2, 1)"}])
    answer = found.question_by_id["twice"].answer
    assert expression_to_text(getattr(answer, "otherwise", None)) == "round(n * 2, 1)"

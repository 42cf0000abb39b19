"""What a wording shows beside plain answers is calculated before the block that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.formats.result import ReadResult, count_kept
from surveyapp.questionnaire.piping import pipe
from surveyapp.questionnaire.walk import walk
from tests.formats.ons.test_ons import block, schema, text

ANSWER = {"source": "answers", "identifier": "first-answer"}
OTHER = {"source": "answers", "identifier": "second-answer"}


def saying(*transforms: dict[str, Any]) -> ReadResult:
    placeholder = {"placeholder": "said", "transforms": list(transforms)}
    title = {"text": "<{said}>", "placeholders": [placeholder]}
    options = [{"label": code, "value": code} for code in ("a", "b", "c")]
    day = {"id": "day-answer", "type": "Date", "mandatory": False, "label": "Day"}
    ticks = {"id": "ticks-answer", "type": "Checkbox", "mandatory": False, "options": options}
    asked = text("last", question={"title": title})
    return schema(text("first"), text("second"), block("day", day), block("ticks", ticks), asked)


def said(result: ReadResult, **answers: Any) -> str:
    assert result.questionnaire is not None
    given = {name.replace("_", "-"): value for name, value in answers.items()}
    values = walk(result.questionnaire, given, context={"today": "2026-11-20"}).values
    page = next(page for page in result.questionnaire.pages if page.id == "last")
    wordings = [page.title, *(question.text for question in page.questions)]
    shown = [pipe(one["en"], values, result.questionnaire, "en") for one in wordings if one]
    return next(one for one in shown if "<" in one).strip("<>")


def test_the_first_item_that_is_given_is_shown() -> None:
    result = saying({"transform": "first_non_empty_item", "arguments": {"items": [ANSWER, OTHER]}})
    assert not [lost for lost in result.lost if "item" in lost.why]
    assert said(result, first_answer="x", second_answer="y") == "x"
    assert said(result, second_answer="y") == "y"


def test_a_value_that_is_added_does_not_count_as_a_question() -> None:
    result = saying({"transform": "first_non_empty_item", "arguments": {"items": [ANSWER, OTHER]}})
    assert result.questionnaire is not None
    kept = count_kept(result.questionnaire, result.added)
    assert (kept.pages, kept.questions) == (5, 5)


@pytest.mark.parametrize(("ticked", "number"), [((), "0"), (["a"], "1"), (["a", "c"], "2")])
def test_choices_are_counted(ticked: Any, number: str) -> None:
    source = {"source": "answers", "identifier": "ticks-answer"}
    result = saying({"transform": "list_item_count", "arguments": {"list_to_count": source}})
    assert said(result, **({"ticks_answer": ticked} if ticked else {})) == number


@pytest.mark.parametrize(("name", "owned"), [("Lan", "Lan’s"), ("James", "James’"), ("BOSS", "BOSS’")])
def test_a_name_that_ends_in_s_takes_the_apostrophe_alone(name: str, owned: str) -> None:
    result = saying({"transform": "format_possessive", "arguments": {"string_to_format": ANSWER}})
    assert said(result, first_answer=name) == owned


@pytest.mark.parametrize(
    ("born", "long"),
    [
        ("2000-11-20", "26 years"),
        ("2025-11-20", "1 year"),
        ("2025-11-21", "11 months"),
        ("2026-10-20", "1 month"),
        ("2026-11-01", "19 days"),
    ],
)
def test_the_time_between_two_days_is_said_in_the_largest_unit(born: str, long: str) -> None:
    days = {"first_date": {"source": "answers", "identifier": "day-answer"}, "second_date": {"value": "now"}}
    result = saying({"transform": "calculate_date_difference", "arguments": days})
    assert said(result, day_answer=born) == long


def test_a_trading_name_stands_in_brackets_where_there_is_one() -> None:
    result = saying({"transform": "conditional_trad_as", "arguments": {"trad_as": ANSWER}})
    assert said(result, first_answer="Acme") == " (Acme)"
    assert said(result) == ""


def test_a_transform_that_nobody_knows_is_an_ellipsis_and_listed() -> None:
    result = saying({"transform": "format_in_runes", "arguments": {}})
    assert said(result) == "…"
    assert any("format_in_runes" in lost.why for lost in result.lost)

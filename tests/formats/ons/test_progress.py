"""How far a respondent has come is known by whether what is asked there was asked."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.questionnaire.condition_text import to_text
from tests.formats.ons.test_ons import reached, schema, text


def progress(selector: str, identifier: str, state: str = "COMPLETED", operator: str = "==") -> dict[str, Any]:
    source = {"source": "progress", "selector": selector, "identifier": identifier}
    return {operator: [source, state]}


def skipped_where(when: dict[str, Any]) -> dict[str, Any]:
    return {"skip_conditions": {"when": when}}


FIRST_IS_X = {"==": [{"source": "answers", "identifier": "first-answer"}, "x"]}


@pytest.mark.parametrize(
    ("when", "answer", "asked"),
    [
        (progress("block", "second"), "x", True),
        (progress("block", "second"), "y", False),
        (progress("block", "second", operator="!="), "x", False),
        (progress("block", "second", operator="!="), "y", True),
        (progress("block", "second", "NOT_STARTED"), "x", False),
        (progress("block", "second", "NOT_STARTED"), "y", True),
    ],
)
def test_a_block_is_completed_where_it_was_asked(when: dict[str, Any], answer: str, asked: bool) -> None:
    result = schema(
        text("first"),
        text("second", **skipped_where(FIRST_IS_X)),
        text("third", **skipped_where(when)),
    )
    assert not [lost for lost in result.lost if "how far" in lost.why]
    assert ("third" in reached(result, first_answer=answer, second_answer="b")) is asked


def test_what_is_not_known_of_progress_is_lost_with_the_reason() -> None:
    for when in (progress("block", "first", "IN_PROGRESS"), progress("section", "elsewhere")):
        result = schema(text("first"), text("second", **skipped_where(when)))
        assert result.questionnaire is None or any("always shown" in lost.why for lost in result.lost)


def test_a_jump_may_ask_whether_a_block_was_completed() -> None:
    jump = [{"when": progress("block", "second"), "block": "fourth"}, {"block": "third"}]
    result = schema(
        text("first"),
        text("second", **skipped_where(FIRST_IS_X)),
        text("between", routing_rules=jump),
        text("third"),
        text("fourth"),
    )
    assert result.questionnaire is not None
    shown = {page.id: to_text(page.show_if) for page in result.questionnaire.pages}
    assert "`second-answer` is not_asked" in shown["third"]

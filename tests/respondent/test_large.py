"""3,000 questions and 100,000 choices stay usable: checked, walked, and served page by page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from surveyapp.database import writing
from surveyapp.formats.result import ReadResult
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import steps, walk
from surveyapp.services import accounts, manuscripts
from surveyapp.services.accounts import DEFAULT_ORGANISATION
from tests.questionnaire.building import choices, page, question, questionnaire
from tests.respondent.browsing import open_page
from tests.services.fieldwork import TODAY

QUESTIONS, CHOICES = 3_000, 100_000
Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """Do some work and hold it to a time of computing, several times what it takes on a slow machine."""
    begun = time.process_time()
    result = work()
    assert time.process_time() - begun <= seconds
    return result


def long_questionnaire() -> Questionnaire:
    """Return one question a page, a third of them under conditions over earlier ones."""
    conditions = (f"q{at - 1} == '1' or q{at // 2} is missing" if at % 3 == 2 else "1 == 1" for at in range(QUESTIONS))
    pages = (
        page(
            question(f"q{at}", required=False, **dict[str, Any]({} if told == "1 == 1" else {"show_if": told})),
            name=f"p{at}",
        )
        for at, told in enumerate(conditions)
    )
    return questionnaire(*pages)


def test_three_thousand_questions_are_checked_and_walked() -> None:
    asked = long_questionnaire()
    assert [one for one in within(40, lambda: problems_in(asked)) if one.severity == "error"] == []
    answers = {f"q{at}": "1" for at in range(0, QUESTIONS, 2)}
    found = within(15, lambda: walk(asked, answers, seed="s"))
    assert len(steps(found)) == len(found.pages) > 2_000
    again = within(2, lambda: walk(asked, {**answers, "q1": "2"}, seed="s", before=found))
    assert again == walk(asked, {**answers, "q1": "2"}, seed="s")


def test_a_hundred_thousand_choices_are_checked_and_walked() -> None:
    many = choices(*map(str, range(CHOICES)))
    asked = questionnaire(
        page(question("A", {"kind": "one", "choices": "many", "layout": "type-ahead"})), lists={"many": many}
    )
    assert [one for one in within(40, lambda: problems_in(asked)) if one.severity == "error"] == []
    assert within(5, lambda: walk(asked, {"A": "99999"})).complete


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_of_a_long_questionnaire_are_served(client: FlaskClient, engine: Engine) -> None:
    asked = long_questionnaire()
    with writing(engine) as session:
        accounts.default_organisation(session)
        reading = ReadResult(asked, "native")
        made = manuscripts.add(
            session, DEFAULT_ORGANISATION, "long", asked, reading, file_name="a", actor="a", today=TODAY
        )
    shown = open_page(client, f"/en/s/{manuscripts.preview_slug(made, 's' * 40)}")
    for name in ("q0", "q1", "q2"):
        assert shown.read.questions == [name]
        shown = within(15, lambda here=shown, told=name: here.post({told: "1"}))

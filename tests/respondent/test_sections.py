"""The heading of a section stands over its pages until another begins or a page ends it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine

from surveyapp.console.questionnaires import sections_of
from surveyapp.database import writing
from surveyapp.formats.native import read_native, write_native
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.services import publishing
from tests.respondent.browsing import open_page
from tests.respondent.survey import page, question, text


def questionnaire() -> Questionnaire:
    pages = [
        page("first", question("A", "text", required=False), section=text("About you")),
        page("second", question("B", "text", required=False)),
        page("third", question("C", "text", required=False), ends_section=True),
        page("fourth", question("D", "text", required=False)),
    ]
    return Questionnaire.model_validate({"id": "parts", "languages": ["en"], "title": text("T"), "pages": pages})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_section_is_over_where_a_page_says_so(app: Flask, engine: Engine) -> None:
    with writing(engine) as session:
        publishing.publish(session, None, "parts", questionnaire(), today=datetime.now(UTC).date())
    shown = open_page(app.test_client(), "/en/s/parts").post()
    headed = []
    while shown.read.outcome is None:
        headed.append("About you" in shown.text)
        shown = shown.post()
    assert headed == [True, False, False]


def test_the_outline_and_the_file_keep_it(app: Flask) -> None:
    assert read_native(write_native(questionnaire())) == questionnaire()
    with app.test_request_context():
        outline = [[one.id for one in section.questions] for section in sections_of(questionnaire())]
    assert outline == [["A", "B"], ["C", "D"]]

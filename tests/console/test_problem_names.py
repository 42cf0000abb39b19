"""Every name of a problem belongs to a code that check reports, and the name stands beside the problem."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from surveyapp.console import problem_names
from tests.console.authors import begin_manuscript
from tests.console.house import OURS, Members, questionnaire

CHECKING = Path(__file__).resolve().parents[2] / "docs/checking.md"


def test_names_are_of_codes_that_check_reports(app: Flask) -> None:
    codes = set(re.findall(r"`([a-z-]+)`", CHECKING.read_text("utf-8"))) | {"unreadable"}
    with app.test_request_context():
        named = {**problem_names._of_logic(), **problem_names._of_wording(), **problem_names._of_form()}
        assert set(named) <= codes
        assert problem_names.problem_name("no such code") == ""
        assert len(set(named.values())) == len(named)


def test_a_problem_is_named_in_the_reader_s_language(client: FlaskClient, members: Members) -> None:
    asked = questionnaire().model_copy(update={"title": {"en": "Only English"}})
    page = f"/manuscripts/{begin_manuscript(members.engine, OURS, asked=asked)}"
    members.sign_in(client, "researcher")
    assert "The words are missing in a language: translate them." in client.get(page).text
    with client.session_transaction() as cookie:
        cookie["language"] = "vi"
    told = client.get(page).text
    assert "Thiếu lời văn ở một ngôn ngữ: hãy dịch." in told
    assert '<span class="mute" lang="vi">Chưa có lời văn vi.</span>' in told

"""A problem's sentence can be said in another language, also after it was kept as JSON."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.problems import Problem, problem_from_json, problem_to_json, sentence

VALUES = st.text() | st.integers()


@given(name=VALUES, code=VALUES)
def test_what_was_kept_as_json_is_said_as_before(name: object, code: object) -> None:
    problem = Problem("x", "error", "Q1", sentence("'{name}' has no {code}.", name=name, code=code))
    kept = problem_from_json(json.loads(json.dumps(problem_to_json(problem))))
    assert kept == problem
    assert kept.said(lambda message: message.upper().replace("{NAME}", "{name}").replace("{CODE}", "{code}")) == (
        problem.said(lambda message: message.upper().replace("{NAME}", "{name}").replace("{CODE}", "{code}"))
    )


def test_a_value_cannot_move_the_cursor_of_a_terminal_nor_be_taken_for_a_place() -> None:
    assert sentence("Nothing is called '{name}'.", name="a\x1b[2J{name}\u202e") == (
        r"Nothing is called 'a\x1b[2J{name}\u202e'."
    )


def test_a_text_in_somebody_else_s_words_stays_as_it_stands() -> None:
    kept = problem_from_json({"code": "x", "severity": "error", "place": "", "text": "As {it} was."})
    assert kept.said(str.upper) == "As {it} was."

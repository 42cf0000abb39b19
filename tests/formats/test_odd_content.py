"""Well-formed files with odd content give a questionnaire that holds together, or problems; nothing else."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.formats import fielding
from surveyapp.formats.native import read_native, write_native
from surveyapp.formats.reading import read
from surveyapp.formats.result import ReadResult
from surveyapp.formats.writing import write
from surveyapp.questionnaire.lint import problems_in
from tests.formats.writing import lss, read_form

BROKEN_HERE = {"unknown-reference", "forward-reference", "missing-wording", "language-tag", "duplicate-language"}

HEAD = [
    "type",
    "name",
    "label",
    "label::French (fr)",
    "relevant",
    "constraint",
    "calculation",
    "choice_filter",
    "required",
]
TYPES = st.sampled_from(
    ["text", "integer", "decimal", "note", "calculate", "select_one l", "select_multiple l", "select_one l or_other"]
    + [
        "rank l",
        "range",
        "acknowledge",
        "date",
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "nonsense",
        "",
    ]
)
NAMES = st.sampled_from(["a", "b", "c", "d-e", "f.g", "a_other", "", "1x", "é"])
SCRIPTS = st.sampled_from(
    ["", "", "${a} = 'x'", "${b} != ''", ". > 3", ". < ${a}", "selected(${c}, 'y')", "count-selected(.) <= 1", "true()"]
    + ["if(${a} > 1, 2, '')", "regex(., '[')", "col = ${a}", "no", "yes", "))", "position(..)", "${zz} = 1", "1 div 0"]
)
LABELS = st.sampled_from(["", "Label", "${a}", "{a}", "<b>x</b>", "${nowhere}", "a < b", "<script>x</script>"])
FORM_ROWS = st.lists(
    st.tuples(TYPES, NAMES, LABELS, LABELS, SCRIPTS, SCRIPTS, SCRIPTS, SCRIPTS, SCRIPTS).map(list), max_size=8
)
CHOICES = [["list_name", "name", "label", "col"], ["l", "x", "X", "1"], ["l", "y", "Y", ""], ["l", "z", "", "2"]]


@contextmanager
def sheets(rows: list[list[str]]) -> Iterator[None]:
    """Hand sheets over without writing a workbook."""
    found = {"survey": [HEAD, *rows], "choices": CHOICES, "settings": []}
    with patch("surveyapp.formats.xlsform.form.read_sheets", lambda data: found):
        yield


def hold_together(result: ReadResult) -> None:
    if result.questionnaire is None:
        assert result.refused and result.problems
        return
    whole = result.questionnaire
    assert read_native(write_native(whole).encode()) == whole
    fielded, _ = fielding.in_languages(fielding.named_language(whole, "en"), ("en",))
    errors = {
        problem.code for problem in problems_in(fielding.tagged(fielded, "basic")[0]) if problem.severity == "error"
    }
    assert not errors & BROKEN_HERE, errors


@given(FORM_ROWS)
@settings(max_examples=150, deadline=None)
def test_odd_forms(rows: list[list[str]]) -> None:
    with sheets(rows):
        hold_together(read(b"PK\x03\x04", "form.xlsx"))


KINDS = st.sampled_from([*"LO5GYMPNKQSTURFABCEHX*1:;!DI|", "?"])
EXPRESSIONS = st.sampled_from(
    [
        "",
        "1",
        "q1 == 'A1'",
        "q1.NAOK > 3",
        "!is_empty(q2)",
        "q1_R1 == 'Y'",
        "count(that.q1) > 0",
        "this > 2",
        "((",
        "{q1}",
    ]
    + [
        "q3.shown == 'x'",
        "99X7X1.NAOK == 2",
        "min(q1, 3)",
        "q1_R1_C1 > 1",
        "q1_other != ''",
        "self.NAOK == 1",
        "q1 + q2 < 3",
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "array_filter",
            "array_filter_exclude",
            "min_answers",
            "max_answers",
            "min_num_value_n",
            "max_num_value_n",
            "hidden",
        ]
        + [
            "em_validation_q",
            "em_validation_q_tip",
            "exclude_all_others",
            "random_order",
            "multiflexible_checkbox",
            "suffix",
        ]
        + ["numbers_only", "maximum_chars", "equation", "multiflexible_min", "multiflexible_max", "other_replace_text"]
    ),
    st.sampled_from(["1", "0", "5", "-3", "q1", "q2;q1", "R1;R2", "{q1}", "this > 2", "nobody", "1e400", "<b>"]),
    max_size=4,
)
QUESTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "type": KINDS,
            "title": st.sampled_from(["q1", "q2", "q3", "q4", "", "a b"]),
            "question": st.sampled_from(
                ["Text", "", "{q1}", "{q2.shown} {if(q1,2,3)}", "{q1_R1}", "<p>x</p><img src='x'>"]
            ),
            "relevance": EXPRESSIONS,
            "other": st.sampled_from("YN"),
            "mandatory": st.sampled_from("YNS"),
            "preg": st.sampled_from(["", "/^[a-z]+$/", "/(/", "["]),
            "answers": st.sampled_from([{}, {"A1": "One", "A2": "Two"}, {"-oth-": "Odd"}]),
            "subquestions": st.sampled_from(
                [{}, {"R1": "One", "R2": "Two"}, {"R1": "One", "1/C1": "Col"}, {"other": "x"}]
            ),
            "attributes": ATTRIBUTES,
        }
    ),
    max_size=5,
)


@given(QUESTIONS, st.booleans())
@settings(max_examples=150, deadline=None)
def test_odd_surveys(questions: list[dict[str, Any]], new_layout: bool) -> None:
    hold_together(read(lss(questions, new_layout=new_layout, languages=("en", "fr")), "survey.lss"))


def test_many_questions_may_not_multiply_a_long_list() -> None:
    head = ["type", "name", "label", "choice_filter"]
    rows = [["select_one c", "a", "A", ""]] + [["select_one l", f"q{n}", "Q", "col = ${a}"] for n in range(400)]
    choices = [
        ["list_name", "name", "label", "col"],
        ["c", "1", "1", ""],
        *(["l", f"x{n}", "X", "1"] for n in range(400)),
    ]
    begun = time.thread_time()
    result = read_form([head, *rows], choices)
    assert time.thread_time() - begun < 10
    assert [problem.code for problem in result.problems] == ["unreadable"]


def test_signs_that_no_text_can_hold_are_replaced_and_listed() -> None:
    question = {"type": "text", "name": "q", "title": "half \ud83d and \u0000 nothing"}
    found = read(json.dumps({"pages": [{"name": "p", "elements": [question]}]}).encode(), "survey.json")
    assert found.questionnaire is not None
    (asked,) = found.questionnaire.questions()
    assert set(asked.text.values()) == {"half \ufffd and \ufffd nothing"}
    assert "a sign that no text can hold is replaced" in [lost.why for lost in found.lost]
    again = read(write(found.questionnaire, "native").content, "native.json")
    assert again.questionnaire == found.questionnaire

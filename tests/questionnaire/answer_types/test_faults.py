"""Each kind of answer accepts what was offered and names what is wrong with anything else."""

from typing import Any

import pytest
from hypothesis import given, settings

from surveyapp.questionnaire.answer_types import (
    AnswerType,
    BestWorst,
    Calculated,
    Consent,
    Grid,
    Information,
    Number,
    One,
    OpenText,
    Ranking,
    Several,
)
from surveyapp.questionnaire.answer_types.asked import Shown
from surveyapp.questionnaire.choices import Choice
from tests.questionnaire.trees import garbage

ABC = tuple(Choice(code=code, text={}) for code in "abc")
NONE = Choice(code="none", text={}, exclusive=True)
SHOWN = Shown(choices=(*ABC, NONE), rows=ABC[:2], screens=(("a", "b", "c"), ("c", "b", "a")), missing=("refused",))
SCREEN = {"best": "a", "worst": "b"}


@pytest.mark.parametrize(
    ("answer", "value", "codes"),
    [
        (One(choices=ABC), "a", []),
        (One(choices=ABC), "z", ["not-a-choice"]),
        (One(choices=ABC), 1, ["wrong-type"]),
        (Several(choices=ABC), ["a", "b"], []),
        (Several(choices=ABC), "a", ["wrong-type"]),
        (Several(choices=ABC), [1], ["wrong-type"]),
        (Several(choices=ABC), ["a", "z"], ["not-a-choice"]),
        (Several(choices=ABC), ["a", "a"], ["duplicate"]),
        (Several(choices=ABC), ["a", "none"], ["exclusive"]),
        (Several(choices=ABC, at_most=1), ["a", "b"], ["too-many"]),
        (Several(choices=ABC, at_least=2), ["a"], ["too-few"]),
        (Several(choices=ABC, at_least=2), ["none"], []),
        (Number(), 5, []),
        (Number(), 5.0, []),
        (Number(), 5.5, ["pattern"]),
        (Number(decimals=1), 5.5, []),
        (Number(), True, ["wrong-type"]),
        (Number(), "5", ["wrong-type"]),
        (Number(), float("nan"), ["wrong-type"]),
        (Number(), 10**400, ["wrong-type"]),
        (Number(minimum=1, maximum=9), 0, ["out-of-range"]),
        (Number(minimum=1, maximum=9), 10, ["out-of-range"]),
        (Number(soft_maximum=9), 10, ["soft-check"]),
        (OpenText(), "Quý vị", []),
        (OpenText(max_length=3), "abcd", ["too-many"]),
        (OpenText(pattern="[a-z]+"), "abc", []),
        (OpenText(pattern="[a-z]+"), "abc1", ["pattern"]),
        (OpenText(), 5, ["wrong-type"]),
        (OpenText(), "a\0b", ["wrong-type"]),
        (OpenText(pattern=".*"), "\ud800", ["wrong-type"]),
        (Consent(purpose="p"), "yes", []),
        (Consent(purpose="p"), True, ["not-a-choice"]),
        (Ranking(choices=ABC, top=2), ["b", "a"], []),
        (Ranking(choices=ABC, top=2), ["b"], ["too-few"]),
        (Ranking(choices=ABC, top=2, at_least=1), ["b"], []),
        (Ranking(choices=ABC, top=2), ["b", "a", "c"], ["too-many"]),
        (Ranking(choices=ABC, top=2), ["b", "b"], ["duplicate"]),
        (Ranking(choices=ABC, top=2), ["b", "z"], ["not-a-choice"]),
        (Grid(rows=ABC, choices=ABC), {"a": "a", "b": {"missing": "refused"}}, []),
        (Grid(rows=ABC, choices=ABC), {"a": "a"}, ["required"]),
        (Grid(rows=ABC, choices=ABC), {"a": "a", "b": ""}, ["required"]),
        (Grid(rows=ABC, choices=ABC), {"a": "a", "b": "z"}, ["not-a-choice"]),
        (Grid(rows=ABC, choices=ABC), {"a": "a", "b": ["a"]}, ["not-a-choice"]),
        (Grid(rows=ABC, choices=ABC), {"a": "a", "b": "a", "z": "a"}, ["not-a-choice"]),
        (Grid(rows=ABC, choices=ABC), {"a": "a", "b": {"missing": "dont_know"}}, ["not-a-choice"]),
        (Grid(rows=ABC, choices=ABC), [], ["wrong-type"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN, SCREEN], []),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN], ["required"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN, {"best": "a"}], ["required"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN, {"best": "a", "worst": "a"}], ["duplicate"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN, {"best": "a", "worst": "z"}], ["not-a-choice"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN, SCREEN | {"shown": 5}], ["not-a-choice"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN, 5], ["wrong-type"]),
        (BestWorst(choices=ABC, designs=((("a", "b"),),)), [SCREEN] * 3, ["not-a-choice"]),
        (Information(), "x", ["wrong-type"]),
        (Calculated(), 1, ["wrong-type"]),
    ],
)
def test_an_answer_is_accepted_or_its_faults_are_named(answer: AnswerType, value: Any, codes: list[str]) -> None:
    assert [fault.code for fault in answer.faults(value, SHOWN)] == codes


@pytest.mark.parametrize(
    "answer",
    [
        One(choices=ABC),
        Several(choices=ABC),
        Number(minimum=0, soft_maximum=5),
        OpenText(pattern=".*"),
        Consent(purpose="p"),
        Ranking(choices=ABC),
        Grid(rows=ABC, choices=ABC),
        BestWorst(choices=ABC, designs=((("a", "b"),),)),
        Information(),
        Calculated(),
    ],
    ids=lambda answer: answer.kind,
)
@settings(max_examples=60, deadline=None)
@given(value=garbage)
def test_no_value_makes_a_check_fail(answer: AnswerType, value: Any) -> None:
    assert all(fault.code for fault in answer.faults(value, SHOWN))


def test_a_pattern_that_is_not_re2_is_refused() -> None:
    with pytest.raises(ValueError, match="not RE2"):
        OpenText(pattern="(?=a)")

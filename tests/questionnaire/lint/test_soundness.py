"""What is proved of conditions is so, and what is plainly contradictory is proved."""

import random
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.conditions import truth
from surveyapp.questionnaire.lint import problems_in
from surveyapp.questionnaire.schema import Questionnaire
from surveyapp.questionnaire.walk import walk
from tests.questionnaire.building import choices, page, question, questionnaire

ONE = {"kind": "one", "choices": choices("1", "2", "3")}
LONG = {"kind": "one", "choices": choices(*(f"c{n}" for n in range(40)))}
SEVERAL = {"kind": "several", "choices": [*choices("a", "b", "c"), *choices("none", exclusive=True)]}
MANY = {"kind": "several", "choices": choices(*(f"m{n}" for n in range(30)))}
AGE = {"kind": "number", "minimum": 0, "maximum": 120}
TEXT = {"kind": "text"}
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("A", ONE),
    ("S", SEVERAL),
    ("N", AGE),
    ("L", LONG),
    ("M", MANY),
    ("T", TEXT),
]


def proved(whole: Questionnaire) -> set[tuple[str, str]]:
    codes = {"never-shown", "always-shown", "check-idle", "check-impossible"}
    return {(problem.code, problem.place) for problem in problems_in(whole) if problem.code in codes}


def last(show_if: str) -> Questionnaire:
    """Ask one question of each kind, and Q under a condition."""
    asked = [question(name, answer) for name, answer in ASKED]
    return questionnaire(page(*asked), page(question("Q", show_if=show_if), name="q"))


@pytest.mark.parametrize(
    "show_if",
    [
        "A == '1' and A == '2'",
        "A == '1' and A != '1'",
        "A in ['1', '2'] and A in ['3']",
        "A == '1' and A is missing",
        "A is refused and A is dont_know",
        "A == '9'",
        "N > 18 and N < 18",
        "N > 18 and N < 19",
        "N > 130",
        "2026 - N < 1900",
        "N * 2 == 7",
        "N >= 18 and not (N >= 16)",
        "'a' in S and 'none' in S",
        "'a' in S and 'a' not in S",
        "count_chosen(S) > 3",
        "count_chosen(S) >= 2 and 'none' in S",
        "'m3' in M and 'm3' not in M",
        "L == 'c3' and L == 'c30'",
        "L == 'elsewhere'",
        "T == 'x' and T == 'y'",
        "matches(T, 'a+') and not matches(T, 'a+')",
        "N < length(T) and not N < length(T)",
        "(A == '1' or A == '2') and A == '3'",
    ],
)
def test_a_contradiction_is_proved(show_if: str) -> None:
    assert ("never-shown", "Q.show_if") in proved(last(show_if))


@pytest.mark.parametrize(
    "show_if",
    [
        "A == '1' and 'a' in S and N > 18",
        "A is missing and N is missing",
        "A is refused",
        "N > 17 and N < 19",
        "N * 2 == 8",
        "'m3' in M and 'm4' in M",
        "L == 'c3' or L == 'c30'",
        "T == 'x' or T < 'b'",
        "matches(T, 'a+') and not matches(T, 'b+')",
        "count_chosen(S) == 3",
        "count_chosen(M) > 10",
        "item(S, 1) == 'b'",
        "A == '1' or A != '1'",
        "S == ['a', 'b']",
        "A == 1",
    ],
)
def test_what_can_be_is_not_accused(show_if: str) -> None:
    assert proved(last(show_if)) == set()


def test_a_tautology_is_proved_to_need_no_condition() -> None:
    assert proved(last("A is missing or A is not missing")) == {("always-shown", "Q.show_if")}
    assert proved(last("N < 18 or N >= 18 or N is missing")) == {("always-shown", "Q.show_if")}


def test_what_leads_to_a_page_is_taken_into_account() -> None:
    whole = questionnaire(
        page(question("A", ONE)),
        page(question("B", ONE, show_if="A == '1'"), name="b"),
        page(question("C", show_if="A == '2'"), name="c", show_if="B == '1'"),
        page(question("D"), name="d", show_if="A == '2' and B in ['1', '2']"),
        page(question("E"), name="e", show_if="A == '1' and B == '3'"),
    )
    assert proved(whole) == {("never-shown", "C.show_if"), ("never-shown", "pages.d.show_if")}
    told = {problem.place: problem.text for problem in problems_in(whole)}
    assert "cannot be given together" in told["pages.d.show_if"]


def test_a_check_that_nobody_can_fail_or_pass_is_proved() -> None:
    def check(text: str) -> dict[str, Any]:
        return {"condition": text, "text": {"en": "?"}}

    whole = questionnaire(page(question("N", AGE, checks=[check("N >= 0"), check("N > 5 and N < 5"), check("N < 99")])))
    assert proved(whole) == {("check-idle", "N.checks.0"), ("check-impossible", "N.checks.1")}


def test_choices_endings_and_calculations_that_cannot_be_are_proved() -> None:
    kinds = {"kind": "one", "choices": [*choices("x", "y"), *choices("z", show_if="A == '1' and A == '2'")]}
    cases = [{"when": "A == '1'", "value": "'one'"}, {"when": "A == '4'", "value": "'four'"}]
    calculated = {"kind": "calculated", "cases": cases}
    whole = questionnaire(
        page(question("A", ONE), question("K", kinds), question("C", calculated), question("Q", show_if="C == 'five'")),
        endings=[{"id": "out", "when": "A == '1' and A == '3'", "outcome": "refused", "text": {"en": "Bye"}}],
    )
    assert proved(whole) == {
        ("never-shown", "K.choices.z.show_if"),
        ("never-shown", "C.cases.1.when"),
        ("never-shown", "Q.show_if"),
        ("never-shown", "endings.out.when"),
    }


_atoms = st.sampled_from(
    [
        "A == '1'",
        "A != '2'",
        "A in ['2', '3']",
        "'a' in S",
        "'none' not in S",
        "count_chosen(S) >= 2",
        "S == ['a']",
        "N > 17",
        "N <= 18",
        "N == 18.5",
        "100 - N < 20",
        "A is missing",
        "A is refused",
        "N is not missing",
        "N in [1, 2]",
        "B == '1'",
        "B is not_asked",
        "B in ['1', '2']",
        "T == 'x'",
        "starts_with(T, 'x')",
        "A == B",
        "N is unanswered",
    ]
)
_conditions = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" and ".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} or {two[1]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=5,
)
_REFUSED = {"missing": "refused"}


def _answers(chance: random.Random) -> dict[str, Any]:
    number = chance.choice([None, 0, 1, 2, 17, 18, 19, 79, 80, 81, 120, _REFUSED])
    several = chance.choice([None, ["a"], ["a", "b"], ["none"], ["c"], _REFUSED])
    return {
        "A": chance.choice([None, "1", "2", "3", _REFUSED]),
        "B": chance.choice([None, "1", "2", "3", _REFUSED]),
        "S": several,
        "N": number,
        "T": chance.choice([None, "x", "xy", "z"]),
    }


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=_conditions, second=_conditions, third=_conditions, seed=st.integers(0, 10**6))
def test_nothing_is_accused_falsely(first: str, second: str, third: str, seed: int) -> None:
    kinds: list[tuple[str, dict[str, Any]]] = [("A", ONE), ("S", SEVERAL), ("N", AGE), ("T", TEXT)]
    asked = [question(name, answer, missing=["refused"], required=False) for name, answer in kinds]
    depends = not ({"B"} & set(first.replace("'", " ").split()))
    whole = questionnaire(
        page(*asked),
        page(question("B", ONE, show_if=first if depends else "always", missing=["refused"]), name="b"),
        page(question("Q", show_if=third), name="q", show_if=second),
        missing_texts={"refused": {"en": "No"}},
    )
    found = proved(whole)
    chance = random.Random(seed)
    for _ in range(60):
        walked = walk(whole, _answers(chance))
        shown = {one.question.id for part in walked.pages for one in part.asked}
        for code, place in found:
            name = {"pages.q.show_if": "Q"}.get(place, place.partition(".")[0])
            if code == "never-shown":
                assert name not in shown, (place, walked.counted)
            else:
                node = whole.pages[2].show_if if place.startswith("pages") else whole.question_by_id[name].show_if
                before = {known: value for known, value in walked.values.items() if not known.startswith(name)}
                assert truth(node, before) is True, (place, walked.counted)


def test_three_thousand_conditions_are_proved_in_bounded_time() -> None:
    names = [f"Q{n}" for n in range(3000)]
    asked = [question("Q0", ONE)]
    for n in range(1, 3000):
        parts = [f"Q{max(0, n - back)} in ['1', '3']" for back in range(1, 8)]
        asked.append(question(names[n], ONE, show_if=" and ".join(dict.fromkeys(parts))))
    whole = questionnaire(*(page(*asked[at : at + 10], name=f"p{at}") for at in range(0, 3000, 10)))
    began = time.process_time()
    assert [problem for problem in problems_in(whole) if problem.severity == "error"] == []
    assert time.process_time() - began < 30

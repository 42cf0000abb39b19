"""Jumps become relevance: who reaches a place is the same, whichever way it is told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from surveyapp.formats.expressions.combining import TRUE, Both
from surveyapp.formats.routing import Routes, needs_answer
from surveyapp.questionnaire.conditions import AnyOf, Comparison, Constant, IsMissing, Name, holds

PLACES = 6


def chosen(place: int, code: int) -> Both:
    """Return where the question of a place is answered by a code; unanswered is not."""
    name, value = Name(f"q{place}"), Constant(str(code))
    return Both(Comparison("==", name, value), AnyOf((Comparison("!=", name, value), IsMissing(name))))


JUMPS = st.lists(
    st.lists(
        st.tuples(st.integers(1, PLACES), st.sampled_from(["yes", "no", "always"]), st.integers(0, 2)), max_size=3
    ),
    min_size=PLACES,
    max_size=PLACES,
)
ANSWERS = st.lists(st.none() | st.integers(0, 2), min_size=PLACES, max_size=PLACES)


@given(JUMPS, ANSWERS)
def test_relevance_reaches_whom_the_jumps_reach(
    jumps: list[list[tuple[int, str, int]]], answers: list[int | None]
) -> None:
    routes = Routes()
    conditions: list[list[tuple[int, Both]]] = []
    for place, rules in enumerate(jumps):
        found = []
        for step, kind, code in rules:
            both = chosen(place, code)
            found.append((place + step, {"yes": both, "no": both.turned(), "always": TRUE}[kind]))
        conditions.append(found)
        routes.add_place(frozenset({f"q{place}"}), TRUE, found)
    values: dict[str, str] = {}
    visited = []
    at = 0
    while at < PLACES:
        visited.append(at)
        if answers[at] is not None:
            values[f"q{at}"] = str(answers[at])
        at = next((target for target, both in conditions[at] if holds(both.yes, values)), at + 1)
    assert [place for place in range(PLACES) if holds(routes.reached(place).yes, values)] == visited


def test_a_jump_that_needs_an_answer_needs_no_further_proof_of_having_been_there() -> None:
    assert needs_answer(chosen(1, 0).yes, frozenset({"q1"}))
    assert not needs_answer(chosen(1, 0).no, frozenset({"q1"}))
    assert not needs_answer(chosen(1, 0).yes, frozenset({"q2"}))

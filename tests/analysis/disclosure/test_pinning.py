"""A small group's answers are withheld where they are certain, and only there."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.pinning import Answers, pinned
from tests.analysis.disclosure.attack import Known, possible

FEWEST = 10
crossed = st.lists(st.tuples(st.integers(0, 20), st.floats(0, 0.3)), min_size=9, max_size=9)


@given(crossed, st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_what_is_pinned_is_what_an_adversary_finds(made: list[tuple[int, float]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = np.array([n for n, _ in made])
    chose = np.array([rng.binomial(n, share) for n, share in made])
    cells = np.arange(9).reshape(3, 3)
    lines = [np.isin(np.arange(9), line) for line in (*cells, *cells.T)]
    shown = np.array([np.ones(9, dtype=bool), *(line for line in lines if people[line].sum() >= FEWEST)])
    small = [one for one in (*np.eye(9, dtype=bool), *lines) if 0 < people[one].sum() < FEWEST]
    found = pinned(small, shown, Answers(people, chose), [])
    known = [Known(row.astype(float), *2 * (float(chose[row].sum()),)) for row in shown]
    known += [Known(row.astype(float), 0, float(n)) for row, n in zip(np.eye(9), people, strict=True)]
    for at, group in enumerate(small):
        low, high = possible(group.astype(float), known, 200.0)
        assert low <= chose[group].sum() <= high
        assert (at in found) == (low == high)


def test_a_group_left_without_any_who_chose_is_pinned() -> None:
    shown = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]], dtype=bool)
    answers = Answers(np.array([40, 35, 5, 30]), np.array([3, 2, 0, 1]))
    assert pinned([np.array([0, 0, 1, 0], dtype=bool)], shown, answers, []) == [0]


def test_what_nobody_of_many_did_may_be_told_of_a_few_among_them() -> None:
    shown = np.array([[1, 1, 1], [1, 0, 0]], dtype=bool)
    answers = Answers(np.array([40, 12, 5]), np.array([3, 0, 0]))
    few, rest = np.array([0, 0, 1], dtype=bool), np.array([0, 1, 1], dtype=bool)
    assert pinned([few], shown, answers, []) == [0]
    assert pinned([few], shown, answers, [rest]) == []


def test_one_of_two_alike_to_a_reader_may_have_the_answer_of_the_other() -> None:
    shown = np.array([[1, 1, 1], [1, 0, 0]], dtype=bool)
    assert (
        pinned([np.array([0, 0, 1], dtype=bool)], shown, Answers(np.array([40, 12, 5]), np.array([3, 1, 0])), []) == []
    )

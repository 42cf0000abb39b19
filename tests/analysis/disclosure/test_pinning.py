"""Shares of few people are not printed so that a small group's answers are certain."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.pinning import Printed, pinned
from tests.analysis.disclosure.attack import Known, possible


def printed(inside: np.ndarray, people: np.ndarray, chose: np.ndarray) -> Printed:
    """Print a set as a report does: people rounded to 5, a share in whole per cent."""
    n = int(people[inside].sum())
    middle, share = 5 * round(n / 5), round(100 * chose[inside].sum() / n)
    return Printed(inside, (max(middle - 2, 10), middle + 2), ((share - 0.5) / 100, (share + 0.5) / 100))


def known_of(shown: list[Printed]) -> list[Known]:
    found = []
    for one in shown:
        inside = one.inside.astype(float)
        everyone, nobody = np.concatenate([inside, inside]), np.zeros_like(inside)
        found.append(Known(everyone, *map(float, one.n)))
        for limit, low, high in ((one.value[0], 0.0, np.inf), (one.value[1], -np.inf, 0.0)):
            found.append(Known(np.concatenate([inside, nobody]) - limit * everyone, low, high))
    return found


groups = st.lists(st.tuples(st.integers(3, 45), st.floats(0, 0.4)), min_size=4, max_size=6)


@given(groups, st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_what_is_pinned_is_what_an_adversary_finds(made: list[tuple[int, float]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = np.array([n for n, _ in made])
    chose = np.array([rng.binomial(n, share) for n, share in made])
    atoms = np.eye(len(people), dtype=bool)
    whole = np.ones(len(people), dtype=bool)
    shown = [printed(one, people, chose) for one in (whole, *atoms) if people[one].sum() >= 10]
    small = [atom for atom in atoms if people[atom].sum() < 10]
    found = pinned(small, shown)
    for at, group in enumerate(small):
        low, high = possible(np.concatenate([group, np.zeros(len(group))]).astype(float), known_of(shown), 400.0)
        assert low <= chose[group].sum() <= high
        if chose.sum() < 25:
            assert (at in found) == (low == high)


def test_a_group_left_without_any_who_chose_is_pinned() -> None:
    people, chose = np.array([40, 35, 5]), np.array([3, 2, 0])
    sets = (np.ones(3, dtype=bool), np.array([1, 0, 0], dtype=bool), np.array([0, 1, 0], dtype=bool))
    exact = [Printed(one, (int(people[one].sum()),) * 2, (chose[one].sum() / people[one].sum(),) * 2) for one in sets]
    assert pinned([np.array([0, 0, 1], dtype=bool)], exact) == [0]


def test_nothing_is_pinned_where_many_chose() -> None:
    people, chose = np.array([400, 350, 9]), np.array([200, 190, 4])
    shown = [printed(one, people, chose) for one in (np.ones(3, dtype=bool), np.array([1, 0, 0], dtype=bool))]
    assert pinned([np.array([0, 0, 1], dtype=bool)], shown) == []

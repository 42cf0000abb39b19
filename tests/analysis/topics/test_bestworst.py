"""Best–worst utilities find the truth they were drawn from, with errors by respondent, and say where there is none."""

from typing import get_args

import numpy as np
import pytest

from analysis.estimation.estimates import estimate
from analysis.sampling import build_design
from analysis.topics.bestworst import Choices, Model, NotScaledError, counts, scale

TRUTH = np.array([1.0, 0.4, 0.0, -0.3, -1.1])


def drawn(model: str, people: int = 1500, screens: int = 4, seed: int = 2) -> Choices:
    """Draw answers of people who choose as the model says."""
    random = np.random.default_rng(seed)
    n = people * screens
    shown = np.argsort(random.random((n, 5)), axis=1)[:, :4]
    noise = random.gumbel(size=(n, 4)) + TRUTH[shown]
    if model == "paired":
        pairs = [(i, j) for i in range(4) for j in range(4) if i != j]
        gaps = np.stack([TRUTH[shown[:, i]] - TRUTH[shown[:, j]] for i, j in pairs], axis=1)
        taken = np.array(pairs)[(gaps + random.gumbel(size=gaps.shape)).argmax(axis=1)]
        best, worst = taken[:, 0], taken[:, 1]
    else:
        best = noise.argmax(axis=1)
        against = random.gumbel(size=(n, 4)) - TRUTH[shown]
        against[np.arange(n), best] = -np.inf
        worst = against.argmax(axis=1)
    rows = np.arange(n)
    return Choices(np.repeat(np.arange(people), screens), shown, shown[rows, best], shown[rows, worst], 5)


@pytest.mark.parametrize("model", ["paired", "sequential"])
def test_utilities_are_found_again(model: Model) -> None:
    found = scale(np.ones(1500), drawn(model), np.ones(1500, dtype=np.bool_), model)
    assert found.utilities.values.sum() == pytest.approx(0, abs=1e-10)
    np.testing.assert_allclose(found.utilities.values, TRUTH - TRUTH.mean(), atol=0.08)


def test_errors_by_respondent_are_near_those_of_independent_choices() -> None:
    found = scale(np.ones(1500), drawn("paired"), np.ones(1500, dtype=np.bool_))
    made = estimate(build_design(np.ones(1500)), [found.utilities])
    found_se = [row.se for row in made.rows]
    np.testing.assert_allclose(found_se, np.sqrt(np.diag(found.model_covariance)), rtol=0.1)


@pytest.mark.parametrize("model", get_args(Model))
def test_influences_are_the_slopes_of_recomputing(model: Model) -> None:
    choices = drawn("paired", people=60)
    weights = np.random.default_rng(1).uniform(0.5, 2, 60)
    found = scale(weights, choices, np.ones(60, dtype=np.bool_), model)
    for statistic in (found.utilities, found.shares):
        for row in (0, 59):
            up, down = weights.copy(), weights.copy()
            up[row] *= 1 + 1e-4
            down[row] *= 1 - 1e-4
            slope = (statistic.recompute(up) - statistic.recompute(down)) / 2e-4
            np.testing.assert_allclose(statistic.influences[row], slope, rtol=1e-4, atol=1e-8)


def test_screens_may_show_different_numbers_of_objects() -> None:
    choices = drawn("sequential", people=400)
    shown = choices.shown.copy()
    for row in range(0, len(shown), 3):
        spare = [at for at in range(4) if shown[row, at] not in (choices.best[row], choices.worst[row])]
        shown[row, spare[0]] = -1
    fewer = Choices(choices.respondent, shown, choices.best, choices.worst, 5)
    assert counts(fewer)[2].sum() == (shown >= 0).sum()
    found = scale(np.ones(400), fewer, np.ones(400, dtype=np.bool_), "sequential")
    assert found.shares.values.sum() == pytest.approx(1.0)


def test_people_outside_the_base_and_of_weight_0_do_not_count() -> None:
    choices, weights = drawn("paired", people=200), np.ones(200)
    weights[:50] = 0
    base = np.arange(200) < 150
    found = scale(weights, choices, base)
    inside = (choices.respondent >= 50) & (choices.respondent < 150)
    alone = Choices(
        choices.respondent[inside] - 50, choices.shown[inside], choices.best[inside], choices.worst[inside], 5
    )
    expected = scale(np.ones(100), alone, np.ones(100, dtype=np.bool_))
    np.testing.assert_allclose(found.utilities.values, expected.utilities.values, rtol=1e-8)


def test_an_object_that_always_wins_has_no_utility() -> None:
    shown = np.tile([0, 1, 2], (30, 1))
    worst = np.tile([1, 2], 15)
    choices = Choices(np.arange(30), shown, np.zeros(30, dtype=np.int64), worst, 3)
    with pytest.raises(NotScaledError):
        scale(np.ones(30), choices, np.ones(30, dtype=np.bool_))
    with pytest.raises(NotScaledError, match="Nobody"):
        scale(np.ones(30), choices, np.zeros(30, dtype=np.bool_))


def test_impossible_choices_are_refused() -> None:
    shown = np.array([[0, 1, 2]])
    with pytest.raises(ValueError, match="did not show"):
        Choices(np.array([0]), shown, np.array([3]), np.array([1]), 4)
    with pytest.raises(ValueError, match="best and worst"):
        Choices(np.array([0]), shown, np.array([1]), np.array([1]), 4)

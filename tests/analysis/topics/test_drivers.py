"""Drivers share out exactly what the regression explains, and say where they cannot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as hs

from analysis.topics.drivers import MEASURES, Measure, NotComparableError, drivers


def sample(seed: int, k: int = 4, n: int = 80) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, k)) + random.normal(size=(n, 1))
    y = x @ random.normal(size=k) + random.normal(size=n)
    return random.uniform(0.5, 3, n), y, x, np.ones(n, dtype=np.bool_)


@settings(max_examples=25, deadline=None)
@given(seed=hs.integers(0, 10_000))
def test_what_shares_out_the_whole_adds_up_to_it(seed: int) -> None:
    for measure in ("shapley", "johnson", "pratt", "car"):
        made = drivers(*sample(seed), measure)
        assert made.shares.values.sum() == pytest.approx(made.explained.values[0], rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=hs.integers(0, 10_000), unit=hs.floats(0.01, 100))
def test_units_and_the_scale_of_weights_do_not_matter(seed: int, unit: float) -> None:
    weights, y, x, base = sample(seed)
    plain, scaled = drivers(weights, y, x, base), drivers(weights * unit, 3 + y * unit, x * unit - 1, base)
    np.testing.assert_allclose(scaled.shares.values, plain.shares.values, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(scaled.shares.influences, plain.shares.influences, rtol=1e-4, atol=1e-8)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("relative", [False, True])
def test_influences_are_the_slopes_of_recomputing(measure: Measure, relative: bool) -> None:
    weights, y, x, base = sample(7)
    made = drivers(weights, y, x, base, measure, relative=relative).shares
    for row in (0, 33, 79):
        up, down = weights.copy(), weights.copy()
        up[row] *= 1 + 1e-5
        down[row] *= 1 - 1e-5
        slope = (made.recompute(up) - made.recompute(down)) / 2e-5
        np.testing.assert_allclose(made.influences[row], slope, rtol=1e-4, atol=1e-9)


def test_two_uncorrelated_predictors_have_their_squared_correlations() -> None:
    x = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]] * 5)
    y = 2 * x[:, 0] + x[:, 1] + np.tile([0.5, 0.5, -0.5, -0.5, 0], 4)
    made = drivers(np.ones(20), y, x, np.ones(20, dtype=np.bool_), "johnson")
    np.testing.assert_allclose(made.shares.values, [np.corrcoef(y, column)[0, 1] ** 2 for column in x.T], rtol=1e-8)
    np.testing.assert_allclose(made.inflation, 1.0)


def test_rows_with_a_missing_value_leave_the_base() -> None:
    weights, y, x, base = sample(3)
    x[4, 1] = np.nan
    made = drivers(weights, y, x, base)
    assert made.shares.base.sum() == 79
    assert not made.shares.influences[4].any()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda x: np.c_[x, x[:, 0] + x[:, 1]], "fixed by the others"),
        (lambda x: np.c_[x, np.ones(len(x))], "same value everywhere"),
        (lambda x: np.c_[x, np.full(len(x), np.nan)], "not more answers than predictors"),
    ],
)
def test_predictors_that_cannot_be_told_apart_are_named_as_such(spoil, said: str) -> None:  # type: ignore[no-untyped-def]
    weights, y, x, base = sample(5)
    with pytest.raises(NotComparableError, match=said):
        drivers(weights, y, spoil(x), base)


def test_too_many_predictors_for_all_orders_are_refused() -> None:
    with pytest.raises(ValueError, match="At most 16"):
        drivers(*sample(1, k=17, n=200))

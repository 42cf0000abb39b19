"""A steady trend is called one at its rate, and not where the waves jump about."""

import numpy as np
import pytest
from scipy import stats

from analysis.estimation.distributions import two_sided_each
from analysis.topics.ranking import benjamini_hochberg
from analysis.topics.refusals import Refusal
from analysis.waves.changing import difference
from analysis.waves.series import Series
from analysis.waves.trends import Trend, trend


def series(values: list[float], error: float = 0.02, df: float = 40.0) -> Series:
    n = len(values)
    return Series(np.arange(n, dtype=float), np.array(values), np.full(n, error), np.full(n, df), "share")


def test_where_nothing_moves_a_trend_is_seen_at_the_stated_rate() -> None:
    rng, runs = np.random.default_rng(3), 2000
    found = [trend(series(list(rng.normal(0.5, 0.02, 5)))) for _ in range(runs)]
    seen = np.mean([isinstance(one, Trend) and one.p < 0.05 for one in found])
    bent = np.mean([isinstance(one, Trend) and not one.is_straight for one in found])
    assert abs(seen - 0.05) < 4 * np.sqrt(0.05 * 0.95 / runs)
    assert abs(bent - 0.05) < 4 * np.sqrt(0.05 * 0.95 / runs)


def test_waves_that_jump_about_are_not_straight() -> None:
    found = trend(series([0.3, 0.5, 0.32, 0.55, 0.4]))
    assert isinstance(found, Trend)
    assert not found.is_straight


def test_degrees_of_freedom_are_those_of_the_waves_that_decide() -> None:
    found = trend(series([0.3, 0.35, 0.4, 0.45], df=10.0))
    assert isinstance(found, Trend)
    assert 10 < found.df < 40
    assert found.high - found.slope == pytest.approx(stats.t.ppf(0.975, found.df) * found.se)


def test_two_waves_are_no_trend() -> None:
    assert trend(series([0.3, 0.4])) == Refusal("few-waves", {"k": 2, "needed": 3})
    found = trend(series([0.3, 0.4, 1.0]))
    assert isinstance(found, Refusal)


def test_where_nothing_changed_any_alarm_over_all_waves_is_as_rare_as_stated() -> None:
    """Forty figures against three earlier waves, all sharing this one: decision 143."""
    rng, runs, alarms = np.random.default_rng(1), 1500, 0
    for _ in range(runs):
        now, then = rng.normal(size=40), rng.normal(size=(3, 40))
        chances = two_sided_each((now - then).ravel() / np.sqrt(2), np.inf)
        alarms += bool((benjamini_hochberg(chances) < 0.05).any())
    assert alarms / runs < 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)
    assert alarms > 0


def test_a_change_says_what_would_be_expected_if_nothing_changed() -> None:
    found = difference(0.50, 0.45, (0.02, 0.02), (60, 60), compared=20)
    assert found.df == pytest.approx(120)
    assert found.high - found.value == pytest.approx(found.expected)
    assert found.detectable > found.expected
    assert difference(0.5, 0.45, (0.02, 0.02), (np.inf, np.inf)).p == pytest.approx(
        2 * stats.norm.sf(0.05 / np.hypot(0.02, 0.02))
    )

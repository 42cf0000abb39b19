"""A forecast keeps the rate its intervals state, tells how it did on earlier waves, and is refused where it fails."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy import special

from analysis.topics.refusals import Refusal
from analysis.waves.forecasting import BackTest, Forecast, Tried, back_test, forecast
from analysis.waves.local_level import fit
from analysis.waves.series import Series

PEOPLE = 500


def walk(rng: np.random.Generator, waves: int, spread: float) -> tuple[Series, float]:
    """Return waves of samples of a share that wanders on the logit scale, and its truth a year after the last."""
    truth = special.expit(np.cumsum(np.append(rng.normal(-0.4, 0.3), rng.normal(0, spread, waves))))
    shares = np.clip(rng.binomial(PEOPLE, truth[:waves]) / PEOPLE, 1 / PEOPLE, 1 - 1 / PEOPLE)
    errors = np.sqrt(shares * (1 - shares) / PEOPLE)
    return Series(np.arange(waves, dtype=float), shares, errors, np.full(waves, 80.0), "share"), float(truth[-1])


@pytest.mark.parametrize("spread", [0.0, 0.1, 0.3])
def test_intervals_hold_the_truth_at_their_rate(spread: float) -> None:
    """A spread that is only estimated would hold 70 % at 0.1; weighing all spreads keeps 80 % and more."""
    rng, runs = np.random.default_rng(2026), 400
    held = {0.80: 0, 0.95: 0}
    for _ in range(runs):
        series, truth = walk(rng, 8, spread)
        predicted = fit(series).predict(8.0)
        for level in held:
            low, high = (series.printed(predicted.quantile(tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
            held[level] += low <= truth <= high
    for level, inside in held.items():
        assert inside / runs > level - 3 * np.sqrt(level * (1 - level) / runs)


def test_a_forecast_says_how_it_did_on_the_waves_there_are() -> None:
    series, _ = walk(np.random.default_rng(4), 10, 0.05)
    found = forecast(series, 1.0)
    assert isinstance(found, Forecast)
    assert found.back_test.points == 6
    assert found.beside[0] < found.main[0] < found.value < found.main[1] < found.beside[1]
    assert found.measured[1] - found.measured[0] > found.main[1] - found.main[0]
    assert [one.waves for one in found.back_test.tried] == [4, 5, 6, 7, 8, 9]


def test_a_back_test_never_sees_the_wave_it_forecasts() -> None:
    series, _ = walk(np.random.default_rng(5), 9, 0.1)
    changed = replace(series, values=np.append(series.values[:-1], 0.9))
    before, after = back_test(series).tried, back_test(changed).tried
    assert before[:-1] == after[:-1]
    assert before[-1].forecast == after[-1].forecast


def test_the_last_wave_is_carried_forward_where_the_model_does_no_better() -> None:
    steps = np.array([0.2, 0.25, 0.3, 0.36, 0.42, 0.48, 0.54, 0.6, 0.66])
    series = Series(np.arange(9.0), steps, np.full(9, 0.03), np.full(9, 60.0), "share")
    found = forecast(series, 1.0)
    assert isinstance(found, Forecast)
    assert found.is_carried
    assert found.back_test.error > found.back_test.naive_error
    assert found.value == pytest.approx(0.66)
    drifting = forecast(series, 1.0, "drift")
    assert isinstance(drifting, Forecast)
    assert not drifting.is_carried
    assert drifting.value == pytest.approx(0.71, abs=0.02)


def test_fewer_than_eight_waves_are_refused() -> None:
    series, _ = walk(np.random.default_rng(6), 7, 0.1)
    assert forecast(series, 1.0) == Refusal("few-waves", {"k": 7, "needed": 8})


def test_a_wave_without_an_error_is_refused() -> None:
    series, _ = walk(np.random.default_rng(6), 8, 0.1)
    for broken in (replace(series, errors=np.append(series.errors[:-1], 0.0)), replace(series, values=np.ones(8))):
        found = forecast(broken, 1.0)
        assert isinstance(found, Refusal)
        assert found.why == "no-error"


def test_intervals_that_missed_too_often_are_refused() -> None:
    missed = Tried(4, 0.9, 0.5, 0.5, (0.4, 0.6), (0.3, 0.7))
    assert BackTest((missed,) * 4).fails
    assert not BackTest((replace(missed, measured=0.5),) * 2 + (missed,) * 2).fails
    jumps = np.array([0.5, 0.505, 0.495, 0.5, 0.8, 0.15, 0.9, 0.05])
    found = forecast(Series(np.arange(8.0), jumps, np.full(8, 0.005), np.full(8, 60.0), "share"), 1.0)
    assert found == Refusal("back-test-misses", {"k": 4, "inside": 0, "level": 0.8}) or isinstance(found, Forecast)


@settings(max_examples=40, deadline=None)
@given(
    shares=some.lists(some.floats(0.02, 0.98), min_size=8, max_size=14),
    gaps=some.lists(some.floats(0.05, 3.0), min_size=14, max_size=14),
    ahead=some.floats(0.05, 5.0),
)
def test_any_waves_give_an_interval_within_0_and_1_that_widens(
    shares: list[float], gaps: list[float], ahead: float
) -> None:
    n = len(shares)
    series = Series(np.cumsum(gaps[:n]), np.array(shares), np.full(n, 0.02), np.full(n, 30.0), "share")
    fitted = fit(series)
    near, far = (fitted.predict(float(series.times[-1]) + gap) for gap in (ahead, 2 * ahead))
    assert fitted.chances.sum() == pytest.approx(1)
    assert far.quantile(0.9) - far.quantile(0.1) >= near.quantile(0.9) - near.quantile(0.1) - 1e-9
    assert 0 <= series.printed(near.quantile(0.1)) < series.printed(near.quantile(0.9)) <= 1


@pytest.mark.parametrize(
    ("values", "errors", "times"),
    [([0.5, 1.2], [0.1, 0.1], [0, 1]), ([0.5, 0.6], [0.1, -0.1], [0, 1]), ([0.5, 0.6], [0.1, 0.1], [1, 1])],
)
def test_what_is_no_series_is_refused_at_once(values: list[float], errors: list[float], times: list[float]) -> None:
    with pytest.raises(ValueError, match=r"share|error|follow"):
        Series(np.array(times, float), np.array(values), np.array(errors), np.full(2, 9.0), "share")

"""Forecast a figure from its waves, test the forecast on the waves there are, and refuse where it fails.

A rolling back-test forecasts every wave from those before it and holds the forecast against what that wave measured,
so its intervals carry that wave's sampling error too. Where the model misses by more than "as in the last wave" does,
the last wave is carried forward instead, and said to be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.topics.refusals import Refusal
from analysis.waves.local_level import LocalLevel, Model, Predicted, fewest_waves, fit
from analysis.waves.series import Series

FEWEST_WAVES = 8
"""With fewer waves a forecast is refused."""

MAIN, BESIDE = 0.80, 0.95
"""The levels of the main interval and of the one beside it."""

HARDLY_BY_CHANCE = 0.05


@dataclass(frozen=True)
class Tried:
    """One wave forecast from those before it: by the model with both intervals, and as the last wave was."""

    waves: int
    measured: float
    forecast: float
    naive: float
    main: tuple[float, float]
    beside: tuple[float, float]


@dataclass(frozen=True)
class BackTest:
    """Every forecast tried. Errors are mean absolute ones, on the scale of the figure."""

    tried: tuple[Tried, ...]

    @property
    def points(self) -> int:
        return len(self.tried)

    @property
    def error(self) -> float:
        return float(np.mean([abs(one.forecast - one.measured) for one in self.tried]))

    @property
    def naive_error(self) -> float:
        return float(np.mean([abs(one.naive - one.measured) for one in self.tried]))

    @property
    def inside_main(self) -> int:
        return sum(one.main[0] <= one.measured <= one.main[1] for one in self.tried)

    @property
    def inside_beside(self) -> int:
        return sum(one.beside[0] <= one.measured <= one.beside[1] for one in self.tried)

    @property
    def fails(self) -> bool:
        """Tell whether so few would lie within the main interval less than one time in twenty."""
        return bool(stats.binom.cdf(self.inside_main, self.points, MAIN) < HARDLY_BY_CHANCE)


@dataclass(frozen=True)
class Forecast:
    """What the figure will be at `time` (years from the first wave), with 80 % and 95 % intervals.

    `measured` is the 80 % interval of what a wave as large as the last would measure then. `is_carried`: the last wave
    is carried forward, since the model did not do better. `spread` is what the level moves in a year, on the scale of
    the model.
    """

    time: float
    value: float
    main: tuple[float, float]
    beside: tuple[float, float]
    measured: tuple[float, float]
    is_carried: bool
    spread: float
    model: Model
    back_test: BackTest


def forecast(series: Series, ahead: float, model: Model = "level") -> Forecast | Refusal:
    """Forecast the figure so many years after the last wave, or say why not.

    Refused with fewer than eight waves (`few-waves`), where a wave has no error (`no-error`), and where the back-test's
    intervals hold what was measured too seldom (`back-test-misses`).
    """
    if series.n < FEWEST_WAVES:
        return Refusal("few-waves", {"k": series.n, "needed": FEWEST_WAVES})
    if not series.has_errors:
        return Refusal("no-error", {"k": series.n})
    tested = back_test(series, model)
    if tested.fails:
        return Refusal("back-test-misses", {"k": tested.points, "inside": tested.inside_main, "level": MAIN})
    fitted, time = fit(series, model), float(series.times[-1]) + ahead
    is_carried = tested.error > tested.naive_error
    noise = float(series.modelled[1][-1])
    level, wave = (_ahead(fitted, time, is_carried, variance) for variance in (0.0, noise))
    return Forecast(
        time=time,
        value=series.printed(level.centre),
        main=limits(series, level, MAIN),
        beside=limits(series, level, BESIDE),
        measured=limits(series, wave, MAIN),
        is_carried=is_carried,
        spread=fitted.spread,
        model=model,
        back_test=tested,
    )


def back_test(series: Series, model: Model = "level") -> BackTest:
    """Forecast each wave from those before it, as soon as there are enough of them for the model."""
    return BackTest(tuple(_tried(series, waves, model) for waves in range(fewest_waves(model), series.n)))


def limits(series: Series, predicted: Predicted, level: float) -> tuple[float, float]:
    """Return the interval that holds the figure with this probability, on the figure's own scale."""
    low, high = (predicted.quantile(tail) for tail in ((1 - level) / 2, (1 + level) / 2))
    return series.printed(low), series.printed(high)


def _tried(series: Series, waves: int, model: Model) -> Tried:
    known = series.first(waves)
    predicted = fit(known, model).predict(float(series.times[waves]), float(series.modelled[1][waves]))
    return Tried(
        waves=waves,
        measured=float(series.values[waves]),
        forecast=series.printed(predicted.centre),
        naive=float(known.values[-1]),
        main=limits(series, predicted, MAIN),
        beside=limits(series, predicted, BESIDE),
    )


def _ahead(fitted: LocalLevel, time: float, is_carried: bool, noise: float) -> Predicted:
    return fitted.carried(time, noise) if is_carried else fitted.predict(time, noise)

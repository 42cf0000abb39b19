"""Levels, forecasts and lines over waves agree with R: metafor, StructTS, a Kalman filter (`reference/waves.R`)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.request.running import run
from analysis.waves.local_level import Model, fit
from analysis.waves.series import Series
from analysis.waves.trends import Trend, trend
from tests.analysis.golden import cases
from tests.analysis.reference import FOLDER
from tests.reference_data import reference_folder

R: dict[str, Any] = json.loads((FOLDER / "waves.json").read_text("utf-8"))


def series(name: str) -> Series:
    raw = R["series"][name]
    times, values, errors = (np.array(raw[part], dtype=float) for part in ("times", "values", "errors"))
    return Series(times, values, errors, np.full(len(times), np.inf), "share")


MODELS: tuple[Model, ...] = ("level", "drift")


@pytest.mark.parametrize("name", R["series"])
@pytest.mark.parametrize("model", MODELS)
def test_the_most_likely_spread_and_what_it_predicts_agree_with_r(name: str, model: Model) -> None:
    known, found = R[model][name], fit(series(name), model)
    assert found.spread == pytest.approx(known["spread"], rel=1e-4, abs=1e-5)
    ahead = float(found.series.times[-1]) + R["ahead"]
    assert found.plugged(ahead) == pytest.approx((known["predicted"]["centre"], known["predicted"]["sd"]), rel=2e-4)


@pytest.mark.parametrize("name", R["series"])
@pytest.mark.parametrize("model", MODELS)
def test_a_given_spread_weighs_and_predicts_as_in_r(name: str, model: Model) -> None:
    known, found = R[model][name], fit(series(name), model)
    rotated = found.rotated
    likely = rotated.restricted(np.array(known["at"]))
    np.testing.assert_allclose(likely - likely[0], known["gains"], rtol=1e-6, atol=1e-7)
    centres, variances = rotated.predicted(np.array([0.1]), float(found.series.times[-1]) + R["ahead"])
    fixed = [float(centres[0]), float(np.sqrt(variances[0]))]
    np.testing.assert_allclose(fixed, [known["fixed"]["centre"], known["fixed"]["sd"]], rtol=1e-5, atol=1e-6)


def test_a_known_measurement_variance_gives_the_forecast_of_structts() -> None:
    known = R["structural"]
    values = np.array(known["values"], dtype=float)
    errors, times = np.full(len(values), np.sqrt(known["variance"])), np.arange(len(values), dtype=float)
    found = fit(Series(times, values, errors, np.full(len(values), np.inf), "number"))
    # StructTS gives the first level a prior a million times the variance of the data instead of none.
    assert found.spread**2 == pytest.approx(known["level"], rel=1e-3)
    assert found.plugged(len(values), known["variance"]) == pytest.approx((known["ahead"], known["se"]), rel=1e-3)


@pytest.mark.parametrize("name", R["series"])
def test_the_line_through_the_waves_agrees_with_r(name: str) -> None:
    known, found = R["line"][name], trend(series(name))
    assert isinstance(found, Trend)
    assert found.slope == pytest.approx(known["slope"], rel=1e-9, abs=1e-12)
    assert (found.se, found.bend, found.p_bend) == pytest.approx((known["se"], known["bend"], known["p_bend"]))


def test_a_walk_without_errors_drifts_as_the_reference_says() -> None:
    """Case T06, `rwf(Nile, drift=TRUE)`: the same walk, where next to nothing is left to sampling."""
    value = cases("T_trend_forecast")["T06"]["value"]
    flow = pd.read_csv(reference_folder("golden", "data", "nile.csv")).iloc[:, -1].to_numpy(float)
    times, none = np.arange(len(flow), dtype=float), np.full(len(flow), 1e-2)
    found = fit(Series(times, flow, none, np.full(len(flow), np.inf), "number"), "drift")
    centres, spreads = zip(*(found.plugged(len(flow) + ahead) for ahead in range(4)), strict=True)
    np.testing.assert_allclose(centres, value["mean"], rtol=1e-6)
    upper = np.array(value["upper"]["values"])[:, 0]
    np.testing.assert_allclose(np.array(centres) + 1.2815515655446 * np.array(spreads), upper, rtol=1e-6)


def test_waves_that_share_their_clusters_are_stacked(tmp_path: Path) -> None:
    """Case T07: the same schools in two years, one file, whose changes keep the covariance of the clusters."""
    value = cases("T_trend_forecast")["T07"]["value"]
    schools = pd.read_csv(reference_folder("golden", "data", "apiclus1.csv"))
    years = [schools[["dnum", "pw"]].assign(wave=at, y=schools[name]) for at, name in ((1, "api99"), (2, "api00"))]
    pd.concat(years).to_csv(tmp_path / "stacked.csv", index=False)
    asked = {"id": "a", "statistic": "difference", "of": "y", "groups": [{"wave": 2}, {"wave": 1}]}
    answer = run({"data": "stacked.csv", "design": {"clusters": ["dnum"], "weights": "pw"}, "ask": [asked]}, tmp_path)
    (row,) = answer.document["results"][0]["rows"]
    known = value["paired"]
    assert (row["estimate"], row["se"]) == pytest.approx((known["est"], known["se"]), rel=1e-8)

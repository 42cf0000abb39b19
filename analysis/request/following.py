"""Follow one figure over waves from a file: its changes, its trend, its forecast."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analysis.arrays import FloatArray
from analysis.request.answering import failure, finite
from analysis.request.problems import Problem
from analysis.topics.ranking import benjamini_hochberg
from analysis.topics.refusals import Refusal
from analysis.waves.changing import difference
from analysis.waves.forecasting import Forecast, forecast
from analysis.waves.series import DAYS_A_YEAR, Series, years
from analysis.waves.trends import trend

CLOSED = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
TEXTS = {
    "few-waves": "There are {k:g} waves; {needed:g} are needed.",
    "no-error": "A wave has no error above 0, or its share is 0 or 1.",
    "overlapping-waves": "The forecast takes waves as sampled apart, and these share respondents or clusters.",
    "back-test-misses": "Of {k:g} waves forecast from those before them only {inside:g} lie within the 80 % interval.",
}


class Wave(BaseModel):
    """One wave: the last day of its fieldwork, the figure with its standard error, degrees of freedom (none: many)."""

    model_config = CLOSED
    day: date
    estimate: float
    se: float = Field(gt=0)
    df: float | None = Field(default=None, gt=0)


class Followed(BaseModel):
    """A figure over waves. `ahead` is how many years after the last wave is forecast: as the last gap, if not said.

    `covariance` (a row and a column for each wave) is that of figures whose waves share respondents or clusters.
    """

    model_config = CLOSED
    waves: tuple[Wave, ...] = Field(min_length=1)
    scale: Literal["share", "number"] = "share"
    model: Literal["level", "drift"] = "level"
    ahead: float | None = Field(default=None, gt=0)
    confidence: float = Field(default=0.95, gt=0, lt=1)
    covariance: tuple[tuple[float, ...], ...] | None = None

    @model_validator(mode="after")
    def _is_a_covariance(self) -> Followed:
        if self.covariance is None:
            return self
        k = len(self.waves)
        if len(self.covariance) != k or any(len(row) != k for row in self.covariance):
            raise ValueError(f"The covariance needs {k} rows and {k} columns, one for each wave")
        known, squares = np.array(self.covariance), np.array([one.se**2 for one in self.waves])
        if not np.allclose(known, known.T) or not np.allclose(np.diag(known), squares, rtol=1e-6):
            raise ValueError("The covariance must be the same both ways, and hold the squares of the errors")
        if np.linalg.eigvalsh(known)[0] <= 1e-12 * squares.max():
            raise ValueError("No figures can have this covariance")
        return self


@dataclass(frozen=True)
class Following:
    """One JSON document and whether the request was sound."""

    document: dict[str, Any]
    sound: bool


def follow_file(path: Path) -> Following:
    """Follow the figure in a file; what is wrong with it is listed in the answer, never raised."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        asked = Followed.model_validate(raw)
    except ValidationError as wrong:
        problems = [Problem("bad-value", _place(one["loc"]), f"{one['msg']}.") for one in wrong.errors()]
        return Following(failure(problems), False)
    except (OSError, ValueError) as error:
        return Following(failure([Problem("unreadable-request", "", f"The request cannot be read: {error}")]), False)
    return follow(asked)


def follow(asked: Followed) -> Following:
    """Return every change to the last wave, the straight line, and the forecast with its back-test."""
    try:
        series = series_of(asked)
    except ValueError as error:
        return Following(failure([Problem("bad-value", "waves", str(error))]), False)
    missing: dict[str, int] = {}
    known = None if asked.covariance is None else np.array(asked.covariance)
    document = {
        "changes": _changes(asked, known, 1 - asked.confidence),
        "trend": _given(trend(series, asked.confidence, known)),
        "forecast": _forecast(asked, series) if known is None else _refused("overlapping-waves"),
    }
    return Following(finite(document, "follow", missing), True)


def series_of(asked: Followed) -> Series:
    """Return the waves as a series; raise ValueError where they do not follow each other or a share is no share."""
    values, errors = (np.array([getattr(one, part) for one in asked.waves]) for part in ("estimate", "se"))
    dfs = np.array([math.inf if one.df is None else one.df for one in asked.waves])
    return Series(years([one.day for one in asked.waves]), values, errors, dfs, asked.scale)


def _changes(asked: Followed, known: FloatArray | None, alpha: float) -> list[dict[str, Any]]:
    """Compare the last wave with every earlier one, the latest first; p also adjusted over all of them."""
    now, before = asked.waves[-1], asked.waves[-2::-1]
    found = [
        difference(
            now.estimate,
            then.estimate,
            (now.se, then.se),
            (now.df or math.inf, then.df or math.inf),
            alpha=alpha,
            compared=len(before),
            covariance=0.0 if known is None else float(known[-1, -2 - at]),
        )
        for at, then in enumerate(before)
    ]
    adjusted = benjamini_hochberg(np.array([one.p for one in found]))
    return [
        {"since": then.day.isoformat(), **asdict(one), "p_adjusted": float(p)}
        for then, one, p in zip(before, found, adjusted, strict=True)
    ]


def _given(found: Any) -> dict[str, Any]:
    if isinstance(found, Refusal):
        return _refused(found.why, **found.facts)
    return {**asdict(found), "refused": None}


def _refused(why: str, **facts: Any) -> dict[str, Any]:
    return {"refused": {"code": why, "text": TEXTS[why].format(**facts)}}


def _forecast(asked: Followed, series: Series) -> dict[str, Any]:
    gap = float(series.times[-1] - series.times[-2]) if series.n > 1 else 1.0
    ahead = gap if asked.ahead is None else asked.ahead
    found = forecast(series, ahead, asked.model)
    made = _given(found)
    if not isinstance(found, Forecast):
        return made
    tested = found.back_test
    day = asked.waves[-1].day + timedelta(days=round(ahead * DAYS_A_YEAR))
    summary = {
        "points": tested.points,
        "error": tested.error,
        "naive_error": tested.naive_error,
        "inside_80": tested.inside_main,
        "inside_95": tested.inside_beside,
        "tried": [asdict(one) for one in tested.tried],
    }
    made.pop("time")
    names = {"main": "interval_80", "beside": "interval_95", "measured": "measured_80"}
    return {
        "day": day.isoformat(),
        **{names.get(name, name): part for name, part in made.items()},
        "back_test": summary,
    }


def _place(parts: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")

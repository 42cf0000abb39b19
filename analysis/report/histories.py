"""Follow figures through all waves there are: what each measured, whether they rise or fall, and what comes next.

A history reaches back to the wave since which nothing about the figure changed: its question's wording and codes, its
basis, the modes of collection, whether its weights follow a margin. Waves that may not print the figure are left out.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias, cast

import numpy as np

from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.followed import Followed, figures_followed, followed, leading
from analysis.report.waves import same_question
from analysis.topics.findings import Finding
from analysis.topics.ranking import benjamini_hochberg
from analysis.topics.refusals import Refusal
from analysis.waves.forecasting import FEWEST_WAVES, Forecast, forecast
from analysis.waves.local_level import Model
from analysis.waves.series import DAYS_A_YEAR, Series, years
from analysis.waves.trends import Trend, trend

Cut: TypeAlias = Literal["worded", "basis", "mode", "weights", "day"]
"""What is otherwise before: the wording, the evidence basis, the modes, the weighting, the order of days."""


@dataclass(frozen=True)
class History:
    """A figure through all waves: `over` holds what each printed, None where it is not comparable with today's.

    `series` are the waves that can be followed, `cut` why it does not reach back to the first. `is_steady`: the line
    through them rises or falls beyond chance, over all figures followed, and the waves keep to it.
    """

    followed: Followed
    over: tuple[Finding | None, ...]
    days: tuple[str, ...]
    series: Series
    cut: Cut | None
    trend: Trend | Refusal
    is_steady: bool = False


def histories(evidence: Evidence, audience: AudienceEvidence) -> list[History]:
    """Return the history of every figure followed that is printed in two waves or more, in order."""
    waves = evidence.waves
    printed = [figures_followed(wave) for wave in waves]
    everything = [_history(evidence, audience, one, waves, printed) for one in followed(audience) if one.finding.shown]
    found = [one for one in everything if sum(part is not None for part in one.over) > 1]
    chances = np.array([one.trend.p if isinstance(one.trend, Trend) else np.nan for one in found])
    stands = benjamini_hochberg(chances) < evidence.plan.thresholds.alpha
    return [
        History(
            **{**vars(one), "is_steady": bool(is_beyond) and isinstance(one.trend, Trend) and one.trend.is_straight}
        )
        for one, is_beyond in zip(found, stands, strict=True)
    ]


def outlook(evidence: Evidence, history: History) -> tuple[str, Forecast | Refusal]:
    """Return the day looked ahead to, as many usual gaps as the plan says, and the forecast or why there is none."""
    series, waves = history.series, evidence.plan.waves
    gap = float(np.median(np.diff(series.times))) if series.n > 1 else 1.0
    ahead = gap * waves.ahead
    day = date.fromisoformat(history.days[-1]) + timedelta(days=round(ahead * DAYS_A_YEAR))
    return day.isoformat(), forecast(series, ahead, cast(Model, waves.model))


def reaches_far(evidence: Evidence) -> bool:
    """Tell whether any figure that leads the report can be followed over waves enough for a forecast."""
    if len(evidence.waves) < FEWEST_WAVES:
        return False
    lead = {one.finding.id for audience in evidence.audiences for one in leading(audience)}
    every = (one for audience in evidence.audiences for one in histories(evidence, audience))
    return any(one.followed.finding.id in lead and one.series.n >= FEWEST_WAVES for one in every)


def _history(
    evidence: Evidence,
    audience: AudienceEvidence,
    one: Followed,
    waves: Sequence[Evidence],
    printed: Sequence[dict[str, Finding]],
) -> History:
    why = [_otherwise(evidence, wave, audience.id, one) for wave in waves]
    over = tuple(
        None if cut == "worded" or (found := of.get(one.finding.id)) is None or not found.shown else found
        for cut, of in zip(why, printed, strict=True)
    )
    start = max((at + 1 for at, cut in enumerate(why) if cut), default=0)
    days = [wave.package.fieldwork.last for wave in waves]
    at = [place for place in range(start, len(waves)) if over[place] is not None]
    series, cut = _series([cast(Finding, over[place]) for place in at], [days[place] for place in at])
    before = why[start - 1] if start else None
    kept = tuple(days[place] for place in at)
    return History(one, over, kept, series, cut or before, trend(series, evidence.plan.thresholds.level))


def _series(found: Sequence[Finding], days: Sequence[str]) -> tuple[Series, Cut | None]:
    """Return the figures as a series; waves that do not follow each other in time leave only the last."""
    read = [date.fromisoformat(day) for day in days]
    cut: Cut | None = None
    if any(later <= sooner for sooner, later in itertools.pairwise(read)):
        found, read, cut = found[-1:], read[-1:], "day"
    values, errors, dfs = (np.array([getattr(one, part) for one in found]) for part in ("value", "se", "df"))
    errors = np.where(np.isfinite(errors), errors, 0.0)
    return Series(years(read), values, errors, dfs, "share"), cut


def _otherwise(now: Evidence, then: Evidence, audience: str, one: Followed) -> Cut | None:
    """Say what about a figure was otherwise in an earlier wave."""
    if not same_question(now.package.codebook, then.package.codebook, one.variable):
        return "worded"
    today, earlier = now.of(audience), then.of(audience)
    if today is None or earlier is None or today.sample.basis != earlier.sample.basis:
        return "basis"
    if set(now.package.fieldwork.modes) != set(then.package.fieldwork.modes):
        return "mode"
    return None if _is_weighted(today) == _is_weighted(earlier) else "weights"


def _is_weighted(audience: AudienceEvidence) -> tuple[bool, bool]:
    weighting = audience.sample.weighting
    return weighting is not None, weighting is not None and weighting.about is not None

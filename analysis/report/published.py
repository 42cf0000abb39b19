"""Round figures as they may be published: no cell holds more than its base allows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from analysis.report.words import digits_of
from analysis.topics.findings import Finding

FEW, ROUNDED_TO = 2000, 5
"""Below so many people a share is given in whole per cent, so that a step is worth several; people are rounded to 5."""
NICE = (1, 2, 5, 10)


@dataclass(frozen=True)
class Published:
    """A figure as it may leave the house; whatever may not be printed, or does not exist, is not a number."""

    estimate: float
    se: float
    low: float
    high: float
    n: float
    weighted_n: float
    effective_n: float
    deff: float


def published(finding: Finding, smallest: int) -> Published:
    """Round one figure; `smallest` is the least number of people that is printed.

    Weighted and effective bases are rounded to what about five people are worth, an error has no digit more than its
    share, and a design effect one: with equal weights each of them would tell the exact number of people.
    """
    none = math.nan
    known = finding.suppressed not in ("disclosure", "complement") and finding.base_n >= smallest
    n = float(ROUNDED_TO * round(finding.base_n / ROUNDED_TO)) if known else none
    if not finding.shown:
        return Published(none, none, none, none, n, none, none, none)
    return Published(
        estimate=_rounded(finding.value, finding),
        se=_rounded(finding.se, finding, finding.se),
        low=_rounded(finding.low, finding),
        high=_rounded(finding.high, finding),
        n=n,
        weighted_n=_stepped(finding.weighted_n, ROUNDED_TO * finding.weighted_n / finding.base_n),
        effective_n=_stepped(finding.effective_n, ROUNDED_TO),
        deff=round(finding.deff, 1),
    )


def as_published(finding: Finding, smallest: int) -> Finding:
    """Return a figure that holds no more than is printed of it; degrees of freedom are never printed."""
    seen = published(finding, smallest)
    return replace(
        finding,
        value=seen.estimate,
        se=seen.se,
        df=math.nan,
        low=seen.low,
        high=seen.high,
        base_n=int(seen.n) if math.isfinite(seen.n) else 0,
        weighted_n=seen.weighted_n,
        effective_n=seen.effective_n,
        deff=seen.deff,
        deff_weights=round(finding.deff_weights, 1),
    )


def around(people: int, fewest: int) -> tuple[int, int]:
    """Return the people that a printed number of people may stand for, least and most."""
    middle, half = ROUNDED_TO * round(people / ROUNDED_TO), ROUNDED_TO // 2
    return max(middle - half, fewest), middle + half


def step_of(finding: Finding, value: float | None = None) -> float:
    """Return the step to which a figure is rounded as usual; a mean, and its error, by their own size."""
    if finding.kind == "mean":
        return 10.0 ** -digits_of(finding.value if value is None else value)
    return 0.01 if finding.base_n < FEW else 0.001


def _rounded(value: float, finding: Finding, of: float | None = None) -> float:
    """Round as printed."""
    digits = round(-math.log10(step_of(finding, of)))
    return round(value, digits) if math.isfinite(value) else value


def _stepped(value: float, least: float) -> float:
    """Round to a multiple of the next step of 1, 2 or 5 times a power of ten that is no smaller than `least`."""
    if not (math.isfinite(value) and math.isfinite(least) and least > 0):
        return value
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * nice for nice in NICE if power * nice >= least * (1 - 1e-9))
    return step * round(value / step)

"""Round figures as they may be published: no cell holds more than its base allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.topics.findings import Finding

FEW, ROUNDED_TO = 200, 5
"""Below so many people a share is given in whole per cent; people are rounded to so many."""


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

    Weighted and effective bases are those of the rounded base, and an error has no digit more than its share: with
    equal weights each of them would tell the exact number of people.
    """
    none = math.nan
    known = finding.suppressed not in ("disclosure", "complement") and finding.base_n >= smallest
    n = float(ROUNDED_TO * round(finding.base_n / ROUNDED_TO)) if known else none
    rounding = n / finding.base_n if finding.base_n else none
    if not finding.shown:
        return Published(none, none, none, none, n, none, none, none)
    return Published(
        estimate=_rounded(finding.value, finding),
        se=_rounded(finding.se, finding),
        low=_rounded(finding.low, finding),
        high=_rounded(finding.high, finding),
        n=n,
        weighted_n=finding.weighted_n * rounding,
        effective_n=finding.effective_n * rounding,
        deff=finding.deff,
    )


def _rounded(value: float, finding: Finding) -> float:
    """Round as printed."""
    digits = 2 if finding.kind == "mean" or finding.base_n < FEW else 3
    return round(value, digits) if math.isfinite(value) else value

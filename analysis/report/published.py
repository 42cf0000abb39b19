"""Round figures as they may be published: no cell holds more than its base allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.topics.findings import Finding

FEW = 200
"""Below so many people a share is given in whole per cent."""


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
    """Round one figure; `smallest` is the least number of people that is printed."""
    none = math.nan
    known = finding.suppressed not in ("disclosure", "complement") and finding.base_n >= smallest
    n = float(5 * round(finding.base_n / 5)) if known else none
    if not finding.shown:
        return Published(none, none, none, none, n, none, none, none)
    return Published(
        estimate=_rounded(finding.value, finding),
        se=_rounded(finding.se, finding, more=1),
        low=_rounded(finding.low, finding),
        high=_rounded(finding.high, finding),
        n=n,
        weighted_n=finding.weighted_n,
        effective_n=finding.effective_n,
        deff=finding.deff,
    )


def _rounded(value: float, finding: Finding, *, more: int = 0) -> float:
    """Round as printed; an error keeps one more digit."""
    digits = 2 if finding.kind == "mean" or finding.base_n < FEW else 3
    return round(value, digits + more) if math.isfinite(value) else value

"""Decide whether a figure may be shown: enough people, and precise enough to be read."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal, TypeAlias

from analysis.estimation.estimates import Estimate
from analysis.estimation.statistics import Kind

Audience: TypeAlias = Literal["public", "internal"]
Suppression: TypeAlias = Literal[
    "small-base",
    "small-cell",
    "small-effective-base",
    "wide-interval",
    "wide-relative-interval",
    "large-relative-error",
    "complementary",
]

FEWEST_PEOPLE: dict[Audience, int] = {"public": 10, "internal": 5}
FEWEST_FOR_A_SHARE = 30
NARROW, WIDE, WIDE_RELATIVE, LARGE_RELATIVE_ERROR = 0.05, 0.30, 1.30, 0.30
FEWEST_DF = 8


def why_suppressed(estimate: Estimate, kind: Kind, audience: Audience) -> Suppression | None:
    """Return why a figure is withheld from an audience, or None.

    Too few people comes first (10 in public, 5 within the house). Shares follow the NCHS standard (Parker et al. 2017);
    means and ratios are withheld where the standard error exceeds 30 % of the value.
    """
    if estimate.base_n < FEWEST_PEOPLE[audience]:
        return "small-base"
    if kind == "share":
        return _share_suppressed(estimate)
    if kind in ("mean", "ratio") and estimate.value != 0:
        relative = estimate.se / abs(estimate.value)
        return "large-relative-error" if relative > LARGE_RELATIVE_ERROR else None
    return None


def complement_fails(estimate: Estimate) -> bool:
    """Tell whether the rest to 100 % would be withheld alone, because its interval is wide relative to it."""
    rest = replace(estimate, value=1 - estimate.value, low=1 - estimate.high, high=1 - estimate.low)
    return _share_suppressed(rest) is not None and _share_suppressed(estimate) is None


def is_small_cell(n: int, base_n: int, audience: Audience) -> bool:
    """Tell whether so few people are in a cell, or in the rest of its base, that it could point at somebody."""
    return min(n, base_n - n) < FEWEST_PEOPLE[audience]


def needs_review(estimate: Estimate) -> bool:
    """Tell whether a person must look at a share before it is shown: few degrees of freedom, or 0 % or 100 %."""
    return estimate.df < FEWEST_DF or estimate.value in (0.0, 1.0)


def _share_suppressed(estimate: Estimate) -> Suppression | None:
    if estimate.base_n < FEWEST_FOR_A_SHARE:
        return "small-base"
    if estimate.effective_n < FEWEST_FOR_A_SHARE:
        return "small-effective-base"
    width = estimate.high - estimate.low
    if math.isnan(width) or width >= WIDE:
        return "wide-interval"
    if width > NARROW and estimate.value > 0 and width / estimate.value > WIDE_RELATIVE:
        return "wide-relative-interval"
    return None

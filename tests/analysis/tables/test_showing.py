"""What is too small or too vague is withheld, and says why."""

import math

import pytest

from analysis.estimation.estimates import Estimate
from analysis.tables.showing import needs_review, why_suppressed


def share(value: float = 0.4, low: float = 0.3, high: float = 0.5, n: int = 200, worth: float = 150.0) -> Estimate:
    return Estimate(value, 0.05, 40.0, low, high, n, 900.0, worth, 1.3, 1.1)


@pytest.mark.parametrize(
    ("figure", "why"),
    [
        (share(), None),
        (share(n=29), "small-base"),
        (share(worth=29.9), "small-effective-base"),
        (share(low=0.25, high=0.56), "wide-interval"),
        (share(value=0.05, low=0.02, high=0.09), "wide-relative-interval"),
        (share(value=0.01, low=0.0, high=0.04), None),
        (share(low=math.nan), "wide-interval"),
    ],
)
def test_shares_follow_the_nchs_standard(figure: Estimate, why: str | None) -> None:
    assert why_suppressed(figure, "share", "internal") == why


@pytest.mark.parametrize(("n", "public", "internal"), [(4, True, True), (9, True, False), (10, False, False)])
def test_few_people_are_withheld_sooner_from_the_public(n: int, public: bool, internal: bool) -> None:
    figure = share(n=n)
    assert (why_suppressed(figure, "mean", "public") == "small-base") is public
    assert (why_suppressed(figure, "mean", "internal") == "small-base") is internal


def test_means_and_ratios_with_large_errors_are_withheld_and_totals_are_not() -> None:
    vague = share(value=0.1)
    assert why_suppressed(vague, "mean", "public") == "large-relative-error"
    assert why_suppressed(vague, "ratio", "public") == "large-relative-error"
    assert why_suppressed(vague, "total", "public") is None


def test_few_degrees_of_freedom_and_extreme_shares_are_reviewed() -> None:
    assert needs_review(share(value=0.0))
    assert needs_review(share(value=1.0))
    assert not needs_review(share())

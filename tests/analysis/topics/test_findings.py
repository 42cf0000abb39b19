"""Figures are shown, marked or withheld by the stated rules."""

import math
from dataclasses import replace
from typing import Any

import pytest

from analysis.plan import Thresholds
from analysis.topics.findings import Finding, why_not_shown

LIMITS = Thresholds()
FINE = Finding("V.x", "share", 0.4, 0.03, 40, 0.34, 0.46, 200, 200.0, 150.0, 1.3, 1.1, "A")


def reason(fewest: int | None = None, **changes: Any) -> str | None:
    return why_not_shown(replace(FINE, **changes), LIMITS, fewest)


def test_a_sound_figure_is_shown() -> None:
    assert reason() is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"base_n": 9}, "disclosure"),
        ({"base_n": 29}, "base"),
        ({"effective_n": 29.0}, "base"),
        ({"low": 0.25, "high": 0.55}, "interval"),
        ({"value": 0.05, "low": 0.02, "high": 0.10}, "interval"),
        ({"value": 0.02, "low": 0.005, "high": 0.05}, None),
        ({"value": 0.0, "low": 0.0, "high": 0.08}, None),
        ({"review": True}, "review"),
        ({"review": True, "base_n": 29}, "base"),
    ],
)
def test_the_presentation_rule(changes: dict[str, Any], why: str | None) -> None:
    assert reason(**changes) == why


def test_a_sensitive_share_needs_ten_on_either_side() -> None:
    assert reason(fewest=9) == "disclosure"
    assert reason(fewest=0) == "disclosure"
    assert reason(fewest=10) is None


def test_a_mean_is_withheld_where_its_relative_error_is_large() -> None:
    assert reason(kind="mean", value=0.1, se=0.04) == "interval"
    assert reason(kind="mean", value=0.2, se=0.04) is None


def test_without_errors_only_the_base_counts() -> None:
    nothing: dict[str, Any] = dict.fromkeys(("se", "df", "low", "high", "effective_n", "deff"), math.nan)
    assert reason(**nothing) is None
    assert reason(**nothing | {"base_n": 20}) == "base"

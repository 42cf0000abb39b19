"""Say why a method gives no result: a code and the numbers that belong in its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Why: TypeAlias = Literal[
    "few-answers", "few-for-predictors", "few-degrees", "collinear", "not-scaled", "small-class",
    "no-link", "one-kind", "unstable", "not-confirmed", "few-coded", "drawn-apart", "nothing-together",
    "few-waves", "no-error", "back-test-misses", "few-moved",
]  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """Why a result is not given; `facts` are numbers by name."""

    why: Why
    facts: Mapping[str, float] = field(default_factory=dict)

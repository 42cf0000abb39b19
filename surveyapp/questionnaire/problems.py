"""Name one mistake of an author: what it is, how bad, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProblemSeverity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is a path a person can follow, such as `INT2.choices.T07` or `pages.trust.show_if`."""

    code: str
    severity: ProblemSeverity
    place: str
    text: str

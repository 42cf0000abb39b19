"""Say which of several figures are in front, no more than the ranks allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.topics.findings import Finding
from analysis.topics.ranking import Ranks

How: TypeAlias = Literal["first", "shared", "above", "open", "described"]
MOST_NAMED = 3


@dataclass(frozen=True)
class Leaders:
    """Places (in the order given) of those in front, and how surely: alone, sharing, above the average, or not at all.

    Without ranks the first of those who answered is named, and only described; where several are rounded to the same,
    none is.
    """

    how: How
    places: tuple[int, ...]


def leaders(findings: Sequence[Finding], ranks: Ranks | None) -> Leaders:
    """Find who is in front among figures ordered by value; figures that may not be printed are never named."""
    shown = [at for at, finding in enumerate(findings) if finding.shown]
    if not shown:
        return Leaders("open", ())
    if ranks is None:
        alike = any(findings[at].step and findings[at].value == findings[shown[0]].value for at in shown[1:])
        return Leaders("open", ()) if alike else Leaders("described", (shown[0],))
    first = [at for at in shown if ranks.best[at] == 1]
    if len(first) == 1:
        return Leaders("first", tuple(first))
    if 1 < len(first) <= MOST_NAMED and len(first) < len(shown):
        return Leaders("shared", tuple(first))
    above = [at for at in shown if ranks.above[at]]
    return Leaders("above", tuple(above[:MOST_NAMED])) if above else Leaders("open", ())

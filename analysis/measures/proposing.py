"""Propose candidates for measures from what was found, by a rule that is written down; a person decides.

Unmet need × segment → kind of measure:

- a need that is unmet more often than the average need, and whose importance is shown to exceed its availability:
  *rewrite* its information; where at least the share `NEVER` of those who rated it never looked: *signpost* it instead;
- a need that is shown to be unmet more often in a segment than for everyone else: *tailor* its information to it;
- a topic that a segment is shown to choose more often than everyone else: *material* on it for that segment;
- the smallest set of platforms that reaches the target: publish on these *channels* first.

Differences are those that stand after Benjamini–Hochberg over everything scanned. Figures that may not be
printed, or that have no interval (basis D), propose nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from analysis.codebook import Variable
from analysis.plan import Plan
from analysis.segments.contrasts import Contrast
from analysis.segments.declared import Segment
from analysis.topics.needs import Needs
from analysis.topics.reach import Reach

Kind: TypeAlias = Literal["rewrite", "signpost", "tailor", "material", "channels"]
NEVER = 0.3


@dataclass(frozen=True)
class Proposal:
    """A candidate, the evidence it rests on, and what it is about."""

    kind: Kind
    evidence: str
    items: tuple[Variable, ...]
    segment: Segment | None = None


def from_needs(found: Needs | None) -> Iterator[Proposal]:
    """Propose for needs in front, in their order."""
    if found is None or found.ranks is None:
        return
    for at, need in enumerate(found.needs):
        if need.unmet.shown and need.gap.shown and found.ranks.above[at]:
            never = need.never_looked.shown and need.never_looked.value >= NEVER
            yield Proposal("signpost" if never else "rewrite", need.unmet.id, (need.variable,))


def from_contrasts(found: tuple[Contrast, ...], plan: Plan) -> Iterator[Proposal]:
    """Propose for segments whose need or interest is shown to be higher, the largest difference first."""
    kinds: dict[str, Kind] = {plan.importance.question: "tailor", plan.interest: "material"}
    higher = [one for one in found if one.item.question in kinds and one.difference.value > 0]
    standing = [one for one in higher if one.differs(plan, scan=True)]
    for one in sorted(standing, key=lambda contrast: -contrast.difference.value):
        yield Proposal(kinds[one.item.question], one.inside.id, (one.item.variable,), one.segment)


def from_reach(found: Reach | None) -> Iterator[Proposal]:
    """Propose the platforms that are enough."""
    union = found.enough_union if found else None
    if found and union and union.shown and union.has_interval:
        yield Proposal("channels", union.id, found.enough)

"""Word ranks and descriptions that several charts share."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.evidence import AudienceEvidence
from analysis.report.hidden_order import SECRET
from analysis.report.marks import Axis
from analysis.report.words import DASH
from analysis.report.writing import Writing
from analysis.segments.declared import Segment
from analysis.topics.findings import Finding
from analysis.topics.ranking import Ranks

MOST_TOLD = 8


def describe(writing: Writing, names: Sequence[str], findings: Sequence[Finding]) -> str:
    """Say the first figures of a chart in words, for those who do not see it."""
    told = [f"{name} {writing.share(one)}" for name, one in zip(names, findings, strict=True)]
    return writing.words.listed(told[:MOST_TOLD])


def people_in(writing: Writing, audience: AudienceEvidence, segment: Segment) -> str:
    """Print how many people a group has; a dash where every figure of it is held back so as not to tell of a few."""
    figures = (one.inside for one in audience.contrasts if one.segment.id == segment.id)
    if all(one.suppressed in SECRET for one in figures):
        return DASH
    return writing.counted(f"{audience.id}.n@{segment.id}", segment.n)


def rank_range(ranks: Ranks | None, at: int) -> tuple[int, int] | None:
    return (ranks.best[at], ranks.worst[at]) if ranks else None


def chance_of_top(writing: Writing, ranks: Ranks | None, at: int) -> tuple[str, ...]:
    """Print the probability of a top rank; draws never show that something is impossible or certain."""
    if not ranks:
        return ()
    return (writing.words.whole(min(max(float(ranks.in_top[at]), 0.001), 0.999)),)


def rank_axis(writing: Writing, ranks: Ranks | None) -> Axis | None:
    """Return the axis of ranks, from first to last; none where the basis gives no errors."""
    if not ranks:
        return None
    k = len(ranks.best)
    return Axis(1, k, tuple((float(at), writing.words.number(at)) for at in (1, k)), writing.words.say("Rank"))


def rank_note(writing: Writing, ranks: Ranks | None) -> str:
    if not ranks:
        return ""
    return writing.words.say(
        "Grey: ranks the data allow. Last column: the probability of those top ranks, after shrinking the figures "
        "towards their mean."
    )

"""List what a report prints of discovered kinds of people in the form in which declared segments are judged."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.report.evidence import AudienceEvidence
from analysis.segments.contrasts import Contrast, Item
from analysis.segments.declared import Segment
from analysis.segments.kinds import Kinds, Mark
from analysis.topics.findings import share_statistic
from analysis.topics.samples import Sample


@dataclass(frozen=True)
class Membership:
    """Who is of which kind: a code by row, empty for none, under a name that no other membership has."""

    name: str
    codes: tuple[str, ...]
    of_row: NDArray[np.str_]


def memberships_of(audience: AudienceEvidence) -> dict[str, Membership]:
    """Return the memberships of an audience by the id of their segmentation."""
    return {f"kind-{one.id}": _membership(one) for one in audience.methods.kinds if one.kinds}


def discovered(audience: AudienceEvidence) -> Iterator[Contrast]:
    """Yield every contrast and every mark of the kinds of an audience."""
    for kinds in audience.methods.kinds:
        for kind in kinds.kinds:
            yield from kind.contrasts
            for mark in kind.marks:
                yield _as_contrast(audience.sample, mark, kind.segment)


def _as_contrast(sample: Sample, mark: Mark, segment: Segment) -> Contrast:
    """Return a mark as a contrast; where its share is printed, that of everyone else stands beside it."""
    item = Item(
        mark.variable.question,
        mark.inside.id.split(".", 3)[3],
        mark.variable,
        mark.base,
        lambda within: share_statistic(sample, mark.given, mark.base & within),
    )
    among = int((mark.base & segment.others).sum())
    others = replace(mark.inside, id=f"{mark.inside.id}:others", value=mark.others, base_n=among)
    difference = replace(others, id=f"{mark.inside.id}:difference", suppressed="base")
    return Contrast(segment, item, mark.inside, others, difference, math.nan)


def _membership(kinds: Kinds) -> Membership:
    first = kinds.kinds[0].segment
    of_row = np.zeros(len(first.inside), dtype="<U8")
    for kind in kinds.kinds:
        of_row[kind.segment.inside] = str(kind.number)
    told = hashlib.sha256("\n".join(of_row.tolist()).encode()).hexdigest()[:16]
    return Membership(f"{first.segmentation.id}#{told}", tuple(str(one.number) for one in kinds.kinds), of_row)

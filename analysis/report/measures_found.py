"""Bring measures and evidence together: today's published figures, standings, gaps and candidates of a report."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from analysis.measures.proposing import Proposal, from_contrasts, from_needs, from_reach
from analysis.report.evidence import Evidence, findings_in
from analysis.report.published import published
from analysis.topics.needs import Need
from surveyapp.stated.register import Figure
from surveyapp.stated.standing import Standing, gap_of, orphans, overlaps, standing

FORMAT = "measures-standing-1"
FILE = "measures.json"


def figures_of(evidence: Evidence) -> dict[str, Figure]:
    """Return every figure as published, by its id."""
    least = evidence.plan.thresholds.public_n
    made = {}
    for finding in findings_in(evidence):
        seen = published(finding, least)
        made[finding.id] = Figure(
            _number(seen.estimate), _number(seen.low), _number(seen.high), _number(seen.n), finding.basis
        )
    return made


def standings_of(evidence: Evidence) -> list[Standing]:
    """Say where every measure of the register stands."""
    figures = figures_of(evidence) if evidence.register.measures else {}
    return [standing(one, figures, evidence.made_from) for one in evidence.register.measures]


def gaps_of(evidence: Evidence) -> dict[str, Need]:
    """Return the needs whose importance is shown to exceed their availability, by audience and need."""
    found = {}
    for audience in evidence.audiences:
        for need in audience.needs.needs if audience.needs else ():
            if need.gap.shown and need.unmet.shown:
                found[f"{audience.id}.{need.variable.row}"] = need
    return found


def proposals_of(evidence: Evidence) -> list[Proposal]:
    """Return the candidates that the rule proposes, audience by audience."""
    return list(_proposals(evidence))


def open_proposals(evidence: Evidence) -> list[Proposal]:
    """Return the candidates whose gap no active measure has taken up."""
    taken = {gap_of(name) for one in evidence.register.active for name in one.evidence}
    return [one for one in proposals_of(evidence) if gap_of(one.evidence) not in taken]


def _proposals(evidence: Evidence) -> Iterator[Proposal]:
    for audience in evidence.audiences:
        if audience.sample.has_intervals:
            yield from from_needs(audience.needs)
            yield from from_reach(audience.platforms)
            yield from from_contrasts(audience.contrasts, evidence.plan)


def measures_file(evidence: Evidence) -> str:
    """Return measures.json of a report: where each measure stands, what moved, what overlaps and what is left out."""
    gaps = tuple(gaps_of(evidence))
    told = {
        "format": FORMAT,
        "made_from": dict(evidence.made_from),
        "measures": [_told(one) for one in standings_of(evidence)],
        "gaps": list(gaps),
        "overlaps": {gap: [one.id for one in of] for gap, of in overlaps(evidence.register, gaps).items()},
        "orphans": list(orphans(evidence.register, gaps)),
        "proposals": [
            {"kind": one.kind, "evidence": one.evidence, "items": [variable.name for variable in one.items]}
            for one in proposals_of(evidence)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _told(one: Standing) -> dict[str, Any]:
    moved = [
        {"evidence": part.evidence, "then": vars(part.then), "now": vars(part.now) if part.now else None}
        for part in one.moved
    ]
    return {"id": one.measure.id, "status": one.status, "moved": moved, "changed": list(one.changed)}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None

"""Say where each measure stands on today's figures, whose leads overlap, and which gaps are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from surveyapp.stated.register import Figure, Measure, Register

Status: TypeAlias = Literal["confirmed", "unconfirmed", "stale", "retired"]


@dataclass(frozen=True)
class Moved:
    """Evidence that is not what it was; `now` is None where it does not exist or is not printed any more."""

    evidence: str
    then: Figure
    now: Figure | None


@dataclass(frozen=True)
class Standing:
    """`changed` names which of data, weights and plan differ from those the measure was confirmed on."""

    measure: Measure
    status: Status
    moved: tuple[Moved, ...] = ()
    changed: tuple[str, ...] = ()


def standing(measure: Measure, figures: Mapping[str, Figure], made_from: Mapping[str, str]) -> Standing:
    """Compare what a measure was confirmed on with today's published figures; any that moved makes it stale."""
    if measure.state == "retired":
        return Standing(measure, "retired")
    told = measure.confirmed
    if told is None:
        return Standing(measure, "unconfirmed")
    changed = tuple(sorted(name for name, digest in made_from.items() if told.made_from.get(name) != digest))
    moved = []
    for cited in measure.evidence:
        then, now = told.figures.get(cited, Figure(None)), figures.get(cited)
        if then != now:
            moved.append(Moved(cited, then, now if now and now.estimate is not None else None))
    return Standing(measure, "stale" if moved else "confirmed", tuple(moved), changed)


def unknown_evidence(register: Register, figures: Mapping[str, Figure]) -> list[str]:
    """Say which measures nobody has confirmed yet cite evidence that is not there, or is not printed."""
    problems = []
    for measure in register.active:
        for cited in measure.evidence if measure.confirmed is None else ():
            figure = figures.get(cited)
            if figure is None:
                problems.append(f"{measure.id} cites {cited}, which is no evidence of this report.")
            elif figure.estimate is None:
                problems.append(f"{measure.id} cites {cited}, which is not printed; nothing can rest on it.")
    return problems


def gap_of(evidence: str) -> str:
    """Return the gap that evidence belongs to: "V.N03" of "V.N03.U@country=US"."""
    return ".".join(evidence.partition("@")[0].split(".")[:2])


def overlaps(register: Register, gaps: Sequence[str]) -> dict[str, tuple[Measure, ...]]:
    """Return the gaps that more than one agency leads a measure on."""
    found = {}
    for gap in gaps:
        of_gap = tuple(one for one in register.active if any(gap_of(cited) == gap for cited in one.evidence))
        if len({tuple(sorted(one.lead.items())) for one in of_gap}) > 1:
            found[gap] = of_gap
    return found


def orphans(register: Register, gaps: Sequence[str]) -> tuple[str, ...]:
    """Return the gaps that no active measure cites."""
    covered = {gap_of(cited) for one in register.active for cited in one.evidence}
    return tuple(gap for gap in gaps if gap not in covered)

"""Hold a report back from telling of a few people, alone or together with what was published before.

A figure of fewer than the least number of people is not printed from the start. Here whatever would let it be computed
is withheld too: by subtracting parts from wholes, groups that differ by a few people, or an earlier report from this.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from analysis.disclosure.ledger import Cell, Ledger, Published
from analysis.report.discovered_parts import memberships_of
from analysis.report.evidence import Evidence, findings_in
from analysis.report.quality_disclosure import withheld_in_quality
from analysis.report.segment_disclosure import Part, cell_of, is_unweighted, parts_of, printed_parts, withheld_segments
from analysis.segments.contrasts import Item
from analysis.topics.findings import Finding
from analysis.topics.samples import Sample

FEWEST_VALUES = 5
"""A number that a reader can narrow down to fewer values than this counts as told."""
MANY_SUMS = 20


def withheld_in(evidence: Evidence, ledger: Ledger, data: str) -> frozenset[str]:
    """Return the ids of the figures to withhold so that nothing of a few people follows; `data` is the data's hash."""
    found: set[str] = set()
    fewest = evidence.plan.thresholds.public_n
    figures = {figure.id: figure for figure in findings_in(evidence)}
    for audience in evidence.audiences:
        found |= withheld_segments(audience, figures, ledger, data, fewest)
        found |= withheld_in_quality(audience.methods.quality, fewest)
    before = [report for report in ledger.reports if report.data != data]
    earlier: dict[str, list[Cell]] = defaultdict(list)
    for report in before:
        for cell in report.cells:
            earlier[cell.id].append(cell)
    alike = {audience.id: is_unweighted(audience.sample) for audience in evidence.audiences}
    for figure in figures.values():
        if figure.shown and figure.id not in found and alike[figure.id.partition(".")[0]]:
            now = cell_of(figure, fewest)
            if now and any(tells_of_newcomers(cell, now, fewest) for cell in earlier.get(figure.id, ())):
                found.add(figure.id)
    return frozenset(found)


def with_withheld(evidence: Evidence, names: frozenset[str]) -> Evidence:
    """Return the evidence with these figures held back, wherever they stand."""
    if not names:
        return evidence

    def held(figure: Finding) -> Finding:
        return replace(figure, suppressed="complement") if figure.shown and figure.id in names else figure

    audiences = tuple(_rebuilt(audience, held) for audience in evidence.audiences)
    return replace(evidence, audiences=audiences)


def printed_in(evidence: Evidence, data: str) -> Published:
    """Return what a report of this evidence publishes, for the ledger."""
    fewest = evidence.plan.thresholds.public_n
    parts: dict[str, tuple[Item, Part]] = {}
    for audience in evidence.audiences:
        members = memberships_of(audience)
        for contrast in printed_parts(audience):
            inside, others = parts_of(contrast, audience, members)
            parts[contrast.inside.id] = (contrast.item, inside)
            parts[contrast.others.id] = (contrast.item, others)
    cells = []
    for figure in findings_in(evidence):
        cell = cell_of(figure, fewest) if figure.shown else None
        if cell and figure.id in parts:
            item, (variable, codes, rest) = parts[figure.id]
            cell = replace(cell, item=item.name, variable=variable, codes=codes, others=rest)
        if cell:
            cells.append(cell)
    fieldwork = evidence.package.fieldwork
    return Published(data, evidence.package.dataset.n, fieldwork.last, tuple(cells))


def tells_of_newcomers(before: Cell, now: Cell, fewest: int) -> bool:
    """Tell whether two printings of one figure, of which the later has a few people more or less, tell their answers.

    The few are told where the sum of their answers can be narrowed down to fewer than five values.
    """
    if before.kind == "difference" or (before.n == now.n and before.value == now.value):
        return False
    if now.n[0] - before.n[1] >= fewest or before.n[0] - now.n[1] >= fewest:
        return False
    old, new = _sums(before), _sums(now)
    if old is None or new is None:
        return False
    return len({b - a for m, a in old for n, b in new if abs(n - m) < fewest}) < FEWEST_VALUES


def _sums(cell: Cell) -> list[tuple[int, int]] | None:
    """List the people and sums of answers that a printed cell may stand for; None where there are many."""
    found: list[tuple[int, int]] = []
    for n in range(cell.n[0], cell.n[1] + 1):
        low, high = math.ceil(n * cell.value[0] - 1e-9), math.floor(n * cell.value[1] + 1e-9)
        if high - low > MANY_SUMS:
            return None
        found += [(n, chose) for chose in range(max(low, 0), high + 1)]
    return found


def _rebuilt(value: Any, change: Callable[[Finding], Finding]) -> Any:
    """Return a value with every figure in it changed."""
    if isinstance(value, Finding):
        return change(value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        made = tuple(_rebuilt(part, change) for part in value)
        return made if any(new is not old for new, old in zip(made, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type) and not isinstance(value, Sample):
        parts = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        new = {name: _rebuilt(part, change) for name, part in parts.items()}
        changed = {name: part for name, part in new.items() if part is not parts[name]}
        return replace(value, **changed) if changed else value
    return value

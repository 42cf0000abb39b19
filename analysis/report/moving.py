"""Tell which audiences of a report are other people than in earlier reports, or answered otherwise, and by how many."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from analysis.disclosure.ledger import Asked, Cell, Ledger, Published
from analysis.plan import Plan
from analysis.report.evidence import Evidence
from analysis.report.published import around
from analysis.topics.samples import Sample


def asked_in(evidence: Evidence) -> dict[str, Asked]:
    """Return who the audiences of a report are, for the ledger."""
    fewest = evidence.plan.thresholds.public_n
    return {one.id: Asked(_people(one.sample), around(one.sample.n, fewest)) for one in evidence.audiences}


def sensitive_in(evidence: Evidence) -> frozenset[str]:
    """Return the sensitive questions of a report: of their shares it depends on the answers what may be printed."""
    return frozenset(one.question for one in evidence.package.codebook.variables if one.is_sensitive)


def last_day(evidence: Evidence) -> str:
    """Return the last day on which a response was given; empty where the data do not say."""
    days = evidence.package.dataset.cells.get("day")
    return max((str(day) for day in np.unique(days.texts)), default="") if days else ""


def without_the_same(ledger: Ledger, asked: Mapping[str, Asked], data: str) -> Ledger:
    """Return a ledger without the figures of audiences in which nobody left, came, or answered otherwise since.

    A report that does not say who its audiences were had these where it was made of the same data.
    """

    def other(report: Published) -> Published:
        same = {name for name, one in report.audiences.items() if name in asked and one.people == asked[name].people}
        cells = tuple(cell for cell in report.cells if cell.id.partition(".")[0] not in same)
        return replace(
            report, cells=cells, hidden=tuple(id for id in report.hidden if id.partition(".")[0] not in same)
        )

    reports = (other(report) for report in ledger.reports if report.audiences or report.data != data)
    return replace(ledger, reports=tuple(report for report in reports if report.cells))


def told_of_parts(ledger: Ledger, asked: Mapping[str, Asked], items: Collection[str], plan: Plan) -> frozenset[str]:
    """Return the shares of groups, as the plan has them, that a report of these same people printed of some items."""
    return frozenset(
        cell.id
        for report in ledger.reports
        for cell in report.cells
        if cell.kind == "share" and cell.item in items and _is_group(cell, plan)
        if (audience := cell.id.partition(".")[0]) in asked
        and (before := report.audiences.get(audience)) is not None
        and before.people == asked[audience].people
    )


def _is_group(cell: Cell, plan: Plan) -> bool:
    """Tell whether a figure is of a group that the plan has under the same name, of the same codes."""
    cut, _, group = cell.id.partition("@")[2].partition("=")
    planned = next((one for one in plan.segments if one.id == cut and one.variable == cell.variable), None)
    if planned is None or cell.others:
        return False
    codes = next((one.codes for one in planned.groups if one.id == group), () if planned.groups else (group,))
    return sorted(codes) == sorted(cell.codes)


def moved_by_few(
    sizes: Mapping[str, int], asked: Mapping[str, Asked], ledger: Ledger, data: str, fewest: int
) -> frozenset[str]:
    """Return the audiences that differ from those of some report, and not by `fewest` people or more.

    A report that does not say who its audiences were is taken to have had others, if it was made of other data.
    """
    found = set()
    for report in ledger.reports:
        for name, n in sizes.items():
            before = report.audiences.get(name) or _by_figures(report, name)
            is_known = bool(report.audiences) or report.data != data
            if is_known and before is not None and before.people != asked[name].people:
                found |= {name} if before.n[0] - fewest < n < before.n[1] + fewest else set()
    return frozenset(found)


def _by_figures(report: Published, audience: str) -> Asked | None:
    """Return the size of an audience as the largest base of its figures tells; None where it has none."""
    most = [cell.n for cell in report.cells if cell.id.partition(".")[0] == audience and not cell.variable]
    return Asked("", max(most)) if most else None


def _people(sample: Sample) -> str:
    """Return the hash of an audience's rows, column by column, whoever else is in the data."""
    told = hashlib.sha256()
    for name, cells in sorted(sample.dataset.cells.items()):
        here = cells.which[sample.base]
        used = np.flatnonzero(np.bincount(here, minlength=len(cells.different)))
        place = np.zeros(len(cells.different), dtype=np.int32)
        order = used[np.argsort(cells.different[used], kind="stable")]
        place[order] = np.arange(len(order), dtype=np.int32)
        told.update("\x1f".join([name, *cells.different[order].tolist()]).encode("utf-8"))
        told.update(place[here].tobytes())
    return told.hexdigest()

"""Find what an earlier report told without printing it, and let nothing of today be set against that exactly.

Of parts that an earlier report did not print, people and answers may follow from those it did: the whole without one
group is the others, and the groups of two cuts add up to those of a third. Where such a part changed by a few people,
it is treated as printed before, and no sum of today's exactly printed parts may be that part again.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from analysis.arrays import BoolArray, FloatArray
from analysis.disclosure.inference import NEAR, Sets, withhold
from analysis.disclosure.ledger import Cell, Ledger, Published
from analysis.report.discovered_parts import memberships_of
from analysis.report.evidence import AudienceEvidence, Evidence
from analysis.report.segment_disclosure import Part, Profiles, parts_of, printed_parts
from analysis.segments.contrasts import Contrast

WHOLE: Part = ("", (), ())
EDGE = 1e-6


@dataclass(frozen=True)
class Implied:
    """By report of the ledger, in its order: the shares that follow from it although it did not print them."""

    by_report: tuple[tuple[Cell, ...], ...] = ()


@dataclass
class Parts:
    """What today's report prints of the parts of one audience, by item, and who is in them."""

    audience: AudienceEvidence
    profiles: Profiles
    by_item: Mapping[str, Sequence[tuple[Contrast, tuple[Part, Part]]]]
    sums: dict[tuple[Part, tuple[Part, ...]], FloatArray | None] = field(default_factory=dict)
    before: dict[int, dict[str, dict[Part, Cell]]] = field(default_factory=dict)

    def holding(self, part: Part) -> BoolArray:
        return np.ones(self.profiles.n, dtype=np.bool_) if part == WHOLE else self.profiles.holding(part)

    def figures(self, item: str) -> Iterator[tuple[str, Part]]:
        """Yield id and part of the shares of an item: everybody's, those of parts and of everyone else."""
        yield f"{self.audience.id}.{item}", WHOLE
        for contrast, (inside, others) in self.by_item[item]:
            yield contrast.inside.id, inside
            yield contrast.others.id, others

    def sum_of(self, part: Part, known: Sequence[Part]) -> FloatArray | None:
        """Return how often to add each known part so that a part comes out; None where no sum does."""
        key = (part, tuple(known))
        if key not in self.sums:
            self.sums[key] = _sum_of(self.holding(part), np.array([self.holding(one) for one in known]))
        return self.sums[key]

    def printed(self, report: Published) -> dict[str, dict[Part, Cell]]:
        """Return by item the parts of which a report printed a share, without kinds of people of other data."""
        if id(report) not in self.before:
            found: dict[str, dict[Part, Cell]] = defaultdict(dict)
            for cell in report.cells:
                if cell.kind != "share" or not cell.id.startswith(f"{self.audience.id}."):
                    continue
                if not cell.variable and "@" not in cell.id:
                    found[cell.item][WHOLE] = cell
                elif cell.variable in self.profiles.codes:
                    found[cell.item][_sorted(cell.variable, cell.codes, cell.others)] = cell
            self.before[id(report)] = dict(found)
        return self.before[id(report)]


def parts_in(evidence: Evidence, ledger: Ledger) -> tuple[Parts, ...]:
    """Return the printed parts of every audience of which some are printed."""
    used = {cell.variable for report in ledger.reports for cell in report.cells if cell.variable}
    found = []
    for audience in evidence.audiences:
        by_item: dict[str, list[tuple[Contrast, tuple[Part, Part]]]] = defaultdict(list)
        members = memberships_of(audience)
        for contrast in printed_parts(audience):
            inside, others = parts_of(contrast, audience, members)
            by_item[contrast.item.name].append((contrast, (_sorted(*inside), _sorted(*others))))
        if not by_item or not ledger.reports:
            continue
        columns = {member.name: member.of_row for member in members.values()}
        own = {inside[0] for of in by_item.values() for _, (inside, _) in of}
        names = own | (used & {*audience.sample.dataset.codebook.by_name, "language", *columns})
        found.append(Parts(audience, Profiles(audience.sample, sorted(names), columns), by_item))
    return tuple(found)


def _sorted(variable: str, codes: Sequence[str], others: Sequence[str]) -> Part:
    """Return a part with its codes in one order, so that the same part is the same value in every report."""
    return variable, tuple(sorted(codes)), tuple(sorted(others))


def implied_by(every: Sequence[Parts], ledger: Ledger) -> Implied:
    """Return what each report of the ledger implies of today's parts without printing it."""
    return Implied(tuple(tuple(cell for parts in every for cell in _of(parts, report)) for report in ledger.reports))


def _of(parts: Parts, report: Published) -> Iterator[Cell]:
    printed = parts.printed(report)
    for item in parts.by_item:
        before = printed.get(item, {})
        known = tuple(sorted(before))
        for name, part in parts.figures(item) if known else ():
            factors = None if part in before else parts.sum_of(part, known)
            if factors is not None:
                yield _cell(name, item, part, factors, [before[one] for one in known])


def _sum_of(part: BoolArray, known: BoolArray) -> FloatArray | None:
    """Return the factors, few and small, by which known sets add up to a part (least absolute sum)."""
    columns = np.unique(np.vstack([known, part]), axis=1).astype(np.float64)
    rows, target = columns[:-1].T, columns[-1]
    spanned = np.linalg.lstsq(rows, target, rcond=None)[0]
    if np.abs(rows @ spanned - target).max() > EDGE:
        return None
    found = linprog(np.ones(2 * len(known)), A_eq=np.hstack([rows, -rows]), b_eq=target, bounds=(0, None))
    return np.asarray(spanned if found.x is None else found.x[: len(known)] - found.x[len(known) :])


def _cell(name: str, item: str, part: Part, factors: FloatArray, known: Sequence[Cell]) -> Cell:
    """Return an implied share, as wide as the printed ones leave its people and answers."""
    people, chose = np.zeros(2), np.zeros(2)
    for factor, cell in zip(factors, known, strict=True):
        order = slice(None) if factor >= 0 else slice(None, None, -1)
        people += factor * np.array(cell.n)[order]
        least = max(math.ceil(cell.n[0] * cell.value[0] - NEAR), 0)
        most = min(math.floor(cell.n[1] * cell.value[1] + NEAR), cell.n[1])
        chose += factor * np.array([least, most])[order]
    n = max(math.ceil(people[0] - EDGE), 1), max(math.floor(people[1] + EDGE), 1)
    value = max(float(chose[0]), 0.0) / n[1], min(max(float(chose[1]), 0.0) / n[0], 1.0)
    return Cell(name, item, "share", n, value, *part)


def exactly_told(
    every: Sequence[Parts], ledger: Ledger, implied: Implied, exact: Mapping[str, bool], fewest: int
) -> set[str]:
    """Return the shares to withhold so that of no part that changed by a few the exact number follows today.

    `exact` says of every figure of today that is printed as usual whether its people may have changed: those of parts
    that have not are as before.
    """
    gone: set[str] = set()
    for parts in every:
        for item in parts.by_item:
            changed = _changed_by_few(parts, item, ledger, implied, exact, fewest)
            gone |= _withheld(parts, item, set(exact) - gone, changed) if changed else set()
    return gone


def _changed_by_few(
    parts: Parts, item: str, ledger: Ledger, implied: Implied, exact: Mapping[str, bool], fewest: int
) -> list[Part]:
    """Return the parts that some report told or implied and that may have changed by one to nine people."""
    sizes = parts.profiles.counts(parts.by_item[item][0][0].item.base)
    settled = {part for name, part in parts.figures(item) if not exact.get(name, True)}
    found = set()
    for report, more in zip(ledger.reports, implied.by_report, strict=True):
        known = parts.printed(report).get(item, {}) | {
            (cell.variable, cell.codes, cell.others): cell
            for cell in more
            if cell.item == item and cell.id.startswith(f"{parts.audience.id}.")
        }
        for part, cell in known.items():
            n = int(sizes[parts.holding(part)].sum())
            found |= {part} if cell.n[0] - fewest < n < cell.n[1] + fewest else set()
    return sorted(found - settled)


def _withheld(parts: Parts, item: str, exact: set[str], secret: Sequence[Part]) -> set[str]:
    """Return the exact shares of one item to withhold, smallest first, and the differences beside them."""
    figures = [(name, part) for name, part in parts.figures(item) if name in exact]
    if not figures:
        return set()
    n = len(figures)
    is_secret = np.arange(n + len(secret)) >= n
    sets = Sets(
        members=np.array([parts.holding(part) for part in [*(part for _, part in figures), *secret]]),
        sizes=parts.profiles.counts(parts.by_item[item][0][0].item.base),
        published=~is_secret,
        fixed=is_secret | np.array([*(part == WHOLE for _, part in figures), *(True for _ in secret)]),
        secret=is_secret,
    )
    gone = {figures[row][0] for row in withhold(sets, 1)}
    return {name for one in gone for name in (one, f"{one.removesuffix(':others')}:difference")}

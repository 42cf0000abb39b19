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
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.disclosure.inference import NEAR, Sets, withhold
from analysis.disclosure.ledger import Cell, Ledger
from analysis.report.discovered_parts import memberships_of
from analysis.report.evidence import AudienceEvidence, Evidence, findings_in
from analysis.report.same_parts import sorted_part
from analysis.report.segment_disclosure import Part, Profiles, item_of, of_everybody, parts_of, printed_parts
from analysis.report.successive import part_of
from analysis.segments.contrasts import Contrast
from analysis.topics.samples import Sample

WHOLE: Part = ("", (), ())
EDGE = 1e-6
CAME, NEVER = "came with", "9999"
"""A column of people: the last day of the first report of the ledger that they may be in; none."""


@dataclass(frozen=True)
class Implied:
    """By report of the ledger, in its order: the shares that follow from it although it did not print them."""

    by_report: tuple[tuple[Cell, ...], ...] = ()


@dataclass
class Parts:
    """What today's report prints of the parts of one audience, by item, and who is in them.

    People are told apart, too, by the reports of the ledger before which they had answered, to the day.
    """

    audience: AudienceEvidence
    profiles: Profiles
    by_item: Mapping[str, Sequence[tuple[Contrast, tuple[Part, Part]]]]
    ledger: Ledger
    wholes: Mapping[str, Sequence[str]]
    reach: str
    sums: dict[tuple[int, Part, tuple[Part, ...]], FloatArray | None] = field(default_factory=dict)

    def holding(self, part: Part) -> BoolArray:
        return np.ones(self.profiles.n, dtype=np.bool_) if part == WHOLE else self.profiles.holding(part)

    def sizes(self, item: str) -> IntArray:
        """Return how many people of each profile an item was asked."""
        return self.profiles.counts(self.by_item[item][0][0].item.base)

    def figures(self, item: str) -> Iterator[tuple[str, Part]]:
        """Yield id and part of the shares of an item: everybody's, those of parts and of everyone else."""
        yield from ((name, WHOLE) for name in self.wholes.get(item, ()))
        for contrast, (inside, others) in self.by_item[item]:
            yield contrast.inside.id, inside
            yield contrast.others.id, others

    def sum_of(self, at: int, part: Part, known: Sequence[Part]) -> FloatArray | None:
        """Return how often to add each known part so that a part comes out, of those there were at a report.

        None where no sum does, or nobody of the part was there.
        """
        key = (at, part, tuple(known))
        if key not in self.sums:
            there = self.there[at]
            target = self.holding(part)[there]
            rows = np.array([self.holding(one)[there] for one in known])
            self.sums[key] = _sum_of(target, rows) if target.any() else None
        return self.sums[key]

    @cached_property
    def there(self) -> tuple[BoolArray, ...]:
        """Tell by report of the ledger who had answered by the last day of its responses, whoever left since."""
        came = self.profiles.codes[CAME]
        return tuple((came <= report.until) | (not report.until) for report in self.ledger.reports)

    @cached_property
    def printed(self) -> tuple[Mapping[str, Mapping[Part, Cell]], ...]:
        """Return by report and item the parts of which it printed a share, without kinds of people of other data."""
        every = []
        for report in self.ledger.reports:
            found: dict[str, dict[Part, Cell]] = defaultdict(dict)
            for cell in report.cells:
                if cell.kind != "share" or not cell.id.startswith(f"{self.audience.id}."):
                    continue
                if not cell.variable and "@" not in cell.id:
                    found[item_of(cell.id, self.reach)][WHOLE] = cell
                elif cell.variable in self.profiles.codes:
                    found[cell.item][sorted_part(cell.variable, cell.codes, cell.others)] = cell
            every.append(found)
        return tuple(every)


def parts_in(evidence: Evidence, ledger: Ledger) -> tuple[Parts, ...]:
    """Return the printed parts of every audience of which some are printed."""
    used = {cell.variable for report in ledger.reports for cell in report.cells if cell.variable}
    found, shares = [], [one.id for one in findings_in(evidence) if one.kind == "share"]
    for audience in evidence.audiences:
        by_item: dict[str, list[tuple[Contrast, tuple[Part, Part]]]] = defaultdict(list)
        members = memberships_of(audience)
        for contrast in printed_parts(audience):
            inside, others = parts_of(contrast, audience, members)
            by_item[contrast.item.name].append((contrast, (sorted_part(*inside), sorted_part(*others))))
        if not by_item or not ledger.reports:
            continue
        columns = {member.name: member.of_row for member in members.values()}
        columns[CAME] = _came(audience.sample, ledger)
        own = {inside[0] for of in by_item.values() for _, (inside, _) in of}
        names = own | {CAME} | (used & {*audience.sample.dataset.codebook.by_name, "language", *columns})
        profiles, reach = Profiles(audience.sample, sorted(names), columns), evidence.plan.reach
        wholes = of_everybody(audience.id, shares, reach)
        found.append(Parts(audience, profiles, by_item, ledger, wholes, reach))
    return tuple(found)


def _came(sample: Sample, ledger: Ledger) -> NDArray[np.str_]:
    """Return for every row the last day of the first report that it may be in; where no day is known, of all."""
    days = np.array(sorted({report.until for report in ledger.reports} - {""}), dtype=np.str_)
    given = sample.dataset.column("day") if "day" in sample.dataset.cells else np.full(sample.dataset.n, "")
    return np.array([*days, NEVER])[np.searchsorted(days, given, side="left")]


def implied_by(every: Sequence[Parts], ledger: Ledger, fewest: int) -> Implied:
    """Return what each report of the ledger implies of today's parts without printing it.

    Fewer than `fewest` people of a part may have come since; so many hide what the others answered.
    """
    reports = range(len(ledger.reports))
    return Implied(tuple(tuple(cell for parts in every for cell in _of(parts, at, fewest)) for at in reports))


def _of(parts: Parts, at: int, fewest: int) -> Iterator[Cell]:
    for item in parts.by_item:
        before, came_later = parts.printed[at].get(item, {}), parts.sizes(item) * ~parts.there[at]
        known = tuple(sorted(before))
        for name, part in parts.figures(item) if known else ():
            if part in before or came_later[parts.holding(part)].sum() >= fewest:
                continue
            factors = parts.sum_of(at, part, known)
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
    every: Sequence[Parts], implied: Implied, exact: set[str], unchanged: Sequence[frozenset[str]], fewest: int
) -> set[str]:
    """Return the shares to withhold so that of no part that changed by a few the exact number follows today.

    `exact` are the figures of today that are printed as usual; `unchanged` are, by report of the ledger, the parts of
    today, by audience and name, in which everybody is as before.
    """
    gone: set[str] = set()
    for parts in every:
        for item in parts.by_item:
            for at in range(len(parts.ledger.reports)):
                changed = _changed_by_few(parts, item, at, implied, unchanged[at], fewest)
                gone |= _withheld(parts, item, at, exact - gone, changed, fewest) if changed else set()
    return gone


def _changed_by_few(
    parts: Parts, item: str, at: int, implied: Implied, unchanged: frozenset[str], fewest: int
) -> list[BoolArray]:
    """Return the people, of today and of those who were there before, of parts that a report told or implied.

    Left are those of parts that may have changed by one to nine people.
    """
    sizes, audience = parts.sizes(item), parts.audience.id
    same = {part for name, part in parts.figures(item) if part_of(name) in unchanged}
    known = dict(parts.printed[at].get(item, {})) | {
        (cell.variable, cell.codes, cell.others): cell
        for cell in implied.by_report[at]
        if cell.item == item and cell.id.startswith(f"{audience}.")
    }
    found: dict[bytes, BoolArray] = {}
    for part, cell in known.items():
        holding = parts.holding(part)
        for people in (holding, holding & parts.there[at]) if part not in same else ():
            if cell.n[0] - fewest < int(sizes[people].sum()) < cell.n[1] + fewest:
                found[people.tobytes()] = people
    return list(found.values())


def _withheld(parts: Parts, item: str, at: int, exact: set[str], secret: Sequence[BoolArray], fewest: int) -> set[str]:
    """Return the exact shares of one item to withhold, smallest first, and the differences beside them.

    The smallest groups of those who came since the report, fewer than `fewest` people in all, are passed over: a sum
    that is a part of before but for them tells of them and of those who left.
    """
    figures = [(name, part) for name, part in parts.figures(item) if name in exact]
    if not figures:
        return set()
    n = len(figures)
    is_secret = np.arange(n + len(secret)) >= n
    sets = Sets(
        members=np.array([*(parts.holding(part) for _, part in figures), *secret]),
        sizes=_without_few(parts.sizes(item), ~parts.there[at], fewest),
        published=~is_secret,
        fixed=is_secret | np.array([*(part == WHOLE for _, part in figures), *(True for _ in secret)]),
        secret=is_secret,
    )
    gone = {figures[row][0] for row in withhold(sets, 1)}
    return {name for one in gone for name in (one, f"{one.removesuffix(':others')}:difference")}


def _without_few(sizes: IntArray, new: BoolArray, fewest: int) -> IntArray:
    """Return the people of every profile without the smallest new ones, fewer than `fewest` in all."""
    order = np.argsort(np.where(new, sizes, sizes.max(initial=0) + 1), kind="stable")[: int(new.sum())]
    few = order[np.cumsum(sizes[order]) < fewest]
    kept = sizes.copy()
    kept[few] = 0
    return kept

"""Decide which figures of segments a report must withhold so that no few people's answers follow from the others.

Two attacks are answered. By adding and subtracting what is printed, now or before, no small group may be singled out.
And where hardly anybody chose something, no small group's number may be the only one that agrees with the printed ones.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, IntArray
from analysis.disclosure.inference import Sets, withhold
from analysis.disclosure.ledger import Cell, Ledger
from analysis.disclosure.pinning import Answers, pinned
from analysis.plan import Plan
from analysis.report.discovered_parts import Membership, discovered, memberships_of
from analysis.report.evidence import AudienceEvidence
from analysis.report.published import around, step_of
from analysis.segments.contrasts import Contrast, Item
from analysis.topics.findings import Finding
from analysis.topics.samples import Sample

MOST_GROUPS = 300
_Sizes: TypeAlias = set[tuple[int, int]]
Part = tuple[str, tuple[str, ...], tuple[str, ...]]
"""A variable, the codes inside, and the codes of everyone else (empty for the inside itself)."""


def cell_of(figure: Finding, fewest: int) -> Cell | None:
    """Return what a reader knows of a printed figure: the people within rounding, the value within half a digit."""
    if not math.isfinite(figure.value):
        return None
    step = figure.step or step_of(figure)
    value = (round((round(figure.value / step) - 0.5) * step, 6), round((round(figure.value / step) + 0.5) * step, 6))
    return Cell(figure.id, figure.id.partition(".")[2], figure.kind, around(figure.base_n, fewest), value)


def item_of(name: str, reach: str) -> str:
    """Return what a figure of everybody estimates; whom a channel reaches alone are those who chose it."""
    item = name.partition(".")[2]
    for kind in ("platforms", "sources"):
        question, _, code = item.partition(f".{kind}.")
        if question == reach and code and "." not in code:
            return f"{question}.{code}"
    return item


def of_everybody(audience: str, names: Iterable[str], reach: str) -> dict[str, list[str]]:
    """Return by item the ids of an audience's figures that are of everybody in it."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if name.startswith(f"{audience}.") and "@" not in name:
            found[item_of(name, reach)].append(name)
    return found


def parts_of(contrast: Contrast, audience: AudienceEvidence, members: Mapping[str, Membership]) -> tuple[Part, Part]:
    """Return how the inside of a contrast and everyone else are defined."""
    cut, group = contrast.segment.segmentation, contrast.segment.group
    member = members.get(cut.id)
    if member is not None:
        rest = tuple(code for code in member.codes if code not in group.codes)
        return (member.name, group.codes, ()), (member.name, group.codes, rest)
    own = (one.segment for one in audience.contrasts if one.segment.segmentation == cut)
    declared = cut.groups or tuple({segment.group.id: segment.group for segment in own}.values())
    rest = tuple(code for other in declared if other.id != group.id for code in other.codes)
    return (cut.variable, group.codes, ()), (cut.variable, group.codes, rest)


def printed_parts(audience: AudienceEvidence) -> tuple[Contrast, ...]:
    """Return everything that is printed of parts of an audience, declared or discovered."""
    return (*audience.contrasts, *discovered(audience))


def withheld_segments(
    audience: AudienceEvidence, figures: Mapping[str, Finding], ledger: Ledger, plan: Plan
) -> set[str]:
    """Return the figures of segments to withhold, item by item; items asked of the same people are judged at once."""
    by_item: dict[tuple[str, bytes], list[Contrast]] = defaultdict(list)
    bases: dict[int, bytes] = {}
    for contrast in printed_parts(audience):
        base = contrast.item.base
        if id(base) not in bases:
            bases[id(base)] = hashlib.sha256(base.tobytes()).digest()
        by_item[contrast.item.name, bases[id(base)]].append(contrast)
    if not by_item:
        return set()
    members = memberships_of(audience)
    earlier = _earlier(audience, ledger, members)
    judge = _Judge(audience, members, {part[0] for of in earlier.values() for part in of}, figures, plan)
    found: set[str] = set()
    for (name, _base), contrasts in by_item.items():
        for at in judge.withheld(contrasts, earlier.get(name, {})):
            found |= {contrasts[at].inside.id, contrasts[at].others.id, contrasts[at].difference.id}
    return found


def _earlier(
    audience: AudienceEvidence, ledger: Ledger, members: Mapping[str, Membership]
) -> dict[str, dict[Part, _Sizes]]:
    """Return by item the parts printed before, and how many people each may have had.

    Kinds of other data are left out: who was of them, nobody can tell any more.
    """
    found: dict[str, dict[Part, _Sizes]] = defaultdict(lambda: defaultdict(set))
    known = {*audience.sample.dataset.codebook.by_name, "language", *(member.name for member in members.values())}
    for report in ledger.reports:
        for cell in report.cells:
            if cell.variable in known and cell.id.startswith(f"{audience.id}."):
                found[cell.item][cell.variable, cell.codes, cell.others].add(cell.n)
    return found


class _Judge:
    """Decide for the items of one audience; the same people with the same figures hidden are judged once."""

    def __init__(
        self,
        audience: AudienceEvidence,
        members: Mapping[str, Membership],
        variables: set[str],
        figures: Mapping[str, Finding],
        plan: Plan,
    ) -> None:
        self.audience, self.members, self.fewest = audience, members, plan.thresholds.public_n
        whole = of_everybody(audience.id, figures, plan.reach)
        self.told_of_all = {item for item, names in whole.items() if any(figures[name].shown for name in names)}
        own = {contrast.segment.segmentation.variable for contrast in audience.contrasts}
        own |= {member.name for member in members.values()}
        columns = {member.name: member.of_row for member in members.values()}
        self.profiles = Profiles(audience.sample, sorted(own | variables), columns)
        self.known: dict[bytes, list[int]] = {}
        self.compared = audience.sample.has_intervals

    def withheld(self, contrasts: Sequence[Contrast], earlier: Mapping[Part, _Sizes]) -> set[int]:
        """Return the places of the contrasts to withhold."""
        parts = [parts_of(contrast, self.audience, self.members) for contrast in contrasts]
        seen = [[self._is_seen(one, one.inside), self.compared and self._is_seen(one, one.others)] for one in contrasts]
        secret = [one.inside.suppressed == "disclosure" for one in contrasts]
        near = self._near(earlier, self.profiles.counts(contrasts[0].item.base))
        key = hashlib.sha256(contrasts[0].item.base.tobytes())
        key.update(repr((parts, seen, secret, near)).encode())
        if key.digest() not in self.known:
            self.known[key.digest()] = self._judged(contrasts, parts, seen, secret, near)
        gone = {*self.known[key.digest()], *(int(at) for at in np.flatnonzero(secret))}
        return gone | self._pinned(contrasts, parts, near, gone)

    def _near(self, earlier: Mapping[Part, _Sizes], sizes: IntArray) -> tuple[Part, ...]:
        """Return the parts printed before that today's people still resemble: those that changed by a few at most."""
        now = {part: int(sizes[self.profiles.holding(part)].sum()) for part in earlier}
        found = (
            part for part, n in now.items() if any(a - self.fewest < n < b + self.fewest for a, b in earlier[part])
        )
        return tuple(sorted(found))

    def _is_seen(self, contrast: Contrast, figure: Finding) -> bool:
        return figure.shown or (self.compared and contrast.difference.shown)

    def _pinned(
        self, contrasts: Sequence[Contrast], parts: Sequence[tuple[Part, Part]], earlier: Sequence[Part], gone: set[int]
    ) -> set[int]:
        """Return the places to withhold beside those gone, smallest first, until no small group's number is certain."""
        item = contrasts[0].item
        sizes, inside = self.profiles.counts(item.base), [self.profiles.holding(pair[0]) for pair in parts]
        before = [self.profiles.holding(part) for part in earlier]
        groups = list(_small([*inside, *before], sizes, self.fewest))[:MOST_GROUPS]
        if not groups:
            return set()
        answers = Answers(sizes, self.profiles.counts(_chose(item)))
        everyone = np.ones(self.profiles.n, dtype=np.bool_)
        always = [*before, *([everyone] if item.name in self.told_of_all else [])]
        now = sorted(
            (figure.base_n, at, which)
            for at, contrast in enumerate(contrasts)
            for which, figure in enumerate((contrast.inside, contrast.others)[: 1 + self.compared])
            if figure.shown and at not in gone
        )
        many = [one for one in (everyone, *inside, *before) if int(sizes[one].sum()) >= self.fewest]
        more: set[int] = set()
        while now:
            rows = [*always, *(self.profiles.holding(parts[at][which]) for _, at, which in now)]
            if not pinned(groups, np.array(rows), answers, many):
                break
            more.add(now[0][1])
            now = [one for one in now if one[1] not in more]
        return more

    def _judged(
        self,
        contrasts: Sequence[Contrast],
        parts: Sequence[tuple[Part, Part]],
        seen: Sequence[Sequence[bool]],
        secret: Sequence[bool],
        earlier: Sequence[Part],
    ) -> list[int]:
        """Return the places of the contrasts to withhold. Rows: the whole, each inside and others, earlier sets."""
        rows = [np.ones(self.profiles.n, dtype=np.bool_)]
        rows += [self.profiles.holding(part) for pair in parts for part in pair]
        rows += [self.profiles.holding(part) for part in earlier]
        now = 1 + 2 * len(contrasts)
        published = [True, *(one for pair in seen for one in pair), *([True] * len(earlier))]
        for at, is_secret in enumerate(secret):
            if is_secret:
                published[1 + 2 * at : 3 + 2 * at] = [False, False]
        cuts: dict[str, list[int]] = defaultdict(list)
        for at, contrast in enumerate(contrasts):
            cuts[contrast.segment.segmentation.id].append(1 + 2 * at)
        sets = Sets(
            members=np.array(rows),
            sizes=self.profiles.counts(contrasts[0].item.base),
            published=np.array(published),
            fixed=np.arange(len(rows)) >= now,
            secret=np.array(
                [False, *(one for is_secret in secret for one in (is_secret, False)), *([False] * len(earlier))]
            ),
            cuts=[np.array(cut) for cut in cuts.values()],
        )
        sets.fixed[0] = True
        return sorted({(int(row) - 1) // 2 for row in withhold(sets, self.fewest)})


def _chose(item: Item) -> BoolArray:
    """Mark who gave the answer that an item counts: whoever moves its share upwards."""
    whole = item.estimate(np.ones(len(item.base), dtype=np.bool_))
    if whole.values[0] >= 1:
        return item.base
    return np.asarray(item.base & (whole.influences[:, 0] > 0))


def _small(rows: Sequence[BoolArray], sizes: IntArray, fewest: int) -> Iterator[BoolArray]:
    """Yield the groups of a few people that the rows tell apart: a row, and what one has beyond another within it."""
    seen: set[bytes] = set()
    for group in (*rows, *(one & ~other for one in rows for other in rows)):
        if 0 < int(sizes[group].sum()) < fewest and (group & (sizes > 0)).tobytes() not in seen:
            seen.add((group & (sizes > 0)).tobytes())
            yield group


class Profiles:
    """People alike in all variables that cut an audience, counted instead of listed."""

    def __init__(self, sample: Sample, variables: Sequence[str], columns: Mapping[str, Any]) -> None:
        self.of_row: IntArray = np.zeros(sample.dataset.n, dtype=np.int64)
        cells: dict[str, Any] = {}
        for name in variables:
            if name in columns:
                cells[name] = columns[name]
                self._part_by(cells[name])
                continue
            answered = sample.answered(name) if name in sample.dataset.codebook.by_name else sample.base
            cells[name] = np.where(answered, sample.dataset.column(name), "")
            self._part_by(cells[name])
        self.n = int(self.of_row.max(initial=-1)) + 1
        first = np.unique(self.of_row, return_index=True)[1]
        self.codes: Mapping[str, Any] = {name: column[first] for name, column in cells.items()}
        self.held: dict[Part, BoolArray] = {}

    def _part_by(self, column: Any) -> None:
        codes, which = np.unique(column, return_inverse=True)
        self.of_row = np.unique(self.of_row * len(codes) + which, return_inverse=True)[1].reshape(-1)

    def counts(self, base: BoolArray) -> IntArray:
        return np.bincount(self.of_row[base], minlength=self.n)

    def holding(self, part: Part) -> BoolArray:
        """Return the profiles that a part is made of."""
        variable, codes, others = part
        if part not in self.held:
            self.held[part] = np.isin(self.codes[variable], list(others or codes))
            self.held[part].flags.writeable = False
        return self.held[part]

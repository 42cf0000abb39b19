"""Hold a report back from telling, with an earlier one, what the few people answered who left or came in between.

A figure whose people changed by one to nine is printed so coarsely that several numbers of the few who could have
chosen stay possible, or withheld where no step does that. Taken as exactly known are the people before and after
(shares of fewer than a hundred give them away) and how many of those before chose (errors and intervals may). Today's
limits are drawn around what is printed, and no error is.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.disclosure.ledger import Cell, Ledger
from analysis.report.published import step_of
from analysis.report.segment_disclosure import cell_of
from analysis.topics.findings import Finding

STEPS = (0.02, 0.05, 0.1)
"""Shares that people left or came to are rounded to the first of these that says nothing of them."""
ENOUGH = 3
"""So many numbers of the few must stay possible, or all where there are fewer."""
HALF_WIDTHS = 0.05


@dataclass(frozen=True)
class Held:
    """The ids of the figures to withhold, of those to print to a coarser step, of audiences that changed by a few."""

    names: frozenset[str] = frozenset()
    steps: Mapping[str, float] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()

    def as_plain(self) -> dict[str, Any]:
        """Return plain values from which `held_from` makes it again."""
        return {"names": sorted(self.names), "steps": dict(sorted(self.steps.items())), "moved": sorted(self.moved)}


def held_from(raw: Mapping[str, Any]) -> Held:
    """Build what was held back from plain values."""
    steps = {str(name): float(step) for name, step in raw["steps"].items()}
    return Held(frozenset(map(str, raw["names"])), steps, frozenset(map(str, raw["moved"])))


def held_since(figures: Iterable[Finding], ledger: Ledger, data: str, fewest: int) -> Held:
    """Decide about the figures of this report with regard to every report of other data."""
    now = {figure.id: figure for figure in figures if figure.shown}
    earlier: dict[str, list[Cell]] = defaultdict(list)
    new: set[str] = set()
    for report in ledger.reports:
        if report.data != data:
            change = _change(report.cells, now, fewest)
            new |= change.new
            for cell in change.cells:
                earlier[cell.id].append(cell)
    steps = {name: coarse_step(now[name], earlier[name], fewest) for name in {*earlier, *new}}
    shares = {name: step for name, step in steps.items() if step and now[name].kind == "share"}
    return Held(frozenset(name for name, step in steps.items() if step is None), shares)


@dataclass(frozen=True)
class _Change:
    """What changed since a report: its cells of changed parts, and figures printed now that it did not hold.

    The latter count where some part changed by a few: a new cut into parts would add up to what it is now.
    """

    cells: tuple[Cell, ...]
    new: frozenset[str]


def _change(cells: Sequence[Cell], now: Mapping[str, Finding], fewest: int) -> _Change:
    pairs = [(cell, now[cell.id]) for cell in cells if cell.id in now]
    changed, same, few = set(), set(), set()
    for cell, figure in pairs:
        today, part = cell_of(figure, fewest), part_of(cell.id)
        if today and (cell.n, cell.value) == (today.n, today.value):
            same.add(part)
        else:
            changed.add(part)
            few |= {part[0]} if _by_few(cell, figure, fewest) else set()
    known, settled = {cell.id for cell in cells}, same - changed
    new = {
        name
        for name, figure in now.items()
        if figure.kind == "share" and name not in known and part_of(name)[0] in few and part_of(name) not in settled
    }
    moved = (cell for cell, figure in pairs if part_of(cell.id) in changed and _by_few(cell, figure, fewest))
    return _Change(tuple(moved), frozenset(new))


def _by_few(cell: Cell, figure: Finding, fewest: int) -> bool:
    """Tell whether a part may have lost or gained so few people that their answers are theirs alone."""
    return cell.n[0] - fewest < figure.base_n < cell.n[1] + fewest


def part_of(name: str) -> tuple[str, str]:
    """Return the audience and the part of it that a figure is about."""
    return name.partition(".")[0], name.partition("@")[2]


def coarse_step(figure: Finding, before: Sequence[Cell], fewest: int) -> float | None:
    """Return the first step that hides the few, the usual one first; None where none does.

    Of a figure that was not printed `before` several numbers of those who chose must stay possible.
    """
    if figure.kind not in ("share", "mean"):
        return step_of(figure)
    usual: float = step_of(figure)
    coarser: tuple[float, ...] = STEPS if figure.kind == "share" else ()
    for step in (usual, *coarser):
        middle = step * float(round(figure.value / step))
        if step > usual and not 0 < middle < 1:
            break
        value = (middle - step / 2, middle + step / 2)
        if before and all(_hides(cell, figure.base_n, value, fewest) for cell in before):
            return step
        chose = _sums(figure.base_n, value, is_share=True)
        if not before and chose and chose[1] - chose[0] + 1 >= ENOUGH:
            return step
    return None


def _hides(before: Cell, n: int, value: tuple[float, float], fewest: int) -> bool:
    """Tell whether enough numbers of the few stay possible, however many there were before."""
    is_share = before.kind == "share"
    for people in range(before.n[0], before.n[1] + 1):
        if 0 < abs(people - n) < fewest:
            old, new = _sums(people, before.value, is_share=is_share), _sums(n, value, is_share=is_share)
            if old is None or new is None:
                continue
            ways = [(chose, chose) for chose in range(old[0], old[1] + 1)] if is_share else [old]
            if not all(_stay_open(people, way, n, new, is_share=is_share) for way in ways):
                return False
    return True


def _sums(people: int, value: tuple[float, float], *, is_share: bool) -> tuple[int, int] | None:
    """Return the least and the greatest sum of answers of so many people; None where no whole number agrees."""
    low, high = math.ceil(people * value[0] - 1e-9), math.floor(people * value[1] + 1e-9)
    low, high = (max(low, 0), min(high, people)) if is_share else (low, high)
    return (low, high) if low <= high else None


def _stay_open(people: int, old: tuple[int, int], n: int, new: tuple[int, int], *, is_share: bool) -> bool:
    """Tell whether the answers of those who left (or came) may still add up to enough different sums."""
    larger, smaller, few = (old, new, people - n) if people > n else (new, old, n - people)
    low, high = larger[0] - smaller[1], larger[1] - smaller[0]
    if not is_share:
        return high - low + 1 >= ENOUGH
    least, most = max(0, few - (max(people, n) - larger[0])), min(few, larger[1])
    possible = min(high, most) - max(low, least) + 1
    return possible >= min(most - least + 1, ENOUGH)


def coarsened(figure: Finding, step: float) -> Finding:
    """Return a share rounded to a step, with limits around what is printed and no error."""
    value, none = round(step * round(figure.value / step), 6), math.nan
    half = max(figure.high - figure.value, figure.value - figure.low)
    wide = HALF_WIDTHS * math.ceil(half / HALF_WIDTHS) if math.isfinite(half) else none
    low, high = (max(value - wide, 0.0), min(value + wide, 1.0)) if math.isfinite(wide) else (none, none)
    return replace(figure, value=value, se=none, low=round(low, 6), high=round(high, 6), step=step)

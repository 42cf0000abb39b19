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

from analysis.disclosure.ledger import Cell, Ledger, Published
from analysis.report.published import step_of
from analysis.topics.findings import Finding

STEPS = (0.02, 0.05, 0.1)
"""Shares that people left or came to are rounded to the first of these that says nothing of them."""
ENOUGH = 3
"""So many numbers of the few must stay possible, or all where there are fewer."""
HALF_WIDTHS = 0.05
AMOUNTS = (".mean", ".median")
"""Of numbers one may be as large as all others together; other means are of answers placed from 0 to 1."""
APART = 0.5
"""So far apart must the least and the greatest sum be that answers from 0 to 1 may have, three of five places."""
UNCERTAIN = ("interval", "review")


@dataclass(frozen=True)
class Held:
    """The ids of the figures to withhold, of those to print to a coarser step, of audiences that changed by a few.

    Those that are `out` are withheld whether they could be printed or not, and why does not show. `told` are the shares
    of parts of an earlier wave that public reports of the same people printed.
    """

    names: frozenset[str] = frozenset()
    steps: Mapping[str, float] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()

    def as_plain(self) -> dict[str, Any]:
        """Return plain values from which `held_from` makes it again."""
        names = {"names": sorted(self.names), "moved": sorted(self.moved), "out": sorted(self.out)}
        return names | {"steps": dict(sorted(self.steps.items())), "told": sorted(self.told)}


def held_from(raw: Mapping[str, Any]) -> Held:
    """Build what was held back from plain values."""
    steps = {str(name): float(step) for name, step in raw["steps"].items()}
    names, moved, out = (frozenset(map(str, raw[part])) for part in ("names", "moved", "out"))
    return Held(names, steps, moved, out, told=frozenset(map(str, raw.get("told", ()))))


def held_since(
    figures: Iterable[Finding],
    ledger: Ledger,
    fewest: int,
    *,
    sensitive: frozenset[str] = frozenset(),
    all_moved: bool = False,
    implied: Sequence[Sequence[Cell]] = (),
    unchanged: Sequence[frozenset[str]] = (),
) -> Held:
    """Decide about the figures of this report with regard to every report of a ledger, all of other people.

    Whether a share is too uncertain to print depends on the answers, so of a part that changed by few what an earlier
    report marked so stays out, and what it printed stays in. Of `sensitive` questions a share is printed that was
    printed before of so many on either side that a few less are enough. `all_moved`: figures of parts are not known,
    so some part of every audience is taken to have changed by few. For every report of the ledger `implied` are the
    shares that follow from it although it did not print them, `unchanged` the parts, by audience and name, in which
    everybody is as before.
    """
    now = {figure.id: figure for figure in figures if figure.shown or figure.suppressed in UNCERTAIN}
    earlier: dict[str, list[Cell]] = defaultdict(list)
    new: set[str] = set()
    out: set[str] = set()
    for at, report in enumerate(ledger.reports):
        told, same = implied[at] if implied else (), unchanged[at] if unchanged else frozenset()
        change = _change(report, now, fewest, told, same, all_moved=all_moved)
        new |= change.new
        out |= change.out
        for cell in change.cells:
            earlier[cell.id].append(cell)
    out |= {
        name
        for name in {*earlier, *new}
        if name.split(".")[1] in sensitive and not _far_from_few(earlier[name], now[name].base_n, fewest)
    }
    steps = {name: coarse_step(now[name], earlier[name], fewest) for name in {*earlier, *new} - out}
    out |= {name for name, step in steps.items() if step is None and not now[name].shown}
    coarse = {name: step for name, step in steps.items() if step and now[name].kind in ("share", "mean")}
    return Held(frozenset(name for name, step in steps.items() if step is None), coarse, out=frozenset(out))


def _far_from_few(before: Sequence[Cell], n: int, fewest: int) -> bool:
    """Tell whether so many chose, and did not, in every report before that without those who moved they are enough."""
    left = [
        min(cell.value[0], 1 - cell.value[1]) * cell.n[0] - max(abs(n - people) for people in cell.n) for cell in before
    ]
    return bool(left) and min(left) >= fewest


@dataclass(frozen=True)
class _Change:
    """What changed since a report: its cells of changed parts, and figures of today that it did not hold.

    The latter count where some part changed by a few: a new cut into parts would add up to what it is now. Those that
    it marked as too uncertain are `out`.
    """

    cells: tuple[Cell, ...]
    new: frozenset[str]
    out: frozenset[str]


def _change(
    report: Published,
    now: Mapping[str, Finding],
    fewest: int,
    implied: Sequence[Cell],
    unchanged: frozenset[str],
    *,
    all_moved: bool,
) -> _Change:
    told = [cell for cell in (*report.cells, *implied) if cell.id in now and part_of(cell.id) not in unchanged]
    told = [cell for cell in told if _by_few(cell, now[cell.id], fewest)]
    few = {cell.id.partition(".")[0] for cell in (report.cells if all_moved else told)}
    known = {cell.id for cell in report.cells}
    new = {
        name
        for name, figure in now.items()
        if figure.kind == "share"
        and name not in known
        and name.partition(".")[0] in few
        and part_of(name) not in unchanged
    }
    out = (new | {cell.id for cell in implied if cell in told}) & set(report.hidden)
    told = [cell for cell in told if cell.id in known or (now[cell.id].shown and cell.id not in out)]
    return _Change(tuple(told), frozenset(name for name in new - out if now[name].shown), frozenset(out))


def _by_few(cell: Cell, figure: Finding, fewest: int) -> bool:
    """Tell whether a part may have lost or gained so few people that their answers are theirs alone."""
    return cell.n[0] - fewest < figure.base_n < cell.n[1] + fewest


def part_of(name: str) -> str:
    """Return the audience and the part of it that a figure is about, as one name."""
    return f"{name.partition('.')[0]}@{name.partition('@')[2]}"


def coarse_step(figure: Finding, before: Sequence[Cell], fewest: int) -> float | None:
    """Return the first step that hides the few, the usual one first; None where none does.

    Of a figure that was not printed `before` several numbers of those who chose must stay possible.
    """
    if figure.kind not in ("share", "mean"):
        return step_of(figure)
    if figure.id.endswith(AMOUNTS):
        return None
    usual: float = step_of(figure)
    for step in (usual, *STEPS):
        middle = step * float(round(figure.value / step))
        if step > usual and not 0 < middle < 1:
            break
        value = (middle - step / 2, middle + step / 2)
        if before and all(_hides(cell, figure.base_n, value, fewest) for cell in before):
            return step
        chose = _sums(figure.base_n, value)
        if not before and chose and chose[1] - chose[0] + 1 >= ENOUGH:
            return step
    return None


def _hides(before: Cell, n: int, value: tuple[float, float], fewest: int) -> bool:
    """Tell whether enough answers of the few stay possible, however many people there were before."""
    told = _shares_open if before.kind == "share" else _sums_apart
    few = (people for people in range(before.n[0], before.n[1] + 1) if 0 < abs(people - n) < fewest)
    return all(told(people, before.value, n, value) for people in few)


def _shares_open(people: int, before: tuple[float, float], n: int, now: tuple[float, float]) -> bool:
    """Tell whether enough numbers of the few may have chosen, however many of those before did."""
    old, new = _sums(people, before), _sums(n, now)
    if old is None or new is None:
        return True
    return all(_stay_open(people, chose, n, new) for chose in range(old[0], old[1] + 1))


def _sums_apart(people: int, before: tuple[float, float], n: int, now: tuple[float, float]) -> bool:
    """Tell whether the sums of the few's answers, each from 0 to 1, that agree with both means lie far enough apart.

    What the sum before was is taken as known; how far apart they lie is concave in it, so its limits decide.
    """
    sign, few = (1, people - n) if people > n else (-1, n - people)
    for known in (people * before[0], people * before[1]):
        ends = sorted(sign * (known - n * mean) for mean in now)
        if ends[1] >= 0 and ends[0] <= few and min(ends[1], few) - max(ends[0], 0.0) < APART - 1e-9:
            return False
    return True


def _sums(people: int, value: tuple[float, float]) -> tuple[int, int] | None:
    """Return the least and the greatest number who may have chosen; None where no whole number agrees."""
    low, high = max(math.ceil(people * value[0] - 1e-9), 0), min(math.floor(people * value[1] + 1e-9), people)
    return (low, high) if low <= high else None


def _stay_open(people: int, chose: int, n: int, new: tuple[int, int]) -> bool:
    """Tell whether enough numbers of those who left (or came) may have chosen."""
    larger, smaller, few = ((chose, chose), new, people - n) if people > n else (new, (chose, chose), n - people)
    low, high = larger[0] - smaller[1], larger[1] - smaller[0]
    least, most = max(0, few - (max(people, n) - larger[0])), min(few, larger[1])
    return min(high, most) - max(low, least) + 1 >= min(most - least + 1, ENOUGH)


def coarsened(figure: Finding, step: float) -> Finding:
    """Return a share or a mean rounded to a step, with limits around what is printed, and nothing of an error."""
    value, none = round(step * round(figure.value / step), 6), math.nan
    half = max(figure.high - figure.value, figure.value - figure.low)
    wide = HALF_WIDTHS * math.ceil(half / HALF_WIDTHS) if math.isfinite(half) else none
    low, high = (max(value - wide, 0.0), min(value + wide, 1.0)) if math.isfinite(wide) else (none, none)
    limits = (round(low, 6), round(high, 6))
    return replace(figure, value=value, se=none, low=limits[0], high=limits[1], effective_n=none, deff=none, step=step)

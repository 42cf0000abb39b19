"""Read written reports as an adversary does, and ask what the answers of a few people can still be.

Everything is taken from the files: bases, shares, errors and intervals of `evidence.json`, workbook and manifest.
The adversary knows the questionnaire, the plan, who is alike, who left and who came between two reports, and that
questions asked of the same people have the same base; not what anybody answered.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from openpyxl import load_workbook
from scipy import stats

from tests.analysis.disclosure.attack import Known, possible

Flags = NDArray[np.bool_]
Pair = tuple[int, int]
MOST = 2000


@dataclass(frozen=True)
class Told:
    """What the files of one report say of one share: each number with the most it can be off."""

    id: str
    n: float
    share: tuple[float, float]
    error: tuple[float, float] | None
    limits: tuple[tuple[float, float], tuple[float, float]] | None


def told_in(folder: Path) -> dict[str, Told]:
    """Read the shares of a report from its files; where two files tell the same number the finer one is believed."""
    records = json.loads((folder / "evidence.json").read_text("utf-8"))["records"]
    manifest = {one["id"]: one for one in json.loads((folder / "manifest.json").read_text("utf-8"))["figures"]}
    sheet = load_workbook(folder / "report.en.xlsx", read_only=True)["Figures"]
    rows = {str(row[0]): row for row in sheet.iter_rows(min_row=2, max_col=12, values_only=True)}
    found = {}
    for record in records:
        if record["kind"] != "share" or record["estimate"] is None:
            continue
        name, of = record["id"], manifest[record["id"]]
        assert record["step"] == of["step"]
        bounds = [_bounds(value, of["step"]) for value in (record["estimate"], rows[name][2], of["estimate"])]
        low, high = max(one[0] for one in bounds), min(one[1] for one in bounds)
        error = rows[name][3]
        limits = None if record["low"] is None else (_bounds(record["low"]), _bounds(record["high"]))
        limits = None if of["step"] else limits
        found[name] = Told(name, record["n"], (low, high), None if error is None else _bounds(error), limits)
    return found


def _bounds(value: float, step: float | None = None) -> tuple[float, float]:
    """Return what a printed number stands for: half a step, or of its last decimal, no finer than it is written."""
    written = repr(round(float(value), 12))
    half = (step or 10.0 ** -max(len(written.partition(".")[2].rstrip("0")), 2)) / 2
    return value - half - 1e-9, value + half + 1e-9


def agreeing(told: Told, people: int) -> set[Pair]:
    """Return the people and those who chose that agree with all that is printed of one share.

    Errors are those of a simple random sample of so many people, intervals Korn and Graubard's.
    """
    found = set()
    for n in range(max(int(told.n) - 2, 10), int(told.n) + 3):
        for chose in range(max(math.ceil(n * told.share[0]), 0), min(math.floor(n * told.share[1]), n) + 1):
            if told.error is None or _errors_agree(told, n, chose, people):
                found.add((n, chose))
    return found


def _errors_agree(told: Told, n: int, chose: int, people: int) -> bool:
    share = chose / n
    error = math.sqrt(share * (1 - share) / n * people / (people - 1))
    if told.error is not None and not told.error[0] - 1e-4 <= error <= told.error[1] + 1e-4:
        return False
    if told.limits is None:
        return True
    low = stats.beta.ppf(0.025, chose, n - chose + 1) if chose else 0.0
    high = stats.beta.ppf(0.975, chose + 1, n - chose) if chose < n else 1.0
    return all(one[0] - 0.01 <= value <= one[1] + 0.01 for one, value in zip(told.limits, (low, high), strict=True))


def narrowed(told: Mapping[str, Told], people: int) -> dict[str, set[Pair]]:
    """Return what every share can be once all shares of the same people must agree on how many they are."""
    found = {name: agreeing(one, people) for name, one in told.items()}
    bases: dict[tuple[str, str], set[int]] = {}
    for name, pairs in found.items():
        of = base_of(name)
        sizes = {n for n, _ in pairs}
        bases[of] = bases[of] & sizes if of in bases else sizes
    return {name: {pair for pair in pairs if pair[0] in bases[base_of(name)]} for name, pairs in found.items()}


def base_of(name: str) -> tuple[str, str]:
    """Return question and part of a figure's id; items of a question of marks are asked of the same people."""
    item, _, part = name.partition("@")
    question = item.split(".")[1]
    return (question if question in ("INT2", "CHN1") else item, part)


@dataclass
class Adversary:
    """Hold what follows from several reports about one item, of groups of people alike in all that is known."""

    sizes: NDArray[np.int64]
    chose: NDArray[np.int64]

    def __post_init__(self) -> None:
        self.known: list[Known] = []

    def learn(self, inside: Flags, pairs: set[Pair]) -> None:
        """Take in how many there may be and how many of them chose."""
        one, nobody = inside.astype(float), np.zeros(len(inside))
        n, chosen = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        self.known.append(Known(np.concatenate([one, one]), min(n), max(n)))
        self.known.append(Known(np.concatenate([one, nobody]), min(chosen), max(chosen)))
        ratios = [chose / people for people, chose in pairs]
        for limit, low, high in ((min(ratios), -1e-7, np.inf), (max(ratios), -np.inf, 1e-7)):
            chose = np.concatenate([one, nobody]) - limit * np.concatenate([one, one])
            self.known.append(Known(chose, low, high))

    def of(self, group: Flags) -> tuple[int, int, Pair]:
        """Return how many a group are, how many of them chose, and what that number can be."""
        target = np.concatenate([group.astype(float), np.zeros(len(group))])
        found = possible(target, self.known, MOST)
        return int(self.sizes[group].sum()), int(self.chose[group].sum()), found


def small_groups(groups: Sequence[Flags], sizes: NDArray[np.int64], fewest: int) -> Iterator[Flags]:
    """Yield the groups of a few people among those given and what two of them share or differ by."""
    seen: set[bytes] = set()
    every = [*groups, *(one & ~other for one in groups for other in groups), *(a & b for a in groups for b in groups)]
    for group in every:
        held = group & (sizes > 0)
        if 0 < int(sizes[held].sum()) < fewest and held.tobytes() not in seen:
            seen.add(held.tobytes())
            yield held


def by_item(told: Mapping[str, Told]) -> dict[str, list[str]]:
    """Return the ids of shares by the item they are of: everybody's, and those of parts."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in told:
        found[name.partition("@")[0]].append(name)
    return dict(found)

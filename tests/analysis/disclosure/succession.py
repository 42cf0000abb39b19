"""Write reports of one simulated survey one after the other, while people leave and come, and attack their files."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from analysis.dataset import read_package
from analysis.plan import Group, Plan, Segmentation
from analysis.plan_default import kept
from analysis.report.run import write_report
from tests.analysis.disclosure.appearances import (
    is_printed,
    told_by_appearance,
    told_by_differences,
    told_by_many_at_once,
    tried_in,
)
from tests.analysis.disclosure.reader import Adversary, Told, by_item, narrowed, small_groups, told_in
from tests.analysis.report.catalogues import words
from tests.analysis.report.package import write_package

FEWEST = Plan().thresholds.public_n
CUTS = (("34", "56", "789"), ("345", "678", "9"), ("3", "45", "67", "89"), ("34567", "89"))


@dataclass(frozen=True)
class Scenario:
    """`present` says for every report who answered by then and has not left; `cuts` how ages are cut."""

    name: str
    people: int
    present: tuple[tuple[bool, ...], ...]
    cuts: tuple[int, ...]
    is_drawn: bool = True
    seed: int = 1


@dataclass(frozen=True)
class Outcome:
    """Groups of a few people and figures attacked, those that told of a few, and how many later shares are printed.

    Counted are those that the report before printed too; without one, all.
    """

    tried: int
    found: tuple[str, ...]
    printed: int
    withheld: int


def scenario(
    name: str,
    people: int,
    *,
    leave: int = 0,
    come: int = 0,
    cuts: tuple[int, ...] = (0, 1),
    drawn: bool = True,
    seed: int = 1,
) -> Scenario:
    """Return two reports between which so many people leave and come; who they are follows from the seed."""
    order = np.random.default_rng(seed).permutation(people)
    gone, new = set(order[:leave].tolist()), set(order[leave : leave + come].tolist())
    first = tuple(at not in new for at in range(people))
    return Scenario(name, people, (first, tuple(at not in gone for at in range(people))), cuts, drawn, seed)


def plan_of(cut: int) -> Plan:
    groups = tuple(Group(f"{one[0]}-{one[-1]}", tuple(one)) for one in CUTS[cut])
    segments = (Segmentation("age", "SCR1", groups), Segmentation("country", "SCR2"))
    return replace(Plan(), audiences=("F",), weighted="", segments=segments)


def outcome_of(scene: Scenario, folder: Path, *, items: int = 4) -> Outcome:
    """Write the reports of a scenario, each with the ledger of those before, and attack some items from the files."""
    rows = people_of(scene, folder / "all")
    told, printed, withheld = [], 0, 0
    before: list[dict[str, Any]] = []
    for at, present in enumerate(scene.present):
        package = package_of(folder, at, present, rows, scene)
        out = folder / f"report{at}"
        plan = kept(plan_of(scene.cuts[at]), read_package(package).codebook)
        write_report(package, out, ("en",), words=words, formats=("xlsx",), plan=plan, ledger=folder / "ledger.json")
        told.append(told_in(out))
        every = json.loads((out / "manifest.json").read_text("utf-8"))["figures"]
        before.append({one["id"]: one for one in every})
        figures = [one for one in every if one["kind"] == "share"]
        if at or len(scene.present) == 1:
            again = [one for one in figures if not at or is_printed(before[at - 1].get(one["id"]))]
            printed += sum(one["suppressed"] is None for one in again)
            withheld += sum(one["suppressed"] == "complement" for one in again)
    tried, found = _by_appearance(before, scene)
    for item in _items(told, items, scene.seed):
        more, leaks = _attacked(item, told, rows, scene)
        tried, found = tried + more, [*found, *leaks]
    return Outcome(tried, tuple(found), printed, withheld)


def _by_appearance(reports: Sequence[Mapping[str, Any]], scene: Scenario) -> tuple[int, list[str]]:
    """Attack what each report prints at all, after a few left or came since the one before."""
    tried, found = 0, []
    for (first, second), (was, now) in zip(pairwise(reports), pairwise(scene.present), strict=True):
        by_few = was != now and abs(sum(was) - sum(now)) < FEWEST
        leaks = [*told_by_differences(second)]
        leaks += [*told_by_appearance(first, second), *told_by_many_at_once(second)] if by_few else []
        tried, found = tried + tried_in(second), [*found, *(f"{scene.name} appears {name}" for name in leaks)]
    return tried, found


def people_of(scene: Scenario, folder: Path) -> list[dict[str, str]]:
    write_package(folder, seed=scene.seed, diaspora=0, foreigners=scene.people)
    with (folder / "data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows if scene.is_drawn else ():
        row["basis"] = "A"
    return rows


def package_of(
    folder: Path, at: int, present: Sequence[bool], rows: Sequence[Mapping[str, str]], scene: Scenario
) -> Path:
    made = folder / f"package{at}"
    made.mkdir(parents=True, exist_ok=True)
    (made / "codebook.json").write_bytes((folder / "all" / "codebook.json").read_bytes())
    design = json.loads((folder / "all" / "design.json").read_text("utf-8"))
    if scene.is_drawn:
        design["frames"].append(design["frames"][0] | {"sample_source": "web"})
        design["opt_in"] = []
    (made / "design.json").write_text(json.dumps(design), "utf-8")
    with (made / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row, here in zip(rows, present, strict=True) if here)
    return made


def _items(told: Sequence[Mapping[str, Told]], most: int, seed: int) -> list[str]:
    """Choose items of everybody that have parts in some report: those fewest chose among them, where most follows."""
    names = sorted({name for one in told for name in by_item(one) if name.startswith(("F.INT2.", "F.CHN1."))})
    names = [name for name in names if any(f"{name}@" in other for one in told for other in one)]
    order = np.random.default_rng(seed).permutation(len(names))
    return [names[at] for at in order[:most]]


def _attacked(
    item: str, told: Sequence[Mapping[str, Told]], rows: Sequence[Mapping[str, str]], scene: Scenario
) -> tuple[int, list[str]]:
    column = item.removeprefix("F.").replace(".", "__")
    answered = [row[column] in ("0", "1") for row in rows]
    keys: list[tuple[Any, ...]] = [
        (row["SCR1"], row["SCR2"], *(present[at] for present in scene.present)) for at, row in enumerate(rows)
    ]
    counted = Counter(key for key, here in zip(keys, answered, strict=True) if here)
    chosen = Counter(key for key, row in zip(keys, rows, strict=True) if row[column] == "1")
    atoms = sorted(counted)
    adversary = Adversary(np.array([counted[atom] for atom in atoms]), np.array([chosen[atom] for atom in atoms]))
    groups: list[np.ndarray] = []
    for report, figures in enumerate(told):
        here = np.array([bool(atom[2 + report]) for atom in atoms])
        groups += [here, ~here]
        for cut in plan_of(scene.cuts[report]).segments:
            axis = 0 if cut.id == "age" else 1
            parts = [group.codes for group in cut.groups] or [(code,) for code in sorted({a[axis] for a in atoms})]
            inside = [np.array([atom[axis] in codes for atom in atoms]) for codes in parts]
            groups += [part & here for one in inside for part in (one, ~one)]
        pairs = narrowed(figures, _size(report, rows, scene))
        for name in by_item(figures).get(item, []):
            adversary.learn(_part(name, atoms, scene, report) & here, pairs[name])
    tried, leaks = 0, []
    for group in small_groups(groups, adversary.sizes, FEWEST):
        n, chose, (low, high) = adversary.of(group)
        assert low <= chose <= high, (scene.name, item)
        tried += 1
        if low == high and not _nobody_of_many(adversary, group, groups):
            leaks.append(f"{scene.name} {item}: {chose} of {n}")
    return tried, leaks


def _nobody_of_many(adversary: Adversary, small: np.ndarray, groups: Sequence[np.ndarray]) -> bool:
    """Tell whether it follows from ten or more people, nobody or all of whom chose: that may be told."""
    whole = np.ones(len(small), dtype=bool)
    rest = [one & ~other for one in (whole, *groups) for other in (~small, *groups)]
    for group in (*groups, *rest):
        alike = adversary.chose[group].sum() in (0, adversary.sizes[group].sum())
        if alike and not (small & ~group).any() and adversary.sizes[group].sum() >= FEWEST:
            _, _, (low, high) = adversary.of(group)
            if low == high:
                return True
    return False


def _size(report: int, rows: Sequence[Mapping[str, str]], scene: Scenario) -> int:
    return sum(scene.present[report])


def _part(name: str, atoms: Sequence[tuple[object, ...]], scene: Scenario, report: int) -> np.ndarray:
    """Return the atoms that a figure's id is about."""
    part, _, role = name.partition("@")[2].partition(":")
    if not part:
        return np.ones(len(atoms), dtype=bool)
    cut, _, group = part.partition("=")
    axis = 0 if cut == "age" else 1
    plan = plan_of(scene.cuts[report])
    codes = next((one.codes for one in plan.segments[0].groups if one.id == group), ()) if cut == "age" else (group,)
    inside = np.array([atom[axis] in codes for atom in atoms])
    return ~inside if role == "others" else inside

"""Flag responses that look answered without reading, by the norm of their own language and device; delete nobody.

Signs: one answer all down most grids; runs of one answer far longer than usual; answers that vary far less than usual;
a pattern far from all others (Mahalanobis); and, where the data have a pace, less than half the usual time. What was
noticed while responses were collected stands beside: a box that only programs fill in, haste page by page, and a rush
at the door, which says nothing of answering and does not count. A response is flagged by two signs.
Curran (2016), Journal of Experimental Social Psychology 66.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.codebook import Variable
from analysis.dataset import SIGN_COLUMNS
from analysis.plan import Flags, Plan
from analysis.quality.indices import longest_string, squared_distances, straight_lined, variability
from analysis.segments.contrasts import Item, items
from analysis.topics.driving import placed
from analysis.topics.findings import Finding, finding, share
from analysis.topics.samples import Sample

FEWEST_ITEMS, FEWEST_IN_NORM, ROWS_PER_ITEM = 4, 30, 10
FAR, RARE, HALF, MOST_MISSING = 3.0, 1e-3, 0.5, 0.2
SIGNS_NEEDED = 2
NOT_COUNTED = ("rush",)
"""Signs of how somebody came, not of how they answered."""
MAD_TO_SD = 1.4826


@dataclass(frozen=True)
class Sign:
    """One sign with its share; `without` a finding where it could not be looked for."""

    id: str
    share: Finding | None


@dataclass(frozen=True)
class NormGroup:
    """Those who answered in one language on one kind of device, whose usual answers are the norm of each other."""

    language: str
    device: str
    n: int
    flagged: Finding


@dataclass(frozen=True)
class Compared:
    """A figure with and without the responses flagged."""

    item: Item
    every: Finding
    kept: Finding

    @property
    def change(self) -> float:
        return self.kept.value - self.every.value


@dataclass(frozen=True)
class Quality:
    """Flags of one audience; `compared` holds the first figure of each question and those that change most."""

    signs: tuple[Sign, ...]
    flagged: Finding
    groups: tuple[NormGroup, ...]
    compared: tuple[Compared, ...]
    has_pace: bool
    base_n: int


def quality(sample: Sample, plan: Plan) -> Quality | None:
    """Flag the responses of an audience; None where no grid of the plan has four rows that were asked."""
    grids = _grids(sample, plan.quality)
    if not grids:
        return None
    base = sample.base & np.logical_or.reduce([(~np.isnan(x)).sum(axis=1) >= FEWEST_ITEMS for x in grids])
    if not base.any():
        return None
    names, norms = _norms(sample, plan.quality, base)
    found = signs(grids, norms, base)
    pace = _pace(sample, plan.quality, norms, base)
    if pace is not None:
        found["pace"] = pace
    found |= collected(sample, base)
    counted = np.sum(np.stack([flag for name, flag in found.items() if name not in NOT_COUNTED]), axis=0)
    flagged = np.asarray(counted >= SIGNS_NEEDED) & base
    limits = plan.thresholds
    told = tuple(
        Sign(name, share(sample, f"quality.{name}", flag & base, base, limits)) for name, flag in found.items()
    )
    return Quality(
        signs=told,
        flagged=share(sample, "quality.flagged", flagged, base, limits),
        groups=tuple(
            NormGroup(*name, int((norms == at).sum()), _within(sample, plan, flagged, norms == at, name))
            for at, name in enumerate(names)
        ),
        compared=_compared(sample, plan, flagged),
        has_pace=pace is not None,
        base_n=int(base.sum()),
    )


def signs(grids: Sequence[FloatArray], norms: IntArray, base: BoolArray) -> dict[str, BoolArray]:
    """Return who shows each sign; `grids` are rows × items, `norms` number the group whose usual answers count."""
    answered = np.stack([(~np.isnan(x)).sum(axis=1) >= FEWEST_ITEMS for x in grids], axis=1)
    straight = np.stack([straight_lined(x, FEWEST_ITEMS) for x in grids], axis=1) & answered
    runs = np.stack([longest_string(x) for x in grids], axis=1).max(axis=1).astype(np.float64)
    with np.errstate(invalid="ignore"):
        spread = np.stack(
            [np.where(answered[:, [at]].ravel(), variability(x), np.nan) for at, x in enumerate(grids)], 1
        )
    known = ~np.isnan(spread)
    mean = np.divide(
        np.nansum(spread, axis=1), known.sum(axis=1), out=np.full(len(base), np.nan), where=known.any(axis=1)
    )
    far = np.logical_or.reduce([_far(x, base) for x in grids])
    return {
        "straight": np.asarray((straight.sum(axis=1) >= HALF * np.maximum(answered.sum(axis=1), 1)) & base),
        "run": beyond(runs, norms, base, at_least=1.0),
        "flat": beyond(-mean, norms, base),
        "far": np.asarray(far & base),
    }


def collected(sample: Sample, base: BoolArray) -> dict[str, BoolArray]:
    """Return who shows each sign that was noticed while responses were collected, where the data say so."""
    there = [name for name in SIGN_COLUMNS if sample.dataset.answered(name).any()]
    return {name.removeprefix("sign_"): sample.dataset.holds_code(name, ("1",)) & base for name in there}


def beyond(x: FloatArray, norms: IntArray, base: BoolArray, *, at_least: float = 0.0) -> BoolArray:
    """Tell whose value is more than three robust standard deviations above the median of their group."""
    result = np.zeros(len(x), dtype=np.bool_)
    for at in np.unique(norms[base]):
        here = base & (norms == at) & ~np.isnan(x)
        if not here.any():
            continue
        middle = float(np.median(x[here]))
        spread = max(MAD_TO_SD * float(np.median(np.abs(x[here] - middle))), at_least)
        result[here] = x[here] > middle + FAR * spread if spread > 0 else False
    return result


def _far(x: FloatArray, base: BoolArray) -> BoolArray:
    """Tell whose answers to a grid lie further out than one in a thousand of normal ones would.

    A grid whose rows were drawn by lot is left out: covariances from other people for each pair make no distance.
    """
    inside = base & (~np.isnan(x)).any(axis=1)
    result = np.zeros(len(x), dtype=np.bool_)
    if inside.sum() < ROWS_PER_ITEM * x.shape[1] or np.isnan(x[inside]).mean() > MOST_MISSING:
        return result
    apart = squared_distances(x[inside])
    items_answered = (~np.isnan(x[inside])).sum(axis=1)
    result[inside] = np.nan_to_num(apart, nan=0.0) > special.chdtri(np.maximum(items_answered, 1), RARE)
    return result


def _grids(sample: Sample, entry: Flags) -> list[FloatArray]:
    found = []
    for question in entry.grids:
        rows = [variable for variable in sample.dataset.codebook.of_question(question) if variable.scale]
        asked = [variable for variable in rows if sample.answered(variable.name).any()]
        if len(asked) >= FEWEST_ITEMS:
            found.append(np.stack([placed(sample.dataset, variable, _off(variable)) for variable in asked], axis=1))
    return found


def _off(variable: Variable) -> tuple[str, ...]:
    return tuple(value.code for value in variable.values if value.apart)


def _norms(sample: Sample, entry: Flags, base: BoolArray) -> tuple[list[tuple[str, str]], IntArray]:
    """Number the groups of language and device; those of fewer than 30 share one norm, named by nothing."""
    language = sample.dataset.column("language")
    device = sample.dataset.column(entry.device) if entry.device else np.full(sample.dataset.n, "")
    pairs = np.char.add(np.char.add(language, "\t"), device)
    names, which, counts = np.unique(pairs[base], return_inverse=True, return_counts=True)
    norms = np.full(sample.dataset.n, -1, dtype=np.int64)
    norms[base] = which
    kept = [at for at in range(len(names)) if counts[at] >= FEWEST_IN_NORM]
    place = np.full(len(names), len(kept), dtype=np.int64)
    place[kept] = np.arange(len(kept))
    norms[base] = place[which]
    told = [(parts[0], parts[1]) for parts in (str(names[at]).split("\t") for at in kept)]
    return [*told, *([("", "")] if len(kept) < len(names) else [])], norms


def _pace(sample: Sample, entry: Flags, norms: IntArray, base: BoolArray) -> BoolArray | None:
    """Tell who took less than half the median time of their group; None where no pace is recorded."""
    if not entry.pace or entry.pace not in sample.dataset.cells:
        return None
    taken = sample.dataset.numbers(entry.pace)
    quick = np.zeros(sample.dataset.n, dtype=np.bool_)
    for at in np.unique(norms[base]):
        here = base & (norms == at) & ~np.isnan(taken)
        if here.any():
            quick[here] = taken[here] < HALF * float(np.median(taken[here]))
    return quick


def _within(sample: Sample, plan: Plan, flagged: BoolArray, here: BoolArray, name: tuple[str, str]) -> Finding:
    return share(sample, f"quality.flagged@{'-'.join(part for part in name if part) or 'others'}", flagged & here, here,
                 plan.thresholds)  # fmt: skip


def _compared(sample: Sample, plan: Plan, flagged: BoolArray) -> tuple[Compared, ...]:
    """Estimate the first item of each question, and the four that change most, with and without those flagged."""
    if not flagged.any():
        return ()
    everyone, kept = np.ones(sample.dataset.n, dtype=np.bool_), ~flagged
    found = []
    for item in items(sample, plan):
        if not (item.base & kept).any():
            continue
        name = f"quality.{item.name}"
        every = finding(sample, f"{name}.every", "share", item.estimate(everyone), plan.thresholds)
        without = finding(sample, f"{name}.kept", "share", item.estimate(kept), plan.thresholds)
        found.append(Compared(item, every, without))
    shown = [one for one in found if one.every.shown and one.kept.shown]
    shown.sort(key=lambda one: -one.every.value)
    first = {one.item.question: one for one in reversed(shown)}
    chosen = sorted(first.values(), key=lambda one: -one.every.value)
    moved = sorted((one for one in shown if one not in chosen), key=lambda one: -abs(one.change))
    return (*chosen, *moved[:4])

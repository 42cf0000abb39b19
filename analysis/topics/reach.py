"""Estimate unduplicated weekly reach: whom a set of channels reaches together, and what each further one adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.codebook import Variable
from analysis.design import Design
from analysis.plan import Plan, Thresholds
from analysis.sampling import build_design
from analysis.topics.findings import Finding, share
from analysis.topics.samples import Sample

MOST_CHANNELS = 22
RESAMPLES, FEWER_RESAMPLES, EASY_CHANNELS = 200, 40, 12
"""Choosing again takes 2 to the power of the channels each time; from 13 channels on there are fewer resamples."""


@dataclass(frozen=True)
class Step:
    """One more channel: the union with those before it, and what it adds."""

    variable: Variable
    alone: Finding
    union: Finding
    gain: Finding


@dataclass(frozen=True)
class Reach:
    """Channels of one kind in the order in which each adds most; `enough` is the smallest set that meets the target.

    `enough` is exact: every set of that size was compared. It is empty where no set meets the target. `chosen_again` is
    by channel of the steps the share of bootstrap samples in whose own smallest set it is, `same_again` the share in
    which the whole set is the same; both only where the basis gives errors.
    """

    kind: str
    steps: tuple[Step, ...]
    enough: tuple[Variable, ...]
    enough_union: Finding | None
    base_n: int
    chosen_again: tuple[float, ...] = ()
    same_again: float = float("nan")


def reach(sample: Sample, plan: Plan, kind: str, codes: Sequence[str]) -> Reach | None:
    """Estimate the reach of the channels of one kind among all who answered; None where nobody was asked."""
    every = {variable.choice: variable for variable in sample.dataset.codebook.of_question(plan.reach)}
    variables = [every[code] for code in codes if code in every]
    if not variables:
        return None
    base = sample.answered(variables[0].name)
    if not base.any():
        return None
    used = np.stack([sample.dataset.holds_code(variable.name, ("1",)) for variable in variables], axis=1)
    weights = np.where(base, sample.design.weights, 0.0)
    limits, name = plan.thresholds, f"{plan.reach}.{kind}"
    growing = greedy_order(used, weights)
    steps = [_step(sample, name, variables, used, order, base, limits) for order in _growing(growing)]
    chosen = smallest_set(used, weights, limits.reach_target)
    union = None
    if chosen:
        reached = np.asarray(used[:, list(chosen)].any(axis=1))
        union = share(sample, f"{name}.set{len(chosen)}", reached, base, limits)
    enough = tuple(variables[at] for at in chosen)
    again, same = _chosen_again(sample, used, weights, chosen, plan) if sample.has_intervals else ((), float("nan"))
    by_step = tuple(again[at] for at in growing) if again else ()
    return Reach(kind, tuple(steps), enough, union, int(base.sum()), by_step, same)


def greedy_order(used: BoolArray, weights: FloatArray) -> list[int]:
    """Order channels so that each adds the most weight to those before it; ties keep the questionnaire's order."""
    left, order = list(range(used.shape[1])), []
    missed = weights.copy()
    while left:
        best = max(left, key=lambda at: (float(missed @ used[:, at]), -at))
        order.append(best)
        left.remove(best)
        missed = np.where(used[:, best], 0.0, missed)
    return order


def smallest_set(used: BoolArray, weights: FloatArray, target: float) -> tuple[int, ...]:
    """Return the smallest set reaching the target share, the one of most reach among its size; () if there is none.

    Exact: the weight that no channel of a set reaches is summed over subsets for all sets at once.
    """
    k = used.shape[1]
    if k > MOST_CHANNELS:
        raise ValueError(f"At most {MOST_CHANNELS} channels can be compared exactly.")
    patterns: IntArray = used.astype(np.int64) @ (1 << np.arange(k, dtype=np.int64))
    inside = np.bincount(patterns, weights=weights, minlength=1 << k)
    for bit in range(k):
        halves = inside.reshape(-1, 2, 1 << bit)
        halves[:, 1] += halves[:, 0]
    every = (1 << k) - 1
    reached = 1 - inside[every - np.arange(1 << k)] / inside[every]
    sizes = np.array([int(at).bit_count() for at in range(1 << k)])
    meeting = np.flatnonzero(reached >= target)
    if not len(meeting):
        return ()
    fewest = meeting[sizes[meeting] == sizes[meeting].min()]
    best = int(fewest[np.argmax(reached[fewest])])
    return tuple(bit for bit in range(k) if best >> bit & 1)


def _chosen_again(
    sample: Sample, used: BoolArray, weights: FloatArray, chosen: tuple[int, ...], plan: Plan
) -> tuple[tuple[float, ...], float]:
    """Choose the smallest set again in resamples of the clusters within their strata (Rao and Wu 1988)."""
    rng, k = np.random.default_rng(plan.seed), used.shape[1]
    resamples = RESAMPLES if k <= EASY_CHANNELS else FEWER_RESAMPLES
    counts, same = np.zeros(k), 0
    for factors in resampled(sample.design, resamples, rng):
        again = smallest_set(used, weights * factors, plan.thresholds.reach_target)
        counts[list(again)] += 1
        same += again == chosen
    return tuple(float(count) for count in counts / resamples), same / resamples


def resampled(design: Design, times: int, rng: np.random.Generator) -> Iterator[FloatArray]:
    """Yield factors of the weights by row: n−1 clusters drawn with replacement from the n of each stratum.

    Replicate weights do not tell clusters: rows are drawn one by one.
    """
    first = design.stages[0] if design.stages else build_design(design.weights).stages[0]
    sizes = first.sizes[first.cluster_strata].astype(np.float64)
    several = sizes > 1
    by_stratum = [np.flatnonzero(first.cluster_strata == at) for at in range(len(first.sizes))]
    for _ in range(times):
        counts = np.zeros(len(first.cluster_strata))
        for clusters in by_stratum:
            if len(clusters) > 1:
                np.add.at(counts, rng.choice(clusters, len(clusters) - 1), 1.0)
        scale = np.where(several, counts * sizes / np.maximum(sizes - 1, 1), 1.0)
        yield scale[first.clusters]


def _growing(order: list[int]) -> list[list[int]]:
    return [order[: at + 1] for at in range(len(order))]


def _step(
    sample: Sample,
    name: str,
    variables: list[Variable],
    used: BoolArray,
    order: list[int],
    base: BoolArray,
    limits: Thresholds,
) -> Step:
    last, before = order[-1], np.asarray(used[:, order[:-1]].any(axis=1))
    code = variables[last].choice
    return Step(
        variable=variables[last],
        alone=share(sample, f"{name}.{code}", used[:, last], base, limits),
        union=share(sample, f"{name}.R{len(order)}", before | used[:, last], base, limits),
        gain=share(sample, f"{name}.R{len(order)}.gain", used[:, last] & ~before, base, limits),
    )

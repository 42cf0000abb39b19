"""Estimate how often each answer to a question is chosen: one of several, several at once, or a ranking.

Several answers add up to more than everybody; a ranking is told by its first place and by any place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray
from analysis.codebook import Text, Variable
from analysis.plan import Plan
from analysis.topics.findings import Finding, covariance_of, df_of_tests, share, share_statistic, withheld_beside
from analysis.topics.ranking import Ranks, ranks
from analysis.topics.samples import Sample

Way: TypeAlias = Literal["one", "several", "ranking"]
TOP = 3
MOST_PARTS = 15
"""A list longer than this (countries, languages) is told by its most frequent answers, and ranked among those."""


@dataclass(frozen=True)
class Part:
    """One answer with its share; of a ranking the share that put it first, and `anywhere` in the ranking."""

    code: str
    text: Text
    share: Finding
    anywhere: Finding | None = None


@dataclass(frozen=True)
class Choices:
    """The answers to a question, by share unless they stand in an order of their own.

    `ranks`, in the same order, exist where the basis gives errors and the answers have no order of their own.
    """

    question: str
    way: Way
    parts: tuple[Part, ...]
    ranks: Ranks | None
    base_n: int
    left_out: int = 0
    """How many answers that somebody gave are not among the parts."""


def choices(sample: Sample, plan: Plan, question: str, *, in_order: bool = False) -> Choices | None:
    """Estimate a question's answers among all who answered it; None where it does not exist or nobody did."""
    variables = sample.dataset.codebook.of_question(question) if question else ()
    if not variables:
        return None
    way = way_of(variables)
    base = np.asarray(np.logical_or.reduce([sample.answered(variable.name) for variable in variables]))
    if way is None or not base.any():
        return None
    marked = _marked(sample, plan, variables, way)
    order = list(range(len(marked)))
    if not in_order:
        weights = np.where(base, sample.design.weights, 0.0)
        order.sort(key=lambda at: -float(weights @ marked[at][2]))
    sensitive = variables[0].is_sensitive
    kept = [marked[at] for at in order if marked[at][2].any() or way == "several" or sensitive][:MOST_PARTS]
    parts = tuple(_part(sample, plan, question, one, base, sensitive=sensitive) for one in kept)
    if way == "one":
        counts = [int(np.sum(flag & base)) for _, _, flag, _ in kept]
        shares = withheld_beside([part.share for part in parts], counts, plan.thresholds.public_n)
        parts = tuple(replace(part, share=made) for part, made in zip(parts, shares, strict=True))
    flags = [flag for _, _, flag, _ in kept]
    ranked = None if in_order else _ranked(sample, plan, parts, flags, base)
    given = [sum(bool(flag.any()) for _, _, flag, _ in some) for some in (marked, kept)]
    return Choices(question, way, parts, ranked, int(base.sum()), given[0] - given[1])


def way_of(variables: Sequence[Variable]) -> Way | None:
    """Say how a question's answers are chosen; None where they are not (numbers, texts, grids)."""
    first = variables[0]
    if first.kind == "several" and first.choice:
        return "several"
    if first.kind == "ranking" and first.values:
        return "ranking"
    return "one" if first.kind in ("one", "calculated") and first.values and not first.row else None


Marked: TypeAlias = tuple[str, Text, BoolArray, BoolArray | None]


def _marked(sample: Sample, plan: Plan, variables: Sequence[Variable], way: Way) -> list[Marked]:
    """Return code, wording, who chose it (first), and of a ranking who placed it anywhere."""
    held = sample.dataset.holds_code
    if way == "several":
        chosen = [v for v in variables if v.choice and v.choice != plan.none]
        return [(str(v.choice), v.label, held(v.name, ("1",)), None) for v in chosen]
    values = variables[0].values
    if way == "one":
        return [(value.code, value.text, held(variables[0].name, (value.code,)), None) for value in values]
    found: list[Marked] = []
    for value in values:
        places = [held(variable.name, (value.code,)) for variable in variables]
        found.append((value.code, value.text, places[0], np.asarray(np.logical_or.reduce(places))))
    return found


def _part(sample: Sample, plan: Plan, question: str, marked: Marked, base: BoolArray, *, sensitive: bool) -> Part:
    code, text, first, anywhere = marked
    limits, name = plan.thresholds, f"{question}.{code}"
    told = share(sample, name, first & base, base, limits, sensitive=sensitive)
    placed = None
    if anywhere is not None:
        placed = share(sample, f"{name}.any", anywhere & base, base, limits, sensitive=sensitive)
    return Part(code, text, told, placed)


def _ranked(
    sample: Sample, plan: Plan, parts: Sequence[Part], flags: Sequence[BoolArray], base: BoolArray
) -> Ranks | None:
    if not sample.has_intervals or len(parts) < 2:
        return None
    joint = covariance_of(sample, [share_statistic(sample, flag & base, base) for flag in flags])
    values = np.array([part.share.value for part in parts])
    top = min(TOP, len(parts) - 1)
    return ranks(values, joint, df_of_tests(sample, base), alpha=plan.thresholds.alpha, top=top, seed=plan.seed)

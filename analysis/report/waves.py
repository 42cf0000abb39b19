"""Compare figures of waves that were sampled apart, and say which changed, which did not, and which cannot tell.

This wave is held against each earlier one that the plan names. A change is called one where it stands after
Benjamini–Hochberg over every figure and every wave compared, and is as large as the plan asks; its variance is the sum
of both waves', its degrees of freedom Welch–Satterthwaite's. Earlier waves are weighted again by today's plan. A figure
whose question was worded or coded otherwise is not compared; one that either wave may not print is not told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

import numpy as np

from analysis.codebook import Codebook, Variable
from analysis.report.evidence import Evidence
from analysis.report.followed import compared, figures_followed
from analysis.topics.findings import Finding, df_of_tests
from analysis.topics.ranking import benjamini_hochberg
from analysis.waves.changing import difference as subtracted

Since: TypeAlias = Literal["last", "year", "first"]
Verdict: TypeAlias = Literal["changed", "unchanged", "refused"]

A_YEAR, ABOUT = 365, 61
"""Days; a wave is one of a year ago where it ended within two months of that."""


@dataclass(frozen=True)
class Change:
    """`detectable` is the smallest difference that would show four times in five, whatever else is compared.

    `expected` is how far the two waves' figures lie apart, either way, if nothing changes.
    """

    now: Finding
    then: Finding
    difference: float
    low: float
    high: float
    detectable: float
    verdict: Verdict
    p: float = math.nan
    expected: float = math.nan


@dataclass(frozen=True)
class Comparison:
    """This wave against an earlier one; `since` says which it is: the last, that of a year ago, the first."""

    since: tuple[Since, ...]
    wave: Evidence
    changes: tuple[Change, ...]


def comparisons(evidence: Evidence) -> tuple[Comparison, ...]:
    """Compare this wave with every earlier one the plan names; false alarms are controlled over all of them at once."""
    about, named = compared(evidence), earlier_waves(evidence)
    pairs = [_pairs(evidence, wave, about) for _, wave in named]
    tested = sum(comparable for some in pairs for *_, comparable in some)
    most = [(_most_df(evidence), _most_df(wave)) for _, wave in named]
    alpha = evidence.plan.thresholds.alpha
    made = [
        [_change(*pair, of, alpha=alpha, tested=tested) for pair in some] for some, of in zip(pairs, most, strict=True)
    ]
    judged = iter(_judged([one for some in made for one in some], evidence))
    return tuple(
        Comparison(since, wave, tuple(next(judged) for _ in some))
        for (since, wave), some in zip(named, made, strict=True)
    )


def earlier_waves(evidence: Evidence) -> list[tuple[tuple[Since, ...], Evidence]]:
    """Return the earlier waves that the plan compares with, each once, in the plan's order."""
    before = evidence.waves[:-1]
    chosen: dict[int, list[Since]] = {}
    for since in evidence.plan.waves.since:
        at = _place(since, before, evidence) if before else None
        if at is not None:
            chosen.setdefault(at, []).append(since)  # type: ignore[arg-type]
    return [(tuple(names), before[at]) for at, names in chosen.items()]


def _place(since: str, before: Sequence[Evidence], now: Evidence) -> int | None:
    if since == "last":
        return len(before) - 1
    if since == "first":
        return 0
    today = date.fromisoformat(now.package.fieldwork.last)
    days = [(today - date.fromisoformat(one.package.fieldwork.last)).days for one in before]
    nearest = min(range(len(days)), key=lambda at: abs(days[at] - A_YEAR))
    return nearest if abs(days[nearest] - A_YEAR) <= ABOUT else None


def changes(now: Evidence, then: Evidence, about: Mapping[str, Variable]) -> list[Change]:
    """Compare the figures named in `about` (id and the variable it is of) that both waves print."""
    pairs, most = _pairs(now, then, about), (_most_df(now), _most_df(then))
    alpha, tested = now.plan.thresholds.alpha, sum(comparable for _, _, comparable in pairs)
    return _judged([_change(*pair, most, alpha=alpha, tested=tested) for pair in pairs], now)


def _pairs(now: Evidence, then: Evidence, about: Mapping[str, Variable]) -> list[tuple[Finding, Finding, bool]]:
    """Return the figures of both waves that may be printed, and whether they can be compared."""
    today, earlier = figures_followed(now), figures_followed(then)
    pairs = []
    for name, variable in about.items():
        one, other = today.get(name), earlier.get(name)
        if one is None or other is None or not (one.shown and other.shown):
            continue
        same = same_question(now.package.codebook, then.package.codebook, variable)
        pairs.append((one, other, same and one.basis == other.basis and one.se > 0 and other.se > 0))
    return pairs


def _most_df(evidence: Evidence) -> dict[str, float]:
    """Return by audience the degrees of freedom that a test of its figures has at most."""
    return {one.id: df_of_tests(one.sample, one.sample.base) for one in evidence.audiences}


def same_question(now: Codebook, then: Codebook, variable: Variable) -> bool:
    """Tell whether every column of a variable's question was worded and coded alike, in the languages of both waves."""
    of = frozenset(then.languages), frozenset(now.languages)
    return now.asked_as(variable.question, of[0]) == then.asked_as(variable.question, of[1])


def _change(
    now: Finding,
    then: Finding,
    comparable: bool,
    most: tuple[Mapping[str, float], Mapping[str, float]],
    *,
    alpha: float,
    tested: int,
) -> Change:
    nothing = math.nan
    difference = now.value - then.value
    if not comparable:
        return Change(now, then, difference, nothing, nothing, nothing, "refused")
    dfs = [min(one.df, of[one.id.partition(".")[0]]) for one, of in zip((now, then), most, strict=True)]
    found = subtracted(now.value, then.value, (now.se, then.se), (dfs[0], dfs[1]), alpha=alpha, compared=tested)
    limits = found.value, found.low, found.high, found.detectable
    return Change(now, then, *limits, "unchanged", found.p, found.expected)


def _judged(made: list[Change], evidence: Evidence) -> list[Change]:
    limits = evidence.plan.thresholds
    adjusted = benjamini_hochberg(np.array([one.p for one in made]))
    return [
        replace(one, verdict="changed")
        if one.verdict != "refused" and p < limits.alpha and abs(one.difference) >= limits.smallest_difference
        else one
        for one, p in zip(made, adjusted, strict=True)
    ]

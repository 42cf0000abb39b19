"""Compare figures of two waves that were sampled apart, and say which changed, which did not, and which cannot tell.

A change is called one where it stands after Benjamini–Hochberg over every figure compared and is as large as the plan
asks; its variance is the sum of both waves', its degrees of freedom Welch–Satterthwaite's. The earlier wave is weighted
again by today's plan. A figure whose question was worded or coded otherwise is not compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from analysis.codebook import Codebook, Variable
from analysis.report.evidence import Evidence, findings_in
from analysis.topics.findings import Finding, df_of_tests
from analysis.topics.ranking import benjamini_hochberg
from analysis.waves.changing import difference as subtracted

Verdict: TypeAlias = Literal["changed", "unchanged", "refused"]


@dataclass(frozen=True)
class Change:
    """`detectable` is the smallest difference that would show four times in five, whatever else is compared."""

    now: Finding
    then: Finding
    difference: float
    low: float
    high: float
    detectable: float
    verdict: Verdict
    p: float = math.nan


def changes(now: Evidence, then: Evidence, about: Mapping[str, Variable]) -> list[Change]:
    """Compare the figures named in `about` (id and the variable it is of) that both waves print."""
    today = {finding.id: finding for finding in findings_in(now)}
    earlier = {finding.id: finding for finding in findings_in(then)}
    most = _most_df(now), _most_df(then)
    pairs = []
    for name, variable in about.items():
        one, other = today.get(name), earlier.get(name)
        if one is None or other is None or not (one.shown and other.shown):
            continue
        same = same_question(now.package.codebook, then.package.codebook, variable)
        pairs.append((one, other, same and one.basis == other.basis and one.se > 0 and other.se > 0))
    alpha, tested = now.plan.thresholds.alpha, sum(comparable for _, _, comparable in pairs)
    return _judged([_change(*pair, most, alpha=alpha, tested=tested) for pair in pairs], now)


def _most_df(evidence: Evidence) -> dict[str, float]:
    """Return by audience the degrees of freedom that a test of its figures has at most."""
    return {one.id: df_of_tests(one.sample, one.sample.base) for one in evidence.audiences}


def same_question(now: Codebook, then: Codebook, variable: Variable) -> bool:
    """Tell whether every column of a variable's question was worded and coded alike, in the languages of both waves."""
    today, earlier = now.of_question(variable.question), then.of_question(variable.question)
    return [_asked(one, then.languages) for one in today] == [_asked(one, now.languages) for one in earlier]


def _asked(variable: Variable, languages: Iterable[str]) -> tuple[object, ...]:
    kept = sorted(languages)
    texts = (variable.text, variable.label, *(value.text for value in variable.values))
    worded = tuple(tuple((tag, text[tag]) for tag in kept if tag in text) for text in texts)
    return variable.name, tuple(value.code for value in variable.values), worded


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
    return Change(now, then, found.value, found.low, found.high, found.detectable, "unchanged", found.p)


def _judged(made: list[Change], evidence: Evidence) -> list[Change]:
    limits = evidence.plan.thresholds
    adjusted = benjamini_hochberg(np.array([one.p for one in made]))
    return [
        replace(one, verdict="changed")
        if one.verdict != "refused" and p < limits.alpha and abs(one.difference) >= limits.smallest_difference
        else one
        for one, p in zip(made, adjusted, strict=True)
    ]

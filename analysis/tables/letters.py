"""Compare the columns of a table row by row, and turn what is significant into letters.

Every pair is compared and counted whatever its base; refusals govern only the letters a reader sees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, TypeAlias

from analysis.arrays import FloatArray
from analysis.estimation.estimates import Estimate, estimate
from analysis.estimation.significance import Adjustment, Comparison, adjusted, compare
from analysis.estimation.statistics import Statistic
from analysis.tables.crosstab import Crossing

Unit: TypeAlias = Literal["row", "table", "report"]
WhyNot: TypeAlias = Literal["n", "effective_n", "zero_or_one", "below_threshold"]

LOW_BASE = 100
ROUNDING = 1e-13
"""A variance this small relative to those of the two shares is what subtracting left of them."""


@dataclass(frozen=True)
class LetterRule:
    """When a difference gets a letter; `family` is the set of tests that are adjusted together."""

    family: Unit = "table"
    alpha: float = 0.05
    adjust: Adjustment = "holm"
    min_n: int = 30
    min_effective_n: float = 30
    min_difference: float = 0.0


@dataclass(frozen=True)
class Pair:
    """The share of one row in column `a` against column `b`, or against everyone else in the base (None).

    `tested` says whether a letter may be given and `why_not` what forbids it; the p-values stand either way. The
    family is filled in by `in_families`.
    """

    row: int
    a: int
    b: int | None
    comparison: Comparison
    why_not: WhyNot | None
    p_adjusted: float = math.nan
    family_size: int = 0
    significant: bool = False

    @property
    def tested(self) -> bool:
        return self.why_not is None


@dataclass(frozen=True)
class Mark:
    """What a cell shows: the columns it is significantly above, and a warning about its base."""

    row: int
    column: int
    above: tuple[int, ...]
    note: Literal["too-few", "low-base"] | None


def pairs(crossing: Crossing, df: float, rule: LetterRule | None = None) -> list[Pair]:
    """Compare every pair of columns in every row, then every column with everyone else in the base.

    `df` is that of the design. Overlap and shared clusters enter through the joint covariance. The p-values are not
    yet adjusted: see `in_families`.
    """
    chosen, (r, c) = rule or LetterRule(), crossing.shape
    columns = [crossing.column_share(column) for column in range(c)]
    rests = [crossing.rest_share(column) for column in range(c)] if c > 1 else []
    statistics = columns + rests
    covariance = crossing.design.covariance(statistics, present=crossing.domain)
    figures = [estimate(crossing.design, [statistic], interval_of="t", df=df).rows for statistic in statistics]
    against = [*combinations(range(c), 2), *((column, c + column) for column in range(len(rests)))]
    found = []
    for row in range(r):
        for a, b in against:
            comparison = _compared(statistics, covariance, row, a, b, df)
            why_not = _why_not(figures[a][row], figures[b][row], comparison, chosen)
            found.append(Pair(row, a, b if b < c else None, comparison, why_not))
    return found


def in_families(found: Sequence[Pair], rule: LetterRule) -> list[Pair]:
    """Adjust p-values within families and say what is significant.

    Pairs of columns and columns against everyone else are separate families; by `row` each row is one of its own,
    otherwise all the pairs given are one. A pair without a p-value is not counted.
    """
    families: dict[tuple[bool, int], list[int]] = {}
    for i, pair in enumerate(found):
        families.setdefault((pair.b is None, pair.row if rule.family == "row" else -1), []).append(i)
    result = list(found)
    for members in families.values():
        values = adjusted([found[i].comparison.p for i in members], rule.adjust)
        size = sum(not math.isnan(value) for value in values)
        for i, value in zip(members, values, strict=True):
            significant = bool(value < rule.alpha)
            result[i] = replace(found[i], p_adjusted=value, family_size=size, significant=significant)
    return result


def letters(crossing: Crossing, found: Sequence[Pair], rule: LetterRule, df: float) -> list[Mark]:
    """Mark every cell: what it is significantly above, "too few" or "low base"."""
    above: dict[tuple[int, int], list[int]] = {}
    for pair in found:
        if pair.b is not None and pair.tested and pair.significant:
            higher, lower = (pair.a, pair.b) if pair.comparison.difference > 0 else (pair.b, pair.a)
            above.setdefault((pair.row, higher), []).append(lower)
    marks = []
    for column in range(crossing.shape[1]):
        figures = estimate(crossing.design, [crossing.column_share(column)], interval_of="t", df=df).rows
        for row, figure in enumerate(figures):
            higher_than = tuple(sorted(above.get((row, column), ())))
            marks.append(Mark(row, column, higher_than, _note(figure, rule)))
    return marks


def column_letter(column: int) -> str:
    """Name a column: A … Z, AA, AB, …"""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _compared(
    statistics: Sequence[Statistic], covariance: FloatArray, row: int, a: int, b: int, df: float
) -> Comparison:
    k = statistics[a].k
    i, j = a * k + row, b * k + row
    first, second = float(statistics[a].values[row]), float(statistics[b].values[row])
    variance = float(covariance[i, i] + covariance[j, j] - 2 * covariance[i, j])
    if variance <= ROUNDING * (covariance[i, i] + covariance[j, j]):
        variance = 0.0
    found = compare(first - second, variance, df)
    if _is_zero_or_one(first) or _is_zero_or_one(second):
        return replace(found, t=math.nan, p=math.nan)
    return found


def _why_not(a: Estimate, b: Estimate, comparison: Comparison, rule: LetterRule) -> WhyNot | None:
    if min(a.base_n, b.base_n) < rule.min_n:
        return "n"
    if min(a.effective_n, b.effective_n) < rule.min_effective_n:
        return "effective_n"
    if math.isnan(comparison.t):
        return "zero_or_one"
    return "below_threshold" if abs(comparison.difference) < rule.min_difference else None


def _note(figure: Estimate, rule: LetterRule) -> Literal["too-few", "low-base"] | None:
    if figure.base_n < rule.min_n or figure.effective_n < rule.min_effective_n:
        return "too-few"
    return "low-base" if min(figure.base_n, figure.effective_n) < LOW_BASE else None


def _is_zero_or_one(share: float) -> bool:
    return share <= 0.0 or share >= 1.0 or math.isnan(share)

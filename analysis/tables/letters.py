"""Compare the columns of a table row by row, and turn what is significant into letters.

Every pair is compared and counted whatever its base; refusals govern only the letters a reader sees.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias, get_args

import numpy as np

from analysis.arrays import BoolArray, FloatArray, IntArray
from analysis.design import Design
from analysis.estimation import distributions
from analysis.estimation.degrees import effective_df_between
from analysis.estimation.estimates import estimate
from analysis.estimation.significance import Adjustment, Comparison, adjusted
from analysis.estimation.statistics import Statistic, part
from analysis.replicates import ReplicateDesign

Unit: TypeAlias = Literal["row", "table", "report"]
WhyNot: TypeAlias = Literal["n", "effective_n", "zero_or_one", "no_variance", "below_threshold"]
Note: TypeAlias = Literal["too-few", "low-base"]
Degrees: TypeAlias = Literal["design", "effective"]

REASONS: tuple[WhyNot, ...] = get_args(WhyNot)
EVERYONE_ELSE = -1
LOW_BASE = 100
JOINED = 2000
"""Covariances of this many figures are computed together; beyond it, row by row."""
ROUNDING = 1e-13
"""A variance this small relative to those of the two figures is what subtracting left of them."""


@dataclass(frozen=True)
class LetterRule:
    """When a difference gets a letter; `family` is the set of tests that are adjusted together.

    `weak_alpha` is a second, larger level, marked in lower case. `min_difference` is the practical threshold of shares,
    `min_mean_difference` that of means, in units of the scale. `degrees` of freedom are the design's, as R has them, or
    those that weights and clusters leave each pair (`estimation.degrees`): needed where few uneven clusters carry many
    tests.
    """

    family: Unit = "table"
    alpha: float = 0.05
    adjust: Adjustment = "holm"
    min_n: int = 30
    min_effective_n: float = 30
    min_difference: float = 0.0
    weak_alpha: float | None = None
    min_mean_difference: float = 0.0
    degrees: Degrees = "design"


@dataclass(frozen=True)
class Line:
    """One row of a table: the figures of its c columns and then, for each of them, those of everyone else in the base.

    `covariance` is joint (2c × 2c), the other arrays hold a value for each figure. A table of one column has no others.
    `degrees` are those of freedom of every pair of figures (2c × 2c), where they are not the design's.
    """

    values: FloatArray
    covariance: FloatArray
    base_n: IntArray
    effective_n: FloatArray
    columns: int
    is_share: bool = True
    degrees: FloatArray | None = None

    def note(self, column: int, rule: LetterRule) -> Note | None:
        """Say of a column whether it has too few people for letters, or few."""
        n, worth = int(self.base_n[column]), float(self.effective_n[column]) * (1 + ROUNDING)
        if n < rule.min_n or not worth >= rule.min_effective_n:
            return "too-few"
        return "low-base" if min(n, worth) < LOW_BASE else None


@dataclass(frozen=True)
class Pair:
    """The figure of one row in column `a` against column `b`, or against everyone else in the base (None).

    `tested` says whether a letter may be given and `why_not` what forbids it; the p-values stand either way. `level` is
    the level at which the difference is significant.
    """

    row: int
    a: int
    b: int | None
    comparison: Comparison
    why_not: WhyNot | None
    p_adjusted: float
    family_size: int
    level: float | None
    significant: bool

    @property
    def tested(self) -> bool:
        return self.why_not is None


@dataclass(frozen=True)
class Pairs:
    """Many pairs, an array a property; `b` −1 is everyone else, `reason` −1 allows a letter, else counts in `REASONS`.

    `p_adjusted` and `family_size` are filled in by `in_families`.
    """

    row: IntArray
    a: IntArray
    b: IntArray
    difference: FloatArray
    se: FloatArray
    t: FloatArray
    df: FloatArray
    p: FloatArray
    reason: IntArray
    p_adjusted: FloatArray
    family_size: IntArray

    def __len__(self) -> int:
        return len(self.row)

    def part(self, chosen: BoolArray | slice) -> Pairs:
        """Keep only some of the pairs."""
        return Pairs(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def each(self, rule: LetterRule) -> Iterator[Pair]:
        """Give the pairs one by one, with the level at which they are significant."""
        levels = self.levels(rule)
        for i in range(len(self)):
            numbers = (self.difference[i], self.se[i], self.t[i], self.df[i], self.p[i])
            compared = Comparison(*(float(number) for number in numbers))
            other = None if self.b[i] == EVERYONE_ELSE else int(self.b[i])
            why_not = None if self.reason[i] < 0 else REASONS[self.reason[i]]
            level = None if math.isnan(levels[i]) else float(levels[i])
            significant = bool(self.p_adjusted[i] < rule.alpha)
            size = int(self.family_size[i])
            adjusted_p = float(self.p_adjusted[i])
            yield Pair(int(self.row[i]), int(self.a[i]), other, compared, why_not, adjusted_p, size, level, significant)

    def levels(self, rule: LetterRule) -> FloatArray:
        """Return the strictest level at which each pair is significant, not a number where at none."""
        levels = np.full(len(self), np.nan)
        for alpha in sorted({rule.alpha, rule.weak_alpha or rule.alpha}, reverse=True):
            levels[self.p_adjusted < alpha] = alpha
        return levels


@dataclass(frozen=True)
class Mark:
    """What a cell shows: the columns it is significantly above, everyone else, and a warning about its base.

    `weakly_above` are the columns it is above at the second level only; `rest` says how it stands to everyone else in
    the base, `rest_level` at which level.
    """

    row: int
    column: int
    above: tuple[int, ...]
    weakly_above: tuple[int, ...] = ()
    rest: Literal["above", "below"] | None = None
    rest_level: float | None = None
    note: Note | None = None


def lines_of(
    design: Design, columns: Sequence[Statistic], rests: Sequence[Statistic], df: float, domain: BoolArray
) -> tuple[Line, ...]:
    """Return the lines of figures that every column has k of; `rests` are about everyone outside each column.

    Overlap and shared clusters enter through the joint covariance. `domain` matters to lonely rules only. Raise
    LonelyClusterError where the design does.
    """
    statistics = [*columns, *rests]
    if not statistics:
        return ()
    figures = [estimate(design, [statistic], interval_of="t", df=df).rows for statistic in statistics]
    found = []
    for row, covariance in enumerate(_covariances(design, statistics, domain)):
        values = np.array([statistic.values[row] for statistic in statistics])
        base_n = np.array([figure[row].base_n for figure in figures], dtype=np.int64)
        worth = np.array([figure[row].effective_n for figure in figures])
        found.append(Line(values, covariance, base_n, worth, len(columns), columns[0].kind == "share"))
    return tuple(found)


def with_effective_degrees(lines: Sequence[Line], design: Design, bases: Sequence[BoolArray]) -> tuple[Line, ...]:
    """Give lines the degrees of freedom that each pair's weights and clusters leave; `bases` are the figures' own."""
    degrees = effective_df_between(design, bases)
    return tuple(replace(line, degrees=degrees[: len(line.values), : len(line.values)]) for line in lines)


def pairs_of(lines: Sequence[Line], df: float, rule: LetterRule) -> Pairs:
    """Compare every pair of columns in every line, then every column with everyone else in the base.

    `df` is that of the design, for lines without degrees of their own. The p-values are not yet adjusted: see
    `in_families`. A share of 0 or 1 has no test.
    """
    return joined([_compared(row, line, df, rule) for row, line in enumerate(lines)])


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Put pairs one after the other."""
    if parts:
        return Pairs(*(np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(Pairs)))
    none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Pairs(none, none, none, nothing, nothing, nothing, nothing, nothing, none, nothing, none)


def in_families(found: Pairs, rule: LetterRule) -> Pairs:
    """Adjust p-values within families.

    Pairs of columns and columns against everyone else are separate families; by `row` each row is one of its own,
    otherwise all the pairs given are one. A pair without a p-value is not counted.
    """
    values, sizes = np.full(len(found), np.nan), np.zeros(len(found), dtype=np.int64)
    rows = found.row if rule.family == "row" else np.zeros(len(found), dtype=np.int64)
    for against_rest in (False, True):
        kind = (found.b == EVERYONE_ELSE) == against_rest
        for row in np.unique(rows[kind]):
            members = np.flatnonzero(kind & (rows == row))
            values[members] = adjusted(found.p[members].tolist(), rule.adjust)
            sizes[members] = np.count_nonzero(~np.isnan(values[members]))
    return replace(found, p_adjusted=values, family_size=sizes)


def marks_of(lines: Sequence[Line], found: Pairs, rule: LetterRule) -> list[Mark]:
    """Mark every cell, column by column; a pair without leave for a letter marks nothing."""
    levels = np.where(found.reason < 0, found.levels(rule), np.nan)
    strong: dict[tuple[int, int], list[int]] = {}
    weak: dict[tuple[int, int], list[int]] = {}
    rests: dict[tuple[int, int], tuple[Literal["above", "below"], float]] = {}
    for i in np.flatnonzero(~np.isnan(levels)):
        row, a, b, level = int(found.row[i]), int(found.a[i]), int(found.b[i]), float(levels[i])
        up = found.difference[i] > 0
        if b == EVERYONE_ELSE:
            rests[row, a] = ("above" if up else "below", level)
            continue
        higher, lower = (a, b) if up else (b, a)
        (strong if level == rule.alpha else weak).setdefault((row, higher), []).append(lower)
    marks = []
    for column in range(lines[0].columns if lines else 0):
        for row, line in enumerate(lines):
            above, weakly = (tuple(sorted(kind.get((row, column), ()))) for kind in (strong, weak))
            rest, level_of_rest = rests.get((row, column), (None, None))
            marks.append(Mark(row, column, above, weakly, rest, level_of_rest, line.note(column, rule)))
    return marks


def column_letter(column: int) -> str:
    """Name a column: A … Z, AA, AB, …"""
    name, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _covariances(design: Design, statistics: Sequence[Statistic], domain: BoolArray) -> Iterator[FloatArray]:
    """Give for each of the k values the joint covariance of all statistics."""
    k = statistics[0].k
    if isinstance(design, ReplicateDesign) or k * len(statistics) <= JOINED:
        joint = design.covariance(statistics, present=domain)
        yield from (joint[row::k, row::k] for row in range(k))
        return
    for row in range(k):
        yield design.covariance([part(statistic, [row]) for statistic in statistics], present=domain)


def _compared(row: int, line: Line, df: float, rule: LetterRule) -> Pairs:
    c = line.columns
    first, second = np.triu_indices(c, 1)
    others = np.arange(c if len(line.values) > c else 0)
    i, j = np.concatenate([first, others]), np.concatenate([second, c + others])
    difference = line.values[i] - line.values[j]
    own = np.diag(line.covariance)
    variance = own[i] + own[j] - 2 * line.covariance[i, j]
    variance = np.where(variance <= ROUNDING * (own[i] + own[j]), 0.0, variance)
    se = np.sqrt(variance)
    t = np.full(len(i), np.nan)
    np.divide(difference, se, out=t, where=se > 0)
    extreme = _is_extreme(line)
    t[extreme[i] | extreme[j]] = np.nan
    degrees = np.full(len(i), df) if line.degrees is None else line.degrees[i, j]
    p = distributions.two_sided_each(t, degrees)
    return Pairs(
        row=np.full(len(i), row, dtype=np.int64),
        a=i.astype(np.int64),
        b=np.where(j < c, j, EVERYONE_ELSE).astype(np.int64),
        difference=difference,
        se=se,
        t=t,
        df=degrees,
        p=p,
        reason=_reasons(line, i, j, difference, np.isnan(p), rule),
        p_adjusted=np.full(len(i), np.nan),
        family_size=np.zeros(len(i), dtype=np.int64),
    )


def _reasons(
    line: Line, i: IntArray, j: IntArray, difference: FloatArray, untested: BoolArray, rule: LetterRule
) -> IntArray:
    """Say why a pair may get no letter; the first of `REASONS` that holds counts."""
    least = rule.min_difference if line.is_share else rule.min_mean_difference
    few = line.base_n < max(rule.min_n, 1)
    worth_few = ~(line.effective_n * (1 + ROUNDING) >= rule.min_effective_n)
    extreme = _is_extreme(line)
    checks: dict[WhyNot, BoolArray] = {
        "n": few[i] | few[j],
        "effective_n": worth_few[i] | worth_few[j],
        "zero_or_one": extreme[i] | extreme[j],
        "no_variance": untested,
        "below_threshold": np.abs(difference) < least,
    }
    reasons = np.full(len(i), -1, dtype=np.int64)
    for why_not in reversed(REASONS):
        reasons[checks[why_not]] = REASONS.index(why_not)
    return reasons


def _is_extreme(line: Line) -> BoolArray:
    unknown = np.isnan(line.values)
    if not line.is_share:
        return unknown
    return np.asarray(unknown | (line.values <= ROUNDING) | (line.values >= 1.0 - ROUNDING))

"""Turn estimates into findings: figures with their interval, base and evidence basis, and whether they may be shown.

At basis D a figure describes the respondents: it has no error, interval, design effect or effective n. Proportions are
shown by the rule of the United States' National Center for Health Statistics (Parker et al. 2017), with the disclosure
rule before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.disclosure.partition import parts_beside
from analysis.estimation import statistics as st
from analysis.estimation.degrees import effective_df
from analysis.estimation.estimates import Estimate, estimate, sizes
from analysis.estimation.intervals import Interval
from analysis.estimation.statistics import Statistic
from analysis.plan import Thresholds
from analysis.topics.samples import Sample

Kind: TypeAlias = Literal["share", "mean", "difference", "utility", "part"]
"""A utility is on the scale of a model and may be 0; a part is of an outcome's variance."""

Suppressed: TypeAlias = Literal["disclosure", "complement", "base", "interval", "review"]

WIDE, NARROW, RELATIVE, FEWEST_DF, RELATIVE_ERROR = 0.30, 0.05, 1.30, 8, 0.30


@dataclass(frozen=True)
class Finding:
    """One figure. What basis D does not support is not a number. `suppressed` governs display, never computing."""

    id: str
    kind: Kind
    value: float
    se: float
    df: float
    low: float
    high: float
    base_n: int
    weighted_n: float
    effective_n: float
    deff: float
    deff_weights: float
    basis: str
    suppressed: Suppressed | None = None
    low_base: bool = False
    review: bool = False
    step: float = 0.0
    """What a share is rounded to where its usual digits would tell of a few; 0 elsewhere."""

    @property
    def shown(self) -> bool:
        return self.suppressed is None

    @property
    def has_interval(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)


def share(
    sample: Sample, name: str, flags: BoolArray, base: BoolArray, limits: Thresholds, *, sensitive: bool = False
) -> Finding:
    """Estimate the share of the base that is flagged, with the Korn–Graubard interval."""
    statistic = share_statistic(sample, flags, base)
    few = min(int(np.sum(flags & base)), int(np.sum(~flags & base))) if sensitive else None
    return finding(sample, name, "share", statistic, limits, fewest=few)


def share_statistic(sample: Sample, flags: BoolArray, base: BoolArray) -> Statistic:
    return st.mean(sample.design.weights, flags.astype(np.float64), base)


def mean_statistic(sample: Sample, x: FloatArray, base: BoolArray) -> Statistic:
    return st.mean(sample.design.weights, np.where(base, x, 0.0), base)


def finding(
    sample: Sample,
    name: str,
    kind: Kind,
    statistic: Statistic,
    limits: Thresholds,
    *,
    fewest: int | None = None,
    df: float | None = None,
) -> Finding:
    """Estimate a statistic of one value; `fewest` is the smaller of numerator and complement of a sensitive share.

    Shares have the Korn–Graubard interval, those of items drawn by lot too; all else has Student's. Degrees of freedom
    are those of the figure's own base, unless given: a country drawn as four clusters has three.
    """
    if not sample.has_intervals:
        row = described(sample, float(statistic.values[0]), statistic.base)
        return finding_from(sample, name, kind, row, limits, fewest=fewest)
    method: Interval = "beta" if kind == "share" else "t"
    used = float(sample.design.df(statistic.base)) if df is None else df
    result = estimate(sample.design, [statistic], level=limits.level, interval_of=method, df=used)
    return finding_from(sample, name, kind, result.rows[0], limits, fewest=fewest)


def described(sample: Sample, value: float, base: BoolArray) -> Estimate:
    """Return a figure that describes those who answered: how many they are, and no error of any kind."""
    size, none = sizes(sample.design.weights, base), math.nan
    return Estimate(value, none, none, none, none, size.base_n, size.weighted_n, none, none, size.deff_weights)


def df_of_tests(sample: Sample, base: BoolArray, other: BoolArray | None = None) -> float:
    """Return degrees of freedom for tests of figures of a base, or of its difference from those of another base.

    Intervals of single figures keep the design's; many tests at once look further out, where these are too many.
    """
    weights = sample.design.weights
    parts = np.where(base, weights, 0.0) / (weights[base].sum() or 1.0)
    if other is not None:
        parts = parts - np.where(other, weights, 0.0) / (weights[other].sum() or 1.0)
    return effective_df(sample.design, parts)


def findings_of(
    sample: Sample, names: Sequence[str], kind: Kind, statistic: Statistic, limits: Thresholds
) -> tuple[Finding, ...]:
    """Estimate a statistic of several values, a name each, with Student's intervals."""
    df = float(sample.design.df(statistic.base))
    rows = estimate(sample.design, [statistic], level=limits.level, interval_of="t", df=df).rows
    return tuple(finding_from(sample, name, kind, row, limits) for name, row in zip(names, rows, strict=True))


def finding_from(
    sample: Sample, name: str, kind: Kind, row: Estimate, limits: Thresholds, *, fewest: int | None = None
) -> Finding:
    """Make a finding of an estimate, and decide whether it is shown."""
    known = sample.has_intervals
    none = math.nan
    made = Finding(
        id=f"{sample.audience}.{name}",
        kind=kind,
        value=row.value,
        se=row.se if known else none,
        df=row.df if known else none,
        low=_bounded(row.low, kind) if known else none,
        high=_bounded(row.high, kind) if known else none,
        base_n=row.base_n,
        weighted_n=row.weighted_n,
        effective_n=row.effective_n if known else none,
        deff=row.deff if known else none,
        deff_weights=row.deff_weights if known else none,
        basis=sample.basis,
        low_base=row.base_n < limits.low_base,
        review=known and (row.df < FEWEST_DF or (kind == "share" and row.value in (0.0, 1.0))),
    )
    return replace(made, suppressed=why_not_shown(made, limits, fewest))


def why_not_shown(made: Finding, limits: Thresholds, fewest: int | None = None) -> Suppressed | None:
    """Say why a figure is not printed: too few to disclose, too small a base, too wide an interval.

    What the rule leaves to a person's review (few degrees of freedom, 0 % or 100 %) is held back until there is one.
    """
    if made.base_n < limits.public_n or (fewest is not None and fewest < limits.public_n):
        return "disclosure"
    effective = made.effective_n if math.isfinite(made.effective_n) else math.inf
    if made.base_n < limits.min_n or effective < limits.min_n or not math.isfinite(made.value):
        return "base"
    if made.review:
        return "review"
    if made.kind == "mean" and math.isfinite(made.se):
        return "interval" if made.value and made.se / abs(made.value) > RELATIVE_ERROR else None
    if made.kind != "share" or not made.has_interval:
        return None
    width = made.high - made.low
    if width <= NARROW:
        return None
    relative = width / made.value if made.value else 0.0
    return "interval" if width >= WIDE or relative > RELATIVE else None


def withheld_beside(
    found: Sequence[Finding], counts: Sequence[int], fewest: int, *, sums: Sequence[Sequence[int]] = ()
) -> list[Finding]:
    """Hold back shares of one whole beside those that may not be disclosed, so that these are not what is left of it.

    `counts` are the people of each share; of the `sums` of several those of `fewest` people or more are printed.
    """
    hidden = [at for at, one in enumerate(found) if one.suppressed == "disclosure"]
    told = [parts for parts in sums if sum(counts[at] for at in parts) >= fewest]
    gone = parts_beside(counts, hidden, fewest, sums=told)
    return [replace(one, suppressed="complement") if at in gone else one for at, one in enumerate(found)]


def covariance_of(sample: Sample, statistics: Sequence[Statistic]) -> FloatArray:
    """Return the joint covariance of all values, in order."""
    return sample.design.covariance(statistics)


def _bounded(limit: float, kind: Kind) -> float:
    return min(max(limit, 0.0), 1.0) if kind in ("share", "part") and math.isfinite(limit) else limit

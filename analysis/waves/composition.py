"""Part a change in what is due to who answered and what is due to how they answered (Kitagawa, Oaxaca, Blinder).

With p the share of each group in a wave and r the figure within it, the change Σ p₁r₁ − Σ p₀r₀ is exactly
Σ (p₁−p₀)(r₁+r₀)/2, its composition, plus Σ (r₁−r₀)(p₁+p₀)/2, the change at fixed composition (Kitagawa 1955).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design
from analysis.estimation import distributions
from analysis.estimation import statistics as st
from analysis.waves.changing import joint_df


@dataclass(frozen=True)
class Mix:
    """One wave: the groups' shares and the figure within each (k each), and their joint covariance (2k × 2k)."""

    parts: FloatArray
    figures: FloatArray
    covariance: FloatArray
    df: float

    @property
    def whole(self) -> float:
        return float(self.parts @ self.figures)


@dataclass(frozen=True)
class Effect:
    """One part of a change with its error and interval, by linearisation in both waves."""

    value: float
    se: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Tell whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Parted:
    """A change and its two parts, which add up to it."""

    change: float
    composition: Effect
    fixed: Effect


def mix_of(
    design: Design, x: FloatArray, base: BoolArray, groups: Sequence[BoolArray], inverse: FloatArray | None = None
) -> Mix:
    """Estimate a wave's groups, which must part the base and have answers each.

    `inverse` is 1 over the chance of having been asked, for items drawn by lot.
    """
    asked = np.where(base, 1.0 if inverse is None else inverse, 0.0)
    inside = np.column_stack([group & base for group in groups]).astype(np.float64) * asked[:, None]
    answers = inside * np.where(base, x, 0.0)[:, None]
    of_all = np.broadcast_to(asked[:, None], inside.shape)
    parts = st.ratio(design.weights, inside, of_all, base)
    figures = st.ratio(design.weights, answers, inside, base)
    return Mix(parts.values, figures.values, design.covariance([parts, figures]), float(design.df(base)))


def parted(now: Mix, then: Mix, level: float = 0.95) -> Parted:
    """Part the change between two waves that were sampled apart; groups are in the same order."""
    middle, moved = (now.figures + then.figures) / 2, (now.figures - then.figures) / 2
    between, shifted = (now.parts + then.parts) / 2, (now.parts - then.parts) / 2
    composition = Slopes(np.append(middle, shifted), np.append(-middle, shifted))
    fixed = Slopes(np.append(moved, between), np.append(moved, -between))
    return Parted(
        change=now.whole - then.whole,
        composition=_effect(float(2 * shifted @ middle), composition, now, then, level),
        fixed=_effect(float(2 * moved @ between), fixed, now, then, level),
    )


@dataclass(frozen=True)
class Slopes:
    """The derivatives of an effect by shares and figures (2k) of either wave."""

    now: FloatArray
    then: FloatArray


def _effect(value: float, slopes: Slopes, now: Mix, then: Mix, level: float) -> Effect:
    variances = tuple(float(slope @ mix.covariance @ slope) for slope, mix in ((slopes.now, now), (slopes.then, then)))
    se = float(np.sqrt(sum(variances)))
    reach = distributions.t_quantile((1 + level) / 2, joint_df(variances, (now.df, then.df))) * se
    return Effect(value, se, value - reach, value + reach)

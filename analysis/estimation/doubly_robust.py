"""Means of opt-in samples that hold where either the chances of taking part or the outcome is modelled rightly.

The figure is Σ_B d m / Σ_B d + Σ_A w (y − m) / Σ_A w (Chen, Li and Wu 2020, equation 13), with m the mean a regression
among those who took part expects. Its error counts the reference sample, and the estimation of both models.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.arrays import BoolArray, FloatArray
from analysis.estimation.regression import Family, fit_model, predicted
from analysis.weighting.propensity import OptInDesign


@dataclass(frozen=True)
class Outcome:
    """What is known of an outcome: y of those who took part, and the columns x that both samples have."""

    y: FloatArray
    x: FloatArray
    reference_x: FloatArray
    base: BoolArray
    reference_base: BoolArray


@dataclass(frozen=True)
class DoublyRobust:
    """The figure and its error, beside the mean by weights alone and by the model alone."""

    value: float
    se: float
    weighted: float
    modelled: float


def doubly_robust_mean(design: OptInDesign, outcome: Outcome, family: Family) -> DoublyRobust:
    """Estimate a mean over both bases; raise ModelError where the outcome cannot be modelled."""
    w, d = design.weights * outcome.base, design.reference.weights * outcome.reference_base
    x, y = outcome.x, np.where(outcome.base, outcome.y, 0.0)
    ones = outcome.base.astype(np.float64)
    beta = fit_model(ones, y, x, np.zeros(len(y)), outcome.base, family).coefficients.values
    mean, slope = predicted(family, x @ beta)
    expected, steepness = predicted(family, outcome.reference_x @ beta)
    gap, size, reference_size = y - mean, float(w.sum()), float(d.sum())
    lift, modelled = float(w @ gap) / size, float(d @ expected) / reference_size
    information = x.T @ ((ones * slope)[:, None] * x)
    moved = outcome.reference_x.T @ (d * steepness) / reference_size - x.T @ (w * slope) / size
    own, other = design.propensity.spread(design.residual((w * (gap - lift) / size)[:, None]))
    own = own + ((ones * gap)[:, None] * x) @ np.linalg.solve(information, moved)[:, None]
    other = other + (d * (expected - modelled) / reference_size)[:, None]
    variance = float(design.covariance_of_parts(own, other)[0, 0])
    return DoublyRobust(modelled + lift, math.sqrt(variance), float(w @ y) / size, modelled)

"""Weight people who chose to take part by their chance to, learned from a reference sample of known design.

Chances are π = expit(x′β). `chen-li-wu` solves Σ_A x = Σ_B d π x, the pseudo-likelihood of Chen, Li and Wu (2020), and
weights by 1 / π; `odds` fits the two samples together, those who took part counting once, and weights by (1 − π) / π
(Elliott and Valliant 2017). Errors hold three parts: who took part (independently, with chances π, or by the clusters
the design names), the reference sample, and the estimation of β, which ties the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from scipy import special

from analysis.arrays import BoolArray, FloatArray
from analysis.design import Design, HasInfluences
from analysis.weighting.calibration import WeightingError

Estimator: TypeAlias = Literal["chen-li-wu", "odds"]
MAX_ITERATIONS = 100
SETTLED = 1e-12
EXTREME = 30.0
"""Log odds beyond this say that the samples do not overlap."""


@dataclass(frozen=True)
class Propensity:
    """A fitted model of taking part; A are those who did (rows × p), B the reference sample.

    `scores` and `reference_scores` are the terms of the estimating equation, `information` its slope, `growth` how
    fast the logarithm of a weight falls with x′β.
    """

    beta: FloatArray
    x: FloatArray
    chances: FloatArray
    growth: FloatArray
    scores: FloatArray
    reference_scores: FloatArray
    information: FloatArray

    def spread(self, influences: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return weighted influences (rows × k) on a figure of those who took part, and of the reference sample."""
        slopes = influences.T @ (self.growth[:, None] * self.x)
        solved = np.linalg.solve(self.information, slopes.T)
        return influences - self.scores @ solved, self.reference_scores @ solved


@dataclass(frozen=True)
class Summed:
    """A total of rows × k values of a sample, with what a design needs to give its covariance."""

    influences: FloatArray
    weights: FloatArray

    @property
    def base(self) -> BoolArray:
        return np.asarray(self.weights > 0)

    @property
    def recompute(self) -> Callable[[FloatArray], FloatArray]:
        unit = np.divide(
            self.influences,
            self.weights[:, None],
            out=np.zeros_like(self.influences),
            where=self.weights[:, None] > 0,
        )
        return lambda other: np.asarray(other @ unit)


@dataclass(frozen=True, kw_only=True)
class OptInDesign(Design):
    """A design of people who chose to take part; where it is `clustered`, clusters and not people are independent."""

    propensity: Propensity
    reference: Design
    clustered: bool

    @property
    def depends_on_domain(self) -> bool:
        return False

    def covariance(self, statistics: Sequence[HasInfluences], *, present: BoolArray | None = None) -> FloatArray:
        """Return the joint covariance of all values over who takes part and who is in the reference sample."""
        parts = [self.residual(statistic.influences) for statistic in statistics]
        return self.covariance_of(np.concatenate(parts, axis=1)) if parts else np.zeros((0, 0))

    def covariance_of(self, influences: FloatArray, of_reference: FloatArray | None = None) -> FloatArray:
        """Return the covariance of figures with these influences (rows × k); `of_reference` are its own, where any."""
        own, other = self.propensity.spread(influences)
        if of_reference is not None:
            other = other + of_reference
        return self.covariance_of_parts(own, other)

    def covariance_of_parts(self, own: FloatArray, other: FloatArray) -> FloatArray:
        """Add the covariance of influences of those who took part to that of influences of the reference sample."""
        reference = self.reference.covariance([Summed(other, self.reference.weights)])
        if self.clustered:
            plain = Design(self.weights, self.stages, self.lonely)
            return np.asarray(reference + plain.covariance([Summed(own, self.weights)]))
        luck = np.maximum(1 - self.propensity.chances, 0.0)
        return np.asarray(reference + own.T @ (luck[:, None] * own))


def weight_by_propensity(
    design: Design, x: FloatArray, reference: Design, reference_x: FloatArray, estimator: Estimator
) -> tuple[OptInDesign, int]:
    """Return the design weighted by chances of taking part (x is rows × p), and how many steps that took.

    Raise WeightingError where the two samples do not overlap, or a column follows from the others.
    """
    before, d = design.weights, reference.weights
    size = np.sqrt(before @ x**2 + d @ reference_x**2)
    if np.any(size == 0) or np.linalg.matrix_rank(np.concatenate([x, reference_x]) / size) < x.shape[1]:
        raise WeightingError("collinear", "A column of the model of taking part follows from the others.")
    beta, steps = _solved(before, x / size, d, reference_x / size, estimator)
    fitted = _propensity(beta / size, before, x, d, reference_x, estimator)
    factors = 1 / fitted.chances if estimator == "chen-li-wu" else (1 - fitted.chances) / fitted.chances
    if estimator == "odds":
        fitted = replace(fitted, chances=np.minimum(1 / factors, 1.0))
    first = design.stages[0]
    clustered = len(first.cluster_strata) < design.n or len(first.sizes) > 1
    weighted = OptInDesign(
        weights=before * factors,
        stages=design.stages,
        lonely=design.lonely,
        propensity=fitted,
        reference=reference,
        clustered=clustered,
    )
    return weighted, steps


def _propensity(
    beta: FloatArray, before: FloatArray, x: FloatArray, d: FloatArray, reference_x: FloatArray, estimator: Estimator
) -> Propensity:
    chances, reference_chances = special.expit(x @ beta), special.expit(reference_x @ beta)
    curved = d * reference_chances * (1 - reference_chances)
    information = reference_x.T @ (curved[:, None] * reference_x)
    own, growth = before, 1 - chances
    if estimator == "odds":
        information = information + x.T @ ((before * chances * (1 - chances))[:, None] * x)
        own, growth = before * (1 - chances), np.ones_like(chances)
    reference_scores = (d * reference_chances)[:, None] * reference_x
    return Propensity(beta, x, chances, growth, own[:, None] * x, reference_scores, information)


def _solved(
    before: FloatArray, x: FloatArray, d: FloatArray, reference_x: FloatArray, estimator: Estimator
) -> tuple[FloatArray, int]:
    """Maximise the pseudo-likelihood by Newton's method, halving steps that make it smaller."""
    beta = np.zeros(x.shape[1])
    value = _likelihood(beta, before, x, d, reference_x, estimator)
    for step_number in range(1, MAX_ITERATIONS + 1):
        now = _propensity(beta, before, x, d, reference_x, estimator)
        gradient = now.scores.sum(axis=0) - now.reference_scores.sum(axis=0)
        step = np.linalg.lstsq(now.information, gradient, rcond=1e-14)[0]
        for _ in range(60):
            after = _likelihood(beta + step, before, x, d, reference_x, estimator)
            if after >= value - 1e-9 * abs(value):
                break
            step = step / 2
        beta, value = beta + step, after
        if np.max(np.abs(x @ beta), initial=0.0) > EXTREME:
            break
        if float(step @ gradient) <= SETTLED**2 * (1 + abs(value)):
            return beta, step_number
    text = "Some people could only be in one of the two samples: chances of taking part cannot be estimated."
    raise WeightingError("no-overlap", text)


def _likelihood(
    beta: FloatArray, before: FloatArray, x: FloatArray, d: FloatArray, reference_x: FloatArray, estimator: Estimator
) -> float:
    own, reference = x @ beta, reference_x @ beta
    value = float(before @ own - d @ np.logaddexp(0.0, reference))
    return value - float(before @ np.logaddexp(0.0, own)) if estimator == "odds" else value


@dataclass(frozen=True)
class Overlap:
    """How alike the weighted sample and the reference sample are: differences in standard deviations, by column."""

    differences: dict[str, float]
    largest_share: float

    def why_not(self, n: int) -> str | None:
        """Return why the sample says nothing about the population, None where it may."""
        apart = [name for name, gap in self.differences.items() if not abs(gap) <= MOST_APART]
        if apart:
            worst = max(apart, key=lambda name: abs(self.differences[name]))
            return (
                f"After weighting the sample still differs from the reference sample in {', '.join(apart)} "
                f"({worst}: {self.differences[worst]:.2f} standard deviations, more than {MOST_APART})."
            )
        allowed = max(0.01, 5 / n)
        if self.largest_share > allowed:
            return f"One person carries {self.largest_share:.1%} of the weight, more than {allowed:.1%}."
        return None


MOST_APART = 0.1


def overlap(design: OptInDesign, names: Sequence[str], x: FloatArray, reference_x: FloatArray) -> Overlap:
    """Compare the means of the columns (rows × p) of both samples, over the standard deviation in the reference."""
    w, d = design.weights / design.weights.sum(), design.reference.weights / design.reference.weights.sum()
    wanted = d @ reference_x
    sd = np.sqrt(d @ (reference_x - wanted) ** 2)
    gaps = np.divide(w @ x - wanted, sd, out=np.zeros_like(sd), where=sd > 1e-12 * (1 + np.abs(wanted)))
    return Overlap(dict(zip(names, map(float, gaps), strict=True)), float(w.max()))
